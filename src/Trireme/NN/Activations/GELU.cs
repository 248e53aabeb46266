using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>x · Φ(x) with the distribution function of the normal distribution.</summary>
/// <param name="approximate">Whether Φ is approximated by tanh.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.GELU.</remarks>
public sealed class GELU(bool approximate = false, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Gelu(input, approximate);
}
