namespace Trireme.Operators;

/// <summary>|x|, element by element.</summary>
[Op("abs", "X -> Out", Saves = "X")]
public sealed record AbsOp : ElementwiseOp
{
    internal static readonly AbsOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Abs(x);
}

/// <summary>−1, 0 or 1 by the sign of x, element by element.</summary>
[Op("sign", "X -> Out")]
public sealed record SignOp : ElementwiseOp
{
    internal static readonly SignOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Sign(x);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => 0;
}

/// <summary>X², element by element.</summary>
[Op("square", "X -> Out", Saves = "X")]
public sealed record SquareOp : ElementwiseOp
{
    internal static readonly SquareOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Square(x);
}

/// <summary>The largest integer that is at most x, element by element.</summary>
[Op("floor", "X -> Out")]
public sealed record FloorOp : ElementwiseOp
{
    internal static readonly FloorOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Floor, x);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => 0;
}

/// <summary>The smallest integer that is at least x, element by element.</summary>
[Op("ceil", "X -> Out")]
public sealed record CeilOp : ElementwiseOp
{
    internal static readonly CeilOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Ceil, x);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => 0;
}

/// <summary>The nearest integer to x; halves are rounded away from 0, element by element.</summary>
[Op("round", "X -> Out")]
public sealed record RoundOp : ElementwiseOp
{
    internal static readonly RoundOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Round, x);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => 0;
}

/// <summary>X without its fraction, element by element.</summary>
[Op("trunc", "X -> Out")]
public sealed record TruncOp : ElementwiseOp
{
    internal static readonly TruncOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Trunc, x);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => 0;
}
