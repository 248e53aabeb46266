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
