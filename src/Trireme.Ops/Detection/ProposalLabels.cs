namespace Trireme.Operators;

/// <summary>
/// What the second step of a detector shall say of proposed regions: RpnRois [R, 4] and the objects GtBoxes [objects, 4] themselves are candidates; those that
/// overlap an object well get its class and where they shall move, some of the others are background. Rois [.., 4], LabelsInt32 [.., 1], and BboxTargets,
/// BboxInsideWeights, BboxOutsideWeights [.., 4 · classes], which hold numbers at a region's class only.
/// </summary>
/// <param name="BatchSizePerIm">How many regions of an image are taken.</param>
/// <param name="FgFraction">At most this part of them has an object.</param>
/// <param name="FgThresh">A region has an object that it overlaps by as much.</param>
/// <param name="BgThreshHi">A region is background where its largest overlap is below this,</param>
/// <param name="BgThreshLo">and at least this.</param>
/// <param name="BboxRegWeights">Four numbers that moves are divided by; 0.1, 0.1, 0.2, 0.2 where null.</param>
/// <param name="ClassNums">The number of classes, the background among them.</param>
/// <param name="UseRandom">Whether regions are drawn; else the first are taken.</param>
/// <param name="IsCascadeRcnn">Whether regions come from an earlier step: all count, but those without extent and those that MaxOverlap [R] says are
/// objects.</param>
/// <param name="IsClsAgnostic">Whether moves are the same for all classes: they stand at class 1.</param>
/// <remarks>Regions, classes, crowd marks and objects of one image are one sequence each; ImInfo [N, 3] holds height, width and scale, and only regions are
/// scaled.</remarks>
[Op("generate_proposal_labels", "RpnRois, GtClasses, IsCrowd, GtBoxes, ImInfo, MaxOverlap? -> Rois, LabelsInt32, BboxTargets, BboxInsideWeights, "
    + "BboxOutsideWeights, MaxOverlapWithGT", NoGradient = "Its results are labels.", SetsLod = true)]
public sealed record GenerateProposalLabelsOp(int BatchSizePerIm = 256, float FgFraction = 0.25f, float FgThresh = 0.25f, float BgThreshHi = 0.5f,
    float BgThreshLo = 0f, float[]? BboxRegWeights = null, int ClassNums = 81, bool UseRandom = true, bool IsCascadeRcnn = false, bool IsClsAgnostic = false)
    : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        BoxRules.Float(c, "RpnRois", "GtBoxes", "ImInfo");
        c.Require(c["RpnRois"].Shape is { Rank: 2 } rois && rois[1] == 4 && c["GtBoxes"].Shape is { Rank: 2 } boxes && boxes[1] == 4,
            "RpnRois and GtBoxes must be [boxes, 4].");
        c.Require(c["ImInfo"].Shape is { Rank: 2 } info && info[1] == 3, "ImInfo must be [N, 3].");
        c.Require(BboxRegWeights is null or { Length: 4 }, "bbox_reg_weights must have four values.");
        c.Require(ClassNums > (IsClsAgnostic ? 1 : 0), $"class_nums is {ClassNums}.", "It counts the background, too.");
        c["Rois"] = new TensorMeta((-1, 4), DType.Float32);
        c["LabelsInt32"] = new TensorMeta((-1, 1), DType.Int32);
        c["BboxTargets"] = c["BboxInsideWeights"] = c["BboxOutsideWeights"] = new TensorMeta((-1, 4 * ClassNums), DType.Float32);
        c["MaxOverlapWithGT"] = new TensorMeta(-1, DType.Float32);
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        float[] rois = c["RpnRois"].ToArray<float>(), objects = c["GtBoxes"].ToArray<float>(), info = c["ImInfo"].ToArray<float>();
        float[]? known = c.Find("MaxOverlap")?.ToArray<float>();
        long[] classes = Sequences.Integers(c["GtClasses"]), crowd = Sequences.Integers(c["IsCrowd"]);
        int[] roiOffsets = Sequences.Offsets(c, "RpnRois"), objectOffsets = Sequences.Offsets(c, "GtBoxes");
        int images = info.Length / 3, count = objects.Length / 4;
        c.Require(roiOffsets.Length - 1 == images && objectOffsets.Length - 1 == images,
            $"there are {roiOffsets.Length - 1} sequences of regions and {objectOffsets.Length - 1} of objects for {images} images.");
        c.Require(classes.Length == count && crowd.Length == count && (known is null || known.Length == rois.Length / 4),
            $"there are {classes.Length} classes and {crowd.Length} marks for {count} objects, {known?.Length} overlaps for {rois.Length / 4} regions.");
        foreach (long label in classes)
            c.Require(label >= 0 && label < ClassNums, $"the class {label} is outside [0, {ClassNums - 1}].");
        var labels = new RegionLabels(this, UseRandom ? new DrawnNumbers(0) : null);
        for (int image = 0; image < images; image++)
        {
            Range own = objectOffsets[image]..objectOffsets[image + 1], regions = roiOffsets[image]..roiOffsets[image + 1];
            labels.Add(Boxes(rois, regions), known?[regions], Boxes(objects, own), classes[own], crowd[own], info[(3 * image) + 2]);
        }
        labels.WriteTo(c);

        static float[][] Boxes(float[] all, Range which) => Enumerable.Range(which.Start.Value, which.End.Value - which.Start.Value)
            .Select(i => PixelBoxes.At(all, i)).ToArray();
    }
}

