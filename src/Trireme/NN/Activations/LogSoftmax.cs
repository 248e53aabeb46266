using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The logarithm of softmax along an axis.</summary>
/// <param name="axis">The axis along which the exponentials of the results sum to 1.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.LogSoftmax.</remarks>
public sealed class LogSoftmax(int axis = -1, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.LogSoftmax(input, axis);
}
