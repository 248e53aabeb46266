using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The mean binary cross entropy over the classes.</summary>
/// <param name="weight">A factor for each class or element.</param>
/// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.MultiLabelSoftMarginLoss.</remarks>
public sealed class MultiLabelSoftMarginLoss(Tensor? weight = null, string reduction = "mean", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor label) => F.MultiLabelSoftMarginLoss(input, label, weight, reduction);
}
