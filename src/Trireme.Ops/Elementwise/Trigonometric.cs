namespace Trireme.Operators;

/// <summary>The sine of x radians, element by element.</summary>
[Op("sin", "X -> Out", Saves = "X")]
public sealed record SinOp : ElementwiseOp
{
    internal static readonly SinOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Sin, x);
}

/// <summary>The cosine of x radians, element by element.</summary>
[Op("cos", "X -> Out", Saves = "X")]
public sealed record CosOp : ElementwiseOp
{
    internal static readonly CosOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Cos, x);
}

/// <summary>The tangent of x radians, element by element.</summary>
[Op("tan", "X -> Out", Saves = "Out")]
public sealed record TanOp : ElementwiseOp
{
    internal static readonly TanOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Tan, x);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => 1 + Expr.Square(y);
}

/// <summary>The angle in [−π/2, π/2] whose sine is x; NaN outside [−1, 1], element by element.</summary>
[Op("asin", "X -> Out", Saves = "X")]
public sealed record AsinOp : ElementwiseOp
{
    internal static readonly AsinOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Asin, x);
}

/// <summary>The angle in [0, π] whose cosine is x; NaN outside [−1, 1], element by element.</summary>
[Op("acos", "X -> Out", Saves = "X")]
public sealed record AcosOp : ElementwiseOp
{
    internal static readonly AcosOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Acos, x);
}

/// <summary>The angle in (−π/2, π/2) whose tangent is x, element by element.</summary>
[Op("atan", "X -> Out", Saves = "X")]
public sealed record AtanOp : ElementwiseOp
{
    internal static readonly AtanOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Atan, x);
}

/// <summary>The hyperbolic sine of x, element by element.</summary>
[Op("sinh", "X -> Out", Saves = "X")]
public sealed record SinhOp : ElementwiseOp
{
    internal static readonly SinhOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Sinh, x);
}

/// <summary>The hyperbolic cosine of x, element by element.</summary>
[Op("cosh", "X -> Out", Saves = "X")]
public sealed record CoshOp : ElementwiseOp
{
    internal static readonly CoshOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Cosh, x);
}

/// <summary>The hyperbolic tangent of x, element by element.</summary>
[Op("tanh", "X -> Out", Saves = "Out")]
public sealed record TanhOp : ElementwiseOp
{
    internal static readonly TanhOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Tanh(x);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => 1 - Expr.Square(y);
}

/// <summary>The inverse of the hyperbolic sine, element by element.</summary>
[Op("asinh", "X -> Out", Saves = "X")]
public sealed record AsinhOp : ElementwiseOp
{
    internal static readonly AsinhOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Asinh, x);
}

/// <summary>The inverse of the hyperbolic cosine; NaN below 1, element by element.</summary>
[Op("acosh", "X -> Out", Saves = "X")]
public sealed record AcoshOp : ElementwiseOp
{
    internal static readonly AcoshOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Acosh, x);
}

/// <summary>The inverse of the hyperbolic tangent; NaN outside [−1, 1], element by element.</summary>
[Op("atanh", "X -> Out", Saves = "X")]
public sealed record AtanhOp : ElementwiseOp
{
    internal static readonly AtanhOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Atanh, x);
}
