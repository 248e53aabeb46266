namespace Trireme.Operators;

/// <summary>Y = (X − mean) / sqrt(variance + ε) · Scale + Bias over each group of channels of each image: X [N, C, …].</summary>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="Groups">Divides C.</param>
/// <param name="DataLayout">Channels first; a call with channels last transposes.</param>
[Op("group_norm", "X, Scale?, Bias? -> Y, Mean~, Variance~", Saves = "X, Scale, Mean, Variance")]
public sealed record GroupNormOp(float Epsilon = 1e-5f, int Groups = 1, string DataLayout = "NCHW") : Op, IComposable
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta x = c["X"];
        c.Require(x.DType.IsFloating, "X must be floating point.");
        c.Require(x.Shape.Rank >= 2, "X must be [N, C, ...].");
        c.Require(!DataLayout.EndsWith('C') || DataLayout == "NC", $"data_layout {DataLayout} is not channels first.", "Transpose the input, or call the function, which does.");
        c.Require(Groups > 0 && x.Shape[1] % Groups == 0, $"the {x.Shape[1]} channels are not divisible by groups {Groups}.");
        NormRules.CheckFactors(c, "X", x.Shape[1]);
        c["Y"] = x;
        c["Mean"] = x with { Shape = [x.Shape[0], Groups] };
        c["Variance"] = x with { Shape = [x.Shape[0], Groups] };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g) => NormRules.RowGrad(g, new RowNormGradOp(2, Groups, Epsilon), g["Mean"], g["Variance"]);

    bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => Trireme.DataLayout.IsLast(DataLayout);

    void IComposable.Compose(ComposeContext c)
        => c["Y"] = Trireme.DataLayout.ToChannelLast((this with { DataLayout = "NCHW" }).Apply(Trireme.DataLayout.ToChannelFirst(c["X"]), c.Find("Scale"), c.Find("Bias")));
}
