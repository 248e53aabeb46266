using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Regions of images pooled to one size by bilinear samples: X [N, C, H, W], ROIs [R, 4], RoisNum [N] → Out [R, C, height, width].</summary>
    /// <param name="PooledHeight">The result's height.</param>
    /// <param name="PooledWidth">The result's width.</param>
    /// <param name="SpatialScale">What turns the regions' coordinates into X's.</param>
    /// <param name="SamplingRatio">Samples along each side of a bin; 0 or less for as many as it has elements.</param>
    /// <param name="Aligned">Whether coordinates are of elements' corners instead of their middles.</param>
    [Op("roi_align", "X, ROIs, RoisNum? -> Out", Saves = "ROIs, RoisNum")]
    public sealed record RoiAlignOp(int PooledHeight, int PooledWidth, float SpatialScale = 1f, int SamplingRatio = -1, bool Aligned = true) : Op, IComposable
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c) => c["Out"] = c["X"] with { Shape = RoiRules.Infer(c, PooledHeight, PooledWidth) };

        /// <inheritdoc/>
        public override void Grad(GradContext g)
            => g.D["X"] = new RoiAlignGradOp(g.Meta("X").Shape, SpatialScale, SamplingRatio, Aligned).Apply(g["ROIs"], g["RoisNum"], g.D["Out"]);

        bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => inputs.Length > 2 && inputs[2] is null;

        bool IComposable.ReadsValues(ReadOnlySpan<Tensor?> inputs) => true;

        void IComposable.Compose(ComposeContext c) => c["Out"] = Apply(c["X"], c["ROIs"], RoiRules.Counts(c));
    }

    /// <summary>The gradient of roi_align.</summary>
    /// <param name="InputShape">The images' shape.</param>
    /// <param name="SpatialScale">See there.</param>
    /// <param name="SamplingRatio">See there.</param>
    /// <param name="Aligned">See there.</param>
    [Op("roi_align_grad", "ROIs, RoisNum, OutGrad -> XGrad", Saves = "ROIs, RoisNum")]
    public sealed record RoiAlignGradOp(Shape InputShape, float SpatialScale, int SamplingRatio, bool Aligned) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c) => c["XGrad"] = c["OutGrad"] with { Shape = InputShape };

        /// <inheritdoc/>
        public override void Grad(GradContext g)
            => g.D["OutGrad"] = new RoiAlignOp(g.Meta("OutGrad").Shape[2], g.Meta("OutGrad").Shape[3], SpatialScale, SamplingRatio, Aligned)
                .Apply(g.D["XGrad"], g["ROIs"], g["RoisNum"]);
    }

    /// <summary>The maximum of each bin of regions: X [N, C, H, W], ROIs [R, 4], RoisNum [N] → Out [R, C, height, width]; 0 where a bin is empty.</summary>
    /// <param name="PooledHeight">The result's height.</param>
    /// <param name="PooledWidth">The result's width.</param>
    /// <param name="SpatialScale">What turns the regions' coordinates into X's.</param>
    [Op("roi_pool", "X, ROIs, RoisNum? -> Out, Argmax~", Saves = "RoisNum, Argmax")]
    public sealed record RoiPoolOp(int PooledHeight, int PooledWidth, float SpatialScale = 1f) : Op, IComposable
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            Shape shape = RoiRules.Infer(c, PooledHeight, PooledWidth);
            c["Out"] = c["X"] with { Shape = shape };
            c["Argmax"] = new TensorMeta(shape, DType.Int32);
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g)
            => g.D["X"] = new RoiPoolGradOp(g.Meta("X").Shape).Apply(g["Argmax"], g["RoisNum"], g.D["Out"]);

        bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => inputs.Length > 2 && inputs[2] is null;

        bool IComposable.ReadsValues(ReadOnlySpan<Tensor?> inputs) => true;

        void IComposable.Compose(ComposeContext c) => c["Out"] = Apply(c["X"], c["ROIs"], RoiRules.Counts(c));
    }

    /// <summary>The gradient of roi_pool: each OutGrad added where its maximum stood.</summary>
    /// <param name="InputShape">The images' shape.</param>
    [Op("roi_pool_grad", "Argmax, RoisNum, OutGrad -> XGrad", NoGradient = "Second derivatives of region pooling are not provided, as in Paddle.")]
    public sealed record RoiPoolGradOp(Shape InputShape) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c) => c["XGrad"] = c["OutGrad"] with { Shape = InputShape };
    }

    internal static class RoiRules
    {
        /// <summary>How many regions each image has, where the regions' sequences say it; without any, all are the first image's.</summary>
        public static Tensor Counts(ComposeContext c)
        {
            int images = c["X"].Shape[0];
            int[] counts = c["ROIs"].Lod is { } lod ? lod.RecursiveSequenceLengths()[^1] : [c["ROIs"].Shape[0]];
            c.Require(counts.Length == images, $"ROIs has {counts.Length} sequences for {images} images.");
            return Tensor.From<int>(counts, counts.Length);
        }

        public static Shape Infer(InferContext c, int height, int width)
        {
            TensorMeta x = c["X"], boxes = c["ROIs"];
            c.Require(x.DType.IsFloating, "X must be floating point.");
            c.Require(x.Shape.Rank == 4, "X must be [N, C, H, W].");
            c.Require(boxes.Shape.Rank == 2 && boxes.Shape[1] == 4, "ROIs must be [R, 4]: x1, y1, x2, y2.");
            c.Require(boxes.DType == x.DType, "the element types differ.", "Cast one of them.");
            if (c.Has("RoisNum"))
            {
                TensorMeta counts = c["RoisNum"];
                c.Require(counts.DType == DType.Int32 && counts.Shape.Rank == 1, "RoisNum must be int32 [N].");
                c.Require(counts.Shape[0] == x.Shape[0] || x.Shape[0] < 0 || counts.Shape[0] < 0, $"RoisNum has {counts.Shape[0]} values for {x.Shape[0]} images.");
            }
            c.Require(height > 0 && width > 0, $"the output size {height} x {width} must be positive.");
            return [boxes.Shape[0], x.Shape[1], height, width];
        }
    }
}

