using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>
    /// The mean of each bin of regions, each bin read from channels of its own: X [N, channels · height · width, H, W], ROIs [R, 4], RoisNum [N] → Out
    /// [R, channels, height, width]; 0 where a bin is empty.
    /// </summary>
    /// <param name="OutputChannels">The result's channels.</param>
    /// <param name="PooledHeight">The result's height.</param>
    /// <param name="PooledWidth">The result's width.</param>
    /// <param name="SpatialScale">What turns the regions' coordinates into X's.</param>
    [Op("psroi_pool", "X, ROIs, RoisNum? -> Out", Saves = "ROIs, RoisNum")]
    public sealed record PsRoiPoolOp(int OutputChannels, int PooledHeight, int PooledWidth, float SpatialScale = 1f) : Op, IComposable
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            Shape shape = RoiRules.Infer(c, PooledHeight, PooledWidth);
            int wanted = OutputChannels * PooledHeight * PooledWidth;
            c.Require(OutputChannels > 0 && (shape[1] < 0 || shape[1] == wanted),
                $"X must have output_channels · pooled_height · pooled_width = {wanted} channels.");
            c["Out"] = c["X"] with { Shape = shape.With(1, OutputChannels) };
        }

        /// <inheritdoc/>
        public override void Grad(GradContext g) => g.D["X"] = new PsRoiPoolGradOp(g.Meta("X").Shape, SpatialScale).Apply(g["ROIs"], g["RoisNum"], g.D["Out"]);

        bool IComposable.Composes(ReadOnlySpan<Tensor?> inputs) => inputs.Length > 2 && inputs[2] is null;

        bool IComposable.ReadsValues(ReadOnlySpan<Tensor?> inputs) => true;

        void IComposable.Compose(ComposeContext c) => c["Out"] = Apply(c["X"], c["ROIs"], RoiRules.Counts(c));
    }

    /// <summary>The gradient of psroi_pool: each OutGrad shared by the elements of its bin.</summary>
    /// <param name="InputShape">The images' shape.</param>
    /// <param name="SpatialScale">See there.</param>
    [Op("psroi_pool_grad", "ROIs, RoisNum, OutGrad -> XGrad", NoGradient = "Second derivatives of region pooling are not provided, as in Paddle.")]
    public sealed record PsRoiPoolGradOp(Shape InputShape, float SpatialScale) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c) => c["XGrad"] = c["OutGrad"] with { Shape = InputShape };
    }
}

namespace Trireme.Vision
{
    public static partial class Ops
    {
        /// <summary>The mean of each bin of regions, each bin read from channels of its own.</summary>
        /// <param name="x">[N, C, H, W].</param>
        /// <param name="boxes">[R, 4]: x1, y1, x2, y2; those of the first image first.</param>
        /// <param name="boxesNum">[N]: how many boxes each image has.</param>
        /// <param name="outputSize">Height and width of the result, one value or two; their product divides C.</param>
        /// <param name="spatialScale">What turns the boxes' coordinates into those of <paramref name="x"/>.</param>
        /// <param name="name">Not used; there for Paddle's signature.</param>
        /// <returns>[R, C / (height · width), height, width].</returns>
        /// <exception cref="InvalidArgumentException">Shapes or element types do not fit.</exception>
        /// <remarks>Mirrors paddle.vision.ops.psroi_pool; Dai et al. 2016.</remarks>
        public static Tensor PsroiPool(Tensor x, Tensor boxes, Tensor boxesNum, Ints outputSize, float spatialScale = 1f, string? name = null)
        {
            Ints size = outputSize.Repeat(2, "outputSize");
            DataLayout.RequireRank("psroi_pool", x, 4);
            int bins = size[0] * size[1];
            if (bins < 1 || x.Shape[1] % bins != 0)
                throw new InvalidArgumentException($"psroi_pool: the {x.Shape[1]} channels of x are not divisible by the {bins} bins of outputSize {size}.",
                $"x is {x.Shape}.");
            return new PsRoiPoolOp(x.Shape[1] / bins, size[0], size[1], spatialScale).Apply(x, boxes, boxesNum.Cast(DType.Int32));
        }
    }
}
