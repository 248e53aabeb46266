using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>x · tanh(log(1 + exp(x))).</summary>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.Mish.</remarks>
public sealed class Mish(string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Mish(input);
}
