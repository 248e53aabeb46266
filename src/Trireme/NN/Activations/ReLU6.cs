using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>min(max(x, 0), 6).</summary>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.ReLU6.</remarks>
public sealed class ReLU6(string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Relu6(input);
}
