using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>log(1 / (1 + exp(−x))).</summary>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.LogSigmoid.</remarks>
public sealed class LogSigmoid(string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.LogSigmoid(input);
}
