namespace Trireme.Operators;

/// <summary>
/// Boxes said relative to others, and back. Encoding: PriorBox [M, 4], TargetBox [N, 4] → OutputBox [N, M, 4]. Decoding: TargetBox [N, M, 4] and
/// PriorBox [M, 4], or [N, 4] with axis 1.
/// </summary>
/// <param name="CodeType">encode_center_size or decode_center_size.</param>
/// <param name="BoxNormalized">Whether sides are differences of coordinates; else pixels, one more.</param>
/// <param name="Axis">Which of TargetBox's axes PriorBox runs along when decoding.</param>
/// <param name="Variance">Four factors for all boxes, where there is no PriorBoxVar.</param>
[Op("box_coder", "PriorBox, PriorBoxVar?, TargetBox -> OutputBox", NoGradient = "Paddle defines none.", SetsLod = true)]
public sealed record BoxCoderOp(string CodeType = "encode_center_size", bool BoxNormalized = true, int Axis = 0, float[]? Variance = null) : Op
{
    internal bool Encodes => CodeType.Contains("encode", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape prior = c["PriorBox"].Shape, target = c["TargetBox"].Shape;
        BoxRules.Float(c, "PriorBox", "TargetBox");
        c.Require(CodeType.ToLowerInvariant() is "encode_center_size" or "decode_center_size", $"code_type {CodeType} is not known.", "It is encode_center_size or decode_center_size.");
        c.Require(prior.Rank == 2 && prior[1] == 4, "PriorBox must be [M, 4].");
        c.Require(Variance is null or [] || Variance.Length == 4, "variance must have four values.");
        if (Encodes)
        {
            c.Require(target.Rank == 2 && target[1] == 4, "TargetBox must be [N, 4].");
            c["OutputBox"] = c["TargetBox"] with { Shape = [target[0], prior[0], 4] };
            return;
        }
        c.Require(target.Rank == 3 && target[2] is 4 or -1, "TargetBox must be [N, M, 4].");
        c.Require(Axis is 0 or 1, $"axis {Axis} is neither 0 nor 1.");
        c.Require(prior[0] < 0 || target[1 - Axis] < 0 || prior[0] == target[1 - Axis], $"PriorBox has {prior[0]} boxes, TargetBox {target[1 - Axis]} along axis {1 - Axis}.");
        c["OutputBox"] = c["TargetBox"];
    }
}

/// <summary>Output = the boxes of Input [.., 4], cut off at the borders of their image: ImInfo [N, 3] holds height, width and scale.</summary>
[Op("box_clip", "Input, ImInfo -> Output", NoGradient = "Paddle defines none.")]
public sealed record BoxClipOp : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        BoxRules.Float(c, "Input", "ImInfo");
        c.Require(c["Input"].Shape is { Rank: >= 2 } shape && shape[^1] == 4, "the last dimension of Input must be 4.");
        c.Require(c["ImInfo"].Shape is { Rank: 2 } info && info[1] == 3, "ImInfo must be [N, 3].");
        c["Output"] = c["Input"];
    }
}

/// <summary>Out [N, M] = intersection over union of the boxes X [N, 4] and Y [M, 4].</summary>
/// <param name="BoxNormalized">Whether sides are differences of coordinates; else pixels, one more.</param>
[Op("iou_similarity", "X, Y -> Out", NoGradient = "Paddle defines none.")]
public sealed record IouSimilarityOp(bool BoxNormalized = true) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        BoxRules.Float(c, "X", "Y");
        c.Require(c["X"].Shape is { Rank: 2 } x && x[1] == 4 && c["Y"].Shape is { Rank: 2 } y && y[1] == 4, "X and Y must be [boxes, 4].");
        c["Out"] = c["X"] with { Shape = (c["X"].Shape[0], c["Y"].Shape[0]) };
    }
}

/// <summary>Output = offsets of corners as places: 4 · column − Input on even channels, 4 · row − Input on odd ones. Input [N, 2 · corners, H, W].</summary>
[Op("polygon_box_transform", "Input -> Output", NoGradient = "Paddle defines none.")]
public sealed record PolygonBoxTransformOp : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        BoxRules.Float(c, "Input");
        c.Require(c["Input"].Shape.Rank == 4 && c["Input"].Shape[1] % 2 == 0, "Input must be [N, 2 * corners, H, W].");
        c["Output"] = c["Input"];
    }
}

/// <summary>
/// Boxes and scores that a YOLO head predicts: X [N, anchors · (5 + classes), H, W], ImgSize int32 [N, 2] (height, width) → Boxes [N, anchors · H · W, 4]
/// in pixels, Scores [N, anchors · H · W, classes].
/// </summary>
/// <param name="Anchors">Width and height of each anchor, in pixels of the network's input.</param>
/// <param name="ClassNum">The number of classes.</param>
/// <param name="ConfThresh">Boxes below this confidence are zeros.</param>
/// <param name="DownsampleRatio">The network's input size over X's.</param>
/// <param name="ClipBbox">Whether boxes end at the image's borders.</param>
/// <param name="ScaleXY">Stretches the places within their cell.</param>
/// <param name="IouAware">Whether X begins with a channel for each anchor that predicts the overlap.</param>
/// <param name="IouAwareFactor">That prediction's part of the confidence.</param>
[Op("yolo_box", "X, ImgSize -> Boxes, Scores", NoGradient = "Paddle defines none.")]
public sealed record YoloBoxOp(Ints Anchors, int ClassNum, float ConfThresh, int DownsampleRatio, bool ClipBbox = true, [Attr("scale_x_y")] float ScaleXY = 1f, bool IouAware = false,
    float IouAwareFactor = 0.5f) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape;
        int anchors = Anchors.Count / 2, channels = anchors * (5 + ClassNum + (IouAware ? 1 : 0));
        BoxRules.Float(c, "X");
        c.Require(x.Rank == 4 && (x[1] < 0 || x[1] == channels), $"X must be [N, {channels}, H, W].");
        c.Require(Anchors.Count > 0 && Anchors.Count % 2 == 0 && ClassNum > 0, "anchors must be pairs of width and height, and class_num positive.");
        c.Require(c["ImgSize"].DType == DType.Int32 && c["ImgSize"].Shape.Rank == 2, "ImgSize must be int32 [N, 2].");
        int boxes = x[2] < 0 || x[3] < 0 ? -1 : anchors * x[2] * x[3];
        c["Boxes"] = c["X"] with { Shape = [x[0], boxes, 4] };
        c["Scores"] = c["X"] with { Shape = [x[0], boxes, ClassNum] };
    }
}

internal static class BoxRules
{
    public static void Float(InferContext c, params ReadOnlySpan<string> slots)
    {
        foreach (string slot in slots)
            c.Require(c[slot].DType == DType.Float32, $"{slot} must be float32.", "Cast it.");
    }
}
