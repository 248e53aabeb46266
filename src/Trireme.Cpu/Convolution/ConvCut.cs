namespace Trireme.Cpu.Convolution;

/// <summary>One work item: a rectangle of outputs of some channels of one image, and the number of the source part it reads.</summary>
internal readonly record struct ConvBlock(
    int Slab, int Image, int Group, int Depth, int FirstRow, int Rows, int FirstColumn, int Columns, int FirstChannel, int EndChannel);

/// <summary>How a pass is cut into work items, by its sizes alone, and how the source part of an item is laid out.</summary>
internal readonly unsafe struct ConvCut
{
    // A part of the source and the sums in flight should stay in the second-level cache.
    private const int SlabTarget = 64 * 1024;
    private const int SlabLimit = 128 * 1024;
    private const int MostPositions = 512;
    private const int FewestPositions = 96;
    private const int WantedItems = 16;

    private readonly int _images, _groups, _depths, _rowBlocks, _columnBlocks, _channelBlocks, _rows, _columns, _totalRows, _totalColumns;
    private readonly int _channels, _channelStep;

    public ConvCut(in ConvPass pass)
    {
        int planes = Math.Max(1, pass.InChannels * pass.D.Tap.Length * pass.H.PhaseAt.Length * pass.W.PhaseAt.Length);
        int most = Math.Clamp(SlabTarget / planes, FewestPositions, Math.Max(FewestPositions, SlabLimit / planes));
        _totalRows = pass.H.Count;
        _totalColumns = pass.W.Count;
        int full = pass.W.Count + pass.W.MaxShift;
        int pitch = full - pass.W.SharedPadding();
        if ((long)pitch * (1 + pass.H.MaxShift) <= most && pitch <= MostPositions)
        {
            _columns = pass.W.Count;
            Pitch = pitch;
            _rows = Math.Clamp(Math.Min((most / pitch) - pass.H.MaxShift, MostPositions / pitch), 1, _totalRows);
            // Blocks of equal height: the last one should not be a sliver.
            int blocks = (_totalRows + _rows - 1) / _rows;
            _rows = (_totalRows + blocks - 1) / blocks;
        }
        else
        {
            _rows = 1;
            int room = Math.Min(most / (1 + pass.H.MaxShift), MostPositions) - pass.W.MaxShift;
            int wanted = Math.Max(room, 64);
            int blocks = (_totalColumns + wanted - 1) / wanted;
            _columns = Math.Min(_totalColumns, ((_totalColumns + blocks - 1) / blocks + 31) / 32 * 32);
            Pitch = _columns + pass.W.MaxShift;
        }
        SlabRows = _rows + pass.H.MaxShift;
        _images = pass.Images;
        _groups = pass.Groups;
        _depths = pass.D.Count;
        _rowBlocks = (_totalRows + _rows - 1) / _rows;
        _columnBlocks = (_totalColumns + _columns - 1) / _columns;
        _channels = pass.OutChannels;
        long slabs = (long)_images * _groups * _depths * _rowBlocks * _columnBlocks;
        int splits = (int)Math.Clamp(WantedItems / slabs, 1, (_channels + ConvTile.MaxRows - 1) / ConvTile.MaxRows);
        _channelStep = ((_channels + splits - 1) / splits + ConvTile.MaxRows - 1) / ConvTile.MaxRows * ConvTile.MaxRows;
        _channelBlocks = (_channels + _channelStep - 1) / _channelStep;
        Items = checked((int)(slabs * _channelBlocks));
        PlaneFloats = SlabRows * Pitch;
        SlabFloats = (((long)planes * PlaneFloats) + pass.W.MaxShift + (ConvTile.Overrun * 2) + 15) & ~15L;
        SumPitch = (((_rows - 1) * Pitch) + _columns + ConvTile.Overrun + 15) & ~15;
    }

    public int Items { get; }

    /// <summary>From one row of a source part, and of the sums, to the next.</summary>
    public int Pitch { get; }
    public int SlabRows { get; }
    public int PlaneFloats { get; }
    public long SlabFloats { get; }
    public int SumPitch { get; }

    public long Cost(in ConvPass pass) => (long)_rows * _columns * Math.Min(_channels, _channelStep) * pass.Depth / 8;

    public ConvBlock Block(int item)
    {
        int slab = item / _channelBlocks, first = item % _channelBlocks * _channelStep;
        int rest = slab;
        int column = rest % _columnBlocks * _columns;
        rest /= _columnBlocks;
        int row = rest % _rowBlocks * _rows;
        rest /= _rowBlocks;
        int depth = rest % _depths;
        rest /= _depths;
        return new ConvBlock(slab, rest / _groups, rest % _groups, depth, row, Math.Min(_rows, _totalRows - row), column,
            Math.Min(_columns, _totalColumns - column), first, Math.Min(_channels, first + _channelStep));
    }

    /// <summary>Where in a source part each product of a sum reads for output 0: channels outermost, then taps in the filter's order.</summary>
    public void WriteOffsets(in ConvPass pass, int* offsets)
    {
        int plane = 0;
        for (int c = 0; c < pass.InChannels; c++)
        {
            for (int d = 0; d < pass.D.Tap.Length; d++, plane += pass.H.PhaseAt.Length * pass.W.PhaseAt.Length)
            {
                for (int h = 0; h < pass.H.Tap.Length; h++)
                {
                    for (int w = 0; w < pass.W.Tap.Length; w++)
                    {
                        int phase = (pass.H.Phase[h] * pass.W.PhaseAt.Length) + pass.W.Phase[w];
                        *offsets++ = ((plane + phase) * PlaneFloats) + (pass.H.Shift[h] * Pitch) + pass.W.Shift[w];
                    }
                }
            }
        }
    }
}
