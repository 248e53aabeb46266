using Trireme.Operators;

namespace Trireme.Fluid;

/// <content>What detectors of two steps, and those of one with a focal loss, do in the end; how good detectors are.</content>
public static partial class Layers
{
    /// <summary>The focal loss of scores.</summary>
    /// <param name="x">[N, C]: scores before the sigmoid.</param>
    /// <param name="label">int32 [N, 1]: 0 is the background, k the class k − 1, -1 does not count.</param>
    /// <param name="fgNum">int32 [1]: how many rows have an object.</param>
    /// <param name="gamma">How much less easy elements count.</param>
    /// <param name="alpha">The weight of elements that are their row's class; others have 1 − α.</param>
    /// <returns>[N, C].</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.sigmoid_focal_loss; Lin et al. 2017.</remarks>
    public static Tensor SigmoidFocalLoss(Tensor x, Tensor label, Tensor fgNum, double gamma = 2, double alpha = 0.25)
        => new SigmoidFocalLossOp((float)gamma, (float)alpha).Apply(x, label, fgNum);

    /// <summary>Boxes moved for each class, and for each its best.</summary>
    /// <param name="priorBox">[N, 4].</param>
    /// <param name="priorBoxVar">[4].</param>
    /// <param name="targetBox">[N, 4 · classes].</param>
    /// <param name="boxScore">[N, classes]; class 0 is the background.</param>
    /// <param name="boxClip">The most that the logarithm of a side may grow.</param>
    /// <param name="name">Not used.</param>
    /// <returns>[N, 4 · classes], and [N, 4]: the box of the best class, the prior one where there is none.</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.box_decoder_and_assign.</remarks>
    public static (Tensor DecodeBox, Tensor OutputAssignBox) BoxDecoderAndAssign(Tensor priorBox, Tensor priorBoxVar, Tensor targetBox, Tensor boxScore,
        double boxClip,
        string? name = null)
    {
        Tensor[] y = new BoxDecoderAndAssignOp((float)boxClip).ApplyAll(priorBox, priorBoxVar, targetBox, boxScore);
        return (y[0], y[1]);
    }

    /// <summary>The objects that a RetinaNet finds.</summary>
    /// <param name="bboxes">[N, A, 4] of each level: the predicted boxes, relative to anchors.</param>
    /// <param name="scores">[N, A, classes] of each level.</param>
    /// <param name="anchors">[A, 4] of each level.</param>
    /// <param name="imInfo">[N, 3]: height, width and scale.</param>
    /// <param name="scoreThreshold">What scores must exceed, but on the last level.</param>
    /// <param name="nmsTopK">How many of each level are looked at.</param>
    /// <param name="keepTopK">How many boxes of an image are kept.</param>
    /// <param name="nmsThreshold">Boxes overlap when their intersection is more than this part of their union.</param>
    /// <param name="nmsEta">Below 1, the threshold falls by this factor with each box kept, down to a half.</param>
    /// <returns>[kept, 6]: class from 1 on, score, x1, y1, x2, y2 in pixels of the image before it was scaled, those of one image as one sequence.</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.retinanet_detection_output; Lin et al. 2017.</remarks>
    public static Tensor RetinanetDetectionOutput(IReadOnlyList<Tensor> bboxes, IReadOnlyList<Tensor> scores, IReadOnlyList<Tensor> anchors, Tensor imInfo,
        double scoreThreshold = 0.05, int nmsTopK = 1000, int keepTopK = 100, double nmsThreshold = 0.3, double nmsEta = 1)
        => new RetinanetDetectionOutputOp((float)scoreThreshold, nmsTopK, (float)nmsThreshold, (float)nmsEta, keepTopK)
            .ApplyAll(bboxes.ToArray(), scores.ToArray(), anchors.ToArray(), imInfo)[0];

