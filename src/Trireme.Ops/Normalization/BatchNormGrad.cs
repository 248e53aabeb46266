namespace Trireme.Operators;

/// <summary>The gradients of batch_norm from its input, its statistics (mean and 1 / sqrt(variance + ε)) and the gradient of its output.</summary>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="DataLayout">NCHW or NHWC.</param>
/// <param name="UseGlobalStats">Whether the statistics were constants instead of the batch's.</param>
[Op("batch_norm_grad", "X, Scale?, SavedMean, SavedVariance, YGrad -> XGrad, ScaleGrad, BiasGrad", Saves = "X, Scale, SavedMean, SavedVariance, YGrad")]
public sealed record BatchNormGradOp(float Epsilon, string DataLayout, bool UseGlobalStats) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => NormRules.InferBatchGrad(c, DataLayout);

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor x = g["X"], dy = g["YGrad"];
        int axis = BatchNormOp.ChannelAxis(DataLayout, x.Ndim);
        var factor = new int[x.Ndim];
        Array.Fill(factor, 1);
        factor[axis] = x.Shape[axis];
        int[] axes = Enumerable.Range(0, x.Ndim).Where(i => i != axis).ToArray();
        Tensor? w = g.Has("Scale") ? g["Scale"].Reshape(factor) : null;
        Tensor? gw = g.HasGrad("ScaleGrad") ? g.D["ScaleGrad"].Reshape(factor) : null, gb = g.HasGrad("BiasGrad") ? g.D["BiasGrad"].Reshape(factor) : null;
        if (UseGlobalStats)
        {
            ConstantStatistics(g, x, w, dy, factor, gw, gb);
            return;
        }
        (Tensor dx, Tensor? dw, Tensor ddy) = NormMath.SecondOrder(x, w, dy, axes, Epsilon, g.D["XGrad"], gw, gb);
        g.D["X"] = dx;
        g.D["YGrad"] = ddy;
        if (dw is not null && g.Needs("Scale"))
            g.D["Scale"] = OperatorServices.Current.SumTo(dw, factor).Reshape(factor[axis]);
    }

    private static void ConstantStatistics(GradContext g, Tensor x, Tensor? w, Tensor dy, Shape factor, Tensor? gw, Tensor? gb)
    {
        Tensor r = g["SavedVariance"].Detach().Cast(x.DType).Reshape(factor), xhat = (x - g["SavedMean"].Detach().Cast(x.DType).Reshape(factor)) * r;
        Tensor gx = g.D["XGrad"] * r;
        Tensor ddy = w is null ? gx : gx * w;
        ddy = gw is null ? ddy : ddy + (gw * xhat);
        g.D["YGrad"] = gb is null ? ddy : ddy + gb;
        if (gw is not null)
            g.D["X"] = gw * dy * r;
        if (w is not null && g.Needs("Scale"))
            g.D["Scale"] = OperatorServices.Current.SumTo(gx * dy, factor).Reshape(g.Meta("Scale").Shape);
    }
}
