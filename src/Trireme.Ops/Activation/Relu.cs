namespace Trireme.Operators;

/// <summary>Out = x where it is positive, else 0, element by element.</summary>
[Op("relu", "X -> Out", Saves = "Out")]
public sealed record ReluOp : ElementwiseOp
{
    internal static readonly ReluOp Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Max(x, 0);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => y > 0;
}

/// <summary>Out = x limited to [0, 6], element by element.</summary>
/// <param name="Threshold">The greatest result.</param>
[Op("relu6", "X -> Out", Saves = "Out")]
public sealed record Relu6Op(double Threshold = 6) : ElementwiseOp
{
    internal static readonly Relu6Op Default = new();

    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Min(Expr.Max(x, 0), Threshold);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => (y > 0) * (y < Threshold);
}

/// <summary>Out = x where it is positive, else negativeSlope · x, element by element.</summary>
/// <param name="Alpha">The slope below 0.</param>
[Op("leaky_relu", "X -> Out", Saves = "X")]
public sealed record LeakyReluOp(double Alpha = 0.02) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Alpha is > 0 and <= 1 ? Expr.Max(x, Alpha * x) : Expr.Select(x > 0, x, Alpha * x);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => Expr.Select(x > 0, 1, Alpha);
}

/// <summary>Out = x where |x| exceeds the threshold, else 0, element by element.</summary>
/// <param name="Threshold">What |x| must exceed.</param>
[Op("hard_shrink", "X -> Out", Saves = "X")]
public sealed record HardShrinkOp(double Threshold = 0.5) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Select(Expr.Abs(x) > Threshold, x, 0);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => Expr.Abs(x) > Threshold;
}

/// <summary>Out = x moved towards 0 by the threshold, element by element.</summary>
/// <param name="Lambda">How far x moves towards 0; at least 0.</param>
[Op("softshrink", "X -> Out", Saves = "X")]
public sealed record SoftShrinkOp([Attr("lambda")] double Lambda = 0.5) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Select(x > Lambda, x - Lambda, Expr.Select(x < -Lambda, x + Lambda, 0));

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => Expr.Abs(x) > Lambda;
}

/// <summary>Out = x limited to [min, max], element by element.</summary>
/// <param name="TMin">The least result.</param>
/// <param name="TMax">The greatest result.</param>
[Op("brelu", "X -> Out", Saves = "X")]
public sealed record BReluOp([Attr("t_min")] double TMin = 0, [Attr("t_max")] double TMax = 24) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Min(Expr.Max(x, TMin), TMax);
}

/// <summary>Out = x where it exceeds the threshold, else 0, element by element.</summary>
/// <param name="Threshold">What x must exceed.</param>
[Op("thresholded_relu", "X -> Out", Saves = "X")]
public sealed record ThresholdedReluOp(double Threshold = 1) : ElementwiseOp
{
    /// <inheritdoc/>
    protected override Expr Body(Expr x) => Expr.Select(x > Threshold, x, 0);

    /// <inheritdoc/>
    protected override Expr? Slope(Expr x, Expr y) => x > Threshold;
}
