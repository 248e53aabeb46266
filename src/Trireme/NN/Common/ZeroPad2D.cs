using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Adds zeros around the picture.</summary>
/// <param name="padding">Left, right, top, bottom; one number for all.</param>
/// <param name="dataFormat">The order of the dimensions.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.ZeroPad2D.</remarks>
public sealed class ZeroPad2D(Ints padding, string dataFormat = "NCHW", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Zeropad2d(input, padding.Repeat(4, "padding"), dataFormat);
}
