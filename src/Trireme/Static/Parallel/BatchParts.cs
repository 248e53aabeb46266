namespace Trireme.Static;

/// <summary>Divides batches by rows, or by sequences, and puts them together again.</summary>
internal static class BatchParts
{
    /// <summary>The number of rows, or of sequences.</summary>
    public static int Count(Tensor batch) => batch.Lod is { } lod ? lod[0].Length - 1 : batch.Ndim == 0 ? 0 : batch.Shape[0];

    /// <summary>Parts of nearly one size; the first get one more each where it does not come out even.</summary>
    public static Tensor[] Split(string name, Tensor batch, int parts)
    {
        int count = Count(batch);
        if (count < parts)
        {
            throw new InvalidArgumentException($"'{name}' has {count} rows, fewer than the {parts} places that are to share them.", $"It is {batch.Shape}.",
                "Feed larger batches, or use fewer places: the environment variable CPU_NUM.");
        }
        var split = new Tensor[parts];
        for (int i = 0, start = 0; i < parts; i++)
        {
            int end = start + (count / parts) + (i < count % parts ? 1 : 0);
            split[i] = Part(batch, start, end);
            start = end;
        }
        return split;
    }

    /// <summary>Results of the parts one after the other; single numbers become a list.</summary>
    public static Tensor Join(Tensor[] parts)
    {
        if (parts.Length == 1)
            return parts[0];
        if (parts[0].Ndim == 0)
            return Paddle.Stack(parts);
        Tensor joined = Paddle.Concat(parts);
        if (parts.All(p => p.Lod is not null && p.Lod.Levels == parts[0].Lod!.Levels))
        {
            int[][][] lengths = Array.ConvertAll(parts, p => p.Lod!.RecursiveSequenceLengths());
            joined.Lod = Lod.FromLengths(Enumerable.Range(0, lengths[0].Length).Select(level => (IReadOnlyList<int>)lengths.SelectMany(l => l[level]).ToArray()).ToArray());
        }
        return joined;
    }

    private static Tensor Part(Tensor batch, int start, int end)
    {
        if (batch.Lod is not { } lod)
            return batch.Slice(0, start, end);
        int[][] offsets = lod.ToOffsets();
        var levels = new IReadOnlyList<int>[offsets.Length];
        for (int level = 0; level < offsets.Length; level++)
        {
            int[] part = offsets[level][start..(end + 1)];
            (start, end) = (part[0], part[^1]);
            levels[level] = Array.ConvertAll(part, o => o - part[0]);
        }
        Tensor rows = batch.Slice(0, start, end);
        rows.Lod = Lod.FromOffsets(levels);
        return rows;
    }
}
