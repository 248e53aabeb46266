using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>exp(x) / Σ exp(x) along an axis.</summary>
/// <param name="axis">The axis along which the results sum to 1.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.Softmax.</remarks>
public sealed class Softmax(int axis = -1, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Softmax(input, axis);
}
