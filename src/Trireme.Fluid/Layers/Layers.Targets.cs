using Trireme.NN;
using Trireme.Operators;
using Trireme.Static;

namespace Trireme.Fluid;

/// <content>What detectors with anchors shall say; convolutions over trees.</content>
public static partial class Layers
{
    /// <summary>Which anchors of a region proposal network are trained, and what they shall say.</summary>
    /// <param name="bboxPred">[N, M, 4]: the predicted moves.</param>
    /// <param name="clsLogits">[N, M, 1]: the predicted scores.</param>
    /// <param name="anchorBox">[M, 4].</param>
    /// <param name="anchorVar">Kept for Paddle's signature.</param>
    /// <param name="gtBoxes">[objects, 4], those of one image as one sequence.</param>
    /// <param name="isCrowd">int32 [objects, 1]: 1 where an object is left out.</param>
    /// <param name="imInfo">[N, 3]: height, width and scale.</param>
    /// <param name="rpnBatchSizePerIm">How many anchors of an image are taken.</param>
    /// <param name="rpnStraddleThresh">How far anchors may reach outside the image; negative for any distance.</param>
    /// <param name="rpnFgFraction">At most this part of them meet an object.</param>
    /// <param name="rpnPositiveOverlap">An anchor meets an object that it overlaps by as much; the best one of an object does, too.</param>
    /// <param name="rpnNegativeOverlap">And meets none when it overlaps all by less.</param>
    /// <param name="useRandom">Whether they are drawn; else the first are taken.</param>
    /// <returns>Scores [S, 1] and moves [F, 4] of the anchors taken, int32 [S, 1]: 1 for an object, the moves [F, 4] there shall be, and their weights [F,
    /// 4].</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.rpn_target_assign; Ren et al. 2015.</remarks>
    public static (Tensor PredictedScores, Tensor PredictedLocation, Tensor TargetLabel, Tensor TargetBbox,
        Tensor BboxInsideWeight) RpnTargetAssign(Tensor bboxPred,
        Tensor clsLogits, Tensor anchorBox, Tensor? anchorVar, Tensor gtBoxes, Tensor isCrowd, Tensor imInfo, int rpnBatchSizePerIm = 256,
        double rpnStraddleThresh = 0,
        double rpnFgFraction = 0.5, double rpnPositiveOverlap = 0.7, double rpnNegativeOverlap = 0.3, bool useRandom = true)
    {
        Tensor[] y = new RpnTargetAssignOp(rpnBatchSizePerIm, (float)rpnStraddleThresh, (float)rpnFgFraction, (float)rpnPositiveOverlap,
            (float)rpnNegativeOverlap, useRandom)
            .ApplyAll(anchorBox, gtBoxes, isCrowd, imInfo);
        return (clsLogits.Reshape([-1, 1]).Gather(y[1]), bboxPred.Reshape([-1, 4]).Gather(y[0]), y[2], y[3], y[4]);
    }

    /// <summary>Which anchors of a RetinaNet are trained, and what they shall say.</summary>
    /// <param name="bboxPred">[N, M, 4]: the predicted moves.</param>
    /// <param name="clsLogits">[N, M, classes]: the predicted scores.</param>
    /// <param name="anchorBox">[M, 4].</param>
    /// <param name="anchorVar">Kept for Paddle's signature.</param>
    /// <param name="gtBoxes">[objects, 4], those of one image as one sequence.</param>
    /// <param name="gtLabels">int32 [objects, 1]: classes from 1 on.</param>
    /// <param name="isCrowd">int32 [objects, 1]: 1 where an object is left out.</param>
    /// <param name="imInfo">[N, 3]: height, width and scale.</param>
    /// <param name="numClasses">The number of classes.</param>
    /// <param name="positiveOverlap">An anchor meets an object that it overlaps by as much; the best one of an object does, too.</param>
    /// <param name="negativeOverlap">And meets none when it overlaps all by less.</param>
    /// <returns>Scores [S, classes] and moves [F, 4] of the anchors taken, int32 [S, 1]: the class or 0, the moves [F, 4] there shall be, their weights [F,
    /// 4], and int32
    /// [N, 1]: how many meet an object, and one more.</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.retinanet_target_assign; Lin et al. 2017.</remarks>
    public static (Tensor PredictedScores, Tensor PredictedLocation, Tensor TargetLabel, Tensor TargetBbox, Tensor BboxInsideWeight,
        Tensor FgNum) RetinanetTargetAssign(
        Tensor bboxPred, Tensor clsLogits, Tensor anchorBox, Tensor? anchorVar, Tensor gtBoxes, Tensor gtLabels, Tensor isCrowd, Tensor imInfo,
        int numClasses = 1,
        double positiveOverlap = 0.5, double negativeOverlap = 0.4)
    {
        Tensor[] y = new RetinanetTargetAssignOp((float)positiveOverlap, (float)negativeOverlap).ApplyAll(anchorBox, gtBoxes, gtLabels, isCrowd, imInfo);
        return (clsLogits.Reshape([-1, numClasses]).Gather(y[1]), bboxPred.Reshape([-1, 4]).Gather(y[0]), y[2], y[3], y[4], y[5]);
    }

