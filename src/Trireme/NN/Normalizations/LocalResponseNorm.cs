using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Divides by a sum over neighbouring channels.</summary>
/// <param name="size">The number of channels.</param>
/// <param name="alpha">The weight of the sum.</param>
/// <param name="beta">The power.</param>
/// <param name="k">Added to the sum.</param>
/// <param name="dataFormat">The order of the dimensions.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.LocalResponseNorm.</remarks>
public sealed class LocalResponseNorm(int size, double alpha = 0.0001, double beta = 0.75, double k = 1.0, string dataFormat = "NCHW",
    string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.LocalResponseNorm(input, size, alpha, beta, k, dataFormat);
}
