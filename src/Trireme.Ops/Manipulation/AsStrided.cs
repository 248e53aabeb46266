using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Out[i, j, …] = Input[Offset + i·Stride[0] + j·Stride[1] + …], counted in elements of the flattened input.</summary>
    /// <param name="Dims">The result's dimensions.</param>
    /// <param name="Stride">The distance between neighbours along each dimension.</param>
    /// <param name="Offset">Where the first element lies.</param>
    [Op("as_strided", "Input -> Out", View = "Out=Input")]
    public sealed record AsStridedOp(Shape Dims, Ints Stride, int Offset = 0) : StridedOp
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            c.Require(Dims.Rank == Stride.Count, $"shape {Dims} and stride {Stride} have different lengths.");
            long low = Offset, high = Offset;
            for (int i = 0; i < Dims.Rank; i++)
            {
                c.Require(Dims[i] >= 0, $"shape {Dims} has a negative dimension.");
                long reach = (long)Stride[i] * (Dims[i] - 1);
                low += Math.Min(0, reach);
                high += Math.Max(0, reach);
            }
            Shape input = c["Input"].Shape;
            c.Require(Dims.Numel == 0 || !input.IsKnown || (low >= 0 && high < input.Numel),
                $"shape {Dims}, stride {Stride} and offset {Offset} reach elements {low} to {high} of {input.Numel}.");
            c["Out"] = c["Input"] with { Shape = Dims };
        }

        internal override StridedPart Part(Shape input) => new(Dims, Stride, Offset);
    }
}

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>Elements at regular distances: result[i, j, …] = x[offset + i·stride[0] + j·stride[1] + …] of the flattened x.</summary>
        /// <param name="x">The tensor to read.</param>
        /// <param name="shape">The result's dimensions.</param>
        /// <param name="stride">The distance between neighbours along each dimension, in elements.</param>
        /// <param name="offset">Where the first element lies.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The elements reach outside x.</exception>
        /// <remarks>Shares memory where the elements lie in a row, else copies. Mirrors paddle.as_strided.</remarks>
        public static Tensor AsStrided(this Tensor x, Shape shape, Ints stride, int offset = 0, string? name = null)
            => new AsStridedOp(shape, stride, offset).Apply(x);

        /// <summary>Windows of <paramref name="size"/> elements along an axis, <paramref name="step"/> apart: [.., n, ..] becomes [.., windows, .., size].</summary>
        /// <param name="x">The tensor to read.</param>
        /// <param name="axis">The axis the windows slide along.</param>
        /// <param name="size">Elements in a window; at most the axis' length.</param>
        /// <param name="step">Elements from one window to the next; at least 1.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The axis, size or step does not fit.</exception>
        /// <remarks>Mirrors paddle.unfold.</remarks>
        public static Tensor Unfold(this Tensor x, int axis, int size, int step, string? name = null)
        {
            axis = Axes.Of(x, axis, "Unfold");
            if (size < 0 || size > x.Shape[axis] || step < 1)
            {
                throw new InvalidArgumentException($"Unfold: size {size} and step {step} do not fit axis {axis} of length {x.Shape[axis]}.",
                    $"x {x.Shape} {x.DType}; size must lie in [0, {x.Shape[axis]}], step must be at least 1.");
            }
            StridedPart whole = StridedPart.Whole(x.Shape);
            int[] dims = [.. x.Shape.ToArray(), size], strides = [.. whole.Strides.ToArray(), whole.Strides[axis]];
            dims[axis] = ((x.Shape[axis] - size) / step) + 1;
            strides[axis] *= step;
            return new AsStridedOp(dims, strides).Apply(x);
        }
    }
}
