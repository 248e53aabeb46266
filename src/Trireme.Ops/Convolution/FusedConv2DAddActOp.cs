namespace Trireme.Operators;

/// <summary>
/// Convolution with its bias, an addition and an activation in one: Output = act(Input * Filter + Bias + ResidualData). Plans make it of a convolution and
/// what stands behind it; the convolution may be one of each channel by itself.
/// </summary>
/// <param name="Strides">One for each spatial axis.</param>
/// <param name="Paddings">One for each spatial axis, or before and after for each.</param>
/// <param name="PaddingAlgorithm">EXPLICIT, SAME or VALID.</param>
/// <param name="Dilations">One for each spatial axis.</param>
/// <param name="Groups">Divides C and M.</param>
/// <param name="DataFormat">NCHW; a call with channels last transposes.</param>
/// <param name="Activation">relu, relu6 or identity.</param>
[Op("fused_conv2d_add_act", "Input, Filter, Bias?, ResidualData? -> Output", Saves = "Input, Filter, Output")]
public sealed record FusedConv2DAddActOp(Ints Strides, Ints Paddings, string PaddingAlgorithm, Ints Dilations, int Groups = 1, string DataFormat = "NCHW", string Activation = "relu")
    : ConvOp(Strides, Paddings, PaddingAlgorithm, Dilations, Groups, DataFormat)
{
    internal override string Ending => Activation;

    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta output = ConvRules.CheckFused(c, InferOutput(c), Activation);
        c["Output"] = output;
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor dy = g.D["Output"];
        if (IsRectified)
            dy = (IsAtMostSix ? (ElementwiseOp)Relu6Op.Default : ReluOp.Default).GradFromOutput(g["Output"], dy);
        Grad(g, dy);
        if (g.Has("ResidualData") && g.Needs("ResidualData"))
            g.D["ResidualData"] = dy;
    }

    private protected override Tensor?[] ChannelsFirst(ComposeContext c)
        => [.. base.ChannelsFirst(c), c.Find("ResidualData") is { } residual ? DataLayout.ToChannelFirst(residual) : null];
}