    /// <summary>Which proposed regions the second step of a detector is trained with, their classes and where they shall move.</summary>
    /// <param name="rpnRois">[R, 4], those of one image as one sequence.</param>
    /// <param name="gtClasses">int32 [objects, 1], likewise.</param>
    /// <param name="isCrowd">int32 [objects, 1], likewise: 1 where an object is no candidate itself.</param>
    /// <param name="gtBoxes">[objects, 4], likewise, in pixels of the image before it was scaled.</param>
    /// <param name="imInfo">[N, 3]: height, width and scale.</param>
    /// <param name="batchSizePerIm">How many regions of an image are taken.</param>
    /// <param name="fgFraction">At most this part of them has an object.</param>
    /// <param name="fgThresh">A region has an object that it overlaps by as much.</param>
    /// <param name="bgThreshHi">A region is background where its largest overlap is below this,</param>
    /// <param name="bgThreshLo">and at least this.</param>
    /// <param name="bboxRegWeights">Four numbers that moves are divided by; 0.1, 0.1, 0.2, 0.2 where null.</param>
    /// <param name="classNums">The number of classes, the background among them; needed.</param>
    /// <param name="useRandom">Whether regions are drawn; else the first are taken.</param>
    /// <param name="isClsAgnostic">Whether moves are the same for all classes: they stand at class 1.</param>
    /// <param name="isCascadeRcnn">Whether regions come from an earlier step: all count, but those without extent.</param>
    /// <returns>Regions [P, 4], int32 classes [P, 1], moves [P, 4 · classes] and their weights inside and outside, those of one image as one
    /// sequence.</returns>
    /// <exception cref="InvalidArgumentException">The number of classes is missing, or shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.generate_proposal_labels; Ren et al. 2015.</remarks>
    public static (Tensor Rois, Tensor LabelsInt32, Tensor BboxTargets, Tensor BboxInsideWeights, Tensor BboxOutsideWeights) GenerateProposalLabels(
        Tensor rpnRois, Tensor gtClasses, Tensor isCrowd, Tensor gtBoxes, Tensor imInfo, int batchSizePerIm = 256, double fgFraction = 0.25,
        double fgThresh = 0.25, double bgThreshHi = 0.5, double bgThreshLo = 0, IReadOnlyList<float>? bboxRegWeights = null, int? classNums = null,
        bool useRandom = true, bool isClsAgnostic = false, bool isCascadeRcnn = false)
    {
        int classes = classNums ?? throw new InvalidArgumentException("generate_proposal_labels: classNums is missing.", null,
            "Pass the number of classes, the background among them.");
        Tensor[] y = new GenerateProposalLabelsOp(batchSizePerIm, (float)fgFraction, (float)fgThresh, (float)bgThreshHi, (float)bgThreshLo,
            bboxRegWeights?.ToArray(), classes, useRandom, isCascadeRcnn, isClsAgnostic).ApplyAll(rpnRois, gtClasses, isCrowd, gtBoxes, imInfo, default);
        return (y[0], y[1], y[2], y[3], y[4]);
    }

    /// <summary>Which regions the mask branch of a detector is trained with, and their masks.</summary>
    /// <param name="imInfo">[N, 3]: height, width and scale.</param>
    /// <param name="gtClasses">int32 [objects, 1], those of one image as one sequence.</param>
    /// <param name="isCrowd">int32 [objects, 1], likewise: 1 where an object has no outlines.</param>
    /// <param name="gtSegms">[points, 2]: x, y of outlines, in three levels of sequences: objects of an image, polygons of an object, points of a
    /// polygon.</param>
    /// <param name="rois">[R, 4], those of one image as one sequence.</param>
    /// <param name="labelsInt32">int32 [R, 1]: classes; 0 is the background.</param>
    /// <param name="numClasses">The number of classes, the background among them.</param>
    /// <param name="resolution">The side of masks.</param>
    /// <returns>Regions [P, 4], int32 [P, 1]: their places in their image, and int32 masks [P, numClasses · resolution²]: 0 or 1 at the class, -1
    /// elsewhere.</returns>
    /// <exception cref="InvalidArgumentException">Shapes or sequences do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.generate_mask_labels; He et al. 2017.</remarks>
    public static (Tensor MaskRois, Tensor RoiHasMaskInt32, Tensor MaskInt32) GenerateMaskLabels(Tensor imInfo, Tensor gtClasses, Tensor isCrowd,
        Tensor gtSegms, Tensor rois, Tensor labelsInt32, int numClasses, int resolution)
    {
        Tensor[] y = new GenerateMaskLabelsOp(numClasses, resolution).ApplyAll(imInfo, gtClasses, isCrowd, gtSegms, rois, labelsInt32);
        return (y[0], y[1], y[2]);
    }

    /// <summary>A convolution over trees.</summary>
    /// <param name="nodesVector">[N, nodes, features].</param>
    /// <param name="edgeSet">int32 [N, edges, 2]: parent and child, counted from 1 on; ends at a 0.</param>
    /// <param name="outputSize">The result's features.</param>
    /// <param name="numFilters">How many filters there are.</param>
    /// <param name="maxDepth">How many levels belong to a node, its own among them.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="paramAttr">How the filters [features, 3, outputSize, numFilters] are made.</param>
    /// <param name="biasAttr">How the bias [numFilters] is made; false for none.</param>
    /// <param name="name">The layer's name; made unique where null.</param>
    /// <returns>[N, nodes, outputSize, numFilters].</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit, or an edge names a node that is not there.</exception>
    /// <remarks>Mirrors fluid.layers.tree_conv; Mou et al. 2016.</remarks>
    public static Tensor TreeConv(Tensor nodesVector, Tensor edgeSet, int outputSize, int numFilters = 1, int maxDepth = 2, string? act = "tanh",
        ParamAttr? paramAttr = null,
        ParamAttr? biasAttr = null, string? name = null)
    {
        var layer = new LayerParameters("tree_conv", name);
        Tensor filter = layer.Require([nodesVector.Shape[^1], 3, outputSize, numFilters], nodesVector.DType, paramAttr);
        Tensor y = new TreeConvOp(maxDepth).Apply(nodesVector, edgeSet, filter);
        return Activate(layer.AddBias(y, biasAttr, 3, 4), act);
    }
}
