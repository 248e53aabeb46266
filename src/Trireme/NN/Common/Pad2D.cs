using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Adds elements around the last dimensions.</summary>
/// <param name="padding">How many, low and high end of each dimension, the last dimension first; one number for all.</param>
/// <param name="mode"><c>constant</c>, <c>reflect</c>, <c>replicate</c> or <c>circular</c>.</param>
/// <param name="value">What is added in constant mode.</param>
/// <param name="dataFormat">The order of the dimensions.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.Pad2D.</remarks>
public sealed class Pad2D(Ints padding, string mode = "constant", double value = 0.0, string dataFormat = "NCHW", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Pad(input, padding.Repeat(4, "padding"), mode, value, dataFormat);
}