namespace Trireme.Vision
{
    /// <summary>Operators of detection networks. Mirrors paddle.vision.ops.</summary>
    public static partial class Ops
    {
        /// <summary>Regions of images pooled to one size by bilinear samples.</summary>
        /// <param name="x">[N, C, H, W].</param>
        /// <param name="boxes">[R, 4]: x1, y1, x2, y2; those of the first image first.</param>
        /// <param name="boxesNum">[N]: how many boxes each image has.</param>
        /// <param name="outputSize">Height and width of the result, one value or two.</param>
        /// <param name="spatialScale">What turns the boxes' coordinates into those of <paramref name="x"/>.</param>
        /// <param name="samplingRatio">Samples along each side of a bin; 0 or less for as many as it has elements.</param>
        /// <param name="aligned">Whether boxes are shifted by half an element.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <returns>[R, C, height, width].</returns>
        /// <exception cref="InvalidArgumentException">Shapes or element types do not fit.</exception>
        /// <remarks>Mirrors paddle.vision.ops.roi_align; He et al. 2017.</remarks>
        public static Tensor RoiAlign(Tensor x, Tensor boxes, Tensor boxesNum, Ints outputSize, float spatialScale = 1f, int samplingRatio = -1, bool aligned = true,
            string? name = null)
        {
            Ints size = outputSize.Repeat(2, "outputSize");
            return new RoiAlignOp(size[0], size[1], spatialScale, samplingRatio, aligned).Apply(x, boxes, boxesNum.Cast(DType.Int32));
        }

        /// <summary>The maximum of each bin of regions of images.</summary>
        /// <param name="x">[N, C, H, W].</param>
        /// <param name="boxes">[R, 4]: x1, y1, x2, y2; those of the first image first.</param>
        /// <param name="boxesNum">[N]: how many boxes each image has.</param>
        /// <param name="outputSize">Height and width of the result, one value or two.</param>
        /// <param name="spatialScale">What turns the boxes' coordinates into those of <paramref name="x"/>.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <returns>[R, C, height, width].</returns>
        /// <exception cref="InvalidArgumentException">Shapes or element types do not fit.</exception>
        /// <remarks>Mirrors paddle.vision.ops.roi_pool; Girshick 2015.</remarks>
        public static Tensor RoiPool(Tensor x, Tensor boxes, Tensor boxesNum, Ints outputSize, float spatialScale = 1f, string? name = null)
        {
            Ints size = outputSize.Repeat(2, "outputSize");
            return new RoiPoolOp(size[0], size[1], spatialScale).Apply(x, boxes, boxesNum.Cast(DType.Int32));
        }
    }
}
