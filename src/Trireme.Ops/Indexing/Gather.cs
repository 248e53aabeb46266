using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out = the slices of X along an axis that Index names.</summary>
    /// <param name="Axis">The axis.</param>
    /// <param name="Overwrite">Unused; kept for files.</param>
    [Op("gather", "X, Index, Axis? -> Out", Saves = "Index")]
    public sealed record GatherOp(int Axis = 0, bool Overwrite = true) : Op, IComposable
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta x = c["X"], index = c["Index"];
            if (c.Has("Axis"))
            {
                c["Out"] = x with { Shape = Enumerable.Repeat(-1, x.Shape.Rank).ToArray() };
                return;
            }
            int axis = c.RequireAxis(Axis, "X");
            c.Require(x.Shape.Rank > 0, "a tensor without dimensions cannot be indexed.");
            IndexTensors.Require(c, "Index");
            c.Require(index.Shape.Rank < 2 || (index.Shape.Rank == 2 && index.Shape[1] == 1), "Index must have one dimension.");
            c["Out"] = x with { Shape = index.Shape.Rank == 0 ? x.Shape.ToArray().Where((_, i) => i != axis).ToArray() : x.Shape.With(axis, index.Shape[0]) };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
        {
            Tensor d = g.D["Out"], index = g["Index"];
            if (index.Ndim == 0)
                d = d.Unsqueeze(Axis < 0 ? Axis + g.Meta("X").Shape.Rank : Axis);
            g.D["X"] = new IndexAccumulateOp(g.Meta("X").Shape, Axis).Apply(d, index);
        }

        bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => SizeInputs.Any(inputs, 2);

        bool IComposable.ReadsValues(ReadOnlySpan<Tensor?> inputs) => true;

        void IComposable.Compose(ComposeContext c) => c["Out"] = new GatherOp(SizeInputs.Read(c, "Axis")![0], Overwrite).Apply(c["X"], c["Index"]);
    }

    /// <summary>Out = the slices of X along an axis that Index names.</summary>
    /// <param name="Dim">The axis.</param>
    [Op("index_select", "X, Index -> Out", Saves = "Index")]
    public sealed record IndexSelectOp(int Dim = 0) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta x = c["X"], index = c["Index"];
            int axis = c.RequireAxis(Dim, "X");
            c.Require(x.Shape.Rank > 0, "a tensor without dimensions cannot be indexed.");
            IndexTensors.Require(c, "Index");
            c.Require(index.Shape.Rank == 1, "Index must have one dimension.");
            c["Out"] = x with { Shape = x.Shape.With(axis, index.Shape[0]) };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = new IndexAccumulateOp(g.Meta("X").Shape, Dim).Apply(g.D["Out"], g["Index"]);
    }

    /// <summary>Out = zeros, with the slices of Value added along an axis where Index says: the gradient of reading those slices.</summary>
    /// <param name="Shape">The result's dimensions.</param>
    /// <param name="Axis">The axis.</param>
    [Op("index_accumulate", "Value, Index -> Out", Saves = "Index")]
    internal sealed record IndexAccumulateOp(Shape Shape, int Axis) : Op
    {
        public override void Infer(InferContext c) => c["Out"] = c["Value"] with { Shape = Shape };

        public override void Grad(GradContext g)
        {
            Tensor index = g["Index"];
            g.D["Value"] = new IndexSelectOp(Axis).Apply(g.D["Out"], index.Ndim == 1 ? index : index.Flatten());
        }
    }

    /// <summary>Out = the slices of X that the index tuples in Index's last dimension name.</summary>
    [Op("gather_nd", "X, Index -> Out", Saves = "Index")]
    public sealed record GatherNdOp : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta x = c["X"], index = c["Index"];
            IndexTensors.Require(c, "Index");
            c.Require(index.Shape.Rank > 0, "Index must have at least one dimension: the tuples.");
            int depth = index.Shape[-1];
            c.Require(depth >= 0 && depth <= x.Shape.Rank, $"the tuples in Index have {depth} entries, but X has {x.Shape.Rank} dimensions.");
            c["Out"] = x with { Shape = (int[])[.. index.Shape[..^1].AsSpan(), .. x.Shape[depth..].AsSpan()] };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = new ScatterNdOp(g.Meta("X").Shape).Apply(g.D["Out"], g["Index"]);
    }

    /// <summary>Out = zeros, with the slices of Updates added where the index tuples in Index's last dimension say.</summary>
    /// <param name="Shape">The result's dimensions.</param>
    [Op("scatter_nd", "Updates, Index -> Out", Saves = "Index")]
    public sealed record ScatterNdOp(Shape Shape) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            IndexTensors.RequireUpdates(c, Shape);
            c["Out"] = c["Updates"] with { Shape = Shape };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["Updates"] = new GatherNdOp().Apply(g.D["Out"], g["Index"]);
    }

    /// <summary>Out = X, with the slices of Updates added where the index tuples in Index's last dimension say.</summary>
    [Op("scatter_nd_add", "X, Index, Updates -> Out", Saves = "Index")]
    public sealed record ScatterNdAddOp : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            c.Require(c["X"].DType == c["Updates"].DType, "X and Updates have different element types.", "Cast one of them.");
            IndexTensors.RequireUpdates(c, c["X"].Shape);
            c["Out"] = c["X"];
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
        {
            g.D["X"] = g.D["Out"];
            if (g.Needs("Updates"))
                g.D["Updates"] = new GatherNdOp().Apply(g.D["Out"], g["Index"]);
        }
    }

    /// <summary>Out[i, j] = X[i, Index[i, j]].</summary>
    [Op("index_sample", "X, Index -> Out", Saves = "Index")]
    public sealed record IndexSampleOp : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta x = c["X"], index = c["Index"];
            IndexTensors.Require(c, "Index");
            c.Require(x.Shape.Rank == 2 && index.Shape.Rank == 2 && (x.Shape[0] == index.Shape[0] || x.Shape[0] < 0 || index.Shape[0] < 0), "X and Index must be matrices with the same number of rows.");
            c["Out"] = x with { Shape = index.Shape };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
            => g.D["X"] = new PutAlongAxisOp(1, "add").Apply(Paddle.Zeros(g.Meta("X").Shape, g.Meta("X").DType), g["Index"], g.D["Out"]);
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>The slices along an axis that an index names.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="index">int32 or int64 [N] or [N, 1], or a scalar, which removes the axis; negative counts from the end.</param>
        /// <param name="axis">The axis; the first where null.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="OutOfRangeException">An index is outside the axis.</exception>
        /// <exception cref="InvalidArgumentException">The index is no list of integers, or the axis is outside x.</exception>
        /// <remarks>Mirrors paddle.gather.</remarks>
        public static Tensor Gather(this Tensor x, Tensor index, int? axis = null, string? name = null) => new GatherOp(axis ?? 0).Apply(x, index);

        /// <summary>The slices along an axis that an index names.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="index">int32 or int64 [N]; negative counts from the end.</param>
        /// <param name="axis">The axis.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="OutOfRangeException">An index is outside the axis.</exception>
        /// <exception cref="InvalidArgumentException">The index is no list of integers, or the axis is outside x.</exception>
        /// <remarks>Mirrors paddle.index_select.</remarks>
        public static Tensor IndexSelect(this Tensor x, Tensor index, int axis = 0, string? name = null) => new IndexSelectOp(axis).Apply(x, index);

        /// <summary>The slices that index tuples name.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="index">int32 or int64 [.., K]: each tuple names x[i0, .., iK-1].</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>index's dimensions without the last, then x's from K on.</returns>
        /// <exception cref="OutOfRangeException">An index is outside its axis.</exception>
        /// <exception cref="InvalidArgumentException">The tuples are longer than x has dimensions.</exception>
        /// <remarks>Mirrors paddle.gather_nd.</remarks>
        public static Tensor GatherNd(this Tensor x, Tensor index, string? name = null) => new GatherNdOp().Apply(x, index);

        /// <summary>result[i, j] = x[i, index[i, j]].</summary>
        /// <param name="x">[B, N].</param>
        /// <param name="index">int32 or int64 [B, M].</param>
        /// <exception cref="OutOfRangeException">An index is outside x's rows.</exception>
        /// <exception cref="InvalidArgumentException">They are no matrices with the same number of rows.</exception>
        /// <remarks>Mirrors paddle.index_sample.</remarks>
        public static Tensor IndexSample(this Tensor x, Tensor index) => new IndexSampleOp().Apply(x, index);

        /// <summary>Zeros of a shape, with updates added where index tuples say.</summary>
        /// <param name="index">int32 or int64 [.., K].</param>
        /// <param name="updates">index's dimensions without the last, then the shape's from K on.</param>
        /// <param name="shape">The result's dimensions.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="OutOfRangeException">An index is outside its axis.</exception>
        /// <exception cref="InvalidArgumentException">The shapes do not fit.</exception>
        /// <remarks>Mirrors paddle.scatter_nd.</remarks>
        public static Tensor ScatterNd(Tensor index, Tensor updates, Shape shape, string? name = null) => new ScatterNdOp(shape).Apply(updates, index);

        /// <summary>x, with updates added where index tuples say.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="index">int32 or int64 [.., K].</param>
        /// <param name="updates">index's dimensions without the last, then x's from K on.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="OutOfRangeException">An index is outside its axis.</exception>
        /// <exception cref="InvalidArgumentException">The shapes do not fit.</exception>
        /// <remarks>Mirrors paddle.scatter_nd_add.</remarks>
        public static Tensor ScatterNdAdd(this Tensor x, Tensor index, Tensor updates, string? name = null)
            => new ScatterNdAddOp().Apply(x, index, updates);
    }
}
