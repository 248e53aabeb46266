using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out = the different elements of X in order, or its different slices along an axis; Indices = where each is first, Index = which of them each element is, Counts = how often each occurs.</summary>
    /// <param name="Axis">The axis, at most one; empty compares the elements of the flattened tensor.</param>
    /// <param name="ReturnIndex">Whether Indices is wanted.</param>
    /// <param name="ReturnInverse">Whether Index is wanted.</param>
    /// <param name="ReturnCounts">Whether Counts is wanted.</param>
    /// <param name="Dtype">The element type of the positions: int32 or int64.</param>
    [Op("unique", "X -> Out, Indices, Index, Counts", NoGradient = "Paddle defines none.")]
    public sealed record UniqueOp(Ints Axis = default, bool ReturnIndex = false, bool ReturnInverse = false, bool ReturnCounts = false, DType Dtype = default) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c) => Infer(c, Axis, Dtype, indices: true);

        internal static void Infer(InferContext c, Ints axes, DType dtype, bool indices)
        {
            TensorMeta x = c["X"];
            dtype = dtype.Kind == DTypeKind.Undefined ? DType.Int64 : dtype;
            c.Require(dtype.Kind is DTypeKind.Int32 or DTypeKind.Int64, $"positions cannot be {dtype}.", "Use int32 or int64.");
            c.Require(axes.Count <= 1, $"axis {axes} names more than one axis.");
            c["Out"] = x with { Shape = axes.Count == 0 ? -1 : x.Shape.With(c.RequireAxis(axes[0], "X"), -1) };
            if (indices)
                c["Indices"] = new TensorMeta(-1, dtype);
            c["Index"] = new TensorMeta(-1, dtype);
            c["Counts"] = new TensorMeta(-1, dtype);
        }
    }

    /// <summary>Out = X without repetitions of the element, or slice, before; Index = which of the results each one became, Counts = how often it was repeated.</summary>
    /// <param name="Axis">The axis, at most one; empty takes the flattened tensor.</param>
    /// <param name="ReturnInverse">Whether Index is wanted.</param>
    /// <param name="ReturnCounts">Whether Counts is wanted.</param>
    /// <param name="Dtype">The element type of the positions: int32 or int64.</param>
    [Op("unique_consecutive", "X -> Out, Index, Counts", NoGradient = "Paddle defines none.")]
    public sealed record UniqueConsecutiveOp(Ints Axis = default, bool ReturnInverse = false, bool ReturnCounts = false, DType Dtype = default) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c) => UniqueOp.Infer(c, Axis, Dtype, indices: false);
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>The different elements, in order.</summary>
        /// <param name="x">The tensor.</param>
        /// <remarks>Mirrors paddle.unique.</remarks>
        public static Tensor Unique(this Tensor x) => new UniqueOp().ApplyAll(x)[0];

        /// <summary>The different elements in order, or the different slices along an axis, and what else is asked for.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="returnIndex">Whether to tell where each is first.</param>
        /// <param name="returnInverse">Whether to tell which of them each element is.</param>
        /// <param name="returnCounts">Whether to tell how often each occurs.</param>
        /// <param name="axis">The axis; null compares the elements of the flattened tensor.</param>
        /// <param name="dtype">The element type of the positions; int64 where null.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>The elements, then those of index, inverse and counts that were asked for.</returns>
        /// <exception cref="InvalidArgumentException">The axis is outside x.</exception>
        /// <remarks>Mirrors paddle.unique.</remarks>
        public static Tensor[] Unique(
            this Tensor x, bool returnIndex, bool returnInverse = false, bool returnCounts = false, int? axis = null, DType? dtype = null, string? name = null)
        {
            Tensor[] all = new UniqueOp(axis is { } a ? a : default(Ints), returnIndex, returnInverse, returnCounts, dtype ?? DType.Int64).ApplyAll(x);
            bool[] wanted = [true, returnIndex, returnInverse, returnCounts];
            return all.Where((_, i) => wanted[i]).ToArray();
        }

        /// <summary>The tensor without repetitions of the element before.</summary>
        /// <param name="x">The tensor; it is flattened.</param>
        /// <remarks>Mirrors paddle.unique_consecutive.</remarks>
        public static Tensor UniqueConsecutive(this Tensor x) => new UniqueConsecutiveOp().ApplyAll(x)[0];

        /// <summary>The tensor without repetitions of the element, or slice, before, and what else is asked for.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="returnInverse">Whether to tell which of the results each element became.</param>
        /// <param name="returnCounts">Whether to tell how often each was repeated.</param>
        /// <param name="axis">The axis; null takes the flattened tensor.</param>
        /// <param name="dtype">The element type of the positions; int64 where null.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>The elements, then those of inverse and counts that were asked for.</returns>
        /// <exception cref="InvalidArgumentException">The axis is outside x.</exception>
        /// <remarks>Mirrors paddle.unique_consecutive.</remarks>
        public static Tensor[] UniqueConsecutive(
            this Tensor x, bool returnInverse, bool returnCounts = false, int? axis = null, DType? dtype = null, string? name = null)
        {
            Tensor[] all = new UniqueConsecutiveOp(axis is { } a ? a : default(Ints), returnInverse, returnCounts, dtype ?? DType.Int64).ApplyAll(x);
            bool[] wanted = [true, returnInverse, returnCounts];
            return all.Where((_, i) => wanted[i]).ToArray();
        }
    }
}
