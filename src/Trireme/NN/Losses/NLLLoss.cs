using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The negative log likelihood of labels, from log probabilities.</summary>
/// <param name="weight">A factor for each class or element.</param>
/// <param name="ignoreIndex">A label that does not count.</param>
/// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.NLLLoss.</remarks>
public sealed class NLLLoss(Tensor? weight = null, int ignoreIndex = -100, string reduction = "mean", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor label) => F.NllLoss(input, label, weight, ignoreIndex, reduction);
}
