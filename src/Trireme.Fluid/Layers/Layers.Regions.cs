using Trireme.Operators;

namespace Trireme.Fluid;

/// <content>Regions that a network proposes, and what is pooled from them.</content>
public static partial class Layers
{
    /// <summary>The maximum of each bin of regions.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="rois">[R, 4]: x1, y1, x2, y2, those of one image as one sequence.</param>
    /// <param name="pooledHeight">The result's height.</param>
    /// <param name="pooledWidth">The result's width.</param>
    /// <param name="spatialScale">What turns the regions' coordinates into those of <paramref name="input"/>.</param>
    /// <returns>[R, C, pooledHeight, pooledWidth].</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.roi_pool; Girshick 2015.</remarks>
    public static Tensor RoiPool(Tensor input, Tensor rois, int pooledHeight = 1, int pooledWidth = 1, double spatialScale = 1)
        => new RoiPoolOp(pooledHeight, pooledWidth, (float)spatialScale).ApplyAll(input, rois, default)[0];

    /// <summary>Regions pooled to one size by bilinear samples.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="rois">[R, 4]: x1, y1, x2, y2, those of one image as one sequence.</param>
    /// <param name="pooledHeight">The result's height.</param>
    /// <param name="pooledWidth">The result's width.</param>
    /// <param name="spatialScale">What turns the regions' coordinates into those of <paramref name="input"/>.</param>
    /// <param name="samplingRatio">Samples along each side of a bin; 0 or less for as many as it has elements.</param>
    /// <param name="name">Not used.</param>
    /// <returns>[R, C, pooledHeight, pooledWidth].</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.roi_align; He et al. 2017. Coordinates are of elements' middles.</remarks>
    public static Tensor RoiAlign(Tensor input, Tensor rois, int pooledHeight = 1, int pooledWidth = 1, double spatialScale = 1, int samplingRatio = -1,
        string? name = null)
        => new RoiAlignOp(pooledHeight, pooledWidth, (float)spatialScale, samplingRatio, Aligned: false).ApplyAll(input, rois, default)[0];

    /// <summary>The mean of each bin of regions, each bin read from channels of its own.</summary>
    /// <param name="input">[N, outputChannels · pooledHeight · pooledWidth, H, W].</param>
    /// <param name="rois">[R, 4]: x1, y1, x2, y2, those of one image as one sequence.</param>
    /// <param name="outputChannels">The result's channels.</param>
    /// <param name="spatialScale">What turns the regions' coordinates into those of <paramref name="input"/>.</param>
    /// <param name="pooledHeight">The result's height.</param>
    /// <param name="pooledWidth">The result's width.</param>
    /// <param name="name">Not used.</param>
    /// <returns>[R, outputChannels, pooledHeight, pooledWidth].</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.psroi_pool; Dai et al. 2016.</remarks>
    public static Tensor PsroiPool(Tensor input, Tensor rois, int outputChannels, double spatialScale, int pooledHeight, int pooledWidth, string? name = null)
        => new PsRoiPoolOp(outputChannels, pooledHeight, pooledWidth, (float)spatialScale).ApplyAll(input, rois, default)[0];

    /// <summary>Regions with four corners each, straightened to one size.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="rois">[R, 8]: x, y of the corners clockwise from the upper left, those of one image as one sequence.</param>
    /// <param name="transformedHeight">The result's height.</param>
    /// <param name="transformedWidth">The result's width; a region that is narrower fills its left part, the rest is 0.</param>
    /// <param name="spatialScale">What turns the regions' coordinates into those of <paramref name="input"/>.</param>
    /// <returns>[R, C, transformedHeight, transformedWidth].</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.roi_perspective_transform.</remarks>
    public static Tensor RoiPerspectiveTransform(Tensor input, Tensor rois, int transformedHeight, int transformedWidth, double spatialScale = 1)
        => new RoiPerspectiveTransformOp(transformedHeight, transformedWidth, (float)spatialScale).ApplyAll(input, rois)[0];

