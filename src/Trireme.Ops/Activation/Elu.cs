namespace Trireme.Operators;

/// <summary>Out = x where it is positive, else alpha · (exp(x) − 1), element by element.</summary>
/// <param name="Alpha">The scale below 0.</param>
[Op("elu", "X -> Out", Saves = "X")]
public sealed record EluOp(double Alpha = 1) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Select(x > 0, x, Alpha * Expr.Of(ExprKind.Expm1, x));

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => Expr.Select(x > 0, 1, Alpha * Expr.Exp(x));
}

/// <summary>Out = x where it is positive, else alpha · (exp(x / alpha) − 1), element by element.</summary>
/// <param name="Alpha">The scale below 0; not 0.</param>
[Op("celu", "X -> Out", Saves = "X")]
public sealed record CeluOp(double Alpha = 1) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Select(x > 0, x, Alpha * Expr.Of(ExprKind.Expm1, x / Alpha));

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => Expr.Select(x > 0, 1, Expr.Exp(x / Alpha));
}

/// <summary>Out = scale · x where x is positive, else scale · alpha · (exp(x) − 1), element by element.</summary>
/// <param name="Scale">The factor outside; above 1.</param>
/// <param name="Alpha">The scale below 0; at least 0.</param>
[Op("selu", "X -> Out", Saves = "X")]
public sealed record SeluOp(double Scale = 1.0507009873554805, double Alpha = 1.6732632423543772) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Scale * Expr.Select(x > 0, x, Alpha * Expr.Of(ExprKind.Expm1, x));

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => Scale * Expr.Select(x > 0, 1, Alpha * Expr.Exp(x));
}
