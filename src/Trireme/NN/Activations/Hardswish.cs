using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>x · min(max(x + 3, 0), 6) / 6.</summary>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.Hardswish.</remarks>
public sealed class Hardswish(string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Hardswish(input);
}
