using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The mean over windows chosen so that the output has a given size.</summary>
/// <param name="outputSize">The output size.</param>
/// <param name="dataFormat">The order of the dimensions.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.AdaptiveAvgPool2D.</remarks>
public sealed class AdaptiveAvgPool2D(OutputSize outputSize, string dataFormat = "NCHW", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.AdaptiveAvgPool2d(input, outputSize, dataFormat);
}
