using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out = X sorted along an axis, Indices = where each element was. Equal elements keep their order; NaN is larger than any number.</summary>
    /// <param name="Axis">The axis.</param>
    /// <param name="Descending">Whether the largest comes first.</param>
    [Op("argsort", "X -> Out, Indices", Saves = "Indices")]
    public sealed record ArgsortOp(int Axis = -1, bool Descending = false) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            c.RequireAxis(Axis, "X");
            c["Out"] = c["X"];
            c["Indices"] = c["X"] with { DType = DType.Int64 };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = Selection.Back(g, Axis, keepdim: true);
    }

    /// <summary>Out = the K largest (or smallest) elements along an axis, in order; Indices = where they were.</summary>
    /// <param name="K">How many.</param>
    /// <param name="Axis">The axis.</param>
    /// <param name="Largest">Whether the largest are taken.</param>
    /// <param name="Sorted">Whether they must be in order; they always are.</param>
    [Op("top_k_v2", "X, K? -> Out, Indices", Saves = "Indices")]
    public sealed record TopKV2Op(int K = 1, int Axis = -1, bool Largest = true, bool Sorted = true) : Op, IComposable
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            int axis = c.RequireAxis(Axis, "X"), length = c["X"].Shape.Rank == 0 ? 1 : c["X"].Shape[axis];
            if (c.Has("K"))
            {
                c["Out"] = c["X"] with { Shape = c["X"].Shape.With(axis, -1) };
                c["Indices"] = new TensorMeta(c["X"].Shape.With(axis, -1), DType.Int64);
                return;
            }
            c.Require(K >= 1 && (K <= length || length < 0), $"k {K} is outside [1, {length}], the length of axis {axis}.");
            Shape shape = c["X"].Shape.Rank == 0 ? c["X"].Shape : c["X"].Shape.With(axis, K);
            c["Out"] = c["X"] with { Shape = shape };
            c["Indices"] = new TensorMeta(shape, DType.Int64);
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = Selection.Back(g, Axis, keepdim: true);

        bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => SizeInputs.Any(inputs, 1);

        bool IComposable.ReadsValues(ReadOnlySpan<Tensor?> inputs) => true;

        void IComposable.Compose(ComposeContext c)
        {
            Tensor[] found = new TopKV2Op(SizeInputs.Read(c, "K")![0], Axis, Largest, Sorted).ApplyAll(c["X"]);
            (c["Out"], c["Indices"]) = (found[0], found[1]);
        }
    }

    /// <summary>Out = the K-th smallest element along an axis; Indices = where it was.</summary>
    /// <param name="K">Which, from 1.</param>
    /// <param name="Axis">The axis.</param>
    /// <param name="Keepdim">Whether the axis stays, with size 1.</param>
    [Op("kthvalue", "X -> Out, Indices", Saves = "Indices")]
    public sealed record KthvalueOp(int K = 1, int Axis = -1, bool Keepdim = false) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            int axis = c.RequireAxis(Axis, "X"), length = c["X"].Shape.Rank == 0 ? 1 : c["X"].Shape[axis];
            c.Require(K >= 1 && (K <= length || length < 0), $"k {K} is outside [1, {length}], the length of axis {axis}.");
            Selection.Infer(c, axis, Keepdim);
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = Selection.Back(g, Axis, Keepdim);
    }

    /// <summary>Out = the element that occurs most often along an axis, the smallest of several; Indices = where it is last.</summary>
    /// <param name="Axis">The axis.</param>
    /// <param name="Keepdim">Whether the axis stays, with size 1.</param>
    [Op("mode", "X -> Out, Indices", Saves = "Indices")]
    public sealed record ModeOp(int Axis = -1, bool Keepdim = false) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            int axis = c.RequireAxis(Axis, "X");
            c.Require(c["X"].Shape.Rank == 0 || c["X"].Shape[axis] != 0, $"axis {axis} has no elements.");
            Selection.Infer(c, axis, Keepdim);
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = Selection.Back(g, Axis, Keepdim);
    }

    /// <summary>What operators that select elements along an axis have in common.</summary>
    internal static class Selection
    {
        public static void Infer(InferContext c, int axis, bool keepdim)
        {
            Shape shape = Reduced(c["X"].Shape, axis, keepdim);
            c["Out"] = c["X"] with { Shape = shape };
            c["Indices"] = new TensorMeta(shape, DType.Int64);
        }

        public static Shape Reduced(Shape x, int axis, bool keepdim)
            => x.Rank == 0 ? x : keepdim ? x.With(axis, 1) : x.ToArray().Where((_, i) => i != axis).ToArray();

        // Every element was taken at most once: its gradient goes where it came from.
        public static Tensor Back(GradContext g, int axis, bool keepdim)
        {
            TensorMeta x = g.Meta("X");
            Tensor d = g.D["Out"], indices = g["Indices"];
            if (x.Shape.Rank == 0)
                return d;
            if (!keepdim)
                (d, indices) = (d.Unsqueeze(axis < 0 ? axis + x.Shape.Rank : axis), indices.Unsqueeze(axis < 0 ? axis + x.Shape.Rank : axis));
            return new PutAlongAxisOp(axis).Apply(Paddle.Zeros(x.Shape, x.DType), indices, d);
        }
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>Where the elements of the sorted tensor were.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="axis">The axis.</param>
        /// <param name="descending">Whether the largest comes first.</param>
        /// <param name="stable">Whether equal elements keep their order; they always do.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>int64 of x's shape.</returns>
        /// <exception cref="InvalidArgumentException">The axis is outside x.</exception>
        /// <remarks>NaN is larger than any number. Mirrors paddle.argsort.</remarks>
        public static Tensor Argsort(this Tensor x, int axis = -1, bool descending = false, bool stable = false, string? name = null)
            => new ArgsortOp(axis, descending).ApplyAll(x)[1];

        /// <summary>The elements in order along an axis.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="axis">The axis.</param>
        /// <param name="descending">Whether the largest comes first.</param>
        /// <param name="stable">Whether equal elements keep their order; they always do.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The axis is outside x.</exception>
        /// <remarks>NaN is larger than any number. Mirrors paddle.sort.</remarks>
        public static Tensor Sort(this Tensor x, int axis = -1, bool descending = false, bool stable = false, string? name = null)
            => new ArgsortOp(axis, descending).Apply(x);

        /// <summary>The k largest or smallest elements along an axis, in order, and where they were.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="k">How many; at most the axis' length.</param>
        /// <param name="axis">The axis; the last where null.</param>
        /// <param name="largest">Whether the largest are taken.</param>
        /// <param name="sorted">Whether they must be in order; they always are.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>The elements, and int64 positions.</returns>
        /// <exception cref="InvalidArgumentException">k does not fit, or the axis is outside x.</exception>
        /// <remarks>Of equal elements the first ones are taken. Mirrors paddle.topk.</remarks>
        public static (Tensor Values, Tensor Indices) Topk(this Tensor x, int k, int? axis = null, bool largest = true, bool sorted = true, string? name = null)
        {
            Tensor[] result = new TopKV2Op(k, axis ?? -1, largest, sorted).ApplyAll(x);
            return (result[0], result[1]);
        }

        /// <summary>The k-th smallest element along an axis, and where it was.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="k">Which, from 1.</param>
        /// <param name="axis">The axis; the last where null.</param>
        /// <param name="keepdim">Whether the axis stays, with size 1.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>The elements, and int64 positions.</returns>
        /// <exception cref="InvalidArgumentException">k does not fit, or the axis is outside x.</exception>
        /// <remarks>Mirrors paddle.kthvalue.</remarks>
        public static (Tensor Values, Tensor Indices) Kthvalue(this Tensor x, int k, int? axis = null, bool keepdim = false, string? name = null)
        {
            Tensor[] result = new KthvalueOp(k, axis ?? -1, keepdim).ApplyAll(x);
            return (result[0], result[1]);
        }

        /// <summary>The element that occurs most often along an axis, the smallest of several, and where it is last.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="axis">The axis.</param>
        /// <param name="keepdim">Whether the axis stays, with size 1.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>The elements, and int64 positions.</returns>
        /// <exception cref="InvalidArgumentException">The axis is outside x or empty.</exception>
        /// <remarks>Mirrors paddle.mode.</remarks>
        public static (Tensor Values, Tensor Indices) Mode(this Tensor x, int axis = -1, bool keepdim = false, string? name = null)
        {
            Tensor[] result = new ModeOp(axis, keepdim).ApplyAll(x);
            return (result[0], result[1]);
        }
    }
}
