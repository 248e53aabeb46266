using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Σ max(0, margin − score of the label + other score) ^ p over the other classes, divided by their number.</summary>
/// <param name="p">The power; 1 or 2.</param>
/// <param name="margin">The margin.</param>
/// <param name="weight">A factor for each class.</param>
/// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.MultiMarginLoss.</remarks>
public sealed class MultiMarginLoss(int p = 1, double margin = 1.0, Tensor? weight = null, string reduction = "mean", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor label) => F.MultiMarginLoss(input, label, p, margin, weight, reduction);
}
