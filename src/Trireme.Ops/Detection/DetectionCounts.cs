namespace Trireme.Operators;

/// <summary>Counts for each class how many objects there are and which detections found one.</summary>
internal sealed class DetectionCounts
{
    private readonly List<(float Score, int Count)>[] _hits, _misses;
    private readonly float _threshold;
    private readonly bool _countsDifficult;

    public DetectionCounts(int classes, float threshold, bool countsDifficult)
    {
        (_threshold, _countsDifficult) = (threshold, countsDifficult);
        Objects = new int[classes];
        _hits = Enumerable.Range(0, classes).Select(_ => new List<(float, int)>()).ToArray();
        _misses = Enumerable.Range(0, classes).Select(_ => new List<(float, int)>()).ToArray();
    }

    public int[] Objects { get; }

    public void Resume(Tensor objects, Tensor hits, int[] hitOffsets, Tensor misses, int[] missOffsets)
    {
        int[] counted = objects.Cast(DType.Int32).ToArray<int>();
        if (counted.Length != Objects.Length || hitOffsets.Length != Objects.Length + 1 || missOffsets.Length != Objects.Length + 1)
            throw new InvalidArgumentException($"detection_map: the state is of other classes: {counted.Length} counts for {Objects.Length} classes.");
        counted.CopyTo(Objects, 0);
        Read(hits, hitOffsets, _hits);
        Read(misses, missOffsets, _misses);

        static void Read(Tensor rows, int[] offsets, List<(float, int)>[] lists)
        {
            float[] values = rows.Cast(DType.Float32).ToArray<float>();
            for (int label = 0; label < lists.Length; label++)
            {
                for (int i = offsets[label]; i < offsets[label + 1]; i++)
                    lists[label].Add((values[2 * i], (int)values[(2 * i) + 1]));
            }
        }
    }

    /// <summary>Adds an image.</summary>
    public void Add(float[] detections, float[] objects, int columns)
    {
        int count = objects.Length / columns;
        bool IsDifficult(int i) => columns == 6 && Math.Abs(objects[(6 * i) + 1]) > 1e-6;
        int LabelOf(float label) => label >= 0 && label < Objects.Length ? (int)label
            : throw new InvalidArgumentException($"detection_map: the class {label} is outside [0, {Objects.Length - 1}].");
        for (int i = 0; i < count; i++)
            Objects[LabelOf(objects[columns * i])] += _countsDifficult || !IsDifficult(i) ? 1 : 0;
        var seen = new bool[count];
        foreach (int d in Enumerable.Range(0, detections.Length / 6).OrderByDescending(d => detections[(6 * d) + 1]))
        {
            int label = LabelOf(detections[6 * d]), best = -1;
            float score = detections[(6 * d) + 1];
            double overlap = -1;
            for (int i = 0; i < count; i++)
            {
                if ((int)objects[columns * i] != label)
                    continue;
                double own = Overlap(detections.AsSpan((6 * d) + 2, 4), objects.AsSpan((columns * i) + columns - 4, 4));
                if (own > overlap)
                    (best, overlap) = (i, own);
            }
            bool near = overlap > _threshold;
            if (near && !_countsDifficult && IsDifficult(best))
                continue;
            bool hit = near && !seen[best];
            if (hit)
                seen[best] = true;
            _hits[label].Add((score, hit ? 1 : 0));
            _misses[label].Add((score, hit ? 0 : 1));
        }
    }

    public Tensor Rows(bool hits)
    {
        List<(float Score, int Count)>[] lists = hits ? _hits : _misses;
        float[] values = lists.SelectMany(l => l).SelectMany(r => new[] { r.Score, r.Count }).ToArray();
        Tensor rows = Tensor.From<float>(values, (values.Length / 2, 2));
        rows.Lod = Lod.FromLengths(lists.Select(l => l.Count).ToArray());
        return rows;
    }

    public double MeanPrecision(int background, bool elevenPoints)
    {
        double sum = 0;
        int classes = 0;
        for (int label = 0; label < Objects.Length; label++)
        {
            if (label == background || Objects[label] == 0)
                continue;
            classes++;
            sum += Precision(label, elevenPoints);
        }
        return classes == 0 ? 0 : sum / classes;
    }

    private double Precision(int label, bool elevenPoints)
    {
        int hits = 0, all = 0;
        var curve = new List<(double Recall, double Precision)>();
        foreach ((_, int count) in _hits[label].OrderByDescending(h => h.Score))
        {
            hits += count;
            curve.Add(((double)hits / Objects[label], (double)hits / ++all));
        }
        if (elevenPoints)
            return Enumerable.Range(0, 11).Sum(i => curve.Where(p => p.Recall >= i / 10.0 - 1e-12).Select(p => p.Precision).DefaultIfEmpty(0).Max()) / 11;
        double area = 0, before = 0;
        foreach ((double recall, double precision) in curve)
        {
            area += (recall - before) * precision;
            before = recall;
        }
        return area;
    }

    // Boxes are parts of the image; what a detection has outside does not count.
    private static double Overlap(ReadOnlySpan<float> found, ReadOnlySpan<float> known)
    {
        double x1 = Math.Clamp(found[0], 0, 1), y1 = Math.Clamp(found[1], 0, 1), x2 = Math.Clamp(found[2], 0, 1), y2 = Math.Clamp(found[3], 0, 1);
        double w = Math.Min(x2, known[2]) - Math.Max(x1, known[0]), h = Math.Min(y2, known[3]) - Math.Max(y1, known[1]);
        if (w < 0 || h < 0)
            return 0;
        return w * h / (((x2 - x1) * (y2 - y1)) + ((known[2] - known[0]) * (known[3] - known[1])) - (w * h));
    }
}
