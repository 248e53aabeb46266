using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Moves a grid into channels.</summary>
/// <param name="downscaleFactor">How much coarser.</param>
/// <param name="dataFormat">The order of the dimensions.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.PixelUnshuffle.</remarks>
public sealed class PixelUnshuffle(int downscaleFactor, string dataFormat = "NCHW", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.PixelUnshuffle(input, downscaleFactor, dataFormat);
}
