namespace Trireme.Operators;

/// <summary>
/// The boxes that remain, class by class, when those that overlap a better one are dropped: BBoxes [N, M, 4], Scores [N, classes, M], or BBoxes
/// [R, classes, 4], Scores [R, classes] with the regions of one image as one sequence → Out [kept, 6]: class, score, x1, y1, x2, y2.
/// </summary>
/// <param name="BackgroundLabel">A class that is left out; -1 for none.</param>
/// <param name="ScoreThreshold">Boxes must have more than this.</param>
/// <param name="NmsTopK">How many of each class are looked at; -1 for all.</param>
/// <param name="NmsThreshold">Boxes overlap when their intersection is more than this part of their union.</param>
/// <param name="NmsEta">Below 1, the threshold falls by this factor with each box kept, down to a half.</param>
/// <param name="KeepTopK">How many boxes of an image are kept; -1 for all.</param>
/// <param name="Normalized">Whether sides are differences of coordinates; else pixels, one more.</param>
public abstract record MulticlassNmsBase(int BackgroundLabel, float ScoreThreshold, int NmsTopK, float NmsThreshold, float NmsEta, int KeepTopK, bool Normalized) : Op
{
    internal virtual bool SaysEmptiness => false;

    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape boxes = c["BBoxes"].Shape, scores = c["Scores"].Shape;
        BoxRules.Float(c, "BBoxes", "Scores");
        c.Require(boxes.Rank == 3 && boxes[2] is 4 or -1, "BBoxes must be [N, M, 4].", "Polygons of more than two corners are not taken.");
        c.Require(scores.Rank is 2 or 3, "Scores must be [N, classes, M] or [R, classes].");
        c.Require(scores.Rank == 2 || boxes[1] < 0 || scores[2] < 0 || boxes[1] == scores[2], $"there are {boxes[1]} boxes and {scores[2]} scores.");
        c["Out"] = c["BBoxes"] with { Shape = (-1, 6) };
        Extra(c);
    }

    private protected virtual void Extra(InferContext c)
    {
    }
}

/// <inheritdoc cref="MulticlassNmsBase"/>
/// <remarks>Where nothing is kept, Out is [1, 1] with the value -1.</remarks>
[Op("multiclass_nms", "BBoxes, Scores -> Out", NoGradient = "Its result is a choice.", SetsLod = true)]
public sealed record MulticlassNmsOp(int BackgroundLabel = 0, float ScoreThreshold = 0f, int NmsTopK = -1, float NmsThreshold = 0.3f, float NmsEta = 1f, int KeepTopK = -1,
    bool Normalized = true) : MulticlassNmsBase(BackgroundLabel, ScoreThreshold, NmsTopK, NmsThreshold, NmsEta, KeepTopK, Normalized)
{
    internal override bool SaysEmptiness => true;

    private protected override void Extra(InferContext c) => c["Out"] = c["BBoxes"] with { Shape = (-1, -1) };
}

/// <inheritdoc cref="MulticlassNmsBase"/>
/// <remarks>Index [kept, 1] = which boxes they were.</remarks>
[Op("multiclass_nms2", "BBoxes, Scores -> Out, Index", NoGradient = "Its result is a choice.", SetsLod = true)]
public sealed record MulticlassNms2Op(int BackgroundLabel = 0, float ScoreThreshold = 0f, int NmsTopK = -1, float NmsThreshold = 0.3f, float NmsEta = 1f, int KeepTopK = -1,
    bool Normalized = true) : MulticlassNmsBase(BackgroundLabel, ScoreThreshold, NmsTopK, NmsThreshold, NmsEta, KeepTopK, Normalized)
{
    private protected override void Extra(InferContext c) => c["Index"] = new TensorMeta((-1, 1), DType.Int32);
}

/// <inheritdoc cref="MulticlassNmsBase"/>
/// <remarks>Index [kept, 1] = which boxes they were; NmsRoisNum [N] = how many of each image.</remarks>
[Op("multiclass_nms3", "BBoxes, Scores, RoisNum? -> Out, Index, NmsRoisNum", NoGradient = "Its result is a choice.", SetsLod = true)]
public sealed record MulticlassNms3Op(int BackgroundLabel = 0, float ScoreThreshold = 0f, int NmsTopK = -1, float NmsThreshold = 0.3f, float NmsEta = 1f, int KeepTopK = -1,
    bool Normalized = true) : MulticlassNmsBase(BackgroundLabel, ScoreThreshold, NmsTopK, NmsThreshold, NmsEta, KeepTopK, Normalized)
{
    private protected override void Extra(InferContext c)
    {
        c["Index"] = new TensorMeta((-1, 1), DType.Int32);
        c["NmsRoisNum"] = new TensorMeta(c["Scores"].Shape.Rank == 3 ? c["Scores"].Shape[0] : -1, DType.Int32);
    }
}

/// <summary>
/// Boxes whose scores fall with their overlap with better ones instead of being dropped: BBoxes [N, M, 4], Scores [N, classes, M] → Out [kept, 6]: class,
/// score, x1, y1, x2, y2, the best first; Index [kept, 1], RoisNum [N].
/// </summary>
/// <param name="BackgroundLabel">A class that is left out; -1 for none.</param>
/// <param name="ScoreThreshold">Boxes must have more than this to be looked at.</param>
/// <param name="PostThreshold">And more than this after the fall to be kept.</param>
/// <param name="NmsTopK">How many of each class are looked at; -1 for all.</param>
/// <param name="KeepTopK">How many boxes of an image are kept; -1 for all.</param>
/// <param name="Normalized">Whether sides are differences of coordinates; else pixels, one more.</param>
/// <param name="UseGaussian">Whether scores fall like a bell instead of a line.</param>
/// <param name="GaussianSigma">How steeply.</param>
[Op("matrix_nms", "BBoxes, Scores -> Out, Index, RoisNum", NoGradient = "Its result is a choice.", SetsLod = true)]
public sealed record MatrixNmsOp(int BackgroundLabel = 0, float ScoreThreshold = 0f, float PostThreshold = 0f, int NmsTopK = -1, int KeepTopK = -1, bool Normalized = true,
    bool UseGaussian = false, float GaussianSigma = 2f) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        BoxRules.Float(c, "BBoxes", "Scores");
        c.Require(c["BBoxes"].Shape is { Rank: 3 } boxes && boxes[2] is 4 or -1 && c["Scores"].Shape.Rank == 3, "BBoxes must be [N, M, 4], Scores [N, classes, M].");
        c["Out"] = c["BBoxes"] with { Shape = (-1, 6) };
        c["Index"] = new TensorMeta((-1, 1), DType.Int32);
        c["RoisNum"] = new TensorMeta(c["Scores"].Shape[0], DType.Int32);
    }
}
