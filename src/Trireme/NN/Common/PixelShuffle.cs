using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Moves channels into a finer grid.</summary>
/// <param name="upscaleFactor">How much finer.</param>
/// <param name="dataFormat">The order of the dimensions.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.PixelShuffle.</remarks>
public sealed class PixelShuffle(int upscaleFactor, string dataFormat = "NCHW", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.PixelShuffle(input, upscaleFactor, dataFormat);
}
