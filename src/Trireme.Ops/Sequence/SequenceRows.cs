namespace Trireme.Operators;

/// <summary>Out = the sequences of X, each repeated as often as the sequence of Y at the same place has parts.</summary>
/// <param name="RefLevel">Which level of Y counts; -1 is the innermost.</param>
/// <remarks>Where X has no sequences, each of its rows is one.</remarks>
[Op("sequence_expand", "X, Y -> Out", SetsLod = true)]
public sealed record SequenceExpandOp(int RefLevel = -1) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = Sequences.AnyRows(c["X"]);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"];
        Lod lod = Sequences.LodOf(c, "Y");
        c.Require(RefLevel >= -1 && RefLevel < lod.Levels, $"ref_level {RefLevel} is no level of Y, which has {lod.Levels}.");
        int[] repeats = lod[RefLevel].ToArray(), own = x.Lod?[0].ToArray() ?? Enumerable.Range(0, x.Shape[0] + 1).ToArray();
        c.Require(x.Lod is null || x.Lod.Levels == 1, "X may have one level of sequences.");
        c.Require(own.Length == repeats.Length, $"X has {own.Length - 1} sequences, Y {repeats.Length - 1} on level {RefLevel}.");
        var index = new List<int>();
        var lengths = new List<int>();
        for (int i = 0; i + 1 < own.Length; i++)
        {
            for (int r = repeats[i]; r < repeats[i + 1]; r++)
            {
                index.AddRange(Enumerable.Range(own[i], own[i + 1] - own[i]));
                lengths.Add(own[i + 1] - own[i]);
            }
        }
        c["Out"] = Sequences.Rows(x, index.ToArray(), x.Lod is null ? Lod.FromOffsets(repeats) : Sequences.LodOf(lengths));
    }
}

/// <summary>Out = the rows of X, each repeated as often as the sequence of Y at the same place has rows.</summary>
[Op("sequence_expand_as", "X, Y -> Out", SetsLod = true)]
public sealed record SequenceExpandAsOp : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = Sequences.AnyRows(c["X"]);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Lod lod = Sequences.LodOf(c, "Y");
        int[] offsets = lod[-1].ToArray();
        c.Require(c["X"].Shape[0] == offsets.Length - 1, $"X has {c["X"].Shape[0]} rows, Y {offsets.Length - 1} sequences.");
        c["Out"] = Sequences.Rows(c["X"], Sequences.Owners(offsets), Lod.FromOffsets(offsets));
    }
}

/// <summary>Out = the sequences of the tensors in X, joined place by place.</summary>
[Op("sequence_concat", "X* -> Out", SetsLod = true)]
public sealed record SequenceConcatOp : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c.List("X").Length > 0, "the list of tensors is empty.");
        c["Out"] = Sequences.AnyRows(c.List("X")[0]);
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor[] list = c.List("X");
        int[][] offsets = Array.ConvertAll(list, t => Sequences.LodOf(c, t, "X")[-1].ToArray());
        c.Require(offsets.All(o => o.Length == offsets[0].Length), "the tensors have different numbers of sequences.");
        var index = new List<int>();
        var lengths = new List<int>();
        for (int i = 0; i + 1 < offsets[0].Length; i++)
        {
            int begun = index.Count, before = 0;
            for (int t = 0; t < list.Length; t++)
            {
                index.AddRange(Enumerable.Range(before + offsets[t][i], offsets[t][i + 1] - offsets[t][i]));
                before += list[t].Shape[0];
            }
            lengths.Add(index.Count - begun);
        }
        c["Out"] = Sequences.Rows(Paddle.Concat(list), index.ToArray(), Sequences.LodOf(lengths));
    }
}

/// <summary>Y = X with the rows of each innermost sequence in reverse order.</summary>
[Op("sequence_reverse", "X -> Y", SetsLod = true)]
public sealed record SequenceReverseOp : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Y"] = c["X"];

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        int[] offsets = Sequences.Offsets(c, "X"), owners = Sequences.Owners(offsets);
        c["Y"] = Sequences.Rows(c["X"], owners.Select((o, row) => offsets[o] + offsets[o + 1] - 1 - row).ToArray(), c["X"].Lod);
    }
}

