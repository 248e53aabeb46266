using Trireme.Operators;
using Trireme.Vision;

namespace Trireme.Fluid;

/// <content>What detectors say in the end, and heads that see an image once.</content>
public static partial class Layers
{
    /// <summary>The best boxes of each class, without those that overlap a better one.</summary>
    /// <param name="bboxes">[N, M, 4], or [R, classes, 4] with the boxes of one image as one sequence.</param>
    /// <param name="scores">[N, classes, M], or [R, classes].</param>
    /// <param name="scoreThreshold">Boxes must have more than this to be looked at.</param>
    /// <param name="nmsTopK">How many of each class are looked at; -1 for all.</param>
    /// <param name="keepTopK">How many boxes of an image are kept; -1 for all.</param>
    /// <param name="nmsThreshold">Boxes overlap when their intersection is more than this part of their union.</param>
    /// <param name="normalized">Whether sides are differences of coordinates; else pixels, one more.</param>
    /// <param name="nmsEta">Below 1, the threshold falls by this factor with each box kept, down to a half.</param>
    /// <param name="backgroundLabel">A class that is left out; -1 for none.</param>
    /// <param name="name">Not used.</param>
    /// <returns>[kept, 6]: class, score, x1, y1, x2, y2, the boxes of one image as one sequence; [1, 1] with -1 where nothing is kept.</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.multiclass_nms.</remarks>
    public static Tensor MulticlassNms(Tensor bboxes, Tensor scores, double scoreThreshold, int nmsTopK, int keepTopK, double nmsThreshold = 0.3,
        bool normalized = true,
        double nmsEta = 1, int backgroundLabel = 0, string? name = null)
        => new MulticlassNmsOp(backgroundLabel, (float)scoreThreshold, nmsTopK, (float)nmsThreshold, (float)nmsEta, keepTopK, normalized).Apply(bboxes, scores);

    /// <summary>The boxes that a single shot detector finds.</summary>
    /// <param name="loc">[N, M, 4]: the predicted boxes, relative to the prior ones.</param>
    /// <param name="scores">[N, M, classes]: scores before the softmax.</param>
    /// <param name="priorBox">[M, 4].</param>
    /// <param name="priorBoxVar">[M, 4], or null for 1.</param>
    /// <param name="backgroundLabel">A class that is left out; -1 for none.</param>
    /// <param name="nmsThreshold">Boxes overlap when their intersection is more than this part of their union.</param>
    /// <param name="nmsTopK">How many of each class are looked at; -1 for all.</param>
    /// <param name="keepTopK">How many boxes of an image are kept; -1 for all.</param>
    /// <param name="scoreThreshold">Boxes must have more than this to be looked at.</param>
    /// <param name="nmsEta">Below 1, the threshold falls by this factor with each box kept, down to a half.</param>
    /// <returns>[kept, 6]: class, score, x1, y1, x2, y2, the boxes of one image as one sequence; [1, 1] with -1 where nothing is kept.</returns>
    /// <exception cref="InvalidArgumentException">Shapes do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.detection_output.</remarks>
    public static Tensor DetectionOutput(Tensor loc, Tensor scores, Tensor priorBox, Tensor? priorBoxVar, int backgroundLabel = 0, double nmsThreshold = 0.3,
        int nmsTopK = 400,
        int keepTopK = 200, double scoreThreshold = 0.01, double nmsEta = 1)
    {
        Tensor boxes = BoxCoder(priorBox, priorBoxVar, loc, "decode_center_size");
        Tensor likely = new SoftmaxOp().Apply(scores).Transpose([0, 2, 1]);
        return MulticlassNms(boxes, likely, scoreThreshold, nmsTopK, keepTopK, nmsThreshold, nmsEta: nmsEta, backgroundLabel: backgroundLabel);
    }

    /// <summary>The boxes and scores that a YOLOv3 head predicts.</summary>
    /// <param name="x">[N, anchors · (5 + classes), H, W].</param>
    /// <param name="imgSize">int32 [N, 2]: height and width of the images.</param>
    /// <param name="anchors">Width and height of each anchor, in pixels of the network's input.</param>
    /// <param name="classNum">The number of classes.</param>
    /// <param name="confThresh">Boxes below this confidence are zeros.</param>
    /// <param name="downsampleRatio">The network's input size over x's.</param>
    /// <param name="name">Not used.</param>
    /// <returns>Boxes [N, anchors · H · W, 4] in pixels, scores [N, anchors · H · W, classes].</returns>
    /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.yolo_box.</remarks>
    public static (Tensor Boxes, Tensor Scores) YoloBox(Tensor x, Tensor imgSize, Ints anchors, int classNum, double confThresh, int downsampleRatio,
        string? name = null)
        => Ops.YoloBox(x, imgSize, anchors, classNum, confThresh, downsampleRatio);

    /// <summary>The loss of one head of a YOLOv3 network.</summary>
    /// <param name="x">[N, masks · (5 + classes), H, H].</param>
    /// <param name="gtBox">[N, B, 4]: the objects' middles, widths and heights as parts of the image; zeros where an image has fewer.</param>
    /// <param name="gtLabel">int32 [N, B]: their classes.</param>
    /// <param name="anchors">Width and height of all anchors, in pixels of the network's input.</param>
    /// <param name="anchorMask">Which of them this head predicts.</param>
    /// <param name="classNum">The number of classes.</param>
    /// <param name="ignoreThresh">A prediction that overlaps an object by more than this is not told to be empty.</param>
    /// <param name="downsampleRatio">The network's input size over x's.</param>
    /// <param name="gtScore">[N, B]: how much each object counts, for mixed images; 1 where null.</param>
    /// <param name="useLabelSmooth">Whether class labels are softened by min(1 / classes, 1 / 40).</param>
    /// <param name="name">Not used.</param>
    /// <returns>[N].</returns>
    /// <exception cref="InvalidArgumentException">Shapes, labels or options do not fit.</exception>
    /// <remarks>Mirrors fluid.layers.yolov3_loss; Redmon and Farhadi 2018.</remarks>
    public static Tensor Yolov3Loss(Tensor x, Tensor gtBox, Tensor gtLabel, Ints anchors, Ints anchorMask, int classNum, double ignoreThresh,
        int downsampleRatio,
        Tensor? gtScore = null, bool useLabelSmooth = true, string? name = null)
        => Ops.YoloLoss(x, gtBox, gtLabel, anchors, anchorMask, classNum, ignoreThresh, downsampleRatio, gtScore, useLabelSmooth);
}
