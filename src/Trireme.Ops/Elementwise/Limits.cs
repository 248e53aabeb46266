namespace Trireme.Operators;

/// <summary>Out = X, but at least Min and at most Max.</summary>
/// <param name="Min">The least result.</param>
/// <param name="Max">The greatest result.</param>
[Op("clip", "X -> Out", Saves = "X")]
public sealed record ClipOp(double Min = double.NegativeInfinity, double Max = double.PositiveInfinity) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x)
    {
        Expr y = double.IsNegativeInfinity(Min) ? x : Expr.Max(x, Min);
        return double.IsPositiveInfinity(Max) ? y : Expr.Min(y, Max);
    }
}

/// <summary>Out = log(X / (1 − X)), with X first limited to [Eps, 1 − Eps].</summary>
/// <param name="Eps">The limit; 0 for none.</param>
[Op("logit", "X -> Out", Saves = "X")]
public sealed record LogitOp(double Eps = 1e-6) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x)
    {
        Expr p = Eps > 0 ? Expr.Min(Expr.Max(x, Eps), 1 - Eps) : x;
        return Expr.Log(p / (1 - p));
    }
}

/// <summary>Out = ScaleB · tanh(ScaleA · X).</summary>
/// <param name="ScaleA">The factor inside.</param>
/// <param name="ScaleB">The factor outside.</param>
[Op("stanh", "X -> Out", Saves = "X")]
public sealed record StanhOp(double ScaleA = 0.67, double ScaleB = 1.7159) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x) => ScaleB * Expr.Tanh(ScaleA * x);
}

/// <summary>Out = the derivative of order N of digamma at X.</summary>
/// <param name="N">The order; 0 is digamma itself.</param>
[Op("polygamma", "X -> Out", Saves = "X")]
public sealed record PolygammaOp(int N) : ElementwiseOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(N >= 0, $"the order {N} is negative.");
        base.Infer(c);
    }

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => N == 0 ? Expr.Of(ExprKind.Digamma, x) : Expr.Of(ExprKind.Polygamma, N, x);
}

/// <summary>Out = X with NaN and the infinities replaced.</summary>
/// <param name="Nan">What stands for NaN.</param>
/// <param name="Posinf">What stands for +∞.</param>
/// <param name="Neginf">What stands for −∞.</param>
[Op("nan_to_num", "X -> Out", Saves = "X")]
public sealed record NanToNumOp(double Nan, double Posinf, double Neginf) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x)
        => Expr.Select(Expr.Of(ExprKind.IsNaN, x), Nan,
            Expr.Select(Expr.Of(ExprKind.IsInf, x), Expr.Select(x > 0, Posinf, Neginf), x));
}

/// <summary>Out = the angle of X as a complex number: 0, or π where X is negative.</summary>
[Op("angle", "X -> Out")]
public sealed record AngleOp : ElementwiseOp
{
    internal static readonly AngleOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Select(Expr.Of(ExprKind.IsNaN, x), x, Expr.Select(x < 0, Math.PI, 0));

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => 0;
}

/// <summary>Where X is NaN, as bools.</summary>
[Op("isnan_v2", "X -> Out", NoGradient = "Its result is a bool.")]
public sealed record IsNanOp : ElementwiseOp
{
    internal static readonly IsNanOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.IsNaN, x);

    /// <inheritdoc/>
    protected override DType ResultType(DType inputs) => DType.Bool;
}

/// <summary>Where X is infinite, as bools.</summary>
[Op("isinf_v2", "X -> Out", NoGradient = "Its result is a bool.")]
public sealed record IsInfOp : ElementwiseOp
{
    internal static readonly IsInfOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.IsInf, x);

    /// <inheritdoc/>
    protected override DType ResultType(DType inputs) => DType.Bool;
}

/// <summary>Where X is neither NaN nor infinite, as bools.</summary>
[Op("isfinite_v2", "X -> Out", NoGradient = "Its result is a bool.")]
public sealed record IsFiniteOp : ElementwiseOp
{
    internal static readonly IsFiniteOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Of(ExprKind.IsFinite, x);

    /// <inheritdoc/>
    protected override DType ResultType(DType inputs) => DType.Bool;
}
