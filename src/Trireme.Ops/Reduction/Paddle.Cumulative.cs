using Trireme.Operators;

namespace Trireme;

public static partial class Paddle
{
    /// <summary>The sum up to each element along an axis.</summary>
    /// <param name="x">The tensor; bools and integers are summed as int64.</param>
    /// <param name="axis">The axis; x is flattened where null.</param>
    /// <param name="dtype">The element type to sum in; x's where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The axis is outside the tensor.</exception>
    /// <remarks>Mirrors paddle.cumsum.</remarks>
    public static Tensor Cumsum(this Tensor x, int? axis = null, DType? dtype = null, string? name = null)
        => new CumsumOp(axis ?? -1, axis is null).Apply(x.Cast(dtype ?? Promotion.Accumulator(x.DType)));

    /// <summary><see cref="Cumsum"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="axis">The axis; null only for a tensor with one dimension.</param>
    /// <param name="dtype">The element type to sum in; must be x's.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.cumsum_.</remarks>
    public static Tensor Cumsum_(this Tensor x, int? axis = null, DType? dtype = null, string? name = null) => InPlace.Run(x, t => t.Cumsum(axis, dtype));

    /// <summary>The product up to each element along an axis.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="dim">The axis; x is flattened where null.</param>
    /// <param name="dtype">The element type to multiply in; x's where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The axis is outside the tensor.</exception>
    /// <remarks>Mirrors paddle.cumprod.</remarks>
    public static Tensor Cumprod(this Tensor x, int? dim = null, DType? dtype = null, string? name = null)
    {
        x = x.Cast(dtype ?? x.DType);
        return new CumprodOp(dim ?? 0).Apply(dim is null ? x.Reshape(-1) : x);
    }

    /// <summary><see cref="Cumprod"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="dim">The axis; null only for a tensor with one dimension.</param>
    /// <param name="dtype">The element type to multiply in; must be x's.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.cumprod_.</remarks>
    public static Tensor Cumprod_(this Tensor x, int? dim = null, DType? dtype = null, string? name = null) => InPlace.Run(x, t => t.Cumprod(dim, dtype));

    /// <summary>log Σ exp up to each element along an axis, without overflow.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis; x is flattened where null.</param>
    /// <param name="dtype">The element type to sum in; x's where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The axis is outside the tensor.</exception>
    /// <remarks>Mirrors paddle.logcumsumexp.</remarks>
    public static Tensor Logcumsumexp(this Tensor x, int? axis = null, DType? dtype = null, string? name = null)
        => new LogcumsumexpOp(axis ?? -1, axis is null).Apply(Promotion.ToFloating(x.Cast(dtype ?? x.DType)));

    /// <summary>The largest up to each element along an axis, and where it is; the last of equal ones.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis; x is flattened where null.</param>
    /// <param name="dtype">The element type of the positions: int64 where null, or int32.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The axis is outside the tensor.</exception>
    /// <remarks>Mirrors paddle.cummax. After a NaN all results are NaN.</remarks>
    public static (Tensor Out, Tensor Indices) Cummax(this Tensor x, int? axis = null, DType? dtype = null, string? name = null)
    {
        Tensor[] results = new CummaxOp(axis ?? 0, dtype ?? DType.Int64).ApplyAll(axis is null ? x.Reshape(-1) : x);
        return (results[0], results[1]);
    }

    /// <summary>The smallest up to each element along an axis, and where it is; the last of equal ones.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis; x is flattened where null.</param>
    /// <param name="dtype">The element type of the positions: int64 where null, or int32.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The axis is outside the tensor.</exception>
    /// <remarks>Mirrors paddle.cummin. After a NaN all results are NaN.</remarks>
    public static (Tensor Out, Tensor Indices) Cummin(this Tensor x, int? axis = null, DType? dtype = null, string? name = null)
    {
        Tensor[] results = new CumminOp(axis ?? 0, dtype ?? DType.Int64).ApplyAll(axis is null ? x.Reshape(-1) : x);
        return (results[0], results[1]);
    }
}
