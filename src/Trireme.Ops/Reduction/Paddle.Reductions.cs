using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>The largest over some dimensions; NaN where there is one. Equal ones each receive the whole gradient.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">An axis is outside the tensor.</exception>
    /// <remarks>Mirrors paddle.max.</remarks>
    public static Tensor Max(this Tensor x, Ints? axis = null, bool keepdim = false, string? name = null)
        => new ReduceMaxOp(axis ?? default, keepdim, Reductions.IsAll(axis)).Apply(x);

    /// <summary>The smallest over some dimensions; NaN where there is one. Equal ones each receive the whole gradient.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">An axis is outside the tensor.</exception>
    /// <remarks>Mirrors paddle.min.</remarks>
    public static Tensor Min(this Tensor x, Ints? axis = null, bool keepdim = false, string? name = null)
        => new ReduceMinOp(axis ?? default, keepdim, Reductions.IsAll(axis)).Apply(x);

    /// <summary>The largest over some dimensions; NaN where there is one. Equal ones share the gradient.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">An axis is outside the tensor.</exception>
    /// <remarks>Mirrors paddle.amax.</remarks>
    public static Tensor Amax(this Tensor x, Ints? axis = null, bool keepdim = false, string? name = null)
        => new ReduceAmaxOp(axis ?? default, keepdim, Reductions.IsAll(axis)).Apply(x);

    /// <summary>The smallest over some dimensions; NaN where there is one. Equal ones share the gradient.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">An axis is outside the tensor.</exception>
    /// <remarks>Mirrors paddle.amin.</remarks>
    public static Tensor Amin(this Tensor x, Ints? axis = null, bool keepdim = false, string? name = null)
        => new ReduceAminOp(axis ?? default, keepdim, Reductions.IsAll(axis)).Apply(x);

    /// <summary>log Σ exp x over some dimensions, without overflow.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">An axis is outside the tensor.</exception>
    /// <remarks>Mirrors paddle.logsumexp.</remarks>
    public static Tensor Logsumexp(this Tensor x, Ints? axis = null, bool keepdim = false, string? name = null)
        => new LogsumexpOp(axis ?? default, keepdim, Reductions.IsAll(axis)).Apply(Promotion.ToFloating(x));

    /// <summary>Whether all elements are true, or not 0, over some dimensions; of no elements true.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">An axis is outside the tensor.</exception>
    /// <remarks>Mirrors paddle.all.</remarks>
    public static Tensor All(this Tensor x, Ints? axis = null, bool keepdim = false, string? name = null)
        => new ReduceAllOp(axis ?? default, keepdim, Reductions.IsAll(axis)).Apply(x.Cast(DType.Bool));

    /// <summary>Whether any element is true, or not 0, over some dimensions; of no elements false.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">An axis is outside the tensor.</exception>
    /// <remarks>Mirrors paddle.any.</remarks>
    public static Tensor Any(this Tensor x, Ints? axis = null, bool keepdim = false, string? name = null)
        => new ReduceAnyOp(axis ?? default, keepdim, Reductions.IsAll(axis)).Apply(x.Cast(DType.Bool));

    /// <summary>The product over some dimensions; of no elements 1.</summary>
    /// <param name="x">The tensor; bools and integers are multiplied as int64, uint64 as itself.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="dtype">The element type to multiply in; x's where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">An axis is outside the tensor.</exception>
    /// <remarks>Mirrors paddle.prod.</remarks>
    public static Tensor Prod(this Tensor x, Ints? axis = null, bool keepdim = false, DType? dtype = null, string? name = null)
        => new ReduceProdOp(axis ?? default, keepdim, Reductions.IsAll(axis)).Apply(x.Cast(dtype ?? Promotion.Accumulator(x.DType)));

    /// <summary>The variance over some dimensions.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="unbiased">Whether the sum of squares is divided by one less than the number of elements.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.var.</remarks>
    public static Tensor Var(this Tensor x, Ints? axis = null, bool unbiased = true, bool keepdim = false, string? name = null)
    {
        var all = new ReduceMeanOp(axis ?? default, keepdim, Reductions.IsAll(axis));
        long count = all.CountOf(x.Shape);
        Tensor squares = (x - x.Mean(axis, keepdim: true)).Square().Sum(axis, keepdim: keepdim);
        return squares * (1.0 / (unbiased ? count - 1 : count));
    }

    /// <summary>The standard deviation over some dimensions.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="unbiased">Whether the sum of squares is divided by one less than the number of elements.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.std.</remarks>
    public static Tensor Std(this Tensor x, Ints? axis = null, bool unbiased = true, bool keepdim = false, string? name = null)
        => Var(x, axis, unbiased, keepdim).Sqrt();

    /// <summary>How many elements are not 0 over some dimensions, as int64.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.count_nonzero.</remarks>
    public static Tensor CountNonzero(this Tensor x, Ints? axis = null, bool keepdim = false, string? name = null)
        => x.Cast(DType.Bool).Sum(axis, keepdim: keepdim);

    /// <summary>The sum over some dimensions of what is not NaN.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="dtype">The element type to sum in; x's where null.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nansum.</remarks>
    public static Tensor Nansum(this Tensor x, Ints? axis = null, DType? dtype = null, bool keepdim = false, string? name = null)
        => Reductions.ZeroForNan(x).Sum(axis, dtype, keepdim);

    /// <summary>The mean over some dimensions of what is not NaN; NaN where nothing is left.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nanmean.</remarks>
    public static Tensor Nanmean(this Tensor x, Ints? axis = null, bool keepdim = false, string? name = null)
        => x.Nansum(axis, keepdim: keepdim) / x.Isnan().LogicalNot().Sum(axis, keepdim: keepdim).Cast(x.DType);
}