    /// <summary>The mean of samples in each bin of regions, bins moved by learned offsets.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="rois">[R, 4]: x1, y1, x2, y2, those of one image as one sequence.</param>
    /// <param name="trans">[R, 2 · classes, part height, part width]: x, then y.</param>
    /// <param name="noTrans">Whether bins stay where they are.</param>
    /// <param name="spatialScale">What turns the regions' coordinates into those of <paramref name="input"/>.</param>
    /// <param name="groupSize">Into how many rows and columns of bins channels of their own are divided; 1 and 1 where null.</param>
    /// <param name="pooledHeight">The result's height.</param>
    /// <param name="pooledWidth">The result's width.</param>
    /// <param name="partSize">The height and width of <paramref name="trans"/>; the result's where null.</param>
    /// <param name="samplePerPart">Samples along each side of a bin.</param>
    /// <param name="transStd">What part of a region's size the offsets count in.</param>
    /// <param name="positionSensitive">Whether each bin has channels of its own: then the result has C / (pooledHeight · pooledWidth), else C.</param>
    /// <param name="name">Not used.</param>
    /// <returns>[R, channels, pooledHeight, pooledWidth].</returns>
    /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.deformable_roi_pooling; Dai et al. 2017.</remarks>
    public static Tensor DeformableRoiPooling(Tensor input, Tensor rois, Tensor? trans, bool noTrans = false, double spatialScale = 1, Ints? groupSize = null,
        int pooledHeight = 1, int pooledWidth = 1, Ints? partSize = null, int samplePerPart = 1, double transStd = 0.1, bool positionSensitive = false,
        string? name = null)
    {
        int channels = positionSensitive ? input.Shape[1] / Math.Max(1, pooledHeight * pooledWidth) : input.Shape[1];
        return new DeformablePsRoiPoolingOp(channels, (groupSize ?? 1).Repeat(2, "groupSize"), pooledHeight, pooledWidth,
            (partSize ?? (pooledHeight, pooledWidth)).Repeat(2, "partSize"), noTrans, (float)spatialScale, samplePerPart, (float)transStd)
            .ApplyAll(input, rois, noTrans ? null : trans)[1];
    }

    /// <summary>The mean over classes of the average precision of detections.</summary>
    /// <param name="detectRes">[M, 6]: class, score, x1, y1, x2, y2, those of one image as one sequence.</param>
    /// <param name="label">[N, 6]: class, difficult, x1, y1, x2, y2, or [N, 5] without the second, likewise.</param>
    /// <param name="classNum">The number of classes.</param>
    /// <param name="backgroundLabel">A class that is left out.</param>
    /// <param name="overlapThreshold">A detection finds an object when it overlaps it by more.</param>
    /// <param name="evaluateDifficult">Whether difficult objects count.</param>
    /// <param name="hasState">int32 [1]: whether what was counted before is added.</param>
    /// <param name="inputStates">What was counted before: objects [classes, 1], hits and misses [detections, 2], those of one class as one sequence.</param>
    /// <param name="outStates">Three variables that receive what is counted then.</param>
    /// <param name="apVersion">integral, or 11point: the precision at eleven recalls.</param>
    /// <returns>[1].</returns>
    /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.detection_map; Everingham et al. 2010.</remarks>
    public static Tensor DetectionMap(Tensor detectRes, Tensor label, int classNum, int backgroundLabel = 0, double overlapThreshold = 0.3,
        bool evaluateDifficult = true,
        Tensor? hasState = null, IReadOnlyList<Tensor>? inputStates = null, IReadOnlyList<Tensor>? outStates = null, string apVersion = "integral")
    {
        if ((inputStates is not null && inputStates.Count != 3) || (outStates is not null && outStates.Count != 3))
            throw new InvalidArgumentException($"detection_map: {inputStates?.Count ?? 3} states come in and {outStates?.Count ?? 3} go out.",
            "There are three: objects, hits and misses.");
        Tensor[] y = new DetectionMapOp(classNum, backgroundLabel, (float)overlapThreshold, evaluateDifficult, apVersion)
            .ApplyAll(detectRes, label, hasState, inputStates?[0], inputStates?[1], inputStates?[2]);
        for (int i = 0; outStates is not null && i < 3; i++)
            y[i].Assign(outStates[i]);
        return y[3];
    }
}