/// <summary>Out = of each sequence of X the Length rows from Offset on.</summary>
[Op("sequence_slice", "X, Offset, Length -> Out", SetsLod = true)]
public sealed record SequenceSliceOp : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = Sequences.AnyRows(c["X"]);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        int[] offsets = Sequences.Offsets(c, "X");
        long[] from = Sequences.Integers(c["Offset"]), count = Sequences.Integers(c["Length"]);
        c.Require(from.Length == offsets.Length - 1 && count.Length == from.Length, $"Offset and Length must have a value for each of the {offsets.Length - 1} sequences.");
        var index = new List<int>();
        for (int i = 0; i < from.Length; i++)
        {
            c.Require(from[i] >= 0 && count[i] >= 0 && offsets[i] + from[i] + count[i] <= offsets[i + 1],
                $"rows {from[i]} to {from[i] + count[i]} are outside sequence {i}, which has {offsets[i + 1] - offsets[i]}.");
            index.AddRange(Enumerable.Range(offsets[i] + (int)from[i], (int)count[i]));
        }
        c["Out"] = Sequences.Rows(c["X"], index.ToArray(), Sequences.LodOf(count.Select(n => (int)n).ToArray()));
    }
}

/// <summary>Out [sequences, longest, ...] = the sequences of X side by side, filled up with PadValue; Length = how long each is.</summary>
/// <param name="PaddedLength">The length to fill up to; -1 for that of the longest.</param>
[Op("sequence_pad", "X, PadValue -> Out, Length", SetsLod = true)]
public sealed record SequencePadOp(int PaddedLength = -1) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c["Out"] = c["X"] with { Shape = (int[])[-1, PaddedLength, .. c["X"].Shape[1..].AsSpan()] };
        c["Length"] = new TensorMeta(-1, DType.Int64);
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"];
        int[] offsets = Sequences.Offsets(c, "X");
        int[] lengths = Enumerable.Range(0, offsets.Length - 1).Select(i => offsets[i + 1] - offsets[i]).ToArray();
        int longest = lengths.Append(0).Max(), padded = PaddedLength < 0 ? longest : PaddedLength;
        c.Require(padded >= longest, $"padded_length {PaddedLength} is shorter than a sequence of {longest} rows.");
        int[] index = new int[lengths.Length * padded];
        for (int i = 0; i < index.Length; i++)
            index[i] = i % padded < lengths[i / padded] ? offsets[i / padded] + (i % padded) : -1;
        Shape row = x.Shape.With(0, 1);
        Tensor pad = c["PadValue"].Cast(x.DType);
        pad = pad.Size == 1 ? pad.Reshape(Enumerable.Repeat(1, row.Rank).ToArray()).Expand(row) : pad.Reshape(row);
        c["Out"] = Reshape2Op.ViewOf(Sequences.Rows(x, index, null, pad), (int[])[lengths.Length, padded, .. row[1..].AsSpan()]);
        c["Length"] = Tensor.From<long>(Array.ConvertAll(lengths, n => (long)n), lengths.Length);
    }
}

/// <summary>Out = the first Length rows of each X[i], one sequence after the other.</summary>
[Op("sequence_unpad", "X, Length -> Out", SetsLod = true)]
public sealed record SequenceUnpadOp : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape;
        c.Require(x.Rank >= 2, "X must be [sequences, longest, ...].");
        c["Out"] = c["X"] with { Shape = (int[])[-1, .. x.Rank == 2 ? [1] : x[2..].ToArray()] };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"];
        int[] lengths = Array.ConvertAll(Sequences.Integers(c["Length"]), n => (int)n);
        c.Require(lengths.Length == x.Shape[0] && lengths.All(n => n >= 0 && n <= x.Shape[1]), $"Length must have {x.Shape[0]} values of at most {x.Shape[1]}.");
        int[] index = lengths.SelectMany((n, i) => Enumerable.Range(i * x.Shape[1], n)).ToArray();
        Tensor rows = x.Ndim == 2 ? x.Reshape([(int)x.Size, 1]) : x.Flatten(0, 1);
        c["Out"] = Sequences.Rows(rows, index, Sequences.LodOf(lengths));
    }
}
