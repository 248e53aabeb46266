using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>x, but at least <paramref name="min"/> and at most <paramref name="max"/>.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="min">The least result; none where null.</param>
    /// <param name="max">The greatest result; none where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.clip. The gradient is 0 where x was moved, and at the limits themselves.</remarks>
    public static Tensor Clip(this Tensor x, Scalar? min = null, Scalar? max = null, string? name = null)
        => new ClipOp(min?.ToDouble() ?? double.NegativeInfinity, max?.ToDouble() ?? double.PositiveInfinity).Apply(x);

    /// <summary>x, but at least <paramref name="min"/> and at most <paramref name="max"/>, which are tensors.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="min">The least result; none where null.</param>
    /// <param name="max">The greatest result; none where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.clip.</remarks>
    public static Tensor Clip(this Tensor x, Tensor? min, Tensor? max = null, string? name = null)
    {
        if (min is not null)
            x = x.Maximum(min.Cast(x.DType));
        return max is null ? x : x.Minimum(max.Cast(x.DType));
    }

    /// <summary><see cref="Clip(Tensor, Scalar?, Scalar?, string?)"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="min">The least result; none where null.</param>
    /// <param name="max">The greatest result; none where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.Tensor.clip_.</remarks>
    public static Tensor Clip_(this Tensor x, Scalar? min = null, Scalar? max = null, string? name = null) => InPlace.Run(x, t => t.Clip(min, max));

    /// <summary>log(x / (1 − x)).</summary>
    /// <param name="x">Probabilities.</param>
    /// <param name="eps">Where given, x is first limited to [eps, 1 − eps].</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.logit.</remarks>
    public static Tensor Logit(this Tensor x, double? eps = null, string? name = null) => new LogitOp(eps ?? 0).Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Logit"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="eps">Where given, x is first limited to [eps, 1 − eps].</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.logit_.</remarks>
    public static Tensor Logit_(this Tensor x, double? eps = null, string? name = null) => InPlace.Run(x, t => t.Logit(eps));

    /// <summary>scaleB · tanh(scaleA · x).</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="scaleA">The factor inside.</param>
    /// <param name="scaleB">The factor outside.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.stanh.</remarks>
    public static Tensor Stanh(this Tensor x, double scaleA = 0.67, double scaleB = 1.7159, string? name = null)
        => new StanhOp(scaleA, scaleB).Apply(Promotion.ToFloating(x));

    /// <summary>The derivative of order n of digamma.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="n">The order; 0 is digamma itself.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="n"/> is negative.</exception>
    /// <remarks>Mirrors paddle.polygamma.</remarks>
    public static Tensor Polygamma(this Tensor x, int n, string? name = null) => new PolygammaOp(n).Apply(Promotion.ToFloating(x));

    /// <summary><see cref="Polygamma"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="n">The order; 0 is digamma itself.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.polygamma_.</remarks>
    public static Tensor Polygamma_(this Tensor x, int n, string? name = null) => InPlace.Run(x, t => t.Polygamma(n));

    /// <summary>The logarithm of the multivariate gamma function: p(p − 1)/4 · log π + Σ log Γ(x − i/2), i from 0 to p − 1.</summary>
    /// <param name="x">The tensor; above (p − 1)/2.</param>
    /// <param name="p">The dimension; at least 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="p"/> is below 1.</exception>
    /// <remarks>Mirrors paddle.multigammaln.</remarks>
    public static Tensor Multigammaln(this Tensor x, int p, string? name = null)
    {
        if (p < 1)
            throw new InvalidArgumentException($"Multigammaln: p is {p}.", "It must be at least 1.");
        Tensor sum = x.Lgamma();
        for (int i = 1; i < p; i++)
            sum += (x - (0.5 * i)).Lgamma();
        return sum + (p * (p - 1) * 0.25 * Math.Log(Math.PI));
    }

    /// <summary><see cref="Multigammaln"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="p">The dimension; at least 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.multigammaln_.</remarks>
    public static Tensor Multigammaln_(this Tensor x, int p, string? name = null) => InPlace.Run(x, t => t.Multigammaln(p));

    /// <summary>x with NaN and the infinities replaced.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="nan">What stands for NaN.</param>
    /// <param name="posinf">What stands for +∞; the largest number of x's type where null.</param>
    /// <param name="neginf">What stands for −∞; the smallest number of x's type where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nan_to_num.</remarks>
    public static Tensor NanToNum(this Tensor x, double nan = 0, double? posinf = null, double? neginf = null, string? name = null)
    {
        double largest = x.DType.Kind switch
        {
            DTypeKind.Float64 => double.MaxValue,
            DTypeKind.Float16 => (double)Half.MaxValue,
            DTypeKind.BFloat16 => 3.3895313892515355e38,
            _ => float.MaxValue,
        };
        return x.DType.IsFloating ? new NanToNumOp(nan, posinf ?? largest, neginf ?? -largest).Apply(x) : x.Clone();
    }

    /// <summary><see cref="NanToNum"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="nan">What stands for NaN.</param>
    /// <param name="posinf">What stands for +∞; the largest number of x's type where null.</param>
    /// <param name="neginf">What stands for −∞; the smallest number of x's type where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nan_to_num_.</remarks>
    public static Tensor NanToNum_(this Tensor x, double nan = 0, double? posinf = null, double? neginf = null, string? name = null)
        => InPlace.Run(x, t => t.NanToNum(nan, posinf, neginf));

    /// <summary>The angle of x as a complex number: 0, or π where x is negative.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.angle for real tensors.</remarks>
    public static Tensor Angle(this Tensor x, string? name = null) => AngleOp.Default.Apply(Promotion.ToFloating(x));

    /// <summary>Where x is NaN, as bools.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.isnan.</remarks>
    public static Tensor Isnan(this Tensor x, string? name = null) => IsNanOp.Default.Apply(x);

    /// <summary>Where x is infinite, as bools.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.isinf.</remarks>
    public static Tensor Isinf(this Tensor x, string? name = null) => IsInfOp.Default.Apply(x);

    /// <summary>Where x is neither NaN nor infinite, as bools.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.isfinite.</remarks>
    public static Tensor Isfinite(this Tensor x, string? name = null) => IsFiniteOp.Default.Apply(x);
}
