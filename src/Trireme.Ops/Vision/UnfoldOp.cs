using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Every window of X [N, C, H, W] as a column: Y [N, C · kH · kW, windows].</summary>
    /// <param name="KernelSizes">The windows' size.</param>
    /// <param name="Strides">Their distance.</param>
    /// <param name="Paddings">Zeros at the top, the left, the bottom, the right.</param>
    /// <param name="Dilations">The distance between a window's elements.</param>
    [Op("unfold", "X -> Y")]
    public sealed record UnfoldOp(Ints KernelSizes, Ints Strides, Ints Paddings, Ints Dilations) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta x = c["X"];
            c.Require(x.DType.IsFloating, "X must be floating point.");
            c.Require(x.Shape.Rank == 4, "X must be [N, C, H, W].");
            int windows = 1;
            Windows w = new(KernelSizes, Strides, Paddings, Dilations);
            w.Check(c);
            for (int i = 0; i < 2; i++)
            {
                int count = w.Count(i, x.Shape[i + 2]);
                c.Require(count > 0 || x.Shape[i + 2] < 0, $"a window of {KernelSizes[i]} with dilation {Dilations[i]} does not fit {x.Shape[i + 2]} elements.", "Pad more.");
                windows = x.Shape[i + 2] < 0 || windows < 0 ? -1 : windows * count;
            }
            c["Y"] = x with { Shape = [x.Shape[0], x.Shape[1] < 0 ? -1 : x.Shape[1] * KernelSizes[0] * KernelSizes[1], windows] };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
            => g.D["X"] = new FoldOp(g.Meta("X").Shape[2..], KernelSizes, Strides, Paddings, Dilations).Apply(g.D["Y"]);
    }

    /// <summary>The sum of windows given as columns: X [N, C · kH · kW, windows] → Y [N, C, H, W].</summary>
    /// <param name="OutputSizes">H and W.</param>
    /// <param name="KernelSizes">The windows' size.</param>
    /// <param name="Strides">Their distance.</param>
    /// <param name="Paddings">What is cut off at the top, the left, the bottom, the right.</param>
    /// <param name="Dilations">The distance between a window's elements.</param>
    [Op("fold", "X -> Y")]
    public sealed record FoldOp(Ints OutputSizes, Ints KernelSizes, Ints Strides, Ints Paddings, Ints Dilations) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta x = c["X"];
            c.Require(x.DType.IsFloating, "X must be floating point.");
            c.Require(x.Shape.Rank == 3, "X must be [N, C * kH * kW, windows].");
            Windows w = new(KernelSizes, Strides, Paddings, Dilations);
            w.Check(c);
            int taps = KernelSizes[0] * KernelSizes[1], rows = w.Count(0, OutputSizes[0]), columns = w.Count(1, OutputSizes[1]);
            c.Require(x.Shape[1] % taps == 0, $"the {x.Shape[1]} rows of X are not divisible by the {taps} elements of a window.");
            c.Require(x.Shape[2] < 0 || x.Shape[2] == rows * columns, $"X has {x.Shape[2]} windows; output_sizes {OutputSizes} have {rows} x {columns}.");
            c["Y"] = x with { Shape = [x.Shape[0], x.Shape[1] / taps, OutputSizes[0], OutputSizes[1]] };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = new UnfoldOp(KernelSizes, Strides, Paddings, Dilations).Apply(g.D["Y"]);
    }

    internal readonly record struct Windows(Ints Kernel, Ints Strides, Ints Paddings, Ints Dilations)
    {
        public int Count(int axis, int size)
        {
            int room = size + Paddings[axis] + Paddings[axis + 2] - (Dilations[axis] * (Kernel[axis] - 1)) - 1;
            return room < 0 ? 0 : (room / Strides[axis]) + 1;
        }

        public void Check(InferContext c)
        {
            c.Require(Kernel.Count == 2 && Strides.Count == 2 && Dilations.Count == 2 && Paddings.Count == 4, "kernel_sizes, strides and dilations must have 2 values, paddings 4.");
            for (int i = 0; i < 2; i++)
                c.Require(Kernel[i] > 0 && Strides[i] > 0 && Dilations[i] > 0, $"kernel_sizes {Kernel}, strides {Strides} and dilations {Dilations} must be positive.");
        }
    }
}

namespace Trireme.NN
{
    public static partial class Functional
    {
        /// <summary>Every window of x [N, C, H, W] as a column: [N, C · kH · kW, windows].</summary>
        /// <param name="x">The images.</param>
        /// <param name="kernelSizes">The windows' size, one value or two.</param>
        /// <param name="strides">Their distance, one value or two; 1 where null.</param>
        /// <param name="paddings">Zeros around: one value, two, or top, left, bottom, right.</param>
        /// <param name="dilations">The distance between a window's elements, one value or two.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
        /// <remarks>Mirrors paddle.nn.functional.unfold (im2col).</remarks>
        public static Tensor Unfold(Tensor x, Ints kernelSizes, Ints? strides = null, Ints? paddings = null, Ints? dilations = null, string? name = null)
            => new UnfoldOp(kernelSizes.Repeat(2, "kernelSizes"), (strides ?? 1).Repeat(2, "strides"), FourSides(paddings), (dilations ?? 1).Repeat(2, "dilations")).Apply(x);

        /// <summary>The sum of windows given as columns: x [N, C · kH · kW, windows] → [N, C, H, W].</summary>
        /// <param name="x">The columns.</param>
        /// <param name="outputSizes">H and W.</param>
        /// <param name="kernelSizes">The windows' size, one value or two.</param>
        /// <param name="strides">Their distance, one value or two; 1 where null.</param>
        /// <param name="paddings">What is cut off: one value, two, or top, left, bottom, right.</param>
        /// <param name="dilations">The distance between a window's elements, one value or two.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
        /// <remarks>Mirrors paddle.nn.functional.fold (col2im).</remarks>
        public static Tensor Fold(Tensor x, Ints outputSizes, Ints kernelSizes, Ints? strides = null, Ints? paddings = null, Ints? dilations = null, string? name = null)
            => new FoldOp(outputSizes.Repeat(2, "outputSizes"), kernelSizes.Repeat(2, "kernelSizes"), (strides ?? 1).Repeat(2, "strides"), FourSides(paddings),
                (dilations ?? 1).Repeat(2, "dilations")).Apply(x);

        private static Ints FourSides(Ints? paddings)
        {
            Ints p = paddings ?? 0;
            return p.Count == 2 ? [p[0], p[1], p[0], p[1]] : p.Repeat(4, "paddings");
        }
    }
}
