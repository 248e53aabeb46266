using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out = X with its dimensions in another order.</summary>
    /// <param name="Axis">For each dimension of the result the axis of X it is.</param>
    [Op("transpose2", "X -> Out, XShape~", View = "Out=X")]
    public sealed record Transpose2Op(Ints Axis) : StridedOp
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            Shape x = c["X"].Shape;
            c.Require(Axis.Count == x.Rank, $"perm {Axis} has {Axis.Count} entries, but X has {x.Rank} dimensions.");
            var seen = new bool[x.Rank];
            var dims = new int[x.Rank];
            for (int i = 0; i < dims.Length; i++)
            {
                int axis = c.RequireAxis(Axis[i], "X");
                c.Require(!seen[axis], $"perm {Axis} names axis {axis} twice.", "Every axis must occur once.");
                seen[axis] = true;
                dims[i] = x[axis];
            }
            c["Out"] = c["X"] with { Shape = dims };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
        {
            var inverse = new int[Axis.Count];
            for (int i = 0; i < inverse.Length; i++)
                inverse[Positive(i)] = i;
            g.D["X"] = new Transpose2Op(inverse).Apply(g.D["Out"]);
        }

        internal override StridedPart Part(Shape input)
        {
            Ints strides = StridedPart.Whole(input).Strides;
            var dims = new int[input.Rank];
            var distances = new int[input.Rank];
            for (int i = 0; i < dims.Length; i++)
            {
                dims[i] = input[Positive(i)];
                distances[i] = strides[Positive(i)];
            }
            return new StridedPart(new Shape(dims), new Ints(distances), 0);
        }

        private int Positive(int i) => Axis[i] < 0 ? Axis[i] + Axis.Count : Axis[i];
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>The dimensions in another order: result dimension i is x's dimension <c>perm[i]</c>.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="perm">Every axis of x once.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException"><paramref name="perm"/> is not a permutation of x's axes.</exception>
        /// <remarks>Copies, unless only dimensions of size 1 move. Mirrors paddle.transpose.</remarks>
        public static Tensor Transpose(this Tensor x, Ints perm, string? name = null) => new Transpose2Op(perm).Apply(x);

        /// <summary>A matrix transposed; tensors with fewer than two dimensions as they are.</summary>
        /// <param name="input">A tensor with at most two dimensions.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException"><paramref name="input"/> has more than two dimensions.</exception>
        /// <remarks>Mirrors paddle.t.</remarks>
        public static Tensor T(this Tensor input, string? name = null)
        {
            if (input.Ndim > 2)
                throw new InvalidArgumentException($"T: a tensor with {input.Ndim} dimensions is no matrix.", $"input {input.Shape} {input.DType}", "Use Transpose with a permutation.");
            return input.Ndim < 2 ? input : input.Transpose((1, 0));
        }

        /// <summary>Moves axes to other places; the others keep their order.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="source">The axes to move.</param>
        /// <param name="destination">Where they stand in the result, in the same order.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">An axis is outside x or named twice, or the lists differ in length.</exception>
        /// <remarks>Mirrors paddle.moveaxis.</remarks>
        public static Tensor Moveaxis(this Tensor x, Ints source, Ints destination, string? name = null)
        {
            int[] from = Axes.Of(x, source, "Moveaxis"), to = Axes.Of(x, destination, "Moveaxis");
            if (from.Length != to.Length)
                throw new InvalidArgumentException($"Moveaxis: source {source} and destination {destination} have different lengths.", $"x {x.Shape} {x.DType}");
            var perm = new int[x.Ndim];
            Array.Fill(perm, -1);
            for (int i = 0; i < from.Length; i++)
                perm[to[i]] = from[i];
            var rest = new Queue<int>(Enumerable.Range(0, x.Ndim).Except(from));
            for (int i = 0; i < perm.Length; i++)
            {
                if (perm[i] < 0)
                    perm[i] = rest.Dequeue();
            }
            return x.Transpose(perm);
        }

        /// <summary>Exchanges two axes.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="axis0">One axis.</param>
        /// <param name="axis1">The other.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">An axis is outside x.</exception>
        /// <remarks>Mirrors paddle.swapaxes.</remarks>
        public static Tensor Swapaxes(this Tensor x, int axis0, int axis1, string? name = null)
        {
            int[] perm = [.. Enumerable.Range(0, x.Ndim)];
            (axis0, axis1) = (Axes.Of(x, axis0, "Swapaxes"), Axes.Of(x, axis1, "Swapaxes"));
            if (perm.Length > 0)
                (perm[axis0], perm[axis1]) = (axis1, axis0);
            return x.Transpose(perm);
        }
    }
}
