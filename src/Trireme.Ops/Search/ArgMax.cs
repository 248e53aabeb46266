using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out = the position of the largest element along an axis, the first of several.</summary>
    /// <param name="Axis">The axis.</param>
    /// <param name="Keepdims">Whether the axis stays, with size 1.</param>
    /// <param name="Flatten">Whether the flattened tensor is searched.</param>
    /// <param name="Dtype">int32 or int64.</param>
    [Op("arg_max", "X -> Out", NoGradient = "Positions do not depend on the input smoothly.")]
    public sealed record ArgMaxOp(long Axis = -1, bool Keepdims = false, bool Flatten = false, DType Dtype = default) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c) => Infer(c, (int)Axis, Keepdims, Flatten, Dtype);

        internal static void Infer(InferContext c, int axis, bool keepdims, bool flatten, DType dtype)
        {
            Shape x = c["X"].Shape;
            dtype = dtype.Kind == DTypeKind.Undefined ? DType.Int64 : dtype;
            c.Require(dtype.Kind is DTypeKind.Int32 or DTypeKind.Int64, $"positions cannot be {dtype}.", "Use int32 or int64.");
            axis = flatten ? 0 : c.RequireAxis(axis, "X");
            c.Require(flatten || x.Rank == 0 ? x.Numel != 0 : x[axis] != 0, "there are no elements to choose from.");
            Shape shape = flatten ? keepdims ? Enumerable.Repeat(1, x.Rank).ToArray() : [] : Selection.Reduced(x, axis, keepdims);
            c["Out"] = new TensorMeta(shape, dtype);
        }
    }

    /// <summary>Out = the position of the smallest element along an axis, the first of several.</summary>
    /// <param name="Axis">The axis.</param>
    /// <param name="Keepdims">Whether the axis stays, with size 1.</param>
    /// <param name="Flatten">Whether the flattened tensor is searched.</param>
    /// <param name="Dtype">int32 or int64.</param>
    [Op("arg_min", "X -> Out", NoGradient = "Positions do not depend on the input smoothly.")]
    public sealed record ArgMinOp(long Axis = -1, bool Keepdims = false, bool Flatten = false, DType Dtype = default) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c) => ArgMaxOp.Infer(c, (int)Axis, Keepdims, Flatten, Dtype);
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>The position of the largest element, the first of several.</summary>
        /// <param name="x">The tensor; NaN counts as the largest.</param>
        /// <param name="axis">The axis; null searches the flattened tensor.</param>
        /// <param name="keepdim">Whether the axis stays, with size 1.</param>
        /// <param name="dtype">int32 or int64; int64 where null.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The axis is outside x or empty.</exception>
        /// <remarks>Mirrors paddle.argmax.</remarks>
        public static Tensor Argmax(this Tensor x, int? axis = null, bool keepdim = false, DType? dtype = null, string? name = null)
            => new ArgMaxOp(axis ?? 0, keepdim, axis is null, dtype ?? DType.Int64).Apply(x);

        /// <summary>The position of the smallest element, the first of several.</summary>
        /// <param name="x">The tensor; NaN counts as the smallest.</param>
        /// <param name="axis">The axis; null searches the flattened tensor.</param>
        /// <param name="keepdim">Whether the axis stays, with size 1.</param>
        /// <param name="dtype">int32 or int64; int64 where null.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The axis is outside x or empty.</exception>
        /// <remarks>Mirrors paddle.argmin.</remarks>
        public static Tensor Argmin(this Tensor x, int? axis = null, bool keepdim = false, DType? dtype = null, string? name = null)
            => new ArgMinOp(axis ?? 0, keepdim, axis is null, dtype ?? DType.Int64).Apply(x);
    }
}
