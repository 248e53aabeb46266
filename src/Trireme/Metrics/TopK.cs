namespace Trireme.Metrics;

/// <summary>Which of the k largest predictions of each example are its label.</summary>
internal static class TopK
{
    public static bool[] Hits(Tensor input, Tensor label, int k, string caller)
    {
        if (input.Ndim != 2)
            throw new InvalidArgumentException($"{caller}: predictions of shape {input.Shape} are not one row an example.", "They must be [N, classes].");
        int rows = input.Shape[0], classes = input.Shape[1];
        if (k < 1 || k > classes)
            throw new InvalidArgumentException($"{caller}: k {k} is outside [1, {classes}].");
        if (label.Size != rows || !label.DType.IsInteger)
            throw new InvalidArgumentException($"{caller}: labels {label.Shape} {label.DType} do not fit predictions {input.Shape}.", "They must be [N] or [N, 1], int64 or int32.");
        long[] labels = label.DType == DType.Int64 ? label.ToArray<long>() : label.Cast(DType.Int64).ToArray<long>();
        float[] scores = input.DType == DType.Float32 ? input.ToArray<float>() : input.Cast(DType.Float32).ToArray<float>();
        var hits = new bool[rows * k];
        for (int i = 0; i < rows; i++)
        {
            if (labels[i] < 0 || labels[i] >= classes)
                continue;
            // The label's rank: larger predictions come before it, and equal ones with a smaller number.
            ReadOnlySpan<float> row = scores.AsSpan(i * classes, classes);
            int at = (int)labels[i], rank = 0;
            for (int c = 0; c < classes; c++)
            {
                if (row[c] > row[at] || (row[c] == row[at] && c < at))
                    rank++;
            }
            if (rank < k && !float.IsNaN(row[at]))
                hits[(i * k) + rank] = true;
        }
        return hits;
    }
}
