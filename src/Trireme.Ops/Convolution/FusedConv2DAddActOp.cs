namespace Trireme.Operators;

/// <summary>
/// Convolution with its bias and an activation in one: Output = act(Input * Filter + Bias). Plans make it of a convolution and the rectifier
/// behind it; the convolution may be one of each channel by itself.
/// </summary>
/// <param name="Strides">One for each spatial axis.</param>
/// <param name="Paddings">One for each spatial axis, or before and after for each.</param>
/// <param name="PaddingAlgorithm">EXPLICIT, SAME or VALID.</param>
/// <param name="Dilations">One for each spatial axis.</param>
/// <param name="Groups">Divides C and M.</param>
/// <param name="DataFormat">NCHW; a call with channels last transposes.</param>
/// <param name="Activation">relu or identity.</param>
[Op("fused_conv2d_add_act", "Input, Filter, Bias? -> Output", Saves = "Input, Filter, Output")]
public sealed record FusedConv2DAddActOp(Ints Strides, Ints Paddings, string PaddingAlgorithm, Ints Dilations, int Groups = 1, string DataFormat = "NCHW", string Activation = "relu")
    : ConvOp(Strides, Paddings, PaddingAlgorithm, Dilations, Groups, DataFormat)
{
    internal override bool IsRectified => Activation == "relu";

    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(Activation is "relu" or "identity", $"the activation '{Activation}' is not known.", "Use relu or identity.");
        base.Infer(c);
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor dy = g.D["Output"];
        Grad(g, IsRectified ? dy * (g["Output"] > 0).Cast(dy.DType) : dy);
    }
}
