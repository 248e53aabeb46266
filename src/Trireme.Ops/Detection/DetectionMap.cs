namespace Trireme.Operators;

/// <summary>
/// MAP [1] = the mean over classes of the average precision of detections DetectRes [M, 6] (class, score, x1, y1, x2, y2) of objects Label [N, 6] (class,
/// difficult, x1, y1, x2, y2) or [N, 5]; those of one image are one sequence. What was counted before may come in and goes out.
/// </summary>
/// <param name="ClassNum">The number of classes.</param>
/// <param name="BackgroundLabel">A class that is left out.</param>
/// <param name="OverlapThreshold">A detection finds an object when it overlaps it by more.</param>
/// <param name="EvaluateDifficult">Whether difficult objects count.</param>
/// <param name="ApType">integral, or 11point: the precision at eleven recalls.</param>
/// <remarks>AccumPosCount int32 [classes, 1] counts objects; AccumTruePos and AccumFalsePos [detections, 2] hold scores and 0 or 1, those of one class as
/// one sequence.</remarks>
[Op("detection_map", "DetectRes, Label, HasState?, PosCount?, TruePos?, FalsePos? -> AccumPosCount, AccumTruePos, AccumFalsePos, MAP",
    NoGradient = "Its result is a count.",
    SetsLod = true)]
public sealed record DetectionMapOp(int ClassNum, int BackgroundLabel = 0, float OverlapThreshold = 0.3f, bool EvaluateDifficult = true,
    string ApType = "integral") : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c["DetectRes"].Shape is { Rank: 2 } found && found[1] is 6 or -1, "DetectRes must be [M, 6].");
        c.Require(c["Label"].Shape is { Rank: 2 } label && label[1] is 5 or 6 or -1, "Label must be [N, 5] or [N, 6].");
        c.Require(ApType is "integral" or "11point", $"ap_type '{ApType}' is not known.", "It is integral or 11point.");
        c.Require(ClassNum > 0, $"class_num is {ClassNum}.", "It must be positive.");
        c["AccumPosCount"] = new TensorMeta((ClassNum, 1), DType.Int32);
        c["AccumTruePos"] = c["AccumFalsePos"] = new TensorMeta((-1, 2), DType.Float32);
        c["MAP"] = new TensorMeta(1, DType.Float32);
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        var counts = new DetectionCounts(ClassNum, OverlapThreshold, EvaluateDifficult);
        if (c.Find("HasState") is { } state && state.Cast(DType.Int32).ToArray<int>()[0] != 0)
            counts.Resume(c["PosCount"], c["TruePos"], Sequences.Offsets(c, "TruePos"), c["FalsePos"], Sequences.Offsets(c, "FalsePos"));
        int[] found = Sequences.Offsets(c, "DetectRes"), objects = Sequences.Offsets(c, "Label");
        c.Require(found.Length == objects.Length, $"DetectRes has {found.Length - 1} images, Label {objects.Length - 1}.");
        float[] detections = c["DetectRes"].Cast(DType.Float32).ToArray<float>(), labels = c["Label"].Cast(DType.Float32).ToArray<float>();
        int width = c["DetectRes"].Shape[1], columns = c["Label"].Shape[1];
        for (int i = 0; i + 1 < found.Length; i++)
        {
            // One number in a row says that nothing was found.
            float[] own = width == 6 ? detections[(6 * found[i])..(6 * found[i + 1])] : [];
            counts.Add(own, labels[(columns * objects[i])..(columns * objects[i + 1])], columns);
        }
        c["AccumPosCount"] = Tensor.From<int>(counts.Objects, (ClassNum, 1));
        c["AccumTruePos"] = counts.Rows(hits: true);
        c["AccumFalsePos"] = counts.Rows(hits: false);
        c["MAP"] = Tensor.From<float>([(float)counts.MeanPrecision(BackgroundLabel, ApType == "11point")], 1);
    }
}
