namespace Trireme.Operators;

/// <summary>
/// The loss of one head of a YOLOv3 network: X [N, masks · (5 + classes), H, H], GTBox [N, B, 4] (middle, width, height, as parts of the image), GTLabel
/// [N, B], GTScore [N, B] → Loss [N].
/// </summary>
/// <param name="Anchors">Width and height of all anchors, in pixels of the network's input.</param>
/// <param name="AnchorMask">Which of them this head predicts.</param>
/// <param name="ClassNum">The number of classes.</param>
/// <param name="IgnoreThresh">A prediction that overlaps an object by more than this is not told to be empty.</param>
/// <param name="DownsampleRatio">The network's input size over X's.</param>
/// <param name="UseLabelSmooth">Whether class labels are 1 − δ and δ, with δ = min(1 / classes, 1 / 40).</param>
/// <param name="ScaleXY">Stretches the places within their cell, where overlaps are judged.</param>
/// <remarks>Boxes without extent are none. Each object belongs to the anchor whose sides fit best; where this head does not have it, it only hides
/// predictions.</remarks>
[Op("yolov3_loss", "X, GTBox, GTLabel, GTScore? -> Loss, ObjectnessMask~, GTMatchMask~")]
public sealed record YoloLossOp(Ints Anchors, Ints AnchorMask, int ClassNum, float IgnoreThresh = 0.7f, int DownsampleRatio = 32, bool UseLabelSmooth = true,
    [Attr("scale_x_y")] float ScaleXY = 1f) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape, boxes = c["GTBox"].Shape;
        int channels = AnchorMask.Count * (5 + ClassNum), anchors = Anchors.Count / 2;
        c.Require(ClassNum > 0 && anchors > 0 && Anchors.Count % 2 == 0, "anchors must be pairs of width and height, and class_num positive.");
        c.Require(AnchorMask.Count > 0 && AnchorMask.ToArray().All(m => m >= 0 && m < anchors),
            $"anchor_mask {AnchorMask} must name some of the {anchors} anchors.");
        c.Require(c["X"].DType.IsFloating && x.Rank == 4 && (x[1] < 0 || x[1] == channels), $"X must be floating point [N, {channels}, H, W].");
        c.Require(x[2] < 0 || x[3] < 0 || x[2] == x[3], "X must be as high as it is wide.");
        c.Require(boxes.Rank == 3 && boxes[2] == 4, "GTBox must be [N, B, 4].");
        c.Require(c["GTLabel"].Shape.Rank == 2 && (!c.Has("GTScore") || c["GTScore"].Shape.Rank == 2), "GTLabel and GTScore must be [N, B].");
        c["Loss"] = c["X"] with { Shape = x[0] };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"];
        int images = x.Shape[0], kinds = AnchorMask.Count, cells = x.Shape[2] * x.Shape[3];
        var targets = new YoloTargets(this, x, c["GTBox"], c["GTLabel"], c.Find("GTScore"));
        // One row for each prediction: x, y, w, h, whether there is an object, classes.
        Tensor rows = x.Reshape([images * kinds, 5 + ClassNum, cells]).Transpose([0, 2, 1]).Reshape([-1, 5 + ClassNum]);
        (Tensor isObject, Tensor counts) = targets.Objects();
        Tensor objects = Entropy(rows.Slice(1, 4, 5), isObject) * counts;
        Tensor loss = objects.Reshape([images, -1]).Sum(1);
        if (targets.Rows.Count > 0)
        {
            Tensor own = Sequences.Rows(rows, targets.Rows.ToArray());
            Tensor places = (Entropy(own.Slice(1, 0, 2), targets.Places()) + (own.Slice(1, 2, 4) - targets.Sizes()).Abs()).Sum(1) * targets.Weights();
            Tensor classes = Entropy(own.Slice(1, 5, 5 + ClassNum), targets.Classes()).Sum(1) * targets.Scores();
            loss += Sequences.Sums(places + classes, targets.Images.ToArray(), images);
        }
        c["Loss"] = loss;
    }

    private static Tensor Entropy(Tensor x, Tensor label) => new SigmoidCrossEntropyOp().Apply(x, label);
}
