namespace Trireme.Operators;

/// <summary>Y = (X − mean) / sqrt(variance + ε) · Scale + Bias over each channel of each image: X [N, C, …].</summary>
/// <param name="Epsilon">Added to the variance.</param>
[Op("instance_norm", "X, Scale?, Bias? -> Y, SavedMean~, SavedVariance~", Saves = "X, Scale, SavedMean, SavedVariance")]
public sealed record InstanceNormOp(float Epsilon = 1e-5f) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta x = c["X"];
        c.Require(x.DType.IsFloating, "X must be floating point.");
        c.Require(x.Shape.Rank >= 2, "X must be [N, C, ...].");
        NormRules.CheckFactors(c, "X", x.Shape[1]);
        c["Y"] = x;
        c["SavedMean"] = x with { Shape = [x.Shape[0], x.Shape[1]] };
        c["SavedVariance"] = x with { Shape = [x.Shape[0], x.Shape[1]] };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
        => NormRules.RowGrad(g, new RowNormGradOp(2, g.Meta("X").Shape[1], Epsilon), g["SavedMean"], g["SavedVariance"]);
}
