namespace Trireme.Operators;

/// <summary>
/// What a region proposal network shall say: of Anchor [M, 4] those that meet an object of GtBoxes [objects, 4] well, and some of those that meet none.
/// LocationIndex and ScoreIndex name rows of all images' predictions; TargetLabel [.., 1], TargetBBox [.., 4], BBoxInsideWeight [.., 4].
/// </summary>
/// <param name="RpnBatchSizePerIm">How many anchors of an image are taken.</param>
/// <param name="RpnStraddleThresh">How far anchors may reach outside the image; negative for any distance.</param>
/// <param name="RpnFgFraction">At most this part of them meet an object.</param>
/// <param name="RpnPositiveOverlap">An anchor meets an object that it overlaps by as much; the best one of an object does, too.</param>
/// <param name="RpnNegativeOverlap">And meets none when it overlaps all by less.</param>
/// <param name="UseRandom">Whether they are drawn; else the first are taken.</param>
/// <remarks>Objects of one image are one sequence; those with IsCrowd 1 are left out. ImInfo [N, 3] holds height, width and scale.</remarks>
[Op("rpn_target_assign", "Anchor, GtBoxes, IsCrowd, ImInfo -> LocationIndex, ScoreIndex, TargetLabel, TargetBBox, BBoxInsideWeight",
    NoGradient = "Its inputs are labels.")]
public sealed record RpnTargetAssignOp(int RpnBatchSizePerIm = 256, float RpnStraddleThresh = 0f, float RpnFgFraction = 0.5f, float RpnPositiveOverlap = 0.7f,
    float RpnNegativeOverlap = 0.3f, bool UseRandom = true) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => AnchorTargets.Infer(c);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
        => new AnchorTargets(RpnPositiveOverlap, RpnNegativeOverlap, RpnBatchSizePerIm, RpnFgFraction, UseRandom ? new DrawnNumbers(0) : null).Run(c,
        RpnStraddleThresh, null);
}

/// <summary>What a RetinaNet shall say: all anchors that meet an object well, with its class, and all that meet none; ForegroundNumber [N, 1] = how many
/// meet one, and one more.</summary>
/// <param name="PositiveOverlap">An anchor meets an object that it overlaps by as much; the best one of an object does, too.</param>
/// <param name="NegativeOverlap">And meets none when it overlaps all by less.</param>
/// <remarks>The slots are those of <see cref="RpnTargetAssignOp"/>; GtLabels [objects, 1] are classes from 1 on.</remarks>
[Op("retinanet_target_assign", "Anchor, GtBoxes, GtLabels, IsCrowd, ImInfo -> LocationIndex, ScoreIndex, TargetLabel, TargetBBox, BBoxInsideWeight, ForegroundNumber",
    NoGradient = "Its inputs are labels.")]
public sealed record RetinanetTargetAssignOp(float PositiveOverlap = 0.5f, float NegativeOverlap = 0.4f) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        AnchorTargets.Infer(c);
        c["ForegroundNumber"] = new TensorMeta((c["ImInfo"].Shape[0], 1), DType.Int32);
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        var targets = new AnchorTargets(PositiveOverlap, NegativeOverlap, -1, -1, null);
        targets.Run(c, -1, Sequences.Integers(c["GtLabels"]));
        c["ForegroundNumber"] = Tensor.From<int>(targets.Foregrounds.Select(n => n + 1).ToArray(), (targets.Foregrounds.Count, 1));
    }
}
