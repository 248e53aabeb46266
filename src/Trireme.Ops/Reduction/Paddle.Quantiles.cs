namespace Trireme;

public static partial class Paddle
{
    /// <summary>The median over some dimensions; the mean of both middle elements where their number is even, NaN where there is a NaN.</summary>
    /// <param name="x">The tensor; integers are computed as floating point numbers.</param>
    /// <param name="axis">The dimension; all where null.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">An axis is outside the tensor, or there are no elements.</exception>
    /// <remarks>Mirrors paddle.median.</remarks>
    public static Tensor Median(this Tensor x, Ints? axis = null, bool keepdim = false, string? name = null)
        => Quantiles.Of("Median", x, [0.5], axis, keepdim, ignoreNan: false)[0];

    /// <summary>The median over some dimensions of what is not NaN; NaN where nothing is left.</summary>
    /// <param name="x">The tensor; integers are computed as floating point numbers.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">An axis is outside the tensor, or there are no elements.</exception>
    /// <remarks>Mirrors paddle.nanmedian.</remarks>
    public static Tensor Nanmedian(this Tensor x, Ints? axis = null, bool keepdim = false, string? name = null)
        => Quantiles.Of("Nanmedian", x, [0.5], axis, keepdim, ignoreNan: true)[0];

    /// <summary>The element below which a fraction q of the others lies, interpolated between neighbours; NaN where there is a NaN.</summary>
    /// <param name="x">The tensor; integers are computed as floating point numbers.</param>
    /// <param name="q">The fraction, from 0 to 1.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <exception cref="InvalidArgumentException">q or an axis is out of range, or there are no elements.</exception>
    /// <remarks>Mirrors paddle.quantile.</remarks>
    public static Tensor Quantile(this Tensor x, double q, Ints? axis = null, bool keepdim = false)
        => Quantiles.Of("Quantile", x, [q], axis, keepdim, ignoreNan: false)[0];

    /// <summary>The same for several fractions, one after the other along a new first dimension.</summary>
    /// <param name="x">The tensor; integers are computed as floating point numbers.</param>
    /// <param name="q">The fractions, from 0 to 1.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <exception cref="InvalidArgumentException">q or an axis is out of range, or there are no elements.</exception>
    /// <remarks>Mirrors paddle.quantile.</remarks>
    public static Tensor Quantile(this Tensor x, double[] q, Ints? axis = null, bool keepdim = false)
        => Stack(Quantiles.Of("Quantile", x, q, axis, keepdim, ignoreNan: false));

    /// <summary>The element below which a fraction q of what is not NaN lies, interpolated between neighbours.</summary>
    /// <param name="x">The tensor; integers are computed as floating point numbers.</param>
    /// <param name="q">The fraction, from 0 to 1.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <exception cref="InvalidArgumentException">q or an axis is out of range, or there are no elements.</exception>
    /// <remarks>Mirrors paddle.nanquantile.</remarks>
    public static Tensor Nanquantile(this Tensor x, double q, Ints? axis = null, bool keepdim = false)
        => Quantiles.Of("Nanquantile", x, [q], axis, keepdim, ignoreNan: true)[0];

    /// <summary>The same for several fractions, one after the other along a new first dimension.</summary>
    /// <param name="x">The tensor; integers are computed as floating point numbers.</param>
    /// <param name="q">The fractions, from 0 to 1.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <exception cref="InvalidArgumentException">q or an axis is out of range, or there are no elements.</exception>
    /// <remarks>Mirrors paddle.nanquantile.</remarks>
    public static Tensor Nanquantile(this Tensor x, double[] q, Ints? axis = null, bool keepdim = false)
        => Stack(Quantiles.Of("Nanquantile", x, q, axis, keepdim, ignoreNan: true));
}