/// <summary>Gathers the regions of images, their classes and their moves.</summary>
internal sealed class RegionLabels(GenerateProposalLabelsOp op, DrawnNumbers? random)
{
    private static readonly float[] UsualWeights = [0.1f, 0.1f, 0.2f, 0.2f];

    private readonly List<float> _rois = [], _targets = [], _weights = [], _overlaps = [];
    private readonly List<int> _labels = [], _counts = [];

    public void Add(float[][] regions, float[]? known, float[][] objects, long[] classes, long[] crowd, float scale)
    {
        // As in Paddle, an image without regions gives none, whatever its objects.
        if (regions.Length == 0)
        {
            _counts.Add(0);
            return;
        }
        List<float[]> boxes = regions.Select(b => Array.ConvertAll(b, v => v / scale)).ToList();
        if (op.IsCascadeRcnn)
        {
            boxes = boxes.Where((b, i) => PixelBoxes.HasExtent(b) && !(known?[i] >= 1)).ToList();
            if (boxes.Count == 0)
                boxes.Add(new float[4]);
        }
        boxes.InsertRange(0, objects);
        var met = new List<(float[] Box, int Object, double Overlap)>();
        var empty = new List<(float[] Box, int Object, double Overlap)>();
        foreach ((int i, float[] box) in boxes.Index())
        {
            double[] overlaps = Array.ConvertAll(objects, o => PixelBoxes.Overlap(box, o));
            double most = overlaps.DefaultIfEmpty(0).Max();
            if (i < objects.Length && crowd[i] != 0)
                continue;
            if (most >= op.FgThresh && objects.Length > 0)
                met.Add((box, Array.FindIndex(overlaps, o => Math.Abs(most - o) < 1e-5), most));
            else if (most >= op.BgThreshLo && most < op.BgThreshHi)
                empty.Add((box, -1, most));
        }
        if (!op.IsCascadeRcnn)
        {
            Reservoir.Draw(met, (int)MathF.Floor(op.BatchSizePerIm * op.FgFraction), random);
            Reservoir.Draw(empty, op.BatchSizePerIm - met.Count, random);
        }
        foreach ((float[] box, int found, double overlap) in met.Concat(empty))
            Add(box, found < 0 ? null : objects[found], found < 0 ? 0 : (int)classes[found], overlap, scale);
        _counts.Add(met.Count + empty.Count);
    }

    public void WriteTo(ComposeContext c)
    {
        Lod lod = Lod.FromLengths(_counts);
        int rows = _labels.Count, width = 4 * op.ClassNums;
        c["Rois"] = Of(_rois, (rows, 4));
        Tensor labels = Tensor.From<int>(_labels.ToArray(), (rows, 1));
        labels.Lod = lod;
        c["LabelsInt32"] = labels;
        c["BboxTargets"] = Of(_targets, (rows, width));
        c["BboxInsideWeights"] = Of(_weights, (rows, width));
        c["BboxOutsideWeights"] = Of(_weights, (rows, width));
        c["MaxOverlapWithGT"] = Of(_overlaps, rows);

        Tensor Of(List<float> values, Shape shape)
        {
            Tensor tensor = Tensor.From<float>(values.ToArray(), shape);
            tensor.Lod = lod;
            return tensor;
        }
    }

    private void Add(float[] box, float[]? to, int label, double overlap, float scale)
    {
        _rois.AddRange(box.Select(v => v * scale));
        _labels.Add(label);
        _overlaps.Add((float)overlap);
        var target = new float[4 * op.ClassNums];
        var weight = new float[4 * op.ClassNums];
        if (to is not null && label > 0)
        {
            int at = 4 * (op.IsClsAgnostic ? 1 : label);
            float[] delta = PixelBoxes.Delta(box, to), divisors = op.BboxRegWeights ?? UsualWeights;
            for (int i = 0; i < 4; i++)
                (target[at + i], weight[at + i]) = (delta[i] / divisors[i], 1);
        }
        _targets.AddRange(target);
        _weights.AddRange(weight);
    }
}
