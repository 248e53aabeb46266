namespace Trireme.Operators;

/// <summary>
/// The regions that a proposal network finds: Scores [N, A, H, W], BboxDeltas [N, 4A, H, W], ImInfo [N, 3] (height, width, scale), Anchors and Variances
/// [H, W, A, 4] → RpnRois [kept, 4], RpnRoiProbs [kept, 1], the regions of one image as one sequence.
/// </summary>
/// <param name="PreNmsTopN">How many of an image are looked at.</param>
/// <param name="PostNmsTopN">How many are kept.</param>
/// <param name="NmsThresh">Regions overlap when their intersection is more than this part of their union.</param>
/// <param name="MinSize">The least side.</param>
/// <param name="Eta">Below 1, the threshold falls by this factor with each region kept, down to a half.</param>
[Op("generate_proposals", "Scores, BboxDeltas, ImInfo, Anchors, Variances -> RpnRois, RpnRoiProbs, RpnRoisNum", NoGradient = "Paddle defines none.", SetsLod = true)]
public sealed record GenerateProposalsOp([Attr("pre_nms_topN")] int PreNmsTopN = 6000, [Attr("post_nms_topN")] int PostNmsTopN = 1000, float NmsThresh = 0.5f, float MinSize = 0.1f,
    float Eta = 1f) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => ProposalRules.Infer(c, "ImInfo", 3);
}

/// <inheritdoc cref="GenerateProposalsOp"/>
/// <param name="PreNmsTopN">How many of an image are looked at.</param>
/// <param name="PostNmsTopN">How many are kept.</param>
/// <param name="NmsThresh">Regions overlap when their intersection is more than this part of their union.</param>
/// <param name="MinSize">The least side.</param>
/// <param name="Eta">Below 1, the threshold falls by this factor with each region kept, down to a half.</param>
/// <param name="PixelOffset">Whether sides are pixels, one more than the difference of coordinates.</param>
/// <remarks>ImShape [N, 2] holds height and width.</remarks>
[Op("generate_proposals_v2", "Scores, BboxDeltas, ImShape, Anchors, Variances -> RpnRois, RpnRoiProbs, RpnRoisNum", NoGradient = "Paddle defines none.", SetsLod = true)]
public sealed record GenerateProposalsV2Op([Attr("pre_nms_topN")] int PreNmsTopN = 6000, [Attr("post_nms_topN")] int PostNmsTopN = 1000, float NmsThresh = 0.5f, float MinSize = 0.1f,
    float Eta = 1f, bool PixelOffset = true) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => ProposalRules.Infer(c, "ImShape", 2);
}

/// <summary>Regions sorted by size onto the levels of a feature pyramid: FpnRois [R, 4] → MultiFpnRois, one for each level, and RestoreIndex [R, 1].</summary>
/// <param name="MinLevel">The first level.</param>
/// <param name="MaxLevel">The last one.</param>
/// <param name="ReferLevel">The level of regions whose side is <paramref name="ReferScale"/>.</param>
/// <param name="ReferScale">That side.</param>
/// <param name="PixelOffset">Whether sides are pixels, one more than the difference of coordinates.</param>
/// <remarks>RestoreIndex says where each region of FpnRois stands in the levels' joined regions.</remarks>
[Op("distribute_fpn_proposals", "FpnRois, RoisNum? -> MultiFpnRois*, RestoreIndex, MultiLevelRoIsNum*", NoGradient = "Paddle defines none.", SetsLod = true)]
public sealed record DistributeFpnProposalsOp(int MinLevel, int MaxLevel, int ReferLevel, int ReferScale, bool PixelOffset = true) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        BoxRules.Float(c, "FpnRois");
        c.Require(c["FpnRois"].Shape is { Rank: 2 } shape && shape[1] == 4, "FpnRois must be [R, 4].");
        c.Require(MaxLevel >= MinLevel, $"max_level {MaxLevel} is below min_level {MinLevel}.");
        int levels = MaxLevel - MinLevel + 1;
        c.SetList("MultiFpnRois", Enumerable.Repeat(c["FpnRois"] with { Shape = (-1, 4) }, levels).ToArray());
        c["RestoreIndex"] = new TensorMeta((-1, 1), DType.Int32);
        c.SetList("MultiLevelRoIsNum", Enumerable.Repeat(new TensorMeta(-1, DType.Int32), levels).ToArray());
    }
}

/// <summary>The best regions of all levels of a pyramid: MultiLevelRois [R, 4] and MultiLevelScores [R, 1] of each level → FpnRois, image by image.</summary>
/// <param name="PostNmsTopN">How many are kept.</param>
[Op("collect_fpn_proposals", "MultiLevelRois*, MultiLevelScores*, MultiLevelRoIsNum* -> FpnRois, RoisNum", NoGradient = "Paddle defines none.", SetsLod = true)]
public sealed record CollectFpnProposalsOp([Attr("post_nms_topN")] int PostNmsTopN) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c.List("MultiLevelRois").Length > 0 && c.List("MultiLevelRois").Length == c.List("MultiLevelScores").Length, "each level needs regions and scores.");
        c["FpnRois"] = c.List("MultiLevelRois")[0] with { Shape = (-1, 4) };
        c["RoisNum"] = new TensorMeta(-1, DType.Int32);
    }
}

internal static class ProposalRules
{
    public static void Infer(InferContext c, string sizes, int columns)
    {
        Shape scores = c["Scores"].Shape, deltas = c["BboxDeltas"].Shape;
        BoxRules.Float(c, "Scores", "BboxDeltas", sizes, "Anchors", "Variances");
        c.Require(scores.Rank == 4 && deltas.Rank == 4 && (scores[1] < 0 || deltas[1] < 0 || deltas[1] == 4 * scores[1]), "Scores must be [N, A, H, W], BboxDeltas [N, 4A, H, W].");
        c.Require(c[sizes].Shape is { Rank: 2 } size && size[1] == columns, $"{sizes} must be [N, {columns}].");
        c["RpnRois"] = c["Scores"] with { Shape = (-1, 4) };
        c["RpnRoiProbs"] = c["Scores"] with { Shape = (-1, 1) };
        c["RpnRoisNum"] = new TensorMeta(scores[0], DType.Int32);
    }
}
