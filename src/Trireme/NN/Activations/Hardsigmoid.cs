using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>min(max(x / 6 + 1/2, 0), 1).</summary>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.Hardsigmoid.</remarks>
public sealed class Hardsigmoid(string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Hardsigmoid(input);
}
