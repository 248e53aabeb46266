using Trireme.Operators;

namespace Trireme.Vision;

public static partial class Ops
{
    /// <summary>Boxes whose scores fall with their overlap with better ones instead of being dropped.</summary>
    /// <param name="bboxes">[N, M, 4].</param>
    /// <param name="scores">[N, classes, M].</param>
    /// <param name="scoreThreshold">Boxes must have more than this to be looked at.</param>
    /// <param name="postThreshold">And more than this after the fall to be kept.</param>
    /// <param name="nmsTopK">How many of each class are looked at; -1 for all.</param>
    /// <param name="keepTopK">How many boxes of an image are kept; -1 for all.</param>
    /// <param name="useGaussian">Whether scores fall like a bell instead of a line.</param>
    /// <param name="gaussianSigma">How steeply.</param>
    /// <param name="backgroundLabel">A class that is left out; -1 for none.</param>
    /// <param name="normalized">Whether sides are differences of coordinates; else pixels, one more.</param>
    /// <param name="returnIndex">Whether it is said which boxes they were.</param>
    /// <param name="returnRoisNum">Whether it is said how many each image has.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <returns>[kept, 6]: class, score, x1, y1, x2, y2; int32 [N]; int32 [kept, 1].</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors paddle.vision.ops.matrix_nms; Wang et al. 2020.</remarks>
    public static (Tensor Out, Tensor? RoisNum, Tensor? Index) MatrixNms(Tensor bboxes, Tensor scores, double scoreThreshold, double postThreshold,
        int nmsTopK, int keepTopK,
        bool useGaussian = false, double gaussianSigma = 2, int backgroundLabel = 0, bool normalized = true, bool returnIndex = false,
        bool returnRoisNum = true,
        string? name = null)
    {
        Tensor[] y = new MatrixNmsOp(backgroundLabel, (float)scoreThreshold, (float)postThreshold, nmsTopK, keepTopK, normalized, useGaussian,
            (float)gaussianSigma)
            .ApplyAll(bboxes, scores);
        return (y[0], returnRoisNum ? y[2] : null, returnIndex ? y[1] : null);
    }

    /// <summary>The regions that a proposal network finds.</summary>
    /// <param name="scores">[N, A, H, W].</param>
    /// <param name="bboxDeltas">[N, 4A, H, W].</param>
    /// <param name="imgSize">[N, 2]: height and width.</param>
    /// <param name="anchors">[H, W, A, 4].</param>
    /// <param name="variances">[H, W, A, 4].</param>
    /// <param name="preNmsTopN">How many of an image are looked at.</param>
    /// <param name="postNmsTopN">How many are kept.</param>
    /// <param name="nmsThresh">Regions overlap when their intersection is more than this part of their union.</param>
    /// <param name="minSize">The least side.</param>
    /// <param name="eta">Below 1, the threshold falls by this factor with each region kept, down to a half.</param>
    /// <param name="pixelOffset">Whether sides are pixels, one more than the difference of coordinates.</param>
    /// <param name="returnRoisNum">Whether it is said how many each image has.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <returns>Regions [kept, 4], their scores [kept, 1], int32 [N].</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors paddle.vision.ops.generate_proposals; Ren et al. 2015.</remarks>
    public static (Tensor RpnRois, Tensor RpnRoiProbs, Tensor? RpnRoisNum) GenerateProposals(Tensor scores, Tensor bboxDeltas, Tensor imgSize,
        Tensor anchors, Tensor variances,
        int preNmsTopN = 6000, int postNmsTopN = 1000, double nmsThresh = 0.5, double minSize = 0.1, double eta = 1, bool pixelOffset = false,
        bool returnRoisNum = false,
        string? name = null)
    {
        Tensor[] y = new GenerateProposalsV2Op(preNmsTopN, postNmsTopN, (float)nmsThresh, (float)minSize, (float)eta, pixelOffset)
            .ApplyAll(scores, bboxDeltas, imgSize, anchors, variances);
        return (y[0], y[1], returnRoisNum ? y[2] : null);
    }

    /// <summary>Regions sorted by size onto the levels of a feature pyramid.</summary>
    /// <param name="fpnRois">[R, 4].</param>
    /// <param name="minLevel">The first level.</param>
    /// <param name="maxLevel">The last one.</param>
    /// <param name="referLevel">The level of regions whose side is <paramref name="referScale"/>.</param>
    /// <param name="referScale">That side.</param>
    /// <param name="pixelOffset">Whether sides are pixels, one more than the difference of coordinates.</param>
    /// <param name="roisNum">int32 [N]: how many regions each image has.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <returns>The regions of each level; int32 [R, 1], where each region stands in the levels' joined ones; with <paramref name="roisNum"/> how many each
    /// image has on
    /// each level.</returns>
    /// <exception cref="InvalidArgumentException">Shapes or levels do not fit.</exception>
    /// <remarks>Mirrors paddle.vision.ops.distribute_fpn_proposals; Lin et al. 2017.</remarks>
    public static (Tensor[] MultiRois, Tensor RestoreInd, Tensor[]? RoisNumPerLevel) DistributeFpnProposals(Tensor fpnRois, int minLevel, int maxLevel,
        int referLevel,
        int referScale, bool pixelOffset = false, Tensor? roisNum = null, string? name = null)
    {
        Tensor[] y = new DistributeFpnProposalsOp(minLevel, maxLevel, referLevel, referScale, pixelOffset).ApplyAll(fpnRois, roisNum);
        int levels = maxLevel - minLevel + 1;
        return (y[..levels], y[levels], roisNum is null ? null : y[(levels + 1)..]);
    }
}
