namespace Trireme.Operators;

/// <summary>Y = (X − mean) / sqrt(variance + ε) · Scale + Bias over the axes from <paramref name="BeginNormAxis"/> on.</summary>
/// <param name="BeginNormAxis">The first normalized axis.</param>
/// <param name="Epsilon">Added to the variance.</param>
[Op("layer_norm", "X, Scale?, Bias? -> Y, Mean~, Variance~", Saves = "X, Scale, Mean, Variance")]
public sealed record LayerNormOp(int BeginNormAxis = 1, float Epsilon = 1e-5f) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta x = c["X"];
        c.Require(x.DType.IsFloating, "X must be floating point.");
        c.Require(BeginNormAxis > 0 && BeginNormAxis < Math.Max(2, x.Shape.Rank) || BeginNormAxis == 0, $"begin_norm_axis {BeginNormAxis} is outside [0, {x.Shape.Rank - 1}].");
        NormRules.CheckFactors(c, "X", x.Shape[BeginNormAxis..].Numel);
        Shape rows = x.Shape[..BeginNormAxis].IsKnown ? (int)x.Shape[..BeginNormAxis].Numel : -1;
        c["Y"] = x;
        c["Mean"] = x with { Shape = rows };
        c["Variance"] = x with { Shape = rows };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g) => NormRules.RowGrad(g, new RowNormGradOp(BeginNormAxis, 0, Epsilon), g["Mean"], g["Variance"]);
}
