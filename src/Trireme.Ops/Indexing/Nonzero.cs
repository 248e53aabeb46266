using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out = the positions [N, rank] of the elements that are not 0, in order.</summary>
    [Op("where_index", "Condition -> Out", NoGradient = "Positions do not depend on the input smoothly.")]
    public sealed record WhereIndexOp : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c) => c["Out"] = new TensorMeta((-1, c["Condition"].Shape.Rank), DType.Int64);
    }

    /// <summary>Y = the elements of X where Mask is true, in order.</summary>
    [Op("masked_select", "X, Mask -> Y", Saves = "Mask")]
    public sealed record MaskedSelectOp : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            c.Require(c["Mask"].DType == DType.Bool, "Mask must be bool.", "Compare, or cast it.");
            c.Require(c["Mask"].Shape == c["X"].Shape || !c["Mask"].Shape.IsKnown || !c["X"].Shape.IsKnown, "X and Mask have different shapes.", "Broadcast them first.");
            c["Y"] = c["X"] with { Shape = -1 };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
            => g.D["X"] = new MaskedScatterOp().Apply(Paddle.Zeros(g.Meta("X").Shape, g.Meta("X").DType), g["Mask"], g.D["Y"]);
    }

    /// <summary>Out = X, with the places where Mask is true replaced by the elements of Value in order.</summary>
    [Op("masked_scatter", "X, Mask, Value -> Out", Saves = "Mask")]
    public sealed record MaskedScatterOp : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            c.Require(c["Mask"].DType == DType.Bool, "Mask must be bool.", "Compare, or cast it.");
            c.Require(c["Mask"].Shape == c["X"].Shape || !c["Mask"].Shape.IsKnown || !c["X"].Shape.IsKnown, "X and Mask have different shapes.", "Broadcast them first.");
            c.Require(c["X"].DType == c["Value"].DType, "X and Value have different element types.", "Cast one of them.");
            c["Out"] = c["X"];
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
        {
            Tensor d = g.D["Out"], mask = g["Mask"];
            if (g.Needs("X"))
                g.D["X"] = new WhereOp().Apply(mask, Paddle.Zeros([], d.DType), d);
            if (g.Needs("Value"))
            {
                // Elements of Value that were not used have no influence.
                Tensor used = new MaskedSelectOp().Apply(d, mask);
                Shape shape = g.Meta("Value").Shape;
                int left = (int)shape.Numel - (int)used.Size;
                g.D["Value"] = Reshape2Op.ViewOf(left == 0 ? used : Paddle.Concat([used, Paddle.Zeros(left, d.DType)]), shape);
            }
        }
    }

    /// <summary>Out = X where Condition is true, else Y; all three broadcast.</summary>
    [Op("where", "Condition, X, Y -> Out", Saves = "Condition")]
    public sealed record WhereOp : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta condition = c["Condition"], x = c["X"], y = c["Y"];
            c.Require(condition.DType == DType.Bool, "Condition must be bool.", "Compare, or cast it.");
            c.Require(x.DType == y.DType, "X and Y have different element types.", "Cast one of them.");
            Shape? shape = Shape.Broadcast(x.Shape, y.Shape) is { } s ? Shape.Broadcast(s, condition.Shape) : null;
            c.Require(shape is not null, "the shapes do not broadcast.", "Dimensions are aligned at the end and must be equal, or one of them 1.");
            c["Out"] = x with { Shape = shape.Value };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
        {
            Tensor d = g.D["Out"], zero = Paddle.Zeros([], d.DType);
            if (g.Needs("X"))
                g.D["X"] = new WhereOp().Apply(g["Condition"], d, zero);
            if (g.Needs("Y"))
                g.D["Y"] = new WhereOp().Apply(g["Condition"], zero, d);
        }
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>The positions of the elements that are not 0.</summary>
        /// <param name="x">The tensor.</param>
        /// <returns>int64 [N, rank].</returns>
        /// <remarks>Mirrors paddle.nonzero with as_tuple=False.</remarks>
        public static Tensor Nonzero(this Tensor x) => new WhereIndexOp().Apply(x);

        /// <summary>The positions of the elements that are not 0.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="asTuple">Whether the positions come as one tensor [N, 1] for each dimension.</param>
        /// <returns>One tensor int64 [N, rank], or one [N, 1] for each dimension.</returns>
        /// <remarks>Mirrors paddle.nonzero.</remarks>
        public static Tensor[] Nonzero(this Tensor x, bool asTuple) => asTuple ? Nonzero(x).Split(Math.Max(1, x.Ndim), 1) : [Nonzero(x)];

        /// <summary>The elements where a mask is true, in order.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="mask">bool; broadcasts with x.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>[N].</returns>
        /// <exception cref="InvalidArgumentException">The mask is not bool or does not fit.</exception>
        /// <remarks>Mirrors paddle.masked_select.</remarks>
        public static Tensor MaskedSelect(this Tensor x, Tensor mask, string? name = null)
        {
            Shape shape = BroadcastShape(x.Shape, mask.Shape);
            return new MaskedSelectOp().Apply(x.Shape == shape ? x : x.Expand(shape), mask.Shape == shape ? mask : mask.Expand(shape));
        }

        /// <summary>x where the condition is true, else y; all three broadcast.</summary>
        /// <param name="condition">bool.</param>
        /// <param name="x">What is taken where the condition is true.</param>
        /// <param name="y">What is taken elsewhere.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
        /// <remarks>Mirrors paddle.where.</remarks>
        public static Tensor Where(this Tensor condition, Tensor x, Tensor y, string? name = null)
        {
            (x, y) = Promotion.Pair(x, y);
            return new WhereOp().Apply(condition, x, y);
        }

        /// <summary>x or a number, by a condition.</summary>
        /// <param name="condition">bool.</param>
        /// <param name="x">What is taken where the condition is true.</param>
        /// <param name="y">What is taken elsewhere.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
        /// <remarks>Mirrors paddle.where.</remarks>
        public static Tensor Where(this Tensor condition, Tensor x, Scalar y, string? name = null)
        {
            x = Promotion.Beside(x, y);
            return new WhereOp().Apply(condition, x, Promotion.Constant(y, x));
        }

        /// <summary>A number or y, by a condition.</summary>
        /// <param name="condition">bool.</param>
        /// <param name="x">What is taken where the condition is true.</param>
        /// <param name="y">What is taken elsewhere.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The shapes do not broadcast.</exception>
        /// <remarks>Mirrors paddle.where.</remarks>
        public static Tensor Where(this Tensor condition, Scalar x, Tensor y, string? name = null)
        {
            y = Promotion.Beside(y, x);
            return new WhereOp().Apply(condition, Promotion.Constant(x, y), y);
        }

        /// <summary>The positions [N, 1] for each dimension where the condition is true.</summary>
        /// <param name="condition">bool.</param>
        /// <remarks>Mirrors paddle.where with a condition only.</remarks>
        public static Tensor[] Where(this Tensor condition) => Nonzero(condition, asTuple: true);

        /// <summary>x, with the places where a mask is true replaced by one value.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="mask">bool; broadcasts with x.</param>
        /// <param name="value">The value.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The mask is not bool or does not fit.</exception>
        /// <remarks>Mirrors paddle.masked_fill.</remarks>
        public static Tensor MaskedFill(this Tensor x, Tensor mask, Scalar value, string? name = null) => new WhereOp().Apply(mask, Full([], value, x.DType), x);

        /// <summary>x, with the places where a mask is true replaced by one value.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="mask">bool; broadcasts with x.</param>
        /// <param name="value">A tensor with one element.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The mask is not bool or does not fit.</exception>
        /// <remarks>Mirrors paddle.masked_fill.</remarks>
        public static Tensor MaskedFill(this Tensor x, Tensor mask, Tensor value, string? name = null) => new WhereOp().Apply(mask, value.Cast(x.DType), x);

        /// <summary>x = x where the condition is true, else y; in place.</summary>
        /// <param name="condition">bool.</param>
        /// <param name="x">The tensor to change.</param>
        /// <param name="y">What is taken where the condition is false.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The result does not fit into x, or x is a leaf that requires a gradient.</exception>
        /// <remarks>Mirrors paddle.where_.</remarks>
        public static Tensor Where_(Tensor condition, Tensor x, Tensor y, string? name = null) => InPlace.Run(x, alias => Where(condition, alias, y));

        /// <summary><see cref="MaskedFill(Tensor, Tensor, Scalar, string?)"/> in place.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="mask">bool; broadcasts to x.</param>
        /// <param name="value">The value.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The mask does not fit, or x is a leaf that requires a gradient.</exception>
        /// <remarks>Mirrors paddle.masked_fill_.</remarks>
        public static Tensor MaskedFill_(this Tensor x, Tensor mask, Scalar value, string? name = null) => InPlace.Run(x, alias => MaskedFill(alias, mask, value));

        /// <summary>x, with the places where a mask is true replaced by the elements of another tensor in order.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="mask">bool; broadcasts to x.</param>
        /// <param name="value">At least as many elements as the mask has true ones.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The mask does not fit, or there are too few elements.</exception>
        /// <remarks>Mirrors paddle.masked_scatter.</remarks>
        public static Tensor MaskedScatter(this Tensor x, Tensor mask, Tensor value, string? name = null)
            => new MaskedScatterOp().Apply(x, mask.Shape == x.Shape ? mask : mask.Expand(x.Shape), value);

        /// <summary><see cref="MaskedScatter"/> in place.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="mask">bool; broadcasts to x.</param>
        /// <param name="value">At least as many elements as the mask has true ones.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The mask does not fit, there are too few elements, or x is a leaf that requires a gradient.</exception>
        /// <remarks>Mirrors paddle.masked_scatter_.</remarks>
        public static Tensor MaskedScatter_(this Tensor x, Tensor mask, Tensor value, string? name = null)
            => Overwriting.Run(new MaskedScatterOp(), "masked_scatter_", x, mask.Shape == x.Shape ? mask : mask.Expand(x.Shape), value);
    }
}
