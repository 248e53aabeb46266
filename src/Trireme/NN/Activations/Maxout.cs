using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The largest of each group of channels.</summary>
/// <param name="groups">How many channels a group has; must divide them.</param>
/// <param name="axis">The channel axis.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.Maxout.</remarks>
public sealed class Maxout(int groups, int axis = 1, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Maxout(input, groups, axis);
}
