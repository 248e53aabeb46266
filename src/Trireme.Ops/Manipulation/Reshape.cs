using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out = X with other dimensions and the same elements in the same order; memory is shared.</summary>
    /// <param name="Shape">The dimensions: 0 takes X's dimension at that place, one -1 is what is left. The input Shape wins over it.</param>
    [Op("reshape2", "X, Shape?, ShapeTensor* -> Out, XShape~", View = "Out=X")]
    public sealed record Reshape2Op(Shape Shape) : Op, IComposable
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            if (SizeInputs.Any(c.Call.Inputs, 1))
            {
                c["Out"] = c["X"] with { Shape = SizeInputs.Unknown(c, "Shape", "ShapeTensor", Shape) };
                return;
            }
            Shape wanted = Shape, x = c["X"].Shape;
            int[] dims = wanted.ToArray();
            int rest = -1;
            long known = 1;
            bool countable = x.IsKnown;
            for (int i = 0; i < dims.Length; i++)
            {
                c.Require(dims[i] >= -1, $"the shape {wanted} has the dimension {dims[i]}.", "Dimensions are positive, 0 (as in x) or once -1 (what is left).");
                if (dims[i] == -1)
                {
                    c.Require(rest < 0, $"the shape {wanted} has more than one -1.", "Only one dimension can be worked out.");
                    rest = i;
                    continue;
                }
                if (dims[i] == 0 && (i < x.Rank || !x.IsKnown || x.Numel != 0))
                {
                    c.Require(i < x.Rank, $"the shape {wanted} has a 0 at position {i}, but X has {x.Rank} dimensions.", "0 takes X's dimension at the same place.");
                    dims[i] = x[i];
                    countable &= x[i] >= 0;
                }
                known *= dims[i];
            }
            if (rest >= 0 && countable)
            {
                c.Require(known != 0 ? x.Numel % known == 0 : x.Numel == 0, $"{x.Numel} elements cannot be arranged as {wanted}.",
                    "The product of the dimensions must divide the number of elements.");
                dims[rest] = known != 0 ? (int)(x.Numel / known) : 0;
            }
            else
            {
                c.Require(!countable || known == x.Numel, $"{x.Numel} elements cannot be arranged as {wanted}, which has {known}.",
                    "The number of elements must stay the same.");
            }
            c["Out"] = c["X"] with { Shape = dims };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = ViewOf(g.D["Out"], g.Meta("X").Shape);

        bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => SizeInputs.Any(inputs, 1);

        bool IComposable.ReadsValues(ReadOnlySpan<Tensor?> inputs) => true;

        void IComposable.Compose(ComposeContext c)
            => c["Out"] = new Reshape2Op(SizeInputs.Read(c, "Shape", "ShapeTensor") is { } dims ? dims : Shape).Apply(c["X"]);

        /// <summary>The same elements in another, fully known shape.</summary>
        internal static Tensor ViewOf(Tensor x, Shape shape)
        {
            if (x.Shape == shape)
                return x;
            // A literal 0 would mean "as in x"; an empty tensor's dimensions are taken as they are.
            return shape.AsSpan().Contains(0) ? new AsStridedOp(shape, StridedPart.Whole(shape).Strides).Apply(x) : new Reshape2Op(shape).Apply(x);
        }
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>The same elements in other dimensions. Memory is shared with x.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="shape">The dimensions; 0 takes x's dimension at the same place, one may be -1: what is left.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The number of elements does not fit.</exception>
        /// <remarks>O(1). Mirrors paddle.reshape.</remarks>
        public static Tensor Reshape(this Tensor x, Shape shape, string? name = null) => new Reshape2Op(shape).Apply(x);

        /// <summary>The same elements in other dimensions; the same as <see cref="Reshape"/>.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="shapeOrDtype">The dimensions, as <see cref="Reshape"/> takes them.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The number of elements does not fit.</exception>
        /// <remarks>Mirrors paddle.view with a shape.</remarks>
        public static Tensor View(this Tensor x, Shape shapeOrDtype, string? name = null) => Reshape(x, shapeOrDtype);

        /// <summary>The elements of x in the dimensions of another tensor.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="other">Gives the shape.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The number of elements differs.</exception>
        /// <remarks>Mirrors paddle.view_as.</remarks>
        public static Tensor ViewAs(this Tensor x, Tensor other, string? name = null) => Reshape(x, other.Shape);

        /// <summary>Splits one axis into several.</summary>
        /// <param name="x">The tensor.</param>
        /// <param name="axis">The axis to split.</param>
        /// <param name="shape">The dimensions it becomes; one may be -1.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The axis is outside x or its length does not fit.</exception>
        /// <remarks>Mirrors paddle.unflatten.</remarks>
        public static Tensor Unflatten(this Tensor x, int axis, Shape shape, string? name = null)
        {
            axis = Axes.Of(x, axis, "Unflatten");
            int[] dims = shape.ToArray();
            int rest = Array.IndexOf(dims, -1), product = dims.Where(d => d != -1).Aggregate(1, (a, b) => a * b);
            if (rest >= 0 && product > 0)
                dims[rest] = x.Shape[axis] / product;
            if (dims.Any(d => d < 0) || dims.Aggregate(1L, (a, b) => a * b) != x.Shape[axis])
            {
                throw new InvalidArgumentException($"Unflatten: axis {axis} of length {x.Shape[axis]} cannot be split into {shape}.",
                    $"x {x.Shape} {x.DType}; the product of the new dimensions must be {x.Shape[axis]}.");
            }
            return Reshape2Op.ViewOf(x, (int[])[.. x.Shape[..axis].AsSpan(), .. dims, .. x.Shape[(axis + 1)..].AsSpan()]);
        }
    }
}
