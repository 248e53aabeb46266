namespace Trireme.Operators;

/// <summary>
/// Boxes moved for each class, and for each its best: PriorBox [N, 4], PriorBoxVar [4], TargetBox [N, 4 · classes], BoxScore [N, classes] → DecodeBox
/// [N, 4 · classes], OutputAssignBox [N, 4]. Class 0 is the background.
/// </summary>
/// <param name="BoxClip">The most that the logarithm of a side may grow.</param>
[Op("box_decoder_and_assign", "PriorBox, PriorBoxVar, TargetBox, BoxScore -> DecodeBox, OutputAssignBox", NoGradient = "Paddle defines none.")]
public sealed record BoxDecoderAndAssignOp(float BoxClip = 4.135f) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape prior = c["PriorBox"].Shape, target = c["TargetBox"].Shape, score = c["BoxScore"].Shape;
        BoxRules.Float(c, "PriorBox", "PriorBoxVar", "TargetBox", "BoxScore");
        c.Require(prior.Rank == 2 && prior[1] == 4 && c["PriorBoxVar"].Shape.Numel == 4, "PriorBox must be [N, 4], PriorBoxVar [4].");
        c.Require(target.Rank == 2 && score.Rank == 2 && target[1] == 4 * score[1], "TargetBox must be [N, 4 * classes], BoxScore [N, classes].");
        c.Require(prior[0] < 0 || target[0] < 0 || score[0] < 0 || (prior[0] == target[0] && prior[0] == score[0]),
            "there must be as many rows in all of them.");
        c["DecodeBox"] = c["TargetBox"];
        c["OutputAssignBox"] = c["PriorBox"];
    }
}

/// <summary>
/// The objects that a RetinaNet finds: for each level BBoxes [N, A, 4], Scores [N, A, classes] and Anchors [A, 4]; ImInfo [N, 3] → Out [kept, 6]: class
/// from 1 on, score, x1, y1, x2, y2, those of one image as one sequence.
/// </summary>
/// <param name="ScoreThreshold">What scores must exceed, but on the last level.</param>
/// <param name="NmsTopK">How many of each level are looked at.</param>
/// <param name="NmsThreshold">Boxes overlap when their intersection is more than this part of their union.</param>
/// <param name="NmsEta">Below 1, the threshold falls by this factor with each box kept, down to a half.</param>
/// <param name="KeepTopK">How many boxes of an image are kept.</param>
[Op("retinanet_detection_output", "BBoxes*, Scores*, Anchors*, ImInfo -> Out", NoGradient = "Its result is a choice.", SetsLod = true)]
public sealed record RetinanetDetectionOutputOp(float ScoreThreshold = 0.05f, int NmsTopK = 1000, float NmsThreshold = 0.3f, float NmsEta = 1f,
    int KeepTopK = 100) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta[] boxes = c.List("BBoxes"), scores = c.List("Scores"), anchors = c.List("Anchors");
        c.Require(boxes.Length > 0 && boxes.Length == scores.Length && boxes.Length == anchors.Length, "each level needs boxes, scores and anchors.");
        BoxRules.Float(c, "ImInfo");
        for (int i = 0; i < boxes.Length; i++)
        {
            c.Require(boxes[i].DType == DType.Float32 && scores[i].DType == DType.Float32 && anchors[i].DType == DType.Float32, $"level {i} must be float32.");
            c.Require(boxes[i].Shape.Rank == 3 && boxes[i].Shape[2] == 4 && scores[i].Shape.Rank == 3 && anchors[i].Shape.Rank == 2 && anchors[i].Shape[1] == 4,
                $"level {i} must have boxes [N, A, 4], scores [N, A, classes] and anchors [A, 4].");
        }
        c.Require(c["ImInfo"].Shape is { Rank: 2 } info && info[1] == 3, "ImInfo must be [N, 3].");
        c["Out"] = new TensorMeta((-1, 6), DType.Float32);
    }
}
