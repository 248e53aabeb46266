using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The Kullback-Leibler divergence of log probabilities from probabilities.</summary>
/// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
/// <remarks>Mirrors paddle.nn.KLDivLoss.</remarks>
public sealed class KLDivLoss(string reduction = "mean") : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor label) => F.KlDiv(input, label, reduction);
}
