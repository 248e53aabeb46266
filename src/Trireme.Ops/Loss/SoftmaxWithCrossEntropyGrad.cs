namespace Trireme.Operators;

/// <summary>LogitsGrad = (Softmax · Σ label − label) · LossGrad, where a class number stands for its one-hot vector and an ignored one for zeros.</summary>
/// <param name="SoftLabel">Whether labels are probabilities.</param>
/// <param name="IgnoreIndex">The ignored class number.</param>
/// <param name="Axis">The axis of the classes.</param>
[Op("softmax_with_cross_entropy_grad", "Softmax, Label, LossGrad -> LogitsGrad", Saves = "Softmax, Label, LossGrad")]
public sealed record SoftmaxWithCrossEntropyGradOp(bool SoftLabel, int IgnoreIndex, int Axis) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["LogitsGrad"] = c["Softmax"];

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor dx = g.D["LogitsGrad"], label = g["Label"];
        if (g.Needs("LossGrad"))
        {
            // Linear in LossGrad: its factor is this operator at LossGrad = 1.
            Tensor factor = Apply(g["Softmax"], label, g["LossGrad"].OnesLike());
            g.D["LossGrad"] = (factor * dx).Sum([Axis], keepdim: true);
        }
        if (g.Needs("Softmax"))
        {
            Tensor weight = SoftLabel ? label.Sum([Axis], keepdim: true) : LossReduction.Counted(label, IgnoreIndex, dx.DType);
            g.D["Softmax"] = dx * (g["LossGrad"] * weight);
        }
    }
}
