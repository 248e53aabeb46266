namespace Trireme.Fluid;

/// <summary>Puts batches together into a larger one.</summary>
internal static class BatchJoin
{
    /// <summary>The rows of all batches one after the other, variable by variable, with their sequences.</summary>
    public static Tensor[] Join(IReadOnlyList<Tensor[]> batches)
        => batches.Count == 1 ? batches[0] : Enumerable.Range(0, batches[0].Length).Select(i => Rows(batches.Select(b => b[i]).ToArray())).ToArray();

    private static Tensor Rows(Tensor[] parts)
    {
        Tensor first = parts[0];
        foreach (Tensor part in parts)
        {
            if (part.Ndim == 0 || part.Ndim != first.Ndim || !part.Shape.AsSpan()[1..].SequenceEqual(first.Shape.AsSpan()[1..]) || part.DType != first.DType
                || part.Lod?.Levels != first.Lod?.Levels)
            {
                throw new InvalidArgumentException("Batches that are read together differ.",
                    $"One is {first.Shape} {first.DType}{Levels(first)}, another {part.Shape} {part.DType}{Levels(part)}.",
                    "Only the number of rows may differ.");
            }
        }
        Tensor all = Tensor.Allocate(first.Shape.With(0, parts.Sum(p => p.Shape[0])), first.DType);
        int at = 0;
        foreach (Tensor part in parts)
        {
            part.RawBytes().CopyTo(all.RawBytes()[at..]);
            at += part.RawBytes().Length;
            GC.KeepAlive(part);
        }
        if (first.Lod is not null)
        {
            int[][][] lengths = parts.Select(p => p.Lod!.RecursiveSequenceLengths()).ToArray();
            all.Lod = Lod.FromLengths(Enumerable.Range(0, first.Lod.Levels).Select(level => lengths.SelectMany(l => l[level]).ToArray()).ToArray());
        }
        return all;
    }

    private static string Levels(Tensor tensor) => tensor.Lod is { } lod ? $" with {lod.Levels} levels of sequences" : "";
}
