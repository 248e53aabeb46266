using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The squared difference where it is small, the absolute one where it is large.</summary>
/// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
/// <param name="delta">Where small ends; above 0.</param>
/// <remarks>Mirrors paddle.nn.SmoothL1Loss.</remarks>
public sealed class SmoothL1Loss(string reduction = "mean", double delta = 1.0) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor label) => F.SmoothL1Loss(input, label, reduction, (float)delta);
}
