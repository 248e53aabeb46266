namespace Trireme.Cpu.Convolution;

/// <summary>
/// The input of a convolution unrolled over its filter rows: for each output row and each padded input column, the channels of all input
/// rows that the output row's windows read. A window is then one run of floats, and a filter of one output channel lies like a window.
/// </summary>
internal readonly struct PatchGeometry
{
    public PatchGeometry(in ConvShape shape, int lanes)
    {
        Shape = shape;
        int column = shape.KH * shape.C, whole = (column + lanes - 1) / lanes * lanes;
        // Columns of whole vectors make loads aligned; a quarter of them may be empty for that.
        Pitch = (whole - column) * 4 <= whole ? whole : column;
        Vectors = (((shape.KW - 1) * Pitch) + column + lanes - 1) / lanes;
        RunFloats = Vectors * lanes;
        Slack = RunFloats + lanes;
    }

    public ConvShape Shape { get; }

    /// <summary>Floats from one column to the next.</summary>
    public int Pitch { get; }

    /// <summary>Vectors of a window or of the filter of one output channel, and the floats that these are.</summary>
    public int Vectors { get; }

    public int RunFloats { get; }

    public int Columns => ((Shape.OW - 1) * Shape.StrideW) + Shape.KW;

    /// <summary>Floats from one output row to the next.</summary>
    public int RowFloats => Columns * Pitch;

    /// <summary>Floats behind the last column that vectors reach into.</summary>
    public int Slack { get; }

    /// <summary>Floats of one image.</summary>
    public long Floats => ((long)Shape.OH * RowFloats) + Slack;
}
