namespace Trireme.Operators;

/// <summary>
/// The gradients of fused_batch_norm_add_act with a rectifier. Without something added what the rectifier passes follows from X once more; with it, from the output,
/// and the gradient that passes is that of what was added.
/// </summary>
/// <param name="ActType">relu or relu6.</param>
/// <param name="DataLayout">NCHW.</param>
[Op("fused_batch_norm_add_act_grad", "X, Y?, Scale?, Bias?, SavedMean, SavedVariance, YGrad -> XGrad, ScaleGrad, BiasGrad, ZGrad?",
    NoGradient = "Where a gradient is differentiated again it is made of operators that have one.")]
public sealed record FusedBatchNormAddActGradOp(string ActType, string DataLayout) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        NormRules.InferBatchGrad(c, DataLayout);
        if (c.Has("Y"))
            c["ZGrad"] = c["X"];
    }
}
