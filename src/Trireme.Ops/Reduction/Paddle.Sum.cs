using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>The sum over some dimensions.</summary>
    /// <param name="x">The tensor; bools and integers are summed as int64, uint64 as itself.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="dtype">The element type to sum in; x's where null.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">An axis is outside the tensor.</exception>
    /// <remarks>Mirrors paddle.sum. The sum of no elements is 0.</remarks>
    public static Tensor Sum(this Tensor x, Ints? axis = null, DType? dtype = null, bool keepdim = false, string? name = null)
        => new ReduceSumOp(axis ?? default, keepdim, Reductions.IsAll(axis)).Apply(x.Cast(dtype ?? Promotion.Accumulator(x.DType)));

    /// <summary>The arithmetic mean over some dimensions.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="axis">The dimensions; all where null.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">An axis is outside the tensor.</exception>
    /// <remarks>Mirrors paddle.mean. The mean of no elements is NaN.</remarks>
    public static Tensor Mean(this Tensor x, Ints? axis = null, bool keepdim = false, string? name = null)
        => new ReduceMeanOp(axis ?? default, keepdim, Reductions.IsAll(axis)).Apply(x);
}
