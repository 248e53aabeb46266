using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out = X stretched to a shape: dimensions of size 1 are repeated, missing ones added in front.</summary>
    /// <param name="Shape">The result's dimensions; -1 keeps X's. The input Shape wins over it.</param>
    [Op("expand_v2", "X, Shape?, expand_shapes_tensor* -> Out", View = "Out=X")]
    public sealed record ExpandV2Op(Shape Shape) : StridedOp, IComposable
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            if (SizeInputs.Any(c.Call.Inputs, 1))
            {
                c["Out"] = c["X"] with { Shape = SizeInputs.Unknown(c, "Shape", "expand_shapes_tensor", Shape) };
                return;
            }
            Shape x = c["X"].Shape, wanted = Shape;
            int added = wanted.Rank - x.Rank;
            c.Require(added >= 0, $"X has more dimensions than the shape {wanted}.");
            int[] dims = wanted.ToArray();
            for (int i = 0; i < dims.Length; i++)
            {
                int have = i < added ? 1 : x[i - added];
                c.Require(dims[i] >= 0 || (dims[i] == -1 && i >= added), $"the shape {wanted} has the dimension {dims[i]} at position {i}.",
                    "-1 keeps a dimension that X has; all others are positive.");
                c.Require(dims[i] == -1 || have == -1 || have == 1 || have == dims[i], $"dimension {i - added} of X has size {have} and cannot be stretched to {dims[i]}.",
                    $"Only dimensions of size 1 are stretched; the shape wanted is {wanted}.");
                if (dims[i] == -1)
                    dims[i] = have;
            }
            c["Out"] = c["X"] with { Shape = dims };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = g.D["Out"];

        bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => SizeInputs.Any(inputs, 1);

        bool IComposable.ReadsValues(ReadOnlySpan<Tensor?> inputs) => true;

        void IComposable.Compose(ComposeContext c)
            => c["Out"] = new ExpandV2Op(SizeInputs.Read(c, "Shape", "expand_shapes_tensor") is { } dims ? dims : Shape).Apply(c["X"]);

        internal override StridedPart Part(Shape input)
        {
            Ints strides = StridedPart.Whole(input).Strides;
            int added = Shape.Rank - input.Rank;
            int[] dims = Shape.ToArray();
            var distances = new int[dims.Length];
            for (int i = Math.Max(0, added); i < dims.Length; i++)
            {
                int have = input[i - added];
                distances[i] = have == 1 ? 0 : strides[i - added];
                if (dims[i] == -1)
                    dims[i] = have;
            }
            return new StridedPart(new Shape(dims), new Ints(distances), 0);
        }
    }

    /// <summary>Out = X repeated along every axis.</summary>
    /// <param name="RepeatTimes">How often, aligned at the last axis; axes in front are added where there are more entries than dimensions.</param>
    [Op("tile", "X, RepeatTimes?, repeat_times_tensor* -> Out")]
    public sealed record TileOp(Ints RepeatTimes) : Op, IComposable
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            Shape x = c["X"].Shape;
            if (SizeInputs.Any(c.Call.Inputs, 1))
            {
                int known = Math.Max(x.Rank, SizeInputs.Unknown(c, "RepeatTimes", "repeat_times_tensor", RepeatTimes).Rank);
                c["Out"] = c["X"] with { Shape = Enumerable.Repeat(-1, known).ToArray() };
                return;
            }
            Ints times = RepeatTimes;
            int rank = Math.Max(x.Rank, times.Count);
            var dims = new int[rank];
            for (int i = 1; i <= rank; i++)
            {
                int have = i <= x.Rank ? x[^i] : 1, repeat = i <= times.Count ? times[times.Count - i] : 1;
                c.Require(repeat >= 0, $"repeat_times {times} has the negative entry {repeat}.");
                dims[^i] = have < 0 ? -1 : have * repeat;
            }
            c["Out"] = c["X"] with { Shape = dims };
        }

        bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => SizeInputs.Any(inputs, 1);

        bool IComposable.ReadsValues(ReadOnlySpan<Tensor?> inputs) => true;

        void IComposable.Compose(ComposeContext c)
            => c["Out"] = new TileOp(SizeInputs.Read(c, "RepeatTimes", "repeat_times_tensor") ?? RepeatTimes).Apply(c["X"]);

        /// <inheritdoc/>
        public override void Grad(GradContext g)
        {
            Shape x = g.Meta("X").Shape, y = g.Meta("Out").Shape;
            if (y.Numel == 0)
            {
                g.D["X"] = Paddle.Zeros(x, g.Meta("X").DType);
                return;
            }
            // Every axis is seen as [repeats, length]; the repeats are summed.
            var dims = new int[2 * y.Rank];
            for (int i = 0; i < y.Rank; i++)
            {
                int have = i < y.Rank - x.Rank ? 1 : x[i - (y.Rank - x.Rank)];
                dims[2 * i] = have == 0 ? 1 : y[i] / have;
                dims[(2 * i) + 1] = have;
            }
            Tensor sum = g.D["Out"].Reshape(dims).Sum(Enumerable.Range(0, y.Rank).Select(i => 2 * i).ToArray());
            g.D["X"] = Reshape2Op.ViewOf(sum, x);
        }
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>Stretches dimensions of size 1 and adds dimensions in front until the shape is reached.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="shape">The shape wanted; -1 keeps a dimension of x.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">A dimension that is to be stretched is not 1.</exception>
        /// <remarks>Copies, unless nothing is repeated. Mirrors paddle.expand.</remarks>
        public static Tensor Expand(this Tensor x, Shape shape, string? name = null) => new ExpandV2Op(shape).Apply(x);

        /// <summary>Stretches a tensor to a shape; the same as <see cref="Expand"/>.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="shape">The shape wanted; -1 keeps a dimension of x.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">A dimension that is to be stretched is not 1.</exception>
        /// <remarks>Mirrors paddle.broadcast_to.</remarks>
        public static Tensor BroadcastTo(this Tensor x, Shape shape, string? name = null) => Expand(x, shape);

        /// <summary>Stretches a tensor to the shape of another.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="y">Gives the shape.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">A dimension that is to be stretched is not 1.</exception>
        /// <remarks>Mirrors paddle.expand_as.</remarks>
        public static Tensor ExpandAs(this Tensor x, Tensor y, string? name = null) => Expand(x, y.Shape);

        /// <summary>Repeats a tensor along every axis.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="repeatTimes">How often, aligned at the last axis.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">A number is negative.</exception>
        /// <remarks>Mirrors paddle.tile.</remarks>
        public static Tensor Tile(this Tensor x, Ints repeatTimes, string? name = null) => new TileOp(repeatTimes).Apply(x);

        /// <summary>Stretches several tensors to the shape they have in common.</summary>
        /// <param name="input">The tensors.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
        /// <remarks>Mirrors paddle.broadcast_tensors.</remarks>
        public static Tensor[] BroadcastTensors(IReadOnlyList<Tensor> input, string? name = null)
        {
            Shape shape = [];
            foreach (Tensor t in input)
                shape = BroadcastShape(shape, t.Shape);
            return input.Select(t => t.Expand(shape)).ToArray();
        }

        /// <summary>The shape that two shapes are stretched to together.</summary>
        /// <param name="xShape">One shape.</param>
        /// <param name="yShape">The other.</param>
        /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
        /// <remarks>Mirrors paddle.broadcast_shape.</remarks>
        public static Shape BroadcastShape(Shape xShape, Shape yShape)
            => Trireme.Shape.Broadcast(xShape, yShape)
                ?? throw new InvalidArgumentException($"BroadcastShape: {xShape} and {yShape} do not broadcast.",
                    "Dimensions are aligned at the end and must be equal, or one of them 1.");
    }
}
