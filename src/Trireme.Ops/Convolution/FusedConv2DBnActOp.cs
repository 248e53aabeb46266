namespace Trireme.Operators;

/// <summary>
/// Convolution, batch normalization with the running statistics, addition and activation in one, for inference:
/// Output = act((Input * Filter + Bias − Mean) / sqrt(Variance + ε) · Scale + Shift + ResidualData). Layers make it of their chains where nothing is recorded;
/// the convolution may be one of each channel by itself. Channels come first.
/// </summary>
/// <param name="Strides">One for each spatial axis.</param>
/// <param name="Paddings">One for each spatial axis, or before and after for each.</param>
/// <param name="PaddingAlgorithm">EXPLICIT, SAME or VALID.</param>
/// <param name="Dilations">One for each spatial axis.</param>
/// <param name="Groups">Divides C and M.</param>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="Activation">relu, relu6 or identity.</param>
[Op("fused_conv2d_bn_act", "Input, Filter, Bias?, Scale?, Shift?, Mean, Variance, ResidualData? -> Output",
    NoGradient = "It is for inference: in training a convolution and its normalization are operators of their own.")]
public sealed record FusedConv2DBnActOp(Ints Strides, Ints Paddings, string PaddingAlgorithm, Ints Dilations, int Groups = 1, float Epsilon = 1e-5f,
    string Activation = "relu")
    : ConvOp(Strides, Paddings, PaddingAlgorithm, Dilations, Groups, "NCHW")
{
    internal override string Ending => Activation;

    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta output = ConvRules.CheckFused(c, InferOutput(c), Activation);
        foreach (string slot in (ReadOnlySpan<string>)["Scale", "Shift", "Mean", "Variance"])
        {
            if (c.Has(slot))
                c.Require(c[slot].Shape.Rank == 1 && c[slot].Shape[0] == output.Shape[1], $"{slot} {c[slot].Shape} must be [{output.Shape[1]}], one value an output channel.");
        }
        c["Output"] = output;
    }
}
