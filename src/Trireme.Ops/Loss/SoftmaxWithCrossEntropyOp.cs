namespace Trireme.Operators;

/// <summary>
/// Cross entropy of softmax(Logits) along an axis, numerically stable: Logits [.., C, ..], Label with 1 in place of C (class numbers) or of
/// the shape of Logits (probabilities) → Loss with 1 in place of C.
/// </summary>
/// <param name="SoftLabel">Whether labels are probabilities.</param>
/// <param name="IgnoreIndex">A class number whose elements have loss 0; only with class numbers.</param>
/// <param name="NumericStableMode">There for Paddle's description; the result is stable either way.</param>
/// <param name="Axis">The axis of the classes.</param>
[Op("softmax_with_cross_entropy", "Logits, Label -> Loss, Softmax~", Saves = "Label, Softmax")]
public sealed record SoftmaxWithCrossEntropyOp(bool SoftLabel = false, int IgnoreIndex = -100, bool NumericStableMode = true, int Axis = -1) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta logits = c["Logits"], label = c["Label"];
        c.Require(logits.DType.IsFloating, "Logits must be floating point.");
        int axis = c.RequireAxis(Axis, "Logits");
        Shape loss = logits.Shape.With(axis, 1);
        if (SoftLabel)
        {
            c.Require(label.DType == logits.DType, "soft labels must have the element type of Logits.", "Cast one of them.");
            c.Require(!label.Shape.IsKnown || !logits.Shape.IsKnown || label.Shape == logits.Shape, "soft labels must have the shape of Logits.");
        }
        else
        {
            c.Require(label.DType.Kind is DTypeKind.Int64 or DTypeKind.Int32, "class numbers must be int64 or int32.", "Cast them, or pass softLabel: true for probabilities.");
            c.Require(!label.Shape.IsKnown || !loss.IsKnown || label.Shape == loss, $"Label must be {loss}: one class number an element.");
        }
        c["Loss"] = logits with { Shape = loss };
        c["Softmax"] = logits;
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor p = g["Softmax"];
        Tensor dx = new SoftmaxWithCrossEntropyGradOp(SoftLabel, IgnoreIndex, Axis).Apply(p, g["Label"], g.D["Loss"]);
        // A second derivative reaches the softmax that the first one read.
        if (g.HasGrad("Softmax"))
        {
            Tensor dp = g.D["Softmax"];
            dx += p * (dp - (dp * p).Sum([Axis], keepdim: true));
        }
        g.D["Logits"] = dx;
    }
}
