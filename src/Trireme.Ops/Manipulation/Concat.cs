using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out = the tensors of X one after the other along an axis.</summary>
    /// <param name="Axis">The axis; the input AxisTensor wins over it.</param>
    [Op("concat", "X*, AxisTensor? -> Out")]
    public sealed record ConcatOp(int Axis = 0) : Op, IComposable
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta[] list = c.List("X");
            c.Require(list.Length > 0, "the list of tensors is empty.");
            c.Require(list[0].Shape.Rank > 0, "a tensor without dimensions has no axis to join along.", "Use Stack, or Reshape it to [1].");
            if (c.Has("AxisTensor"))
            {
                c["Out"] = list[0] with { Shape = Enumerable.Repeat(-1, list[0].Shape.Rank).ToArray() };
                return;
            }
            int axis = c.RequireAxis(Axis, "X");
            Shape shape = list[0].Shape;
            int length = 0;
            for (int i = 0; i < list.Length; i++)
            {
                Shape s = list[i].Shape;
                c.Require(list[i].DType == list[0].DType, $"tensor {i} is {list[i].DType}, the first {list[0].DType}.", "Cast them to one type.");
                c.Require(s.Rank == shape.Rank, $"tensor {i} has {s.Rank} dimensions, the first {shape.Rank}.");
                for (int d = 0; d < s.Rank; d++)
                    c.Require(d == axis || s[d] == shape[d] || s[d] < 0 || shape[d] < 0, $"tensor {i} and the first differ in dimension {d}: {s[d]} and {shape[d]}.", $"They may differ only along axis {axis}.");
                length = length < 0 || s[axis] < 0 ? -1 : length + s[axis];
            }
            c["Out"] = list[0] with { Shape = shape.With(axis, length) };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
        {
            int axis = Axis < 0 ? Axis + g.Meta("X").Shape.Rank : Axis, start = 0;
            for (int i = 0; i < g.Count("X"); i++)
            {
                int end = start + g.Meta("X", i).Shape[axis];
                if (g.Needs("X", i))
                    g.D["X", i] = new SliceOp(axis, start, end).Apply(g.D["Out"]);
                start = end;
            }
        }

        bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => inputs is [.., not null];

        bool IComposable.ReadsValues(ReadOnlySpan<Tensor?> inputs) => true;

        void IComposable.Compose(ComposeContext c) => c["Out"] = new ConcatOp(SizeInputs.Read(c, "AxisTensor")![0]).ApplyAll(c.List("X"))[0];
    }

    /// <summary>Y = the tensors of X side by side along a new axis.</summary>
    /// <param name="Axis">Where the new axis stands in the result.</param>
    [Op("stack", "X* -> Y")]
    public sealed record StackOp(int Axis = 0) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta[] list = c.List("X");
            c.Require(list.Length > 0, "the list of tensors is empty.");
            Shape shape = list[0].Shape;
            c.Require(Axis >= -shape.Rank - 1 && Axis <= shape.Rank, $"axis {Axis} is outside [{-shape.Rank - 1}, {shape.Rank}].");
            for (int i = 1; i < list.Length; i++)
            {
                c.Require(list[i].DType == list[0].DType, $"tensor {i} is {list[i].DType}, the first {list[0].DType}.", "Cast them to one type.");
                c.Require(list[i].Shape == shape || !list[i].Shape.IsKnown || !shape.IsKnown, $"tensor {i} has shape {list[i].Shape}, the first {shape}.", "All must have the same shape.");
            }
            var dims = new List<int>(shape.ToArray());
            dims.Insert(Positive(shape.Rank), list.Length);
            c["Y"] = list[0] with { Shape = dims.ToArray() };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
        {
            int axis = Positive(g.Meta("X").Shape.Rank);
            for (int i = 0; i < g.Count("X"); i++)
            {
                if (g.Needs("X", i))
                    g.D["X", i] = new SliceOp(axis, i, i + 1, DecreaseAxis: axis).Apply(g.D["Y"]);
            }
        }

        internal int Positive(int rank) => Axis < 0 ? Axis + rank + 1 : Axis;
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>Joins tensors along an axis.</summary>
        /// <param name="x">At least one tensor; they may differ in size only along the axis.</param>
        /// <param name="axis">The axis.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The list is empty, or shapes do not fit.</exception>
        /// <remarks>Different element types are promoted. Mirrors paddle.concat.</remarks>
        public static Tensor Concat(IReadOnlyList<Tensor> x, int axis = 0, string? name = null) => new ConcatOp(axis).ApplyAll(TensorList.Of(OfOneType(x)))[0];

        /// <summary>Puts tensors of one shape side by side along a new axis.</summary>
        /// <param name="x">At least one tensor; all of the same shape.</param>
        /// <param name="axis">Where the new axis stands in the result.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The list is empty, or shapes differ.</exception>
        /// <remarks>Different element types are promoted. Mirrors paddle.stack.</remarks>
        public static Tensor Stack(IReadOnlyList<Tensor> x, int axis = 0, string? name = null) => new StackOp(axis).ApplyAll(TensorList.Of(OfOneType(x)))[0];

        /// <summary>Joins tensors horizontally: along the second axis, vectors along their only one.</summary>
        /// <param name="x">The tensors; scalars count as vectors.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The list is empty, or shapes do not fit.</exception>
        /// <remarks>Mirrors paddle.hstack.</remarks>
        public static Tensor Hstack(IReadOnlyList<Tensor> x, string? name = null)
        {
            Tensor[] parts = AtLeast(x, 1);
            return Concat(parts, parts.Length > 0 && parts[0].Ndim == 1 ? 0 : 1);
        }

        /// <summary>Joins tensors vertically: along the first axis; vectors are rows.</summary>
        /// <param name="x">The tensors.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The list is empty, or shapes do not fit.</exception>
        /// <remarks>Mirrors paddle.vstack.</remarks>
        public static Tensor Vstack(IReadOnlyList<Tensor> x, string? name = null) => Concat(AtLeast(x, 2));

        /// <summary>Joins tensors vertically; the same as <see cref="Vstack"/>.</summary>
        /// <param name="x">The tensors.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The list is empty, or shapes do not fit.</exception>
        /// <remarks>Mirrors paddle.row_stack.</remarks>
        public static Tensor RowStack(IReadOnlyList<Tensor> x, string? name = null) => Vstack(x);

        /// <summary>Joins tensors along the third axis; [M, N] counts as [M, N, 1] and [N] as [1, N, 1].</summary>
        /// <param name="x">The tensors.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The list is empty, or shapes do not fit.</exception>
        /// <remarks>Mirrors paddle.dstack.</remarks>
        public static Tensor Dstack(IReadOnlyList<Tensor> x, string? name = null) => Concat(AtLeast(x, 3), 2);

        /// <summary>Joins tensors along the second axis; vectors are columns.</summary>
        /// <param name="x">The tensors.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The list is empty, or shapes do not fit.</exception>
        /// <remarks>Mirrors paddle.column_stack.</remarks>
        public static Tensor ColumnStack(IReadOnlyList<Tensor> x, string? name = null)
            => Concat(x.Select(t => t.Ndim < 2 ? t.Reshape((-1, 1)) : t).ToArray(), 1);

        /// <summary>A tensor without dimensions as [1]; others as they are.</summary>
        /// <param name="input">The tensor.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <remarks>Mirrors paddle.atleast_1d.</remarks>
        public static Tensor Atleast1d(this Tensor input, string? name = null) => AtLeast([input], 1)[0];

        /// <summary>A vector of N as [1, N], a scalar as [1, 1]; others as they are.</summary>
        /// <param name="input">The tensor.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <remarks>Mirrors paddle.atleast_2d.</remarks>
        public static Tensor Atleast2d(this Tensor input, string? name = null) => AtLeast([input], 2)[0];

        /// <summary>A matrix [M, N] as [M, N, 1], a vector of N as [1, N, 1], a scalar as [1, 1, 1]; others as they are.</summary>
        /// <param name="input">The tensor.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <remarks>Mirrors paddle.atleast_3d.</remarks>
        public static Tensor Atleast3d(this Tensor input, string? name = null) => AtLeast([input], 3)[0];

        /// <summary>Several tensors, each as <see cref="Atleast1d(Tensor, string?)"/> gives it.</summary>
        /// <param name="inputs">The tensors.</param>
        /// <remarks>Mirrors paddle.atleast_1d.</remarks>
        public static Tensor[] Atleast1d(params Tensor[] inputs) => AtLeast(inputs, 1);

        /// <summary>Several tensors, each as <see cref="Atleast2d(Tensor, string?)"/> gives it.</summary>
        /// <param name="inputs">The tensors.</param>
        /// <remarks>Mirrors paddle.atleast_2d.</remarks>
        public static Tensor[] Atleast2d(params Tensor[] inputs) => AtLeast(inputs, 2);

        /// <summary>Several tensors, each as <see cref="Atleast3d(Tensor, string?)"/> gives it.</summary>
        /// <param name="inputs">The tensors.</param>
        /// <remarks>Mirrors paddle.atleast_3d.</remarks>
        public static Tensor[] Atleast3d(params Tensor[] inputs) => AtLeast(inputs, 3);

        private static Tensor[] AtLeast(IReadOnlyList<Tensor> x, int rank) => x.Select(t => (t.Ndim, rank) switch
        {
            (0, 1) => t.Reshape(1),
            (0, 2) => t.Reshape((1, 1)),
            (1, 2) => t.Unsqueeze(0),
            (0, 3) => t.Reshape((1, 1, 1)),
            (1, 3) => t.Unsqueeze(0).Unsqueeze(2),
            (2, 3) => t.Unsqueeze(2),
            _ => t,
        }).ToArray();

        private static IReadOnlyList<Tensor> OfOneType(IReadOnlyList<Tensor> x)
        {
            if (x.All(t => t.DType == x[0].DType))
                return x;
            DType dtype = x.Select(t => t.DType).Aggregate(Promotion.Of);
            return x.Select(t => t.Cast(dtype)).ToArray();
        }
    }
}
