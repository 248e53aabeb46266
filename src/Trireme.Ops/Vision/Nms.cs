using Trireme.Operators;

namespace Trireme.Operators
{
    /// <summary>Which boxes remain when those that overlap a better one are dropped: Boxes [R, 4], Scores [R], Categories [R] → int64 positions, best first.</summary>
    /// <param name="IouThreshold">Boxes overlap when their intersection is more than this part of their union.</param>
    /// <param name="TopK">At most so many; −1 for all.</param>
    [Op("nms", "Boxes, Scores?, Categories? -> KeepBoxesIdxs", NoGradient = "Its result is a choice.")]
    public sealed record NmsOp(float IouThreshold, int TopK = -1) : Op
    {
        /// <inheritdoc/>
        public override void Infer(InferContext c)
        {
            TensorMeta boxes = c["Boxes"];
            c.Require(boxes.DType.IsFloating, "Boxes must be floating point.");
            c.Require(boxes.Shape.Rank == 2 && boxes.Shape[1] == 4, "Boxes must be [R, 4]: x1, y1, x2, y2.");
            c.Require(!c.Has("Scores") || c["Scores"].Shape.Numel == boxes.Shape[0], $"Scores must have {boxes.Shape[0]} values.");
            c.Require(!c.Has("Scores") || c["Scores"].DType == boxes.DType, "the element types differ.", "Cast one of them.");
            c.Require(!c.Has("Categories") || (c["Categories"].Shape.Numel == boxes.Shape[0] && c["Categories"].DType == DType.Int64), $"Categories must be int64 with {boxes.Shape[0]} values.");
            c["KeepBoxesIdxs"] = new TensorMeta([-1], DType.Int64);
        }
    }
}

namespace Trireme.Vision
{
    public static partial class Ops
    {
        /// <summary>Which boxes remain when those that overlap a better one are dropped.</summary>
        /// <param name="boxes">[R, 4]: x1, y1, x2, y2.</param>
        /// <param name="iouThreshold">Boxes overlap when their intersection is more than this part of their union.</param>
        /// <param name="scores">[R]; null for the order of the boxes.</param>
        /// <param name="categoryIdxs">[R]: boxes of different categories do not drop each other.</param>
        /// <param name="categories">The categories there are; boxes of others are dropped.</param>
        /// <param name="topK">At most so many; null for all.</param>
        /// <returns>Their positions, int64, best first.</returns>
        /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
        /// <remarks>Mirrors paddle.vision.ops.nms.</remarks>
        public static Tensor Nms(Tensor boxes, float iouThreshold = 0.3f, Tensor? scores = null, Tensor? categoryIdxs = null, Ints? categories = null, int? topK = null)
        {
            if (categoryIdxs is not null && (scores is null || categories is null))
                throw new InvalidArgumentException("nms: categoryIdxs needs scores and categories.", null, "Pass all three, or none of the last two.");
            Tensor? groups = categoryIdxs?.Cast(DType.Int64);
            if (groups is not null)
            {
                // A category that is not among those asked for becomes -1, which the operator drops.
                long[] ids = groups.ToArray<long>();
                int[] known = categories!.Value.ToArray();
                groups = Tensor.From<long>(Array.ConvertAll(ids, id => Array.IndexOf(known, (int)id) >= 0 ? id : -1), groups.Shape);
            }
            return new NmsOp(iouThreshold, topK ?? -1).Apply(boxes, scores, groups);
        }
    }
}
