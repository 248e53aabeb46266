namespace Trireme.Operators;

/// <summary>The gradient of average pooling: each OutGrad divided over the elements of its window.</summary>
/// <param name="InputShape">The shape of the pooled input.</param>
/// <param name="Ksize">The windows' size; with <paramref name="Adaptive"/> the output's.</param>
/// <param name="Strides">One for each spatial axis.</param>
/// <param name="Paddings">One for each spatial axis, or before and after for each.</param>
/// <param name="CeilMode">Whether a last, partial window counts.</param>
/// <param name="Exclusive">Whether padding is left out of the divisor.</param>
/// <param name="GlobalPooling">One window over everything.</param>
/// <param name="Adaptive">Window i covers floor(i·in/out) to ceil((i+1)·in/out).</param>
/// <param name="PaddingAlgorithm">EXPLICIT, SAME or VALID.</param>
/// <param name="DivisorOverride">The divisor; 0 for the size of the window.</param>
[Op("avg_pool_grad", "OutGrad -> XGrad")]
public sealed record AvgPoolGradOp(Shape InputShape, Ints Ksize, Ints Strides, Ints Paddings, bool CeilMode, bool Exclusive, bool GlobalPooling, bool Adaptive,
    string PaddingAlgorithm, int DivisorOverride) : Op
{
    internal PoolWindows Windows => new(Ksize, Strides, Paddings, CeilMode, GlobalPooling, Adaptive, PaddingAlgorithm, "NCHW");

    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["XGrad"] = c["OutGrad"] with { Shape = InputShape };

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Op pool = Ksize.Count == 3
            ? new Pool3DOp("avg", Ksize, Strides, Paddings, CeilMode, Exclusive, GlobalPooling, Adaptive, PaddingAlgorithm, "NCDHW", DivisorOverride)
            : new Pool2DOp("avg", Ksize, Strides, Paddings, CeilMode, Exclusive, GlobalPooling, Adaptive, PaddingAlgorithm, "NCHW", DivisorOverride);
        g.D["OutGrad"] = pool.Apply(g.D["XGrad"]);
    }
}
