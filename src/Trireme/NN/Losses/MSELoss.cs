using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The squared difference.</summary>
/// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
/// <remarks>Mirrors paddle.nn.MSELoss.</remarks>
public sealed class MSELoss(string reduction = "mean") : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor label) => F.MseLoss(input, label, reduction);
}
