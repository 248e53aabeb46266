using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The first half along an axis times the sigmoid of the second.</summary>
/// <param name="axis">The axis that is halved; its size must be even.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.GLU.</remarks>
public sealed class GLU(int axis = -1, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Glu(input, axis);
}
