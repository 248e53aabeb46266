using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>log(1 + exp(−label · input)).</summary>
/// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.SoftMarginLoss.</remarks>
public sealed class SoftMarginLoss(string reduction = "mean", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor label) => F.SoftMarginLoss(input, label, reduction);
}
