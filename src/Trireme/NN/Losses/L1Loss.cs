using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The absolute difference.</summary>
/// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.L1Loss.</remarks>
public sealed class L1Loss(string reduction = "mean", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor label) => F.L1Loss(input, label, reduction);
}
