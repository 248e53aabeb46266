namespace Trireme.Cpu.Convolution;

/// <summary>
/// A stride-1 convolution of planes, or the input gradient of one, as <see cref="BatchConvolution"/> sees it: target row r reads source rows
/// r + tap · dilation − pad, and the same for columns.
/// </summary>
internal unsafe struct BatchGeometry
{
    public int Images, InChannels, OutChannels, SourceRows, SourceColumns, Rows, Columns, PadRows, PadColumns, KH, KW, DilationH, DilationW;

    /// <summary>Rows and columns of a source plane with its padding, as far as the target reads it.</summary>
    public readonly int PaddedRows => Rows + ((KH - 1) * DilationH);

    public readonly int PaddedColumns => Columns + ((KW - 1) * DilationW);

    public readonly int Depth => InChannels * KH * KW;

    public static BatchGeometry Forward(in ConvShape s) => new()
    {
        Images = s.N,
        InChannels = s.C,
        OutChannels = s.M,
        SourceRows = s.H,
        SourceColumns = s.W,
        Rows = s.OH,
        Columns = s.OW,
        PadRows = s.PadH,
        PadColumns = s.PadW,
        KH = s.KH,
        KW = s.KW,
        DilationH = s.DilationH,
        DilationW = s.DilationW,
    };

    public static BatchGeometry Backward(in ConvShape s) => new()
    {
        Images = s.N,
        InChannels = s.M,
        OutChannels = s.C,
        SourceRows = s.OH,
        SourceColumns = s.OW,
        Rows = s.H,
        Columns = s.W,
        PadRows = ((s.KH - 1) * s.DilationH) - s.PadH,
        PadColumns = ((s.KW - 1) * s.DilationW) - s.PadW,
        KH = s.KH,
        KW = s.KW,
        DilationH = s.DilationH,
        DilationW = s.DilationW,
    };

    /// <summary>Floats of the padded planes of all source channels of one group of images, and what vectors at the end reach into.</summary>
    public readonly long SlabFloats(int lanes) => ((long)InChannels * PaddedRows * PaddedColumns * lanes) + (2 * ConvTile.Overrun);

    /// <summary>Writes one channel of a group of images, padding and all, to its place in the slab.</summary>
    public readonly void Fill<L>(float* source, int channel, int images, float* slab, float* temporary) where L : struct, ILanes<L>
    {
        nint row = (nint)PaddedColumns * L.Count;
        float* plane = slab + (channel * PaddedRows * row);
        int rows = Math.Min(SourceRows, PaddedRows - PadRows), columns = Math.Min(SourceColumns, PaddedColumns - PadColumns);
        if (rows < PaddedRows || columns < PaddedColumns)
            new Span<float>(plane, (int)(PaddedRows * row)).Clear();
        long sourcePlane = (long)SourceRows * SourceColumns;
        ImageLanes.In<L>(source + (channel * sourcePlane), InChannels * sourcePlane, images, rows * SourceColumns, SourceColumns, columns,
            plane + (PadRows * row) + (PadColumns * L.Count), row, L.Count, temporary);
    }
}
