namespace Trireme.Operators;

/// <summary>The error function 2/√π ∫₀ˣ exp(−t²) dt, element by element.</summary>
[Op("erf", "X -> Out", Saves = "X")]
public sealed record ErfOp : ElementwiseOp
{
    internal static readonly ErfOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Erf, x);
}

/// <summary>The inverse of the error function; ±∞ at ±1, NaN beyond, element by element.</summary>
[Op("erfinv", "X -> Out", Saves = "Out")]
public sealed record ErfinvOp : ElementwiseOp
{
    internal static readonly ErfinvOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Erfinv, x);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => (Math.Sqrt(Math.PI) / 2) * Expr.Exp(Expr.Square(y));
}

/// <summary>The logarithm of |Γ(x)|, element by element.</summary>
[Op("lgamma", "X -> Out", Saves = "X")]
public sealed record LgammaOp : ElementwiseOp
{
    internal static readonly LgammaOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Lgamma, x);
}

/// <summary>The derivative of log Γ at x, element by element.</summary>
[Op("digamma", "X -> Out", Saves = "X")]
public sealed record DigammaOp : ElementwiseOp
{
    internal static readonly DigammaOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.Digamma, x);
}

/// <summary>The modified Bessel function of the first kind of order 0, element by element.</summary>
[Op("i0", "X -> Out", Saves = "X")]
public sealed record I0Op : ElementwiseOp
{
    internal static readonly I0Op Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.BesselI0, x);
}

/// <summary>Exp(−|x|) times the modified Bessel function of the first kind of order 0, element by element.</summary>
[Op("i0e", "X -> Out", Saves = "X")]
public sealed record I0eOp : ElementwiseOp
{
    internal static readonly I0eOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.BesselI0e, x);
}

/// <summary>The modified Bessel function of the first kind of order 1, element by element.</summary>
[Op("i1", "X -> Out", Saves = "X")]
public sealed record I1Op : ElementwiseOp
{
    internal static readonly I1Op Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.BesselI1, x);
}

/// <summary>Exp(−|x|) times the modified Bessel function of the first kind of order 1, element by element.</summary>
[Op("i1e", "X -> Out", Saves = "X")]
public sealed record I1eOp : ElementwiseOp
{
    internal static readonly I1eOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.BesselI1e, x);
}
