namespace Trireme.Operators;

/// <summary>E to the power x, element by element.</summary>
[Op("exp", "X -> Out", Saves = "Out")]
public sealed record ExpOp : ElementwiseOp
{
    internal static readonly ExpOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Exp(x);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => y;
}

/// <summary>Exp(x) − 1, exact near 0, element by element.</summary>
[Op("expm1", "X -> Out", Saves = "Out")]
public sealed record Expm1Op : ElementwiseOp
{
    internal static readonly Expm1Op Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Expm1, x);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => y + 1;
}

/// <summary>The natural logarithm of x, element by element.</summary>
[Op("log", "X -> Out", Saves = "X")]
public sealed record LogOp : ElementwiseOp
{
    internal static readonly LogOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Log(x);
}

/// <summary>The logarithm of x to base 2, element by element.</summary>
[Op("log2", "X -> Out", Saves = "X")]
public sealed record Log2Op : ElementwiseOp
{
    internal static readonly Log2Op Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Log2, x);
}

/// <summary>The logarithm of x to base 10, element by element.</summary>
[Op("log10", "X -> Out", Saves = "X")]
public sealed record Log10Op : ElementwiseOp
{
    internal static readonly Log10Op Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Log10, x);
}

/// <summary>Log(1 + x), exact near 0, element by element.</summary>
[Op("log1p", "X -> Out", Saves = "X")]
public sealed record Log1pOp : ElementwiseOp
{
    internal static readonly Log1pOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Log1p(x);
}

/// <summary>The square root of x, element by element.</summary>
[Op("sqrt", "X -> Out", Saves = "Out")]
public sealed record SqrtOp : ElementwiseOp
{
    internal static readonly SqrtOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Sqrt(x);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => 0.5 / y;
}

/// <summary>1 / √x, element by element.</summary>
[Op("rsqrt", "X -> Out", Saves = "Out")]
public sealed record RsqrtOp : ElementwiseOp
{
    internal static readonly RsqrtOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Rsqrt, x);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => -0.5 * (y * Expr.Square(y));
}

/// <summary>1 / x, element by element.</summary>
[Op("reciprocal", "X -> Out", Saves = "Out")]
public sealed record ReciprocalOp : ElementwiseOp
{
    internal static readonly ReciprocalOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Reciprocal, x);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => -Expr.Square(y);
}
