namespace Trireme.Operators;

/// <summary>Out = X to the power Y, element by element, broadcast.</summary>
/// <param name="Axis">Where Y's dimensions begin in X, in programs of Paddle before 2.0; -1 aligns them at the end.</param>
[Op("elementwise_pow", "X, Y -> Out", Saves = "X, Y")]
public sealed record ElementwisePowOp(int Axis = -1) : ElementwiseOp, IAxisOp
{
    internal static readonly ElementwisePowOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Pow(x, y);
}

/// <summary>Out = X to the power of a number.</summary>
/// <param name="Factor">The exponent.</param>
[Op("pow", "X -> Out", Saves = "X")]
public sealed record PowOp(double Factor = 1) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Factor switch
    {
        0 => (x * 0) + 1,
        0.5 => Expr.Sqrt(x),
        1 => x,
        2 => Expr.Square(x),
        3 => x * Expr.Square(x),
        4 => Expr.Square(Expr.Square(x)),
        -1 => Expr.Of(ExprKind.Reciprocal, x),
        _ => Expr.Pow(x, Factor),
    };
}

/// <summary>Out = X + Weight · (Y − X), broadcast.</summary>
[Op("lerp", "X, Y, Weight -> Out", Saves = "X, Y, Weight")]
public sealed record LerpOp : ElementwiseOp
{
    internal static readonly LerpOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y, Expr z) => x + (z * (y - x));
}

/// <summary>Out = X · 2 to the power Y, broadcast.</summary>
[Op("ldexp", "X, Y -> Out", Saves = "X, Y")]
public sealed record LdexpOp : ElementwiseOp
{
    internal static readonly LdexpOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => x * Expr.Pow(2, y);
}

/// <summary>Out = log(exp X + exp Y) without overflow, broadcast.</summary>
[Op("logaddexp", "X, Y -> Out", Saves = "X, Y")]
public sealed record LogAddExpOp : ElementwiseOp
{
    internal static readonly LogAddExpOp Default = new();

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        // The formula's own derivative has a kink where both are equal.
        Tensor difference = g["X"] - g["Y"], dy = g.D["Out"];
        g.D["X"] = dy * difference.Sigmoid();
        g.D["Y"] = dy * (-difference).Sigmoid();
    }

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y)
        => Expr.Select(Expr.Of(ExprKind.Equal, x, y), x + Math.Log(2), Expr.Max(x, y) + Expr.Log1p(Expr.Exp(-Expr.Abs(x - y))));
}

/// <summary>Where |Input − Other| ≤ Atol + Rtol · |Other|, as bools, broadcast.</summary>
/// <param name="Rtol">The relative tolerance, in decimal.</param>
/// <param name="Atol">The absolute tolerance, in decimal.</param>
/// <param name="EqualNan">Whether NaN is close to NaN.</param>
[Op("isclose", "Input, Other -> Out", NoGradient = "Its result is a bool.")]
public sealed record IsCloseOp(string Rtol = "1e-05", string Atol = "1e-08", bool EqualNan = false) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y)
    {
        Expr distance = Expr.Abs(x - y), near = distance <= Number(Atol) + (Number(Rtol) * Expr.Abs(y));
        Expr close = Expr.Of(ExprKind.Or, Expr.Of(ExprKind.Equal, x, y), Expr.Of(ExprKind.And, Expr.Of(ExprKind.IsFinite, distance), near));
        return EqualNan ? Expr.Of(ExprKind.Or, close, Expr.Of(ExprKind.And, Expr.Of(ExprKind.IsNaN, x), Expr.Of(ExprKind.IsNaN, y))) : close;
    }

    /// <inheritdoc/>
    protected override DType ResultType(DType inputs) => DType.Bool;

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
