namespace Trireme.Operators;

/// <summary>Out = the largest of each group of neighbouring channels.</summary>
/// <param name="Groups">How many channels make one.</param>
/// <param name="Axis">The axis of the channels.</param>
[Op("maxout", "X -> Out", Saves = "X, Out")]
public sealed record MaxoutOp(int Groups, int Axis = 1) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta x = c["X"];
        int axis = c.RequireAxis(Axis, "X");
        c.Require(Groups > 1 && x.Shape[axis] % Groups == 0, $"{x.Shape[axis]} channels do not make groups of {Groups}.");
        c["Out"] = x with { Shape = x.Shape.With(axis, x.Shape[axis] / Groups) };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["X"] = new MaxoutGradOp(Groups, Axis).Apply(g["X"], g["Out"], g.D["Out"]);
}

/// <summary>GradX = GradOut where X is the first largest of its group, else 0.</summary>
/// <param name="Groups">How many channels make one.</param>
/// <param name="Axis">The axis of the channels.</param>
[Op("maxout_grad", "X, Out, GradOut -> GradX", Saves = "X, Out")]
public sealed record MaxoutGradOp(int Groups, int Axis = 1) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["GradX"] = c["X"];

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        // Linear in GradOut: each result takes the gradient of the element that it went to.
        if (g.Needs("GradOut"))
            g.D["GradOut"] = new MaxoutPickOp(Groups, Axis).Apply(g["X"], g["Out"], g.D["GradX"]);
    }
}

/// <summary>Out = Y where X is the first largest of its group, one value a group.</summary>
/// <param name="Groups">How many channels make one.</param>
/// <param name="Axis">The axis of the channels.</param>
[Op("maxout_pick", "X, Max, Y -> Out", Saves = "X, Max")]
public sealed record MaxoutPickOp(int Groups, int Axis = 1) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["Max"];

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        if (g.Needs("Y"))
            g.D["Y"] = new MaxoutGradOp(Groups, Axis).Apply(g["X"], g["Max"], g.D["Out"]);
    }
}
