namespace Trireme.Operators;

/// <summary>Windows over the rows of sequences.</summary>
internal static class SequenceWindows
{
    /// <summary>For each row the numbers of the rows from <paramref name="start"/> on, relative to it; -1 outside its sequence.</summary>
    public static int[] Index(int[] offsets, int[] owners, int start, int length)
    {
        int[] index = new int[owners.Length * length];
        for (int i = 0; i < index.Length; i++)
        {
            int row = i / length, at = row + start + (i % length), o = owners[row];
            index[i] = at >= offsets[o] && at < offsets[o + 1] ? at : -1;
        }
        return index;
    }
}

/// <summary>Out [T, M] = windows of each sequence of X [T, D], as rows of length · D, times Filter [length · D, M].</summary>
/// <param name="ContextStart">Where a window begins, relative to its row.</param>
/// <param name="ContextLength">How many rows it has.</param>
/// <param name="ContextStride">1: a window for each row.</param>
/// <param name="PaddingTrainable">Whether what stands outside a sequence is learned: the rows of PaddingData, first those before it, then those behind it.</param>
[Op("sequence_conv", "X, PaddingData?, Filter -> Out", SetsLod = true)]
public sealed record SequenceConvOp([Attr("contextStart")] int ContextStart = 0, [Attr("contextLength")] int ContextLength = 1, [Attr("contextStride")] int ContextStride = 1,
    [Attr("paddingTrainable")] bool PaddingTrainable = false) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        Shape x = c["X"].Shape, filter = c["Filter"].Shape;
        c.Require(ContextStride == 1, $"contextStride is {ContextStride}; only 1 is defined.");
        c.Require(ContextLength > 0, $"contextLength is {ContextLength}; it must be positive.");
        c.Require(x.Rank == 2 && filter.Rank == 2 && (x[1] < 0 || filter[0] == ContextLength * x[1]), $"Filter must have {ContextLength} times as many rows as X has columns.");
        c["Out"] = c["X"] with { Shape = (x[0], filter[1]) };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"];
        int[] offsets = Sequences.Offsets(c, "X"), owners = Sequences.Owners(offsets), index = SequenceWindows.Index(offsets, owners, ContextStart, ContextLength);
        Lod? lod = x.Lod;
        if (PaddingTrainable && c.Find("PaddingData") is { } padding)
        {
            int before = Math.Max(0, -ContextStart), rows = x.Shape[0];
            for (int i = 0; i < index.Length; i++)
            {
                int row = i / ContextLength, at = row + ContextStart + (i % ContextLength), o = owners[row];
                if (index[i] < 0)
                    index[i] = rows + before + (at < offsets[o] ? at - offsets[o] : at - offsets[o + 1]);
            }
            x = Paddle.Concat([x, padding]);
        }
        Tensor y = Sequences.Rows(x, index).Reshape((owners.Length, ContextLength * x.Shape[1])).Matmul(c["Filter"]);
        y.Lod = lod;
        c["Out"] = y;
    }
}

/// <summary>Out[t] = Σ X[t + i] · Filter[i] over the rows that follow in the sequence: X [T, D] with sequences, or [N, T, D].</summary>
[Op("row_conv", "X, Filter -> Out", SetsLod = true)]
public sealed record RowConvOp : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c["Filter"].Shape.Rank == 2 && c["X"].Shape.Rank is 2 or 3, "X must be [T, D] or [N, T, D], Filter [rows, D].");
        c["Out"] = c["X"];
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"], filter = c["Filter"];
        Shape shape = x.Shape;
        int[] offsets = shape.Rank == 3 ? Enumerable.Range(0, shape[0] + 1).Select(i => i * shape[1]).ToArray() : Sequences.Offsets(c, "X");
        int[] owners = Sequences.Owners(offsets);
        Tensor rows = shape.Rank == 3 ? x.Flatten(0, 1) : x;
        Tensor windows = Sequences.Rows(rows, SequenceWindows.Index(offsets, owners, 0, filter.Shape[0])).Reshape([owners.Length, filter.Shape[0], shape[^1]]);
        Tensor y = Reshape2Op.ViewOf((windows * filter).Sum(1), shape);
        y.Lod = x.Lod;
        c["Out"] = y;
    }
}

/// <summary>Out [N · H' · W', C · h · w] = the patches of images X [N, C, H, W], those of one image as one sequence.</summary>
/// <param name="Kernels">h and w.</param>
/// <param name="Strides">Along each axis.</param>
/// <param name="Paddings">Above, left, below, right.</param>
/// <param name="OutStride">Unused without Y; kept for files.</param>
[Op("im2sequence", "X, Y? -> Out", SetsLod = true)]
public sealed record Im2SequenceOp(Ints Kernels, Ints Strides = default, Ints Paddings = default, Ints OutStride = default) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        c.Require(c["X"].Shape.Rank == 4, "X must be [N, C, H, W].");
        c.Require(!c.Has("Y"), "sizes of single images (Y) are not taken.", "Leave input_image_size out.");
        c["Out"] = c["X"] with { Shape = (-1, c["X"].Shape[1] < 0 ? -1 : c["X"].Shape[1] * Kernels[0] * Kernels[1]) };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor columns = NN.Functional.Unfold(c["X"], Kernels, Strides.Count == 0 ? 1 : Strides, Paddings.Count == 0 ? 0 : Paddings);
        int images = columns.Shape[0], patches = columns.Shape[2];
        Tensor y = columns.Transpose([0, 2, 1]).Flatten(0, 1);
        y.Lod = Lod.FromLengths(Enumerable.Repeat(patches, images).ToArray());
        c["Out"] = y;
    }
}
