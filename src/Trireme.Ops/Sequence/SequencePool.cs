namespace Trireme.Operators;

/// <summary>Out [sequences, ...] = each innermost sequence of X made one row.</summary>
/// <param name="Pooltype">SUM, AVERAGE, SQRT (the sum over the root of the length), MAX, LAST or FIRST.</param>
/// <param name="PadValue">The row of a sequence without rows.</param>
/// <param name="IsTest">Unused; kept for files.</param>
[Op("sequence_pool", "X -> Out, MaxIndex", SetsLod = true)]
public sealed record SequencePoolOp(string Pooltype = "AVERAGE", float PadValue = 0f, bool IsTest = false) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(Pooltype.ToUpperInvariant() is "SUM" or "AVERAGE" or "SQRT" or "MAX" or "LAST" or "FIRST", $"pooltype {Pooltype} is not known.",
            "It is SUM, AVERAGE, SQRT, MAX, LAST or FIRST.");
        c["Out"] = Sequences.AnyRows(c["X"]);
        if (Pooltype.ToUpperInvariant() == "MAX")
            c["MaxIndex"] = new TensorMeta(c["X"].Shape.With(0, -1), DType.Int32);
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"];
        Lod lod = Sequences.LodOf(c, "X");
        int[] offsets = lod[-1].ToArray();
        int count = offsets.Length - 1;
        int[] lengths = Enumerable.Range(0, count).Select(i => offsets[i + 1] - offsets[i]).ToArray();
        string kind = Pooltype.ToUpperInvariant();
        Tensor y;
        if (kind is "LAST" or "FIRST")
        {
            y = Sequences.Rows(x, Enumerable.Range(0, count).Select(i => lengths[i] == 0 ? -1 : kind == "LAST" ? offsets[i + 1] - 1 : offsets[i]).ToArray());
        }
        else if (kind == "MAX")
        {
            Tensor index = Largest(x, offsets);
            c["MaxIndex"] = index;
            int width = (int)(index.Size / Math.Max(1, count));
            Tensor rows = x.Reshape((x.Shape[0], width));
            y = x.Shape[0] == 0 ? Paddle.Zeros(x.Shape.With(0, count), x.DType)
                : Reshape2Op.ViewOf(rows.TakeAlongAxis(index.Reshape((count, width)).Cast(DType.Int64), 0, broadcast: false), x.Shape.With(0, count));
        }
        else
        {
            y = Sequences.Sums(x, Sequences.Owners(offsets), count);
            if (kind != "SUM")
                y *= Sequences.Column(lengths.Select(l => l == 0 ? 0 : kind == "SQRT" ? 1 / Math.Sqrt(l) : 1.0 / l).ToArray(), y);
        }
        if (lengths.Contains(0) && (PadValue != 0 || kind == "MAX"))
        {
            Tensor empty = Tensor.From<bool>(lengths.Select(l => l == 0).ToArray(), (int[])[count, .. Enumerable.Repeat(1, x.Ndim - 1)]);
            y = empty.Where(PadValue, y);
        }
        y.Lod = lod.WithoutLast();
        c["Out"] = y;
    }

    private static Tensor Largest(Tensor x, int[] offsets)
    {
        double[] values = x.Cast(DType.Float64).ToArray<double>();
        int count = offsets.Length - 1, width = (int)(x.Shape.With(0, 1).Numel);
        int[] index = new int[count * width];
        for (int i = 0; i < count; i++)
        {
            for (int d = 0; d < width; d++)
            {
                int best = offsets[i] < offsets[i + 1] ? offsets[i] : 0;
                for (int row = offsets[i] + 1; row < offsets[i + 1]; row++)
                {
                    if (values[(row * width) + d] > values[(best * width) + d])
                        best = row;
                }
                index[(i * width) + d] = best;
            }
        }
        return Tensor.From<int>(index, x.Shape.With(0, count));
    }
}

/// <summary>Out = the softmax of X [T, 1] or [T] within each innermost sequence.</summary>
/// <param name="UseCudnn">Unused; kept for files.</param>
[Op("sequence_softmax", "X -> Out", SetsLod = true)]
public sealed record SequenceSoftmaxOp(bool UseCudnn = false) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c["X"].Shape.Rank == 1 || (c["X"].Shape.Rank == 2 && c["X"].Shape[1] is 1 or -1), "X must have one column.");
        c["Out"] = c["X"];
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"];
        int[] offsets = Sequences.Offsets(c, "X"), owners = Sequences.Owners(offsets);
        double[] values = x.Cast(DType.Float64).ToArray<double>(), largest = new double[values.Length];
        // The maximum of a sequence is a constant: it cancels, and exp cannot overflow.
        for (int i = 0; i + 1 < offsets.Length; i++)
        {
            Span<double> part = largest.AsSpan(offsets[i], offsets[i + 1] - offsets[i]);
            if (part.Length > 0)
                part.Fill(values[offsets[i]..offsets[i + 1]].Max());
        }
        Tensor e = (x - Tensor.From<double>(largest, x.Shape).Cast(x.DType)).Exp();
        Tensor sums = Sequences.Rows(Sequences.Sums(e, owners, offsets.Length - 1), owners);
        Tensor y = e / sums;
        y.Lod = x.Lod;
        c["Out"] = y;
    }
}
