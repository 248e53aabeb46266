namespace Trireme.Operators;

/// <summary>Y [.., maxlen] = 1 where the place is below X, else 0.</summary>
/// <param name="Maxlen">The number of places; -1 for the largest X.</param>
/// <param name="OutDtype">The element type of the result.</param>
[Op("sequence_mask", "X, MaxLenTensor? -> Y", NoGradient = "Its input is a length.")]
public sealed record SequenceMaskOp(int Maxlen = -1, DType OutDtype = default) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
        => c["Y"] = new TensorMeta((int[])[.. c["X"].Shape.AsSpan(), c.Has("MaxLenTensor") ? -1 : Maxlen], OutDtype.Kind == DTypeKind.Undefined ? DType.Int64 : OutDtype);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        long[] lengths = Sequences.Integers(c["X"]);
        int places = SizeInputs.Read(c, "MaxLenTensor")?[0] ?? (Maxlen >= 0 ? Maxlen : (int)lengths.Append(0).Max());
        var values = new long[lengths.Length * places];
        for (int i = 0; i < values.Length; i++)
            values[i] = i % places < lengths[i / places] ? 1 : 0;
        c["Y"] = Tensor.From<long>(values, (int[])[.. c["X"].Shape.AsSpan(), places]).Cast(OutDtype.Kind == DTypeKind.Undefined ? DType.Int64 : OutDtype);
    }
}

/// <summary>Out = the tokens of X without those in a list.</summary>
/// <param name="Tokens">The tokens to leave out.</param>
[Op("sequence_erase", "X -> Out", NoGradient = "Its input are tokens.", SetsLod = true)]
public sealed record SequenceEraseOp(Ints Tokens = default) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = Sequences.AnyRows(c["X"]);

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        int[] offsets = Sequences.Offsets(c, "X"), owners = Sequences.Owners(offsets);
        long[] values = Sequences.Integers(c["X"]);
        int[] index = Enumerable.Range(0, owners.Length).Where(i => !Tokens.AsSpan().Contains((int)values[i])).ToArray();
        int[] lengths = new int[offsets.Length - 1];
        foreach (int i in index)
            lengths[owners[i]]++;
        c["Out"] = Sequences.Rows(c["X"], index, Sequences.LodOf(lengths));
    }
}

/// <summary>Out [T, window] = each token of X with those that follow it in its sequence.</summary>
/// <param name="WinSize">The window.</param>
/// <param name="PadValue">What stands behind the end of a sequence.</param>
[Op("sequence_enumerate", "X -> Out", NoGradient = "Its input are tokens.", SetsLod = true)]
public sealed record SequenceEnumerateOp(int WinSize, int PadValue = 0) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(WinSize > 0, $"win_size is {WinSize}; it must be positive.");
        c["Out"] = c["X"] with { Shape = (c["X"].Shape[0], WinSize) };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        int[] offsets = Sequences.Offsets(c, "X"), owners = Sequences.Owners(offsets);
        int[] index = SequenceWindows.Index(offsets, owners, 0, WinSize);
        Tensor absent = Paddle.Full((1, 1), PadValue, c["X"].DType);
        Tensor y = Sequences.Rows(c["X"].Reshape((-1, 1)), index, null, absent).Reshape((owners.Length, WinSize));
        y.Lod = c["X"].Lod;
        c["Out"] = y;
    }
}

/// <summary>Out = the elements of X's sequences in rows of another width.</summary>
/// <param name="NewDim">The width.</param>
[Op("sequence_reshape", "X -> Out", SetsLod = true)]
public sealed record SequenceReshapeOp(int NewDim) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["X"] with { Shape = (-1, NewDim) };

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        int[] offsets = Sequences.Offsets(c, "X");
        int width = c["X"].Shape[1];
        for (int i = 0; i + 1 < offsets.Length; i++)
            c.Require((offsets[i + 1] - offsets[i]) * width % NewDim == 0, $"the {(offsets[i + 1] - offsets[i]) * width} elements of sequence {i} do not fill rows of {NewDim}.");
        Tensor y = c["X"].Reshape((-1, NewDim));
        y.Lod = Lod.FromOffsets(Array.ConvertAll(offsets, o => o * width / NewDim));
        c["Out"] = y;
    }
}

/// <summary>Out = X with, in each row, the Updates of the sequence at the same place added where its Ids say.</summary>
[Op("sequence_scatter", "X, Ids, Updates -> Out", SetsLod = true)]
public sealed record SequenceScatterOp : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["X"];

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        int[] owners = Sequences.Owners(Sequences.Offsets(c, "Ids"));
        long[] ids = Sequences.Integers(c["Ids"]);
        long[] index = owners.SelectMany((o, i) => new[] { o, ids[i] }).ToArray();
        Tensor y = c["X"].ScatterNdAdd(Tensor.From<long>(index, (owners.Length, 2)), c["Updates"].Reshape(owners.Length));
        y.Lod = c["X"].Lod;
        c["Out"] = y;
    }
}

/// <summary>Out = X with other sequences: those of Y, the offsets that are Y's values, or those of an attribute.</summary>
/// <param name="TargetLod">Offsets beginning with 0, or lengths.</param>
/// <param name="Append">Whether they become one more level instead of replacing those there are.</param>
[Op("lod_reset", "X, Y? -> Out", SetsLod = true)]
public sealed record LodResetOp(Ints TargetLod = default, bool Append = false) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c) => c["Out"] = c["X"];

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"];
        Lod lod = c.Find("Y") is { } y ? y.Lod ?? Of(c, Array.ConvertAll(Sequences.Integers(y), v => (int)v), x.Shape[0]) : Of(c, TargetLod.ToArray(), x.Shape[0]);
        if (Append && x.Lod is { } own)
            lod = Lod.FromOffsets([.. own.ToOffsets(), lod[-1].ToArray()]);
        c.Require(lod.RowCount == x.Shape[0], $"the sequences cover {lod.RowCount} rows, X has {x.Shape[0]}.");
        c["Out"] = Sequences.With(x, lod);
    }

    private static Lod Of(ComposeContext c, int[] values, int rows)
    {
        c.Require(values.Length > 0, "neither Y nor target_lod says what the sequences are.");
        bool offsets = values[0] == 0 && values[^1] == rows && values.Zip(values.Skip(1)).All(p => p.First <= p.Second);
        return offsets ? Lod.FromOffsets(values) : Lod.FromLengths(values);
    }
}
