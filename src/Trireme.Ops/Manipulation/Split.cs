using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out = the pieces of X along an axis.</summary>
    /// <param name="Axis">The axis.</param>
    /// <param name="Num">How many equal pieces; 0 where <paramref name="Sections"/> says.</param>
    /// <param name="Sections">The size of each piece; one may be -1: what is left.</param>
    [Op("split", "X, AxisTensor?, SectionsTensorList* -> Out*")]
    public sealed record SplitOp(int Axis = 0, int Num = 0, Ints Sections = default) : Op, IComposable
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta x = c["X"];
            if (SizeInputs.Any(c.Call.Inputs, 1))
            {
                Shape unknown = Enumerable.Repeat(-1, x.Shape.Rank).ToArray();
                c.SetList("Out", Enumerable.Repeat(x with { Shape = unknown }, Math.Max(Num, Math.Max(Sections.Count, c.List("SectionsTensorList").Length))).ToArray());
                return;
            }
            int axis = c.RequireAxis(Axis, "X");
            c.Require(x.Shape.Rank > 0, "a tensor without dimensions cannot be split.");
            int length = x.Shape[axis];
            int[] sizes;
            if (Sections.Count > 0)
            {
                sizes = Sections.ToArray();
                int rest = Array.IndexOf(sizes, -1);
                c.Require(sizes.All(s => s >= -1) && sizes.Count(s => s == -1) <= 1, $"the sections {Sections} are not sizes.", "Sizes are at least 0; one may be -1: what is left.");
                if (rest >= 0)
                    sizes[rest] = length < 0 ? -1 : length - sizes.Where(s => s >= 0).Sum();
                c.Require(length < 0 || (sizes.Sum() == length && sizes.All(s => s >= 0)), $"the sections {Sections} do not add up to {length}, the length of axis {axis}.");
            }
            else
            {
                c.Require(Num > 0, $"X cannot be split into {Num} pieces.");
                c.Require(length < 0 || length % Num == 0, $"axis {axis} of length {length} cannot be split into {Num} equal pieces.", "Pass the sizes of the pieces instead.");
                sizes = new int[Num];
                Array.Fill(sizes, length < 0 ? -1 : length / Num);
            }
            c.SetList("Out", Array.ConvertAll(sizes, s => x with { Shape = x.Shape.With(axis, s) }));
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = new ConcatOp(Axis).ApplyAll(Enumerable.Range(0, g.Count("Out")).Select(i => g.D["Out", i]).ToArray())[0];

        bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => SizeInputs.Any(inputs, 1);

        bool IComposable.ReadsValues(ReadOnlySpan<Tensor?> inputs) => true;

        void IComposable.Compose(ComposeContext c)
            => c.SetList("Out", new SplitOp(SizeInputs.Read(c, "AxisTensor")?[0] ?? Axis, Num, SizeInputs.Read(c, "SectionsTensorList") ?? Sections).ApplyAll(c["X"]));
    }

    /// <summary>Out = the slices of X along an axis, without that axis.</summary>
    /// <param name="Axis">The axis.</param>
    [Op("unbind", "X -> Out*")]
    public sealed record UnbindOp(int Axis = 0) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c) => c.SetList("Out", UnstackOp.Slices(c, Axis, "X"));

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = UnstackOp.Joined(g, Axis, "Out");
    }

    /// <summary>Y = the slices of X along an axis, without that axis.</summary>
    /// <param name="Axis">The axis.</param>
    /// <param name="Num">How many slices there are: the axis' length.</param>
    [Op("unstack", "X -> Y*")]
    public sealed record UnstackOp(int Axis = 0, int Num = 0) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta[] slices = Slices(c, Axis, "X");
            c.Require(Num == 0 || Num == slices.Length, $"num is {Num}, but axis {Axis} has {slices.Length} slices.");
            c.SetList("Y", slices);
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = Joined(g, Axis, "Y");

        internal static TensorMeta[] Slices(InferContext c, int axis, string slot)
        {
            TensorMeta x = c[slot];
            axis = c.RequireAxis(axis, slot);
            c.Require(x.Shape.Rank > 0, "a tensor without dimensions has no slices.");
            c.Require(x.Shape[axis] >= 0, $"the length of axis {axis} is not known, so the number of results is not either.");
            var metas = new TensorMeta[x.Shape[axis]];
            Array.Fill(metas, x with { Shape = x.Shape.ToArray().Where((_, i) => i != axis).ToArray() });
            return metas;
        }

        internal static Tensor Joined(GradContext g, int axis, string slot)
        {
            if (axis < 0)
                axis += g.Meta("X").Shape.Rank;
            return g.Count(slot) == 0 ? Paddle.Zeros(g.Meta("X").Shape, g.Meta("X").DType)
                : new StackOp(axis).ApplyAll(Enumerable.Range(0, g.Count(slot)).Select(i => g.D[slot, i]).ToArray())[0];
        }
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>Cuts a tensor into equal pieces.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="numOrSections">How many pieces; must divide the axis' length.</param>
        /// <param name="axis">The axis to cut along.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The axis is outside x, or its length does not divide.</exception>
        /// <remarks>Mirrors paddle.split.</remarks>
        public static Tensor[] Split(this Tensor x, int numOrSections, int axis = 0, string? name = null) => new SplitOp(axis, numOrSections).ApplyAll(x);

        /// <summary>Cuts a tensor into pieces of given sizes.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="numOrSections">The size of each piece; one may be -1: what is left.</param>
        /// <param name="axis">The axis to cut along.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The axis is outside x, or the sizes do not add up to its length.</exception>
        /// <remarks>Mirrors paddle.split.</remarks>
        public static Tensor[] Split(this Tensor x, Ints numOrSections, int axis = 0, string? name = null)
            => new SplitOp(axis, 0, numOrSections).ApplyAll(x);

        /// <summary>Cuts a tensor into equal pieces; the same as Split.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="chunks">How many pieces; must divide the axis' length.</param>
        /// <param name="axis">The axis to cut along.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The axis is outside x, or its length does not divide.</exception>
        /// <remarks>Mirrors paddle.chunk.</remarks>
        public static Tensor[] Chunk(this Tensor x, int chunks, int axis = 0, string? name = null) => Split(x, chunks, axis);

        /// <summary>The slices along an axis, without that axis.</summary>
        /// <param name="input">The tensor.</param>
        /// <param name="axis">The axis.</param>
        /// <exception cref="InvalidArgumentException">The axis is outside <paramref name="input"/>.</exception>
        /// <remarks>Mirrors paddle.unbind.</remarks>
        public static Tensor[] Unbind(this Tensor input, int axis = 0) => new UnbindOp(axis).ApplyAll(input);

        /// <summary>The slices along an axis, without that axis.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="axis">The axis.</param>
        /// <param name="num">The axis' length, where it is to be checked.</param>
        /// <exception cref="InvalidArgumentException">The axis is outside x, or its length is not <paramref name="num"/>.</exception>
        /// <remarks>Mirrors paddle.unstack.</remarks>
        public static Tensor[] Unstack(this Tensor x, int axis = 0, int? num = null) => new UnstackOp(axis, num ?? 0).ApplyAll(x);

        /// <summary>Cuts a tensor into pieces that may differ by one element.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="numOrIndices">How many pieces.</param>
        /// <param name="axis">The axis to cut along.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The axis is outside x, or the number is below 1.</exception>
        /// <remarks>The first pieces are the larger ones. Mirrors paddle.tensor_split.</remarks>
        public static Tensor[] TensorSplit(this Tensor x, int numOrIndices, int axis = 0, string? name = null)
        {
            int length = x.Shape[Axes.Of(x, axis, "TensorSplit")];
            if (numOrIndices < 1)
                throw new InvalidArgumentException($"TensorSplit: x cannot be cut into {numOrIndices} pieces.", $"x {x.Shape} {x.DType}");
            int small = length / numOrIndices, larger = length % numOrIndices;
            return x.Split((Ints)Enumerable.Range(0, numOrIndices).Select(i => i < larger ? small + 1 : small).ToArray(), axis);
        }

        /// <summary>Cuts a tensor at given positions.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="numOrIndices">Where the second and all further pieces begin; negative counts from the end.</param>
        /// <param name="axis">The axis to cut along.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The axis is outside x.</exception>
        /// <remarks>Mirrors paddle.tensor_split.</remarks>
        public static Tensor[] TensorSplit(this Tensor x, Ints numOrIndices, int axis = 0, string? name = null)
        {
            axis = Axes.Of(x, axis, "TensorSplit");
            int length = x.Shape[axis];
            int[] cuts = [0, .. numOrIndices.ToArray().Select(i => Math.Clamp(i < 0 ? i + length : i, 0, length)), length];
            return Enumerable.Range(0, cuts.Length - 1).Select(i => x.Slice(axis, cuts[i], Math.Max(cuts[i], cuts[i + 1]))).ToArray();
        }

        /// <summary>Cuts along the second axis, a vector along its only one.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="numOrIndices">How many pieces.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">x has no dimensions.</exception>
        /// <remarks>Mirrors paddle.hsplit.</remarks>
        public static Tensor[] Hsplit(this Tensor x, int numOrIndices, string? name = null) => TensorSplit(RequireRank(x, 1, "Hsplit"), numOrIndices, x.Ndim > 1 ? 1 : 0);

        /// <summary>Cuts along the second axis, a vector along its only one.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="numOrIndices">Where the second and all further pieces begin.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">x has no dimensions.</exception>
        /// <remarks>Mirrors paddle.hsplit.</remarks>
        public static Tensor[] Hsplit(this Tensor x, Ints numOrIndices, string? name = null) => TensorSplit(RequireRank(x, 1, "Hsplit"), numOrIndices, x.Ndim > 1 ? 1 : 0);

        /// <summary>Cuts along the first axis.</summary>
        /// <param name="x">A tensor with at least two dimensions.</param>
        /// <param name="numOrIndices">How many pieces.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">x has fewer than two dimensions.</exception>
        /// <remarks>Mirrors paddle.vsplit.</remarks>
        public static Tensor[] Vsplit(this Tensor x, int numOrIndices, string? name = null) => TensorSplit(RequireRank(x, 2, "Vsplit"), numOrIndices);

        /// <summary>Cuts along the first axis.</summary>
        /// <param name="x">A tensor with at least two dimensions.</param>
        /// <param name="numOrIndices">Where the second and all further pieces begin.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">x has fewer than two dimensions.</exception>
        /// <remarks>Mirrors paddle.vsplit.</remarks>
        public static Tensor[] Vsplit(this Tensor x, Ints numOrIndices, string? name = null) => TensorSplit(RequireRank(x, 2, "Vsplit"), numOrIndices);

        /// <summary>Cuts along the third axis.</summary>
        /// <param name="x">A tensor with at least three dimensions.</param>
        /// <param name="numOrIndices">How many pieces.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">x has fewer than three dimensions.</exception>
        /// <remarks>Mirrors paddle.dsplit.</remarks>
        public static Tensor[] Dsplit(this Tensor x, int numOrIndices, string? name = null) => TensorSplit(RequireRank(x, 3, "Dsplit"), numOrIndices, 2);

        /// <summary>Cuts along the third axis.</summary>
        /// <param name="x">A tensor with at least three dimensions.</param>
        /// <param name="numOrIndices">Where the second and all further pieces begin.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">x has fewer than three dimensions.</exception>
        /// <remarks>Mirrors paddle.dsplit.</remarks>
        public static Tensor[] Dsplit(this Tensor x, Ints numOrIndices, string? name = null) => TensorSplit(RequireRank(x, 3, "Dsplit"), numOrIndices, 2);

        private static Tensor RequireRank(Tensor x, int rank, string function)
            => x.Ndim >= rank ? x : throw new InvalidArgumentException($"{function}: x needs at least {rank} dimensions.", $"x {x.Shape} {x.DType}");
    }
}
