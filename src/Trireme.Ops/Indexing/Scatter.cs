using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out = X, with the rows that Ids names replaced by those of Updates, or by their sum where not overwritten.</summary>
    /// <param name="Overwrite">Whether the last of several updates of a row stands; otherwise the row becomes their sum.</param>
    [Op("scatter", "X, Ids, Updates -> Out", Saves = "Ids")]
    public sealed record ScatterOp(bool Overwrite = true) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta x = c["X"], ids = c["Ids"], updates = c["Updates"];
            IndexTensors.Require(c, "Ids");
            c.Require(x.Shape.Rank > 0, "a tensor without dimensions has no rows.");
            c.Require(x.DType == updates.DType, "X and Updates have different element types.", "Cast one of them.");
            c.Require(ids.Shape.Rank < 2 || (ids.Shape.Rank == 2 && ids.Shape[1] == 1), "Ids must have one dimension.");
            Shape expected = ids.Shape.Rank == 0 ? x.Shape[1..] : x.Shape.With(0, ids.Shape[0]);
            c.Require(updates.Shape == expected || !updates.Shape.IsKnown || !expected.IsKnown, $"Updates has shape {updates.Shape} instead of {expected}.");
            c["Out"] = x;
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
        {
            Tensor d = g.D["Out"], ids = g["Ids"];
            if (g.Needs("X"))
                g.D["X"] = new ScatterOp().Apply(d, ids, Paddle.Zeros(g.Meta("Updates").Shape, d.DType));
            if (g.Needs("Updates"))
                g.D["Updates"] = new GatherOp().Apply(d, ids);
        }
    }

    /// <summary>Out = X, with the slices of AddValue added along an axis where Index says.</summary>
    /// <param name="Axis">The axis.</param>
    [Op("index_add", "X, Index, AddValue -> Out", Saves = "Index")]
    public sealed record IndexAddOp(int Axis = 0) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta x = c["X"], value = c["AddValue"];
            int axis = c.RequireAxis(Axis, "X");
            IndexTensors.Require(c, "Index");
            c.Require(c["Index"].Shape.Rank == 1, "Index must have one dimension.");
            c.Require(x.DType == value.DType, "X and AddValue have different element types.", "Cast one of them.");
            c.Require(x.Shape.Rank > 0, "a tensor without dimensions cannot be indexed.");
            Shape expected = x.Shape.With(axis, c["Index"].Shape[0]);
            c.Require(value.Shape == expected || !value.Shape.IsKnown || !expected.IsKnown, $"AddValue has shape {value.Shape} instead of {expected}.");
            c["Out"] = x;
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
        {
            g.D["X"] = g.D["Out"];
            if (g.Needs("AddValue"))
                g.D["AddValue"] = new IndexSelectOp(Axis).Apply(g.D["Out"], g["Index"]);
        }
    }

    /// <summary>out = x, with the slices that the index tensors name together replaced by value, or added to.</summary>
    /// <param name="Accumulate">Whether value is added, once for each time a slice is named; otherwise the last one stands.</param>
    [Op("index_put", "x, indices*, value -> out", Saves = "indices")]
    public sealed record IndexPutOp(bool Accumulate = false) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta x = c["x"], value = c["value"];
            TensorMeta[] indices = c.List("indices");
            c.Require(indices.Length > 0 && indices.Length <= x.Shape.Rank, $"{indices.Length} index tensors do not fit x with {x.Shape.Rank} dimensions.");
            foreach (TensorMeta index in indices)
            {
                c.Require(index.DType.Kind is DTypeKind.Int32 or DTypeKind.Int64 && index.DType == indices[0].DType, "indices must all be int32 or all int64.", "Cast them.");
                c.Require(index.Shape == indices[0].Shape, $"indices have the shapes {indices[0].Shape} and {index.Shape}.", "Broadcast them first.");
            }
            c.Require(x.DType == value.DType, "x and value have different element types.", "Cast one of them.");
            Shape place = (int[])[.. indices[0].Shape.AsSpan(), .. x.Shape[indices.Length..].AsSpan()];
            c.Require(Shape.Broadcast(value.Shape, place) == place, $"value {value.Shape} does not broadcast to the place {place}.");
            c["out"] = x;
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
        {
            Tensor d = g.D["out"];
            Tensor[] indices = [.. Enumerable.Range(0, g.Count("indices")).Select(i => g["indices", i])];
            if (g.Needs("x"))
                g.D["x"] = Accumulate ? d : new IndexPutOp().ApplyAll(d, indices, Paddle.Zeros([], d.DType))[0];
            if (g.Needs("value"))
                g.D["value"] = new GatherNdOp().Apply(d, new StackOp(-1).ApplyAll(indices)[0]);
        }
    }

}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>x, with the rows that <paramref name="index"/> names replaced.</summary>
        /// <param name="x">[N, ..].</param>
        /// <param name="index">int32 or int64 [M].</param>
        /// <param name="updates">[M, ..].</param>
        /// <param name="overwrite">Whether the last of several updates of a row stands; otherwise a named row becomes the sum of its updates.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="OutOfRangeException">An index is outside x's rows.</exception>
        /// <exception cref="InvalidArgumentException">The shapes do not fit.</exception>
        /// <remarks>Mirrors paddle.scatter.</remarks>
        public static Tensor Scatter(this Tensor x, Tensor index, Tensor updates, bool overwrite = true, string? name = null)
            => new ScatterOp(overwrite).Apply(x, index, updates);

        /// <summary><see cref="Scatter"/> in place.</summary>
        /// <param name="x">[N, ..].</param>
        /// <param name="index">int32 or int64 [M].</param>
        /// <param name="updates">[M, ..].</param>
        /// <param name="overwrite">Whether the last of several updates of a row stands; otherwise a named row becomes the sum of its updates.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="OutOfRangeException">An index is outside x's rows.</exception>
        /// <exception cref="InvalidArgumentException">The shapes do not fit, or x is a leaf that requires a gradient.</exception>
        /// <remarks>Mirrors paddle.scatter_.</remarks>
        public static Tensor Scatter_(this Tensor x, Tensor index, Tensor updates, bool overwrite = true, string? name = null)
            => Overwriting.Run(new ScatterOp(overwrite), "scatter_", x, index, updates);

        /// <summary>x, with slices added along an axis.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="index">int32 or int64 [M].</param>
        /// <param name="axis">The axis.</param>
        /// <param name="value">x's shape with M along the axis.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="OutOfRangeException">An index is outside the axis.</exception>
        /// <exception cref="InvalidArgumentException">The shapes do not fit.</exception>
        /// <remarks>Mirrors paddle.index_add.</remarks>
        public static Tensor IndexAdd(this Tensor x, Tensor index, int axis, Tensor value, string? name = null)
            => new IndexAddOp(axis).Apply(x, index, value);

        /// <summary><see cref="IndexAdd"/> in place.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="index">int32 or int64 [M].</param>
        /// <param name="axis">The axis.</param>
        /// <param name="value">x's shape with M along the axis.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="OutOfRangeException">An index is outside the axis.</exception>
        /// <exception cref="InvalidArgumentException">The shapes do not fit, or x is a leaf that requires a gradient.</exception>
        /// <remarks>Mirrors paddle.index_add_.</remarks>
        public static Tensor IndexAdd_(this Tensor x, Tensor index, int axis, Tensor value, string? name = null)
            => Overwriting.Run(new IndexAddOp(axis), "index_add_", x, index, value);

        /// <summary>x, with the slices that an index names along an axis filled with one value.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="index">int32 or int64 [M].</param>
        /// <param name="axis">The axis.</param>
        /// <param name="value">The value.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="OutOfRangeException">An index is outside the axis.</exception>
        /// <exception cref="InvalidArgumentException">The axis is outside x, or the index is no list of integers.</exception>
        /// <remarks>Mirrors paddle.index_fill.</remarks>
        public static Tensor IndexFill(this Tensor x, Tensor index, int axis, Scalar value, string? name = null)
            => new IndexPutOp().ApplyAll(x, TensorIndexing.AlongAxis(x, index, axis, "IndexFill"), Full([], value, x.DType))[0];

        /// <summary><see cref="IndexFill"/> in place.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="index">int32 or int64 [M].</param>
        /// <param name="axis">The axis.</param>
        /// <param name="value">The value.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="OutOfRangeException">An index is outside the axis.</exception>
        /// <exception cref="InvalidArgumentException">The axis is outside x, or x is a leaf that requires a gradient.</exception>
        /// <remarks>Mirrors paddle.index_fill_.</remarks>
        public static Tensor IndexFill_(this Tensor x, Tensor index, int axis, Scalar value, string? name = null)
            => Overwriting.Run(new IndexPutOp(), "index_fill_", x, TensorIndexing.AlongAxis(x, index, axis, "IndexFill_"), Full([], value, x.DType));

        /// <summary>x, with the slices that index tensors name together replaced or added to: <c>x[indices] = value</c>.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="indices">One integer tensor for each of the first dimensions; they broadcast. A bool tensor is a mask.</param>
        /// <param name="value">Broadcasts to the place.</param>
        /// <param name="accumulate">Whether value is added instead.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="OutOfRangeException">An index is outside its axis.</exception>
        /// <exception cref="InvalidArgumentException">The shapes do not fit.</exception>
        /// <remarks>Mirrors paddle.index_put.</remarks>
        public static Tensor IndexPut(this Tensor x, IReadOnlyList<Tensor> indices, Tensor value, bool accumulate = false, string? name = null)
            => new IndexPutOp(accumulate).ApplyAll(x, TensorIndexing.Together(indices), value)[0];

        /// <summary><see cref="IndexPut"/> in place.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="indices">One integer tensor for each of the first dimensions; they broadcast. A bool tensor is a mask.</param>
        /// <param name="value">Broadcasts to the place.</param>
        /// <param name="accumulate">Whether value is added instead.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="OutOfRangeException">An index is outside its axis.</exception>
        /// <exception cref="InvalidArgumentException">The shapes do not fit, or x is a leaf that requires a gradient.</exception>
        /// <remarks>Mirrors paddle.index_put_.</remarks>
        public static Tensor IndexPut_(this Tensor x, IReadOnlyList<Tensor> indices, Tensor value, bool accumulate = false, string? name = null)
            => Overwriting.Run(new IndexPutOp(accumulate), "index_put_", x, TensorIndexing.Together(indices), value);
    }
}
