namespace Trireme.Operators;

/// <summary>Y [N, 1] = the mean of −log(sigmoid(x_label − x_j)) over all other classes j: X [N, C], Label [N, 1].</summary>
/// <remarks>Bayesian personalized ranking; Hidasi et al. 2016.</remarks>
[Op("bpr_loss", "X, Label -> Y")]
public sealed record BprLossOp : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c["X"].Shape.Rank == 2 && c["X"].Shape[1] != 1, "X must be [N, C] with at least two classes.");
        c["Y"] = c["X"] with { Shape = (c["X"].Shape[0], 1) };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"], own = x.TakeAlongAxis(c["Label"].Cast(DType.Int64).Reshape([x.Shape[0], 1]), 1, broadcast: false);
        // The own class is among the terms with log 2, and its gradients cancel.
        c["Y"] = (NN.Functional.Softplus(x - own).Sum(1, keepdim: true) - Math.Log(2)) / (x.Shape[1] - 1);
    }
}

/// <summary>
/// Y [N, 1] = a logistic loss for clicks, and one for a teacher's probability: Label −2 no click, −1 click, both without a teacher; from 0 to 1 no click with the
/// teacher's probability, from 1 to 2 click with that probability + 1.
/// </summary>
/// <param name="SoftMaxUpBound">Above it X has no gradient.</param>
/// <param name="SoftMaxLowerBound">Below it X has no gradient.</param>
[Op("teacher_student_sigmoid_loss", "X, Label -> Y")]
public sealed record TeacherStudentSigmoidLossOp([Attr("soft_max_up_bound")] float SoftMaxUpBound = 15f, [Attr("soft_max_lower_bound")] float SoftMaxLowerBound = -15f) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(SoftMaxLowerBound < SoftMaxUpBound, $"the bounds {SoftMaxLowerBound} and {SoftMaxUpBound} leave nothing between them.");
        c["Y"] = c["X"];
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"];
        double[] labels = c["Label"].Cast(DType.Float64).ToArray<double>();
        // Each loss is softplus(x) − target · x; a row has one or two of them.
        Tensor losses = Of(Array.ConvertAll(labels, l => l < 0 ? 1.0 : 2.0)), targets = Of(Array.ConvertAll(labels, l => l < -1 ? 0.0 : l < 0 ? 1.0 : l));
        Tensor limited = x.Clip(SoftMaxLowerBound, SoftMaxUpBound), inside = Loss(limited);
        c["Y"] = inside + (Loss(x) - inside).Detach();

        Tensor Of(double[] values) => Tensor.From<double>(values, x.Shape).Cast(x.DType);
        Tensor Loss(Tensor at) => (NN.Functional.Softplus(at) * losses) - (at * targets);
    }
}
