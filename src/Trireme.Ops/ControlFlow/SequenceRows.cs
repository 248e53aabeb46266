namespace Trireme.Operators;

/// <summary>Takes and joins outermost sequences, or rows where a tensor has no sequences.</summary>
internal static class SequenceRows
{
    /// <summary>How many there are.</summary>
    public static int Count(Tensor x) => x.Lod is { } lod ? lod[0].Length - 1 : x.Shape[0];

    /// <summary>Some of them, in a given order.</summary>
    public static Tensor Pick(Tensor x, IReadOnlyList<int> elements)
    {
        int[][] levels = x.Lod?.ToOffsets() ?? [];
        List<int>[] lengths = Array.ConvertAll(levels, _ => new List<int>());
        var rows = new List<int>();
        foreach (int element in elements)
        {
            int start = element, end = element + 1;
            for (int level = 0; level < levels.Length; level++)
            {
                for (int i = start; i < end; i++)
                    lengths[level].Add(levels[level][i + 1] - levels[level][i]);
                (start, end) = (levels[level][start], levels[level][end]);
            }
            rows.AddRange(Enumerable.Range(start, end - start));
        }
        Tensor result = LodRankTable.Take(x, rows);
        result.Lod = LodRankTable.Join(lengths);
        return result;
    }

    /// <summary>Those of one tensor and then those of another.</summary>
    public static Tensor Concat(Tensor a, Tensor b)
    {
        Tensor all = Paddle.Concat([a, b]);
        all.Lod = a.Lod is { } first && b.Lod is { } second
            ? Lod.FromLengths(first.RecursiveSequenceLengths().Zip(second.RecursiveSequenceLengths(), (x, y) => (IReadOnlyList<int>)[.. x, .. y]).ToArray()) : null;
        return all;
    }

    /// <summary>One bool each.</summary>
    public static bool[] Mask(Tensor mask, int count, string operatorType)
    {
        if (mask.DType.Kind != DTypeKind.Bool || mask.Size != count)
        {
            throw new InvalidArgumentException($"{operatorType}: the mask does not fit.", $"It is {mask.Shape} {mask.DType}; there are {count} sequences or rows.",
                "Give one bool for each, in a tensor of shape [N, 1].");
        }
        return mask.ToArray<bool>();
    }
}
