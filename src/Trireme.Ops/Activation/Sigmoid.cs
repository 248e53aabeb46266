namespace Trireme.Operators;

/// <summary>Out = 1 / (1 + exp(−x)), element by element.</summary>
[Op("sigmoid", "X -> Out", Saves = "Out")]
public sealed record SigmoidOp : ElementwiseOp
{
    internal static readonly SigmoidOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Sigmoid(x);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => y * (1 - y);
}

/// <summary>Out = log(1 / (1 + exp(−x))), element by element.</summary>
[Op("logsigmoid", "X -> Out", Saves = "X")]
public sealed record LogSigmoidOp : ElementwiseOp
{
    internal static readonly LogSigmoidOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Min(x, 0) - Expr.Log1p(Expr.Exp(-Expr.Abs(x)));

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => Expr.Sigmoid(-x);
}

/// <summary>Out = x / (1 + |x|), element by element.</summary>
[Op("softsign", "X -> Out", Saves = "X")]
public sealed record SoftsignOp : ElementwiseOp
{
    internal static readonly SoftsignOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => x / (1 + Expr.Abs(x));
}

/// <summary>Out = x − tanh(x), element by element.</summary>
[Op("tanh_shrink", "X -> Out", Saves = "X")]
public sealed record TanhShrinkOp : ElementwiseOp
{
    internal static readonly TanhShrinkOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => x - Expr.Tanh(x);
}

/// <summary>Out = x / (1 + exp(−x)), element by element.</summary>
[Op("silu", "X -> Out", Saves = "X")]
public sealed record SiluOp : ElementwiseOp
{
    internal static readonly SiluOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => x * Expr.Sigmoid(x);
}

/// <summary>Out = x · tanh(log(1 + exp(x))), element by element.</summary>
/// <param name="Threshold">Above it, x itself is the result.</param>
[Op("mish", "X -> Out", Saves = "X")]
public sealed record MishOp(double Threshold = 20) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x)
    {
        // tanh(log(1 + e)) = w / (w + 2) with w = e² + 2e.
        Expr e = Expr.Exp(Expr.Min(x, Threshold)), w = e * (e + 2);
        return x * (w / (w + 2));
    }
}

/// <summary>Out = x · min(max(x + 3, 0), 6) / 6, element by element.</summary>
/// <param name="Threshold">The upper limit.</param>
/// <param name="Scale">The divisor.</param>
/// <param name="Offset">What is added to x.</param>
[Op("hard_swish", "X -> Out", Saves = "X")]
public sealed record HardSwishOp(double Threshold = 6, double Scale = 6, double Offset = 3) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x) => x * Expr.Min(Expr.Max(x + Offset, 0), Threshold) / Scale;
}

/// <summary>Out = x / (1 + exp(−x)), element by element.</summary>
/// <param name="Beta">The factor of x inside.</param>
[Op("swish", "X -> Out", Saves = "X")]
public sealed record SwishOp(double Beta = 1) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x) => x * Expr.Sigmoid(Beta * x);
}

/// <summary>Out = slope · x + offset limited to [0, 1], element by element.</summary>
/// <param name="Factor">The factor of x.</param>
/// <param name="Offset">The summand.</param>
[Op("hard_sigmoid", "X -> Out", Saves = "Out")]
public sealed record HardSigmoidOp([Attr("slope")] double Factor = 0.2, double Offset = 0.5) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Min(Expr.Max((Factor * x) + Offset, 0), 1);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => Factor * ((y > 0) * (y < 1));
}

/// <summary>Out = log(1 + exp(beta · x)) / beta, element by element.</summary>
/// <param name="Beta">The sharpness.</param>
/// <param name="Threshold">Where beta · x exceeds it, x itself is the result.</param>
[Op("softplus", "X -> Out", Saves = "X")]
public sealed record SoftplusOp(double Beta = 1, double Threshold = 20) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Select(Beta * x > Threshold, x, Expr.Log1p(Expr.Exp(Beta * x)) / Beta);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => Expr.Select(Beta * x > Threshold, 1, Expr.Sigmoid(Beta * x));
}
