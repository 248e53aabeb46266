namespace Trireme.Operators;

/// <summary>Out = the sum of X over some dimensions.</summary>
/// <param name="Dim">The dimensions to reduce; negative ones count from the end.</param>
/// <param name="KeepDim">Whether reduced dimensions stay, with size 1.</param>
/// <param name="ReduceAll">Whether all dimensions are reduced, whatever <paramref name="Dim"/> says.</param>
/// <param name="InDtype">VarType.Type number that X is cast to first; -1 for none.</param>
/// <param name="OutDtype">VarType.Type number of the result; -1 for X's.</param>
[Op("reduce_sum", "X -> Out")]
public sealed record ReduceSumOp(Ints Dim, bool KeepDim = false, bool ReduceAll = false, int InDtype = -1, int OutDtype = -1)
    : ReduceOp(Dim, KeepDim, ReduceAll)
{
    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["X"] = SpreadOp.Over(this, g, 1);
}

/// <summary>Out = the mean of X over some dimensions.</summary>
/// <param name="Dim">The dimensions to reduce; negative ones count from the end.</param>
/// <param name="KeepDim">Whether reduced dimensions stay, with size 1.</param>
/// <param name="ReduceAll">Whether all dimensions are reduced, whatever <paramref name="Dim"/> says.</param>
/// <param name="InDtype">VarType.Type number that X is cast to first; -1 for none.</param>
/// <param name="OutDtype">VarType.Type number of the result; -1 for X's.</param>
[Op("reduce_mean", "X -> Out")]
public sealed record ReduceMeanOp(Ints Dim, bool KeepDim = false, bool ReduceAll = false, int InDtype = -1, int OutDtype = -1)
    : ReduceOp(Dim, KeepDim, ReduceAll)
{
    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["X"] = SpreadOp.Over(this, g, 1.0 / CountOf(g.Meta("X").Shape));
}

/// <summary>Out = X summed over the dimensions along which <see cref="Shape"/> was stretched to X's shape.</summary>
/// <param name="Shape">A shape that broadcasts to X's.</param>
[Op("sum_to", "X -> Out")]
public sealed record SumToOp(Shape Shape) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta x = c["X"];
        Shape? joint = Shape.Broadcast(x.Shape, Shape);
        c.Require(joint is { } s && s.Rank == x.Shape.Rank, $"the shape {Shape} does not broadcast to X's.");
        c["Out"] = x with { Shape = Shape };
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g) => g.D["X"] = new SpreadOp(g.Meta("X").Shape, Shape).Apply(g.D["Out"]);
}

/// <summary>Out = Factor · X stretched to a shape: what sums and means do to a gradient.</summary>
/// <param name="Shape">The result's shape.</param>
/// <param name="From">X's shape with the dimensions of size 1 that are stretched; it has as many elements as X.</param>
/// <param name="Factor">A factor.</param>
[Op("spread", "X -> Out")]
public sealed record SpreadOp(Shape Shape, Shape From, double Factor = 1) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["X"] with { Shape = Shape };

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor sum = new SumToOp(From).Apply(g.D["Out"]);
        Tensor dx = new SpreadOp(g.Meta("X").Shape, g.Meta("X").Shape, Factor).Apply(sum);
        g.D["X"] = dx;
    }

    internal static Tensor Over(ReduceOp op, GradContext g, double factor)
    {
        Shape shape = g.Meta("X").Shape;
        bool[] flags = op.Flags(shape.Rank);
        int[] from = shape.ToArray();
        for (int i = 0; i < from.Length; i++)
            from[i] = flags[i] ? 1 : from[i];
        return new SpreadOp(shape, from, factor).Apply(g.D["Out"]);
    }
}
