namespace Trireme.Operators;

/// <summary>What maximum and minimum over dimensions have in common.</summary>
/// <param name="Dim">The dimensions to reduce; negative ones count from the end.</param>
/// <param name="KeepDim">Whether reduced dimensions stay, with size 1.</param>
/// <param name="ReduceAll">Whether all dimensions are reduced.</param>
public abstract record ReduceExtremeOp(Ints Dim, bool KeepDim, bool ReduceAll) : ReduceOp(Dim, KeepDim, ReduceAll)
{
    private static readonly ExprOp Gate = new(Expr.Select(Expr.Of(ExprKind.Equal, Expr.Input(0), Expr.Input(1)), Expr.Input(2), 0));

    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        base.Infer(c);
        c.Require(CountOf(c["X"].Shape) != 0, "there is no largest or smallest of no elements.");
    }

    /// <summary>Whether equal extremes share the gradient; else each receives all of it.</summary>
    protected virtual bool Shares => false;

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor x = g["X"], y = Keep(g["Out"], x.Shape), dy = Keep(g.D["Out"], x.Shape);
        if (Shares)
            dy /= x.Equal(y).Cast(x.DType).Sum(Dim, keepdim: true);
        g.D["X"] = Gate.ApplyAll(new[] { x, y, dy })[0];
    }
}

/// <summary>Out = the largest of X over some dimensions.</summary>
/// <param name="Dim">The dimensions to reduce; negative ones count from the end.</param>
/// <param name="KeepDim">Whether reduced dimensions stay, with size 1.</param>
/// <param name="ReduceAll">Whether all dimensions are reduced, whatever <paramref name="Dim"/> says.</param>
[Op("reduce_max", "X -> Out", Saves = "X, Out")]
public sealed record ReduceMaxOp(Ints Dim, bool KeepDim = false, bool ReduceAll = false) : ReduceExtremeOp(Dim, KeepDim, ReduceAll);

/// <summary>Out = the smallest of X over some dimensions.</summary>
/// <param name="Dim">The dimensions to reduce; negative ones count from the end.</param>
/// <param name="KeepDim">Whether reduced dimensions stay, with size 1.</param>
/// <param name="ReduceAll">Whether all dimensions are reduced, whatever <paramref name="Dim"/> says.</param>
[Op("reduce_min", "X -> Out", Saves = "X, Out")]
public sealed record ReduceMinOp(Ints Dim, bool KeepDim = false, bool ReduceAll = false) : ReduceExtremeOp(Dim, KeepDim, ReduceAll);

/// <summary>Out = the largest of X over some dimensions; equal ones share the gradient.</summary>
/// <param name="Dim">The dimensions to reduce; negative ones count from the end.</param>
/// <param name="KeepDim">Whether reduced dimensions stay, with size 1.</param>
/// <param name="ReduceAll">Whether all dimensions are reduced, whatever <paramref name="Dim"/> says.</param>
[Op("reduce_amax", "X -> Out", Saves = "X, Out")]
public sealed record ReduceAmaxOp(Ints Dim, bool KeepDim = false, bool ReduceAll = false) : ReduceExtremeOp(Dim, KeepDim, ReduceAll)
{
    /// <inheritdoc/>
    protected override bool Shares => true;
}

/// <summary>Out = the smallest of X over some dimensions; equal ones share the gradient.</summary>
/// <param name="Dim">The dimensions to reduce; negative ones count from the end.</param>
/// <param name="KeepDim">Whether reduced dimensions stay, with size 1.</param>
/// <param name="ReduceAll">Whether all dimensions are reduced, whatever <paramref name="Dim"/> says.</param>
[Op("reduce_amin", "X -> Out", Saves = "X, Out")]
public sealed record ReduceAminOp(Ints Dim, bool KeepDim = false, bool ReduceAll = false) : ReduceExtremeOp(Dim, KeepDim, ReduceAll)
{
    /// <inheritdoc/>
    protected override bool Shares => true;
}
