namespace Trireme.Operators;

/// <summary>Out = the product of X over some dimensions.</summary>
/// <param name="Dim">The dimensions to reduce; negative ones count from the end.</param>
/// <param name="KeepDim">Whether reduced dimensions stay, with size 1.</param>
/// <param name="ReduceAll">Whether all dimensions are reduced, whatever <paramref name="Dim"/> says.</param>
[Op("reduce_prod", "X -> Out", Saves = "X, Out")]
public sealed record ReduceProdOp(Ints Dim, bool KeepDim = false, bool ReduceAll = false) : ReduceOp(Dim, KeepDim, ReduceAll)
{
    // Where nothing is 0, Out / X; where one element is 0, only it has a gradient: the product of the others.
    private static readonly ExprOp Others = new(Expr.Select(Expr.Of(ExprKind.Equal, Expr.Input(3), 0), Expr.Input(1) / Expr.Input(0),
        Expr.Of(ExprKind.Equal, Expr.Input(3), 1) * Expr.Select(Expr.Of(ExprKind.Equal, Expr.Input(0), 0), Expr.Input(2), 0)));
    private static readonly ExprOp OneForZero = new(Expr.Select(Expr.Of(ExprKind.Equal, Expr.Input(0), 0), 1, Expr.Input(0)));
    private static readonly ExprOp IsZero = new(Expr.Of(ExprKind.Equal, Expr.Input(0), 0));

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor x = g["X"], y = Keep(g["Out"], x.Shape);
        Ints dims = ReduceAll ? default : Dim;
        Tensor zeros = IsZero.ApplyAll(new[] { x })[0].Sum(dims, keepdim: true);
        Tensor rest = OneForZero.ApplyAll(new[] { x })[0].Prod(dims, keepdim: true);
        g.D["X"] = Keep(g.D["Out"], x.Shape) * Others.ApplyAll(new[] { x, y, rest, zeros })[0];
    }
}

/// <summary>Out = log Σ exp X over some dimensions, without overflow.</summary>
/// <param name="Axis">The dimensions to reduce; negative ones count from the end.</param>
/// <param name="Keepdim">Whether reduced dimensions stay, with size 1.</param>
/// <param name="ReduceAll">Whether all dimensions are reduced, whatever <paramref name="Axis"/> says.</param>
[Op("logsumexp", "X -> Out", Saves = "X, Out")]
public sealed record LogsumexpOp(Ints Axis, bool Keepdim = false, bool ReduceAll = false) : ReduceOp(Axis, Keepdim, ReduceAll)
{
    private static readonly ExprOp Share = new(Expr.Input(2) * Expr.Exp(Expr.Input(0) - Expr.Input(1)));

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        Tensor x = g["X"];
        g.D["X"] = Share.ApplyAll(new[] { x, Keep(g["Out"], x.Shape), Keep(g.D["Out"], x.Shape) })[0];
    }
}

/// <summary>Out = whether all of X are true over some dimensions; of nothing true.</summary>
/// <param name="Dim">The dimensions to reduce; negative ones count from the end.</param>
/// <param name="KeepDim">Whether reduced dimensions stay, with size 1.</param>
/// <param name="ReduceAll">Whether all dimensions are reduced, whatever <paramref name="Dim"/> says.</param>
[Op("reduce_all", "X -> Out", NoGradient = "Its result is a bool.")]
public sealed record ReduceAllOp(Ints Dim, bool KeepDim = false, bool ReduceAll = false) : ReduceOp(Dim, KeepDim, ReduceAll);

/// <summary>Out = whether any of X is true over some dimensions; of nothing false.</summary>
/// <param name="Dim">The dimensions to reduce; negative ones count from the end.</param>
/// <param name="KeepDim">Whether reduced dimensions stay, with size 1.</param>
/// <param name="ReduceAll">Whether all dimensions are reduced, whatever <paramref name="Dim"/> says.</param>
[Op("reduce_any", "X -> Out", NoGradient = "Its result is a bool.")]
public sealed record ReduceAnyOp(Ints Dim, bool KeepDim = false, bool ReduceAll = false) : ReduceOp(Dim, KeepDim, ReduceAll);
