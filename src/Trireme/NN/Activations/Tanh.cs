using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The hyperbolic tangent.</summary>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.Tanh.</remarks>
public sealed class Tanh(string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Tanh(input);
}