    /// <summary>The regions that a proposal network finds.</summary>
    /// <param name="scores">[N, A, H, W].</param>
    /// <param name="bboxDeltas">[N, 4A, H, W].</param>
    /// <param name="imInfo">[N, 3]: height, width and scale.</param>
    /// <param name="anchors">[H, W, A, 4].</param>
    /// <param name="variances">[H, W, A, 4].</param>
    /// <param name="preNmsTopN">How many of an image are looked at.</param>
    /// <param name="postNmsTopN">How many are kept.</param>
    /// <param name="nmsThresh">Regions overlap when their intersection is more than this part of their union.</param>
    /// <param name="minSize">The least side.</param>
    /// <param name="eta">Below 1, the threshold falls by this factor with each region kept, down to a half.</param>
    /// <param name="name">Not used.</param>
    /// <returns>Regions [kept, 4] and their scores [kept, 1], those of one image as one sequence.</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.generate_proposals; Ren et al. 2015.</remarks>
    public static (Tensor RpnRois, Tensor RpnRoiProbs) GenerateProposals(Tensor scores, Tensor bboxDeltas, Tensor imInfo, Tensor anchors, Tensor variances,
        int preNmsTopN = 6000, int postNmsTopN = 1000, double nmsThresh = 0.5, double minSize = 0.1, double eta = 1, string? name = null)
    {
        Tensor[] y = new GenerateProposalsOp(preNmsTopN, postNmsTopN, (float)nmsThresh, (float)minSize, (float)eta).ApplyAll(scores, bboxDeltas, imInfo,
            anchors, variances);
        return (y[0], y[1]);
    }

    /// <summary>Regions sorted by size onto the levels of a feature pyramid.</summary>
    /// <param name="fpnRois">[R, 4], those of one image as one sequence.</param>
    /// <param name="minLevel">The first level.</param>
    /// <param name="maxLevel">The last one.</param>
    /// <param name="referLevel">The level of regions whose side is <paramref name="referScale"/>.</param>
    /// <param name="referScale">That side.</param>
    /// <param name="name">Not used.</param>
    /// <returns>The regions of each level, and int32 [R, 1]: where each region stands in the levels' joined ones.</returns>
    /// <exception cref="InvalidArgumentException">Shapes or levels do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.distribute_fpn_proposals; Lin et al. 2017.</remarks>
    public static (Tensor[] MultiRois, Tensor RestoreInd) DistributeFpnProposals(Tensor fpnRois, int minLevel, int maxLevel, int referLevel, int referScale,
        string? name = null)
    {
        Tensor[] y = new DistributeFpnProposalsOp(minLevel, maxLevel, referLevel, referScale).ApplyAll(fpnRois, default);
        return (y[..(maxLevel - minLevel + 1)], y[maxLevel - minLevel + 1]);
    }

    /// <summary>The best regions of all levels of a pyramid, image by image.</summary>
    /// <param name="multiRois">[R, 4] of each level, the regions of one image as one sequence.</param>
    /// <param name="multiScores">[R, 1] of each level.</param>
    /// <param name="minLevel">The first level.</param>
    /// <param name="maxLevel">The last one.</param>
    /// <param name="postNmsTopN">How many are kept.</param>
    /// <param name="name">Not used.</param>
    /// <returns>[kept, 4].</returns>
    /// <exception cref="InvalidArgumentException">There are not as many lists as levels.</exception>
    /// <remarks>Mirrors fluid.layers.collect_fpn_proposals; Lin et al. 2017.</remarks>
    public static Tensor CollectFpnProposals(IReadOnlyList<Tensor> multiRois, IReadOnlyList<Tensor> multiScores, int minLevel, int maxLevel, int postNmsTopN,
        string? name = null)
    {
        int levels = maxLevel - minLevel + 1;
        if (multiRois.Count != levels || multiScores.Count != levels)
            throw new InvalidArgumentException($"collect_fpn_proposals: {multiRois.Count} lists of regions and {multiScores.Count} of scores came for {levels} levels.",
                $"minLevel is {minLevel}, maxLevel {maxLevel}.");
        return new CollectFpnProposalsOp(postNmsTopN).ApplyAll(multiRois.ToArray(), multiScores.ToArray(), default)[0];
    }
}
