using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>
    /// The windows of a deformable convolution as columns, each element read where its offset moves it: X [N, C, H, W],
    /// Offset [N, 2 · groups · taps, OH, OW] (y then x of each tap), Mask [N, groups · taps, OH, OW] → Columns [N, C · taps, OH · OW].
    /// </summary>
    /// <param name="Kernel">The windows' size.</param>
    /// <param name="Strides">Their distance.</param>
    /// <param name="Paddings">Zeros before and after each axis.</param>
    /// <param name="Dilations">The distance between a window's elements.</param>
    /// <param name="DeformableGroups">Groups of channels with offsets of their own.</param>
    [Op("deformable_columns", "X, Offset, Mask? -> Columns", Saves = "X, Offset, Mask")]
    public sealed record DeformColumnsOp(Ints Kernel, Ints Strides, Ints Paddings, Ints Dilations, int DeformableGroups) : Op
    {
        internal SpatialAxes Axes(Shape x) => SpatialAxes.Of(x.AsSpan()[2..], Kernel.AsSpan(), Strides, Paddings, "EXPLICIT", Dilations);

        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta x = c["X"], offset = c["Offset"];
            c.Require(x.DType.IsFloating, "X must be floating point.");
            c.Require(x.Shape.Rank == 4, "X must be [N, C, H, W].");
            c.Require(offset.DType == x.DType, "the element types differ.", "Cast one of them.");
            SpatialAxes.Check(c, 2, Strides, Paddings, "EXPLICIT", Dilations);
            c.Require(DeformableGroups > 0 && x.Shape[1] % DeformableGroups == 0, $"the {x.Shape[1]} channels are not divisible by deformable_groups {DeformableGroups}.");
            SpatialAxes axes = Axes(x.Shape);
            int taps = Kernel[0] * Kernel[1], oh = axes.Output(0, x.Shape[2]), ow = axes.Output(1, x.Shape[3]);
            Shape expected = [x.Shape[0], 2 * DeformableGroups * taps, oh, ow];
            c.Require(offset.Shape == expected, $"Offset must be {expected}.");
            c.Require(!c.Has("Mask") || c["Mask"].Shape == expected.With(1, DeformableGroups * taps), $"Mask must be {expected.With(1, DeformableGroups * taps)}.");
            c["Columns"] = x with { Shape = [x.Shape[0], x.Shape[1] * taps, oh * ow] };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
        {
            bool masked = g.Has("Mask");
            Tensor[] grads = new DeformColumnsGradOp(Kernel, Strides, Paddings, Dilations, DeformableGroups)
                .ApplyAll(g["X"], g["Offset"], masked ? g["Mask"] : null, g.D["Columns"]);
            g.D["X"] = grads[0];
            g.D["Offset"] = grads[1];
            if (masked)
                g.D["Mask"] = grads[2];
        }
    }

    /// <summary>The gradients of deformable_columns.</summary>
    /// <param name="Kernel">See there.</param>
    /// <param name="Strides">See there.</param>
    /// <param name="Paddings">See there.</param>
    /// <param name="Dilations">See there.</param>
    /// <param name="DeformableGroups">See there.</param>
    [Op("deformable_columns_grad", "X, Offset, Mask?, ColumnsGrad -> XGrad, OffsetGrad, MaskGrad",
        NoGradient = "Second derivatives of deformable convolution are not provided, as in Paddle.")]
    public sealed record DeformColumnsGradOp(Ints Kernel, Ints Strides, Ints Paddings, Ints Dilations, int DeformableGroups) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            c["XGrad"] = c["X"];
            c["OffsetGrad"] = c["Offset"];
            if (c.Has("Mask"))
                c["MaskGrad"] = c["Mask"];
        }
    }
}

namespace Trireme.Vision
{
    public static partial class Ops
    {
        /// <summary>A 2-D convolution whose taps are moved by learned offsets, and weighted by a mask.</summary>
        /// <param name="x">[N, C, H, W].</param>
        /// <param name="offset">[N, 2 · deformableGroups · kH · kW, H', W']: y and x of each tap.</param>
        /// <param name="weight">[M, C / groups, kH, kW].</param>
        /// <param name="bias">[M], or null.</param>
        /// <param name="stride">Distance between windows, one value or two; 1 where null.</param>
        /// <param name="padding">Zeros around the input, one value or two.</param>
        /// <param name="dilation">Distance between the taps, one value or two; 1 where null.</param>
        /// <param name="deformableGroups">Groups of channels with offsets of their own.</param>
        /// <param name="groups">Divides C and M.</param>
        /// <param name="mask">[N, deformableGroups · kH · kW, H', W'], or null for 1.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <returns>[N, M, H', W'].</returns>
        /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
        /// <remarks>Mirrors paddle.vision.ops.deform_conv2d; Dai et al. 2017, Zhu et al. 2019 with the mask.</remarks>
        public static Tensor DeformConv2d(Tensor x, Tensor offset, Tensor weight, Tensor? bias = null, Ints? stride = null, Ints? padding = null, Ints? dilation = null,
            int deformableGroups = 1, int groups = 1, Tensor? mask = null, string? name = null)
        {
            DataLayout.RequireRank("deform_conv2d", x, 4);
            DataLayout.RequireRank("deform_conv2d", weight, 4);
            int maps = weight.Shape[0], depth = weight.Shape[1] * weight.Shape[2] * weight.Shape[3];
            if (groups < 1 || x.Shape[1] != weight.Shape[1] * groups || maps % groups != 0)
                throw new InvalidArgumentException($"deform_conv2d: weight {weight.Shape} with groups {groups} does not fit the {x.Shape[1]} channels of x.", $"x is {x.Shape}.");
            var op = new DeformColumnsOp(weight.Shape[2..], (stride ?? 1).Repeat(2, "stride"), (padding ?? 0).Repeat(2, "padding"), (dilation ?? 1).Repeat(2, "dilation"),
                deformableGroups);
            Tensor columns = op.Apply(x, offset, mask).Reshape([0, groups, depth, -1]);
            Tensor y = weight.Reshape([1, groups, maps / groups, depth]).Matmul(columns).Reshape([0, maps, offset.Shape[2], offset.Shape[3]]);
            return bias is null ? y : y + bias.Reshape([1, maps, 1, 1]);
        }
    }
}
