using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out = where each element of Values would be inserted into the sorted last dimension of SortedSequence.</summary>
    /// <param name="OutInt32">Whether the positions are int32 instead of int64.</param>
    /// <param name="Right">Whether an element is inserted behind equal ones; otherwise before them.</param>
    [Op("searchsorted", "SortedSequence, Values -> Out", NoGradient = "Positions do not depend on the input smoothly.")]
    public sealed record SearchsortedOp([Attr("out_int32")] bool OutInt32 = false, bool Right = false) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta s = c["SortedSequence"], v = c["Values"];
            c.Require(s.DType == v.DType, "the element types differ.", "Cast one of them.");
            c.Require(s.Shape.Rank > 0, "SortedSequence needs at least one dimension.");
            c.Require(s.Shape.Rank == 1 || (v.Shape.Rank == s.Shape.Rank && v.Shape[..^1] == s.Shape[..^1]),
                "SortedSequence must be a vector, or agree with Values in all dimensions but the last.");
            c["Out"] = new TensorMeta(v.Shape, OutInt32 ? DType.Int32 : DType.Int64);
        }
    }

    /// <summary>Out = how often each number occurs in X, or the sum of its weights.</summary>
    /// <param name="Minlength">The least number of results.</param>
    [Op("bincount", "X, Weights? -> Out", NoGradient = "Paddle defines none.")]
    public sealed record BincountOp(int Minlength = 0) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            c.Require(c["X"].DType.Kind is DTypeKind.Int32 or DTypeKind.Int64 && c["X"].Shape.Rank == 1, "X must be a vector of int32 or int64.");
            c.Require(Minlength >= 0, $"minlength {Minlength} is negative.");
            c.Require(!c.Has("Weights") || c["Weights"].Shape == c["X"].Shape, "Weights and X have different shapes.");
            c["Out"] = new TensorMeta(-1, !c.Has("Weights") ? DType.Int64 : c["Weights"].DType.Kind == DTypeKind.Float32 ? DType.Float32 : DType.Float64);
        }
    }

    /// <summary>Out = how many elements of X lie in each of several equal bins.</summary>
    /// <param name="Bins">How many bins.</param>
    /// <param name="Min">Where the first bin begins; X's least element where it equals <paramref name="Max"/>.</param>
    /// <param name="Max">Where the last bin ends, included; X's largest element where it equals <paramref name="Min"/>.</param>
    [Op("histogram", "X -> Out", NoGradient = "Counts do not depend on the input smoothly.")]
    public sealed record HistogramOp(long Bins = 100, double Min = 0, double Max = 0) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            c.Require(Bins >= 1, $"bins {Bins} is below 1.");
            c.Require(Max >= Min, $"max {Max} lies below min {Min}.");
            c["Out"] = new TensorMeta((int)Bins, DType.Int64);
        }
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>Where values would be inserted into a sorted sequence.</summary>
        /// <param name="sortedSequence">[.., N], ascending along the last dimension.</param>
        /// <param name="values">Any shape for a vector; otherwise the same dimensions but the last.</param>
        /// <param name="outInt32">Whether the positions are int32 instead of int64.</param>
        /// <param name="right">Whether a value is inserted behind equal elements; otherwise before them.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The shapes or element types do not fit.</exception>
        /// <remarks>O(log N) for each value. Mirrors paddle.searchsorted.</remarks>
        public static Tensor Searchsorted(this Tensor sortedSequence, Tensor values, bool outInt32 = false, bool right = false, string? name = null)
            => new SearchsortedOp(outInt32, right).Apply(sortedSequence, values);

        /// <summary>Which of the intervals between boundaries each element lies in.</summary>
        /// <param name="x">The elements.</param>
        /// <param name="sortedSequence">The boundaries, ascending.</param>
        /// <param name="outInt32">Whether the numbers are int32 instead of int64.</param>
        /// <param name="right">Whether an element that equals a boundary lies behind it; otherwise before it.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The boundaries are no vector.</exception>
        /// <remarks>Mirrors paddle.bucketize.</remarks>
        public static Tensor Bucketize(this Tensor x, Tensor sortedSequence, bool outInt32 = false, bool right = false, string? name = null)
            => sortedSequence.Ndim == 1 ? Searchsorted(sortedSequence, x, outInt32, right)
                : throw new InvalidArgumentException("Bucketize: sortedSequence must be a vector.", $"x {x.Shape} {x.DType}, sortedSequence {sortedSequence.Shape} {sortedSequence.DType}");

        /// <summary>How often each number occurs, or the sum of its weights.</summary>
        /// <param name="x">A vector of int32 or int64, none negative.</param>
        /// <param name="weights">One weight for each element; counts where null.</param>
        /// <param name="minlength">The least number of results.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">An element is negative, or the shapes do not fit.</exception>
        /// <remarks>Mirrors paddle.bincount.</remarks>
        public static Tensor Bincount(this Tensor x, Tensor? weights = null, int minlength = 0, string? name = null) => new BincountOp(minlength).Apply(x, weights);

        /// <summary>How many elements lie in each of several equal bins.</summary>
        /// <param name="input">The elements.</param>
        /// <param name="bins">How many bins.</param>
        /// <param name="min">Where the first bin begins; the least element where it equals <paramref name="max"/>.</param>
        /// <param name="max">Where the last bin ends, included; the largest element where it equals <paramref name="min"/>.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>int64 [bins].</returns>
        /// <exception cref="InvalidArgumentException">The range or the number of bins is not valid.</exception>
        /// <remarks>Elements outside are not counted. Mirrors paddle.histogram.</remarks>
        public static Tensor Histogram(this Tensor input, int bins = 100, double min = 0, double max = 0, string? name = null)
            => new HistogramOp(bins, min, max).Apply(input);
    }
}
