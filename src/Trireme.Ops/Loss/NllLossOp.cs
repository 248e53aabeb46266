namespace Trireme.Operators;

/// <summary>Out = −Weight[Label] · X[Label]: X [N, C, …] log-probabilities, Label [N, …], Weight [C] → Out [N, …]; 0 where a label is ignored.</summary>
/// <param name="IgnoreIndex">The ignored class number.</param>
[Op("nll_loss", "X, Label, Weight? -> Out", Saves = "Label, Weight")]
public sealed record NllLossOp(int IgnoreIndex = -100) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta x = c["X"], label = c["Label"];
        c.Require(x.DType.IsFloating, "X must be floating point.");
        c.Require(x.Shape.Rank >= 2, "X must be [N, C, ...]: a score for each class.");
        c.Require(label.DType == DType.Int64, "Label must be int64: class numbers.");
        Shape shape = (int[])[x.Shape[0], .. x.Shape[2..]];
        c.Require(!shape.IsKnown || !label.Shape.IsKnown || label.Shape == shape, $"Label must be {shape}: one class number an element.");
        if (c.Has("Weight"))
            c.Require(c["Weight"].Shape.Numel == x.Shape[1] && c["Weight"].DType == x.DType, $"Weight must be [{x.Shape[1]}] {x.DType}, one value a class.");
        c["Out"] = x with { Shape = shape };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
        => g.D["X"] = new NllLossGradOp(g.Meta("X").Shape, IgnoreIndex).Apply(g["Label"], g.Has("Weight") ? g["Weight"] : null, g.D["Out"]);
}

/// <summary>The gradient of nll_loss: −Weight[Label] · OutGrad at the labels, 0 elsewhere.</summary>
/// <param name="InputShape">The shape of the log-probabilities.</param>
/// <param name="IgnoreIndex">The ignored class number.</param>
[Op("nll_loss_grad", "Label, Weight?, OutGrad -> XGrad", Saves = "Label, Weight")]
public sealed record NllLossGradOp(Shape InputShape, int IgnoreIndex) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["XGrad"] = c["OutGrad"] with { Shape = InputShape };

    /// <inheritdoc/>
    public override void Grad(GradContext g)
        => g.D["OutGrad"] = new NllLossOp(IgnoreIndex).Apply(g.D["XGrad"], g["Label"], g.Has("Weight") ? g["Weight"] : null);
}
