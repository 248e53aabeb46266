using Trireme.Operators;

namespace Trireme.Vision;

public static partial class Ops
{
    /// <summary>Boxes that stand at each place of a feature map, as parts of an image.</summary>
    /// <param name="input">The feature map [N, C, H, W].</param>
    /// <param name="image">The images [N, C', H', W'].</param>
    /// <param name="minSizes">Sides of the smaller squares, in pixels of the image.</param>
    /// <param name="maxSizes">Sides that give a further square between each two; as many, or null.</param>
    /// <param name="aspectRatios">Widths over heights of further boxes; 1 where null.</param>
    /// <param name="variance">Four numbers; 0.1, 0.1, 0.2, 0.2 where null.</param>
    /// <param name="flip">Whether each ratio is taken upside down, too.</param>
    /// <param name="clip">Whether boxes end at the image's borders.</param>
    /// <param name="steps">The distances of places along the width and the height; the image's size over the map's where null or 0.</param>
    /// <param name="offset">Where in its cell a place lies.</param>
    /// <param name="minMaxAspectRatiosOrder">Whether both squares come before the boxes of other ratios.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <returns>Boxes [H, W, boxes, 4] and their variances, of the same shape.</returns>
    /// <exception cref="InvalidArgumentException">Shapes or lists do not fit.</exception>
    /// <remarks>Mirrors paddle.vision.ops.prior_box; Liu et al. 2016.</remarks>
    public static (Tensor Boxes, Tensor Variances) PriorBox(Tensor input, Tensor image, IReadOnlyList<double> minSizes, IReadOnlyList<double>? maxSizes = null,
        IReadOnlyList<double>? aspectRatios = null, IReadOnlyList<double>? variance = null, bool flip = false, bool clip = false,
        IReadOnlyList<double>? steps = null,
        double offset = 0.5, bool minMaxAspectRatiosOrder = false, string? name = null)
    {
        (float stepW, float stepH) = Steps("prior_box", steps);
        Tensor[] y = new PriorBoxOp(Floats(minSizes), Floats(maxSizes ?? []), Floats(aspectRatios ?? [1]), Floats(variance ?? DefaultVariance), flip, clip,
            stepW, stepH,
            (float)offset, minMaxAspectRatiosOrder).ApplyAll(input, image);
        return (y[0], y[1]);
    }

    /// <summary>Boxes said relative to others, and back.</summary>
    /// <param name="priorBox">The others, [M, 4].</param>
    /// <param name="priorBoxVar">Their variances, [M, 4] or [4]; null for 1.</param>
    /// <param name="targetBox">[N, 4] to encode; [N, M, 4] to decode.</param>
    /// <param name="codeType">encode_center_size or decode_center_size.</param>
    /// <param name="boxNormalized">Whether sides are differences of coordinates; else pixels, one more.</param>
    /// <param name="axis">Which of targetBox's axes priorBox does not run along when decoding: 0 for [M, 4] beside [N, M, 4], 1 for [N, 4].</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <returns>[N, M, 4].</returns>
    /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
    /// <remarks>Mirrors paddle.vision.ops.box_coder.</remarks>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
    public static Tensor BoxCoder(Tensor priorBox, Tensor? priorBoxVar, Tensor targetBox, string codeType = "encode_center_size", bool boxNormalized = true,
        int axis = 0,
        string? name = null)
        => new BoxCoderOp(codeType, boxNormalized, axis).Apply(priorBox, priorBoxVar, targetBox);

