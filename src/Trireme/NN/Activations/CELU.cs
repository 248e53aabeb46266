using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>max(x, 0) + min(alpha · (exp(x / alpha) − 1), 0).</summary>
/// <param name="alpha">The negative limit; not 0.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.CELU.</remarks>
public sealed class CELU(double alpha = 1.0, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Celu(input, alpha);
}
