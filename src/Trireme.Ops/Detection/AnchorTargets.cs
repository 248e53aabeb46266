namespace Trireme.Operators;

/// <summary>Anchors that stand for objects, anchors that stand for none, and where the former shall move.</summary>
internal sealed class AnchorTargets(float positive, float negative, int batch, float fraction, DrawnNumbers? random)
{
    private readonly List<int> _locations = [], _scores = [], _labels = [];
    private readonly List<float> _boxes = [], _weights = [];

    /// <summary>How many anchors of each image stand for an object.</summary>
    public List<int> Foregrounds { get; } = [];

    public static void Infer(InferContext c)
    {
        BoxRules.Float(c, "Anchor", "GtBoxes", "ImInfo");
        c.Require(c["Anchor"].Shape is { Rank: 2 } anchor && anchor[1] == 4 && c["GtBoxes"].Shape is { Rank: 2 } boxes && boxes[1] == 4,
            "Anchor and GtBoxes must be [boxes, 4].");
        c.Require(c["ImInfo"].Shape is { Rank: 2 } info && info[1] == 3, "ImInfo must be [N, 3].");
        c["LocationIndex"] = c["ScoreIndex"] = new TensorMeta(-1, DType.Int32);
        c["TargetLabel"] = new TensorMeta((-1, 1), DType.Int32);
        c["TargetBBox"] = c["BBoxInsideWeight"] = new TensorMeta((-1, 4), DType.Float32);
    }

    public void Run(ComposeContext c, float straddle, long[]? labels)
    {
        float[] anchors = c["Anchor"].ToArray<float>(), objects = c["GtBoxes"].ToArray<float>(), info = c["ImInfo"].ToArray<float>();
        long[] crowd = Sequences.Integers(c["IsCrowd"]);
        int[] offsets = Sequences.Offsets(c, "GtBoxes");
        int images = info.Length / 3, count = anchors.Length / 4;
        c.Require(offsets.Length - 1 == images && crowd.Length == objects.Length / 4,
            $"there are {offsets.Length - 1} sequences of objects and {crowd.Length} marks for {images} images.");
        for (int image = 0; image < images; image++)
        {
            float height = info[3 * image], width = info[(3 * image) + 1], scale = info[(3 * image) + 2];
            int[] inside = Enumerable.Range(0, count).Where(i => straddle < 0 || (anchors[4 * i] >= -straddle && anchors[(4 * i) + 1] >= -straddle
                && anchors[(4 * i) + 2] < width + straddle && anchors[(4 * i) + 3] < height + straddle)).ToArray();
            int[] known = Enumerable.Range(offsets[image], offsets[image + 1] - offsets[image]).Where(i => crowd[i] == 0).ToArray();
            float[][] boxes = Array.ConvertAll(known, i => objects[(4 * i)..((4 * i) + 4)].Select(v => v * scale).ToArray());
            Image(image * count, Array.ConvertAll(inside, i => (i, anchors[(4 * i)..((4 * i) + 4)])), boxes, labels is null ? null : Array.ConvertAll(known,
                i => (int)labels[i]));
        }
        c["LocationIndex"] = Tensor.From<int>(_locations.ToArray(), _locations.Count);
        c["ScoreIndex"] = Tensor.From<int>(_scores.ToArray(), _scores.Count);
        c["TargetLabel"] = Tensor.From<int>(_labels.ToArray(), (_labels.Count, 1));
        c["TargetBBox"] = Tensor.From<float>(_boxes.ToArray(), (_boxes.Count / 4, 4));
        c["BBoxInsideWeight"] = Tensor.From<float>(_weights.ToArray(), (_weights.Count / 4, 4));
    }

    private void Image(int first, (int Index, float[] Box)[] anchors, float[][] boxes, int[]? labels)
    {
        var overlaps = new double[anchors.Length][];
        for (int a = 0; a < anchors.Length; a++)
            overlaps[a] = Array.ConvertAll(boxes, b => PixelBoxes.Overlap(anchors[a].Box, b));
        double[] most = Enumerable.Range(0, boxes.Length).Select(b => overlaps.Max(o => o[b])).ToArray();
        double[] nearest = Array.ConvertAll(overlaps, o => o.Length == 0 ? 0 : o.Max());
        List<int> met = Enumerable.Range(0, anchors.Length)
            .Where(a => boxes.Length > 0 && (nearest[a] >= positive || overlaps[a].Where((o, b) => Math.Abs(o - most[b]) < 1e-5).Any())).ToList();
        bool draws = batch > 0 && fraction > 0;
        if (draws)
            Reservoir.Draw(met, (int)(fraction * batch), random);
        List<int> empty = Enumerable.Range(0, anchors.Length).Where(a => nearest[a] < negative).ToList();
        if (draws)
            Reservoir.Draw(empty, batch - met.Count, random);
        // An anchor that is the best of its object and yet hardly meets it counts as empty. As in Paddle, the first one stands in its place, without weight.
        HashSet<int> none = [.. empty];
        int[] both = met.Where(none.Contains).ToArray();
        int[] sure = met.Except(both).Order().ToArray();
        foreach (int a in both.Select(_ => met[0]).Concat(sure))
        {
            int b = Array.IndexOf(overlaps[a], nearest[a]);
            _locations.Add(first + anchors[a].Index);
            _boxes.AddRange(PixelBoxes.Delta(anchors[a].Box, boxes[b]));
        }
        _weights.AddRange(Enumerable.Repeat(0f, 4 * both.Length));
        _weights.AddRange(Enumerable.Repeat(1f, 4 * sure.Length));
        _scores.AddRange(sure.Concat(empty.Order()).Select(a => first + anchors[a].Index));
        _labels.AddRange(sure.Select(a => labels is null ? 1 : labels[Array.IndexOf(overlaps[a], nearest[a])]));
        _labels.AddRange(Enumerable.Repeat(0, empty.Count));
        Foregrounds.Add(met.Count);
    }
}
