using Trireme.Autograd;

namespace Trireme.Operators;

/// <summary>
/// Batch normalization with the batch's own statistics, an addition and an activation in one: Y = act((X − mean) / sqrt(variance + ε) · Scale + Bias + Z). Bit for bit
/// what batch_norm, elementwise_add and the activation give one after the other; the results between them are never written.
/// </summary>
/// <param name="Momentum">How much of the running statistics stays.</param>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="ActType">relu, relu6 or identity.</param>
/// <param name="DataLayout">NCHW: channels in axis 1; NHWC: in the last one. Any number of spatial axes.</param>
/// <remarks>Paddle's fused_batch_norm_act and fused_bn_add_activation are the same with and without Z, but for channels last alone.</remarks>
[Op("fused_batch_norm_add_act", "X, Scale?, Bias?, Mean, Variance, Z? -> Y, MeanOut, VarianceOut, SavedMean~, SavedVariance~",
    Saves = "X, Scale, Bias, Y, SavedMean, SavedVariance", InPlace = "MeanOut=Mean, VarianceOut=Variance")]
public sealed record FusedBatchNormAddActOp(float Momentum = 0.9f, float Epsilon = 1e-5f, string ActType = "relu", string DataLayout = "NCHW") : Op, IComposable
{
    private ElementwiseOp? Activation => ActType switch { "relu" => ReluOp.Default, "relu6" => Relu6Op.Default, _ => null };

    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        NormRules.InferBatch(c, DataLayout);
        c.Require(ActType is "relu" or "relu6" or "identity", $"the activation '{ActType}' is not known.", "Use relu, relu6 or identity.");
        c.Require(!c.Has("Z") || c["Z"] == c["X"], "Z must have the shape and the element type of X.");
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor dy = g.D["Y"];
        Tensor? scale = g.Has("Scale") ? g["Scale"] : null;
        // A gradient that is differentiated again is made of the operators that have one.
        bool isFused = Activation is not null && !GradMode.IsEnabled && !dy.IsSymbolic;
        if (isFused)
        {
            Tensor[] grads = new FusedBatchNormAddActGradOp(ActType, DataLayout).ApplyAll(
                g["X"], g.Has("Z") ? g["Y"] : null, scale, g.Has("Bias") ? g["Bias"] : null, g["SavedMean"], g["SavedVariance"], dy);
            NormRules.TakeBatch(g, grads);
            dy = grads[3];
        }
        else
        {
            dy = Activation?.GradFromOutput(g["Y"], dy) ?? dy;
            NormRules.TakeBatch(g, new BatchNormGradOp(Epsilon, DataLayout, false).ApplyAll(g["X"], scale, g["SavedMean"], g["SavedVariance"], dy));
        }
        if (g.Has("Z") && g.Needs("Z"))
            g.D["Z"] = dy;
    }

    // Its kernel goes over planes.
    bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs)
        => inputs[0] is { Ndim: >= 2 } x && (Trireme.DataLayout.IsLast(DataLayout) || x.Numel == (long)x.Shape[0] * x.Shape[1] || x.DType.Size == 2);

    void IComposable.Compose(ComposeContext c)
    {
        Tensor[] made = new BatchNormOp(Momentum, Epsilon, DataLayout: DataLayout).ApplyAll(c["X"], c.Find("Scale"), c.Find("Bias"), c["Mean"], c["Variance"]);
        Tensor y = c.Find("Z") is { } z ? made[0] + z : made[0];
        c["Y"] = Activation?.Apply(y) ?? y;
        (c["MeanOut"], c["VarianceOut"], c["SavedMean"], c["SavedVariance"]) = (made[1], made[2], made[3], made[4]);
    }
}
