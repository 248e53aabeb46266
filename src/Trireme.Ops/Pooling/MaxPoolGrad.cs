namespace Trireme.Operators;

/// <summary>The gradient of max pooling: OutGrad goes where the maxima of X stand. The maxima are searched for again instead of being kept.</summary>
/// <param name="Ksize">The windows' size; with <paramref name="Adaptive"/> the output's.</param>
/// <param name="Strides">One for each spatial axis.</param>
/// <param name="Paddings">One for each spatial axis, or before and after for each.</param>
/// <param name="CeilMode">Whether a last, partial window counts.</param>
/// <param name="GlobalPooling">One window over everything.</param>
/// <param name="Adaptive">Window i covers floor(i·in/out) to ceil((i+1)·in/out).</param>
/// <param name="PaddingAlgorithm">EXPLICIT, SAME or VALID.</param>
/// <param name="Rectified">Whether a rectifier follows the pooling and OutGrad is the gradient behind it: windows whose maximum is not positive get 0.</param>
[Op("max_pool_grad", "X, OutGrad -> XGrad", Saves = "X")]
public sealed record MaxPoolGradOp(Ints Ksize, Ints Strides, Ints Paddings, bool CeilMode, bool GlobalPooling, bool Adaptive, string PaddingAlgorithm, bool Rectified = false) : Op
{
    internal PoolWindows Windows => new(Ksize, Strides, Paddings, CeilMode, GlobalPooling, Adaptive, PaddingAlgorithm, "NCHW");

    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["XGrad"] = c["X"];

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        // Where the maxima stand does not change with X, so only OutGrad has a gradient: what stands there.
        if (g.Needs("OutGrad"))
        {
            Tensor[] pooled = MaxPoolWithIndexOp.Of(Windows).ApplyAll(g["X"].Detach());
            Tensor found = new PlaneGatherOp().Apply(g.D["XGrad"], pooled[1]);
            g.D["OutGrad"] = Rectified ? found * (pooled[0] > 0).Cast(found.DType) : found;
        }
    }
}