    /// <summary>Boxes said relative to others, and back, with one variance for all.</summary>
    /// <param name="priorBox">The others, [M, 4].</param>
    /// <param name="priorBoxVar">Four factors for all boxes.</param>
    /// <param name="targetBox">[N, 4] to encode; [N, M, 4] to decode.</param>
    /// <param name="codeType">encode_center_size or decode_center_size.</param>
    /// <param name="boxNormalized">Whether sides are differences of coordinates; else pixels, one more.</param>
    /// <param name="axis">Which of targetBox's axes priorBox does not run along when decoding: 0 for [M, 4] beside [N, M, 4], 1 for [N, 4].</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <returns>[N, M, 4].</returns>
    /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
    /// <remarks>Mirrors paddle.vision.ops.box_coder.</remarks>
    public static Tensor BoxCoder(Tensor priorBox, IReadOnlyList<double> priorBoxVar, Tensor targetBox, string codeType = "encode_center_size",
        bool boxNormalized = true,
        int axis = 0, string? name = null)
        => new BoxCoderOp(codeType, boxNormalized, axis, Floats(priorBoxVar)).Apply(priorBox, null, targetBox);

    /// <summary>The boxes and scores that a YOLO head predicts.</summary>
    /// <param name="x">[N, anchors · (5 + classes), H, W].</param>
    /// <param name="imgSize">int32 [N, 2]: height and width of the images.</param>
    /// <param name="anchors">Width and height of each anchor, in pixels of the network's input.</param>
    /// <param name="classNum">The number of classes.</param>
    /// <param name="confThresh">Boxes below this confidence are zeros.</param>
    /// <param name="downsampleRatio">The network's input size over x's.</param>
    /// <param name="clipBbox">Whether boxes end at the image's borders.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <param name="scaleXY">Stretches the places within their cell.</param>
    /// <param name="iouAware">Whether x begins with a channel for each anchor that predicts the overlap.</param>
    /// <param name="iouAwareFactor">That prediction's part of the confidence.</param>
    /// <returns>Boxes [N, anchors · H · W, 4] in pixels, scores [N, anchors · H · W, classes].</returns>
    /// <exception cref="InvalidArgumentException">Shapes or options do not fit.</exception>
    /// <remarks>Mirrors paddle.vision.ops.yolo_box; Redmon and Farhadi 2018.</remarks>
    public static (Tensor Boxes, Tensor Scores) YoloBox(Tensor x, Tensor imgSize, Ints anchors, int classNum, double confThresh, int downsampleRatio,
        bool clipBbox = true,
        string? name = null, double scaleXY = 1, bool iouAware = false, double iouAwareFactor = 0.5)
    {
        Tensor[] y = new YoloBoxOp(anchors, classNum, (float)confThresh, downsampleRatio, clipBbox, (float)scaleXY, iouAware,
            (float)iouAwareFactor).ApplyAll(x, imgSize);
        return (y[0], y[1]);
    }

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
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <param name="scaleXY">Stretches the places within their cell, where overlaps are judged.</param>
    /// <returns>[N].</returns>
    /// <exception cref="InvalidArgumentException">Shapes, labels or options do not fit.</exception>
    /// <remarks>Mirrors paddle.vision.ops.yolo_loss; Redmon and Farhadi 2018.</remarks>
    public static Tensor YoloLoss(Tensor x, Tensor gtBox, Tensor gtLabel, Ints anchors, Ints anchorMask, int classNum, double ignoreThresh, int downsampleRatio,
        Tensor? gtScore = null, bool useLabelSmooth = true, string? name = null, double scaleXY = 1)
        => new YoloLossOp(anchors, anchorMask, classNum, (float)ignoreThresh, downsampleRatio, useLabelSmooth, (float)scaleXY).ApplyAll(x, gtBox, gtLabel,
        gtScore)[0];

    internal static readonly double[] DefaultVariance = [0.1, 0.1, 0.2, 0.2];

    internal static float[] Floats(IReadOnlyList<double> values) => values.Select(v => (float)v).ToArray();

    internal static (float W, float H) Steps(string function, IReadOnlyList<double>? steps) => steps switch
    {
        null => (0, 0),
        [double w, double h] => ((float)w, (float)h),
        _ => throw new InvalidArgumentException($"{function}: there are {steps.Count} steps.", "There must be two: along the width and the height."),
    };
}
