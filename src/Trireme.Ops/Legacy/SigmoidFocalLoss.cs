namespace Trireme.Operators;

/// <summary>
/// Out [N, C] = the focal loss of scores X [N, C] against Label [N, 1]: 0 is the background, k the class k − 1, -1 does not count. Divided by FgNum [1], how
/// many rows have an object.
/// </summary>
/// <param name="Gamma">How much less easy elements count.</param>
/// <param name="Alpha">The weight of elements that are their row's class; others have 1 − α.</param>
[Op("sigmoid_focal_loss", "X, Label, FgNum -> Out")]
public sealed record SigmoidFocalLossOp(float Gamma = 2f, float Alpha = 0.25f) : CompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape, label = c["Label"].Shape;
        c.Require(c["X"].DType.IsFloating && x.Rank == 2, "X must be floating point [N, C].");
        c.Require(label.Rank == 2 && label[1] == 1 && (x[0] < 0 || label[0] < 0 || x[0] == label[0]), "Label must be [N, 1].");
        c.Require(c["FgNum"].Shape.Numel == 1, "FgNum must have one element.");
        c["Out"] = c["X"];
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"], label = c["Label"].Cast(DType.Int64);
        Tensor classes = Tensor.From<long>(Enumerable.Range(1, x.Shape[1]).Select(i => (long)i).ToArray(), (1, x.Shape[1]));
        Tensor target = label.Equal(classes).Cast(x.DType), counts = label.NotEqual(Literal.Of(-1, DType.Int64)).Cast(x.DType);
        Tensor objects = c["FgNum"].Cast(x.DType).Reshape([]).Maximum(Literal.Of(1, x.DType));
        c["Out"] = new FocalLossOp(Alpha, Gamma).Apply(x, target) * counts / objects;
    }
}
