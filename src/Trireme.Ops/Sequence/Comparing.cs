namespace Trireme.Operators;

/// <summary>Out [N, 1] = how many insertions, deletions and replacements turn each hypothesis into its reference; SequenceNum = N.</summary>
/// <param name="Normalized">Whether each is divided by the reference's length.</param>
[Op("edit_distance", "Hyps, Refs, HypsLength?, RefsLength? -> SequenceNum, Out", NoGradient = "Its inputs are tokens.", SetsLod = true)]
public sealed record EditDistanceOp(bool Normalized = false) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c["SequenceNum"] = new TensorMeta(1, DType.Int64);
        c["Out"] = new TensorMeta((-1, 1), DType.Float32);
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        long[][] hypotheses = TokenLists.Of(c, "Hyps", "HypsLength"), references = TokenLists.Of(c, "Refs", "RefsLength");
        c.Require(hypotheses.Length == references.Length, $"there are {hypotheses.Length} hypotheses and {references.Length} references.");
        var distances = new float[references.Length];
        for (int i = 0; i < distances.Length; i++)
        {
            c.Require(!Normalized || references[i].Length > 0, $"reference {i} is empty: its distance cannot be divided by its length.");
            distances[i] = Distance(hypotheses[i], references[i]) / (Normalized ? (float)references[i].Length : 1);
        }
        c["SequenceNum"] = Tensor.From<long>([references.Length], 1);
        c["Out"] = Tensor.From<float>(distances, (distances.Length, 1));
    }

    private static int Distance(long[] a, long[] b)
    {
        int[] row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}

/// <summary>Output = the tokens of Input without blanks, and without repetitions.</summary>
/// <param name="Blank">The token that stands for nothing.</param>
/// <param name="MergeRepeated">Whether a token that repeats counts once.</param>
/// <param name="PaddingValue">What fills the rows where lengths are given.</param>
[Op("ctc_align", "Input, InputLength? -> Output, OutputLength", NoGradient = "Its input are tokens.", SetsLod = true)]
public sealed record CtcAlignOp(int Blank = 0, bool MergeRepeated = true, int PaddingValue = 0) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c["Output"] = c.Has("InputLength") ? c["Input"] : c["Input"] with { Shape = (-1, 1) };
        if (c.Has("InputLength"))
            c["OutputLength"] = new TensorMeta((c["Input"].Shape[0], 1), c["InputLength"].DType);
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["Input"];
        long[][] kept = Array.ConvertAll(TokenLists.Of(c, "Input", "InputLength"), Shortened);
        if (c.Find("InputLength") is { } length)
        {
            int width = x.Shape[1];
            long[] rows = kept.SelectMany(k => k.Concat(Enumerable.Repeat((long)PaddingValue, width - k.Length))).ToArray();
            c["Output"] = Tensor.From<long>(rows, x.Shape).Cast(x.DType);
            c["OutputLength"] = Tensor.From<long>(kept.Select(k => (long)k.Length).ToArray(), (kept.Length, 1)).Cast(length.DType);
            return;
        }
        long[] all = kept.SelectMany(k => k).ToArray();
        // A tensor without rows cannot be fetched; one -1 says that nothing is left.
        Tensor y = all.Length == 0 ? Tensor.From<long>([-1], (1, 1)).Cast(x.DType) : Tensor.From<long>(all, (all.Length, 1)).Cast(x.DType);
        if (all.Length > 0)
            y.Lod = Sequences.LodOf(kept.Select(k => k.Length).ToArray());
        c["Output"] = y;
    }

    private long[] Shortened(long[] tokens)
        => tokens.Where((t, i) => t != Blank && !(MergeRepeated && i > 0 && tokens[i - 1] == t)).ToArray();
}

internal static class TokenLists
{
    /// <summary>The tokens of each sequence, given by sequences or by rows with lengths.</summary>
    public static long[][] Of(ComposeContext c, string slot, string lengthSlot)
    {
        long[] values = Sequences.Integers(c[slot]);
        if (c.Find(lengthSlot) is { } length)
        {
            int width = c[slot].Shape[1];
            return Sequences.Integers(length).Select((n, i) => values.AsSpan(i * width, (int)n).ToArray()).ToArray();
        }
        int[] offsets = Sequences.Offsets(c, slot);
        return Enumerable.Range(0, offsets.Length - 1).Select(i => values[offsets[i]..offsets[i + 1]]).ToArray();
    }
}
