using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>max(x, 0).</summary>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.ReLU.</remarks>
public sealed class ReLU(string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Relu(input);
}
