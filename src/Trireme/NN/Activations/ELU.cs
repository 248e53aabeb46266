using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>x above 0, alpha · (exp(x) − 1) below.</summary>
/// <param name="alpha">The negative limit.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.ELU.</remarks>
public sealed class ELU(double alpha = 1.0, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Elu(input, alpha);
}
