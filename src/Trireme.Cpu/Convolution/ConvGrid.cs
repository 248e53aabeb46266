namespace Trireme.Cpu.Convolution;

/// <summary>A rectangle of outputs of one image, every channel of it.</summary>
internal readonly record struct ConvBlock(int Image, int Depth, int FirstRow, int Rows, int FirstColumn, int Columns);

/// <summary>
/// How the outputs of a pass are cut into blocks, by sizes alone, and how the part of the source that a block reads is laid out: planes of
/// <see cref="SlabRows"/> rows, <see cref="Pitch"/> apart, one plane for each channel, depth tap and phase.
/// </summary>
internal readonly unsafe struct ConvGrid
{
    private const int FewestPositions = 96;
    private const int NarrowestBlock = 64;

    private readonly int _depths, _rowBlocks, _columnBlocks, _totalRows, _totalColumns;

    /// <param name="pass">The sizes.</param>
    /// <param name="planeLimit">Floats that a plane of a source part may have, as far as that leaves blocks wide enough for vectors.</param>
    /// <param name="positionLimit">Positions that a block may have, the ones between rows counted.</param>
    public ConvGrid(in ConvPass pass, int planeLimit, int positionLimit)
    {
        planeLimit = Math.Max(planeLimit, FewestPositions);
        _totalRows = pass.H.Count;
        _totalColumns = pass.W.Count;
        int pitch = pass.W.Count + pass.W.MaxShift - pass.W.SharedPadding();
        if ((long)pitch * (1 + pass.H.MaxShift) <= planeLimit && pitch <= positionLimit)
        {
            Columns = _totalColumns;
            Pitch = pitch;
            int most = Math.Clamp(Math.Min((planeLimit / pitch) - pass.H.MaxShift, positionLimit / pitch), 1, _totalRows);
            Rows = Even(_totalRows, most);
        }
        else
        {
            int room = Math.Min(planeLimit / (1 + pass.H.MaxShift), positionLimit) - pass.W.MaxShift;
            Rows = 1;
            Columns = Math.Min(_totalColumns, (Even(_totalColumns, Math.Max(room, NarrowestBlock)) + 31) / 32 * 32);
            Pitch = Columns + pass.W.MaxShift;
        }
        SlabRows = Rows + pass.H.MaxShift;
        PlaneFloats = SlabRows * Pitch;
        Positions = ((Rows - 1) * Pitch) + Columns;
        ChannelPlanes = pass.D.Tap.Length * pass.H.PhaseAt.Length * pass.W.PhaseAt.Length;
        Slack = pass.W.MaxShift + (2 * ConvTile.Overrun);
        _depths = pass.D.Count;
        _rowBlocks = (_totalRows + Rows - 1) / Rows;
        _columnBlocks = (_totalColumns + Columns - 1) / Columns;
        Count = checked(pass.Images * _depths * _rowBlocks * _columnBlocks);
    }

    /// <summary>Number of blocks.</summary>
    public int Count { get; }
    public int Rows { get; }
    public int Columns { get; }
    public int Pitch { get; }

    /// <summary>From the first output of a block to behind its last, rows <see cref="Pitch"/> apart.</summary>
    public int Positions { get; }
    public int SlabRows { get; }
    public int PlaneFloats { get; }
    public int ChannelPlanes { get; }

    /// <summary>Zeros behind the last plane, which vectors at its end reach into.</summary>
    public int Slack { get; }

    public long SlabFloats(int channels) => (((long)channels * ChannelPlanes * PlaneFloats) + Slack + 15) & ~15L;

    public ConvBlock Block(int i)
    {
        int column = i % _columnBlocks * Columns;
        i /= _columnBlocks;
        int row = i % _rowBlocks * Rows;
        i /= _rowBlocks;
        return new ConvBlock(i / _depths, i % _depths, row, Math.Min(Rows, _totalRows - row), column, Math.Min(Columns, _totalColumns - column));
    }

    /// <summary>Where in a source part each product of a sum reads for output 0: channels outermost, then taps in the filter's order, or taps first.</summary>
    public void WriteOffsets(in ConvPass pass, int channels, int* offsets, bool areTapsOutermost = false)
    {
        int[] phasesH = pass.H.Phase, phasesW = pass.W.Phase, shiftsH = pass.H.Shift, shiftsW = pass.W.Shift;
        int phases = pass.W.PhaseAt.Length, planes = pass.H.PhaseAt.Length * phases * PlaneFloats, taps = shiftsH.Length * shiftsW.Length;
        int repeats = channels * pass.D.Tap.Length, tapsApart = areTapsOutermost ? repeats : 1, repeatsApart = areTapsOutermost ? 1 : taps;
        for (int h = 0; h < shiftsH.Length; h++)
        {
            int row = (phasesH[h] * phases * PlaneFloats) + (shiftsH[h] * Pitch);
            for (int w = 0; w < shiftsW.Length; w++)
            {
                int* to = offsets + (((h * shiftsW.Length) + w) * tapsApart);
                for (int i = 0, at = row + (phasesW[w] * PlaneFloats) + shiftsW[w]; i < repeats; i++, at += planes)
                    to[i * repeatsApart] = at;
            }
        }
    }

    // Blocks of equal extent: the last one should not be a sliver.
    private static int Even(int total, int most)
    {
        int blocks = Math.Max(1, (total + most - 1) / most);
        return Math.Max(1, (total + blocks - 1) / blocks);
    }
}
