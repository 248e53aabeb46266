namespace Trireme.Operators;

/// <summary>The larger of x and y; NaN where one is; element by element, broadcast.</summary>
/// <param name="Axis">Where Y's dimensions begin in X, in programs of Paddle before 2.0; -1 aligns them at the end.</param>
[Op("elementwise_max", "X, Y -> Out", Saves = "X, Y")]
public sealed record MaximumOp(int Axis = -1) : ElementwiseOp, IAxisOp
{
    internal static readonly MaximumOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Max(x, y);
}

/// <summary>The smaller of x and y; NaN where one is; element by element, broadcast.</summary>
/// <param name="Axis">Where Y's dimensions begin in X, in programs of Paddle before 2.0; -1 aligns them at the end.</param>
[Op("elementwise_min", "X, Y -> Out", Saves = "X, Y")]
public sealed record MinimumOp(int Axis = -1) : ElementwiseOp, IAxisOp
{
    internal static readonly MinimumOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Min(x, y);
}

/// <summary>The larger of x and y; the other where one is NaN; element by element, broadcast.</summary>
/// <param name="Axis">Where Y's dimensions begin in X, in programs of Paddle before 2.0; -1 aligns them at the end.</param>
[Op("elementwise_fmax", "X, Y -> Out", Saves = "X, Y")]
public sealed record FmaxOp(int Axis = -1) : ElementwiseOp, IAxisOp
{
    internal static readonly FmaxOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Select(Expr.Of(ExprKind.IsNaN, x), y, Expr.Select(Expr.Of(ExprKind.IsNaN, y), x, Expr.Max(x, y)));
}

/// <summary>The smaller of x and y; the other where one is NaN; element by element, broadcast.</summary>
/// <param name="Axis">Where Y's dimensions begin in X, in programs of Paddle before 2.0; -1 aligns them at the end.</param>
[Op("elementwise_fmin", "X, Y -> Out", Saves = "X, Y")]
public sealed record FminOp(int Axis = -1) : ElementwiseOp, IAxisOp
{
    internal static readonly FminOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Select(Expr.Of(ExprKind.IsNaN, x), y, Expr.Select(Expr.Of(ExprKind.IsNaN, y), x, Expr.Min(x, y)));
}

/// <summary>The angle of the point (y, x) in (−π, π]: the arc tangent of x / y with its quadrant; element by element, broadcast.</summary>
[Op("atan2", "X1, X2 -> Out", Saves = "X1, X2")]
public sealed record Atan2Op : ElementwiseOp
{
    internal static readonly Atan2Op Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Of(ExprKind.Atan2, x, y);
}

/// <summary>√(x² + y²); element by element, broadcast.</summary>
[Op("hypot", "X, Y -> Out", Saves = "X, Y")]
public sealed record HypotOp : ElementwiseOp
{
    internal static readonly HypotOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Sqrt(Expr.Square(x) + Expr.Square(y));
}

/// <summary>The greatest common divisor of integers; not negative; element by element, broadcast.</summary>
[Op("gcd", "X, Y -> Out", NoGradient = "Its inputs are integers.")]
public sealed record GcdOp : ElementwiseOp
{
    internal static readonly GcdOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Of(ExprKind.Gcd, x, y);
}

/// <summary>The least common multiple of integers; not negative; element by element, broadcast.</summary>
[Op("lcm", "X, Y -> Out", NoGradient = "Its inputs are integers.")]
public sealed record LcmOp : ElementwiseOp
{
    internal static readonly LcmOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Abs(x / Expr.Max(Expr.Of(ExprKind.Gcd, x, y), 1) * y);
}

/// <summary>The unit step of x: 0 below 0, y at 0, 1 above; element by element, broadcast.</summary>
/// <param name="Axis">Where Y's dimensions begin in X, in programs of Paddle before 2.0; -1 aligns them at the end.</param>
[Op("elementwise_heaviside", "X, Y -> Out", Saves = "X")]
public sealed record HeavisideOp(int Axis = -1) : ElementwiseOp, IAxisOp
{
    internal static readonly HeavisideOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Select(Expr.Of(ExprKind.Equal, x, 0), y, x > 0);
}

/// <summary>|x| with the sign of y; element by element, broadcast.</summary>
[Op("copysign", "X, Y -> Out", Saves = "X, Y")]
public sealed record CopysignOp : ElementwiseOp
{
    internal static readonly CopysignOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Of(ExprKind.CopySign, x, y);
}

/// <summary>The next floating point number after x in the direction of y; element by element, broadcast.</summary>
[Op("nextafter", "X, Y -> Out", NoGradient = "It is a step function.")]
public sealed record NextafterOp : ElementwiseOp
{
    internal static readonly NextafterOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x, Expr y) => Expr.Of(ExprKind.NextAfter, x, y);
}
