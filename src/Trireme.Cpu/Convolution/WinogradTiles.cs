using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// Tiles beside each other in one image. Their outputs begin at row <see cref="Top"/> and column <see cref="Left"/> and stand a dilation apart; of those that the tiles
/// compute <see cref="Rows"/> by <see cref="Columns"/> exist. <see cref="Together"/> segments from this one on stand in the same rows by turns, each place of a row in
/// one of them: read and written together, they have no gaps. It is 1 where these are not all of them, or columns are too far apart.
/// </summary>
internal readonly record struct WinogradSegment(int Image, int Top, int Left, int Count, int Rows, int Columns, int Together = 1);

/// <summary>
/// The tiles of outputs that <see cref="Winograd"/> computes, numbered through: row after row, image after image, so that vectors of tiles are full however
/// small the planes are. With dilation d the outputs of a tile stand d apart, as what they meet does: tiles of every d-th row and column follow one another.
/// </summary>
internal readonly unsafe struct WinogradTiles
{
    // How far ahead the rows of a channel are asked for.
    private const int ChannelsAhead = 2;

    private readonly int _sourceRows, _sourceColumns, _padRows, _padColumns, _rows, _columns, _across, _down;

    /// <summary>The tiles of <paramref name="size"/> outputs in either direction.</summary>
    public WinogradTiles(in ConvPass pass, int size)
    {
        Size = size;
        _sourceRows = pass.H.SourceCount;
        _sourceColumns = pass.W.SourceCount;
        _padRows = -pass.H.SourceStart;
        _padColumns = -pass.W.SourceStart;
        _rows = pass.H.Count;
        _columns = pass.W.Count;
        // The last of three taps stands two dilations behind the first.
        DilationH = pass.H.MaxShift / 2;
        DilationW = pass.W.MaxShift / 2;
        _across = Along(_columns, DilationW, size) / DilationW;
        _down = Along(_rows, DilationH, size) / DilationH;
        Count = checked(pass.Images * _across * _down * DilationH * DilationW);
    }

    /// <summary>Outputs of a tile in either direction.</summary>
    public int Size { get; }

    public int DilationH { get; }
    public int DilationW { get; }

    /// <summary>Number of tiles.</summary>
    public int Count { get; }

    // Elements that the outputs of a tile need in either direction.
    private int Patch => Size + 2;

    /// <summary>Tiles of a size that some outputs in a line take.</summary>
    public static int Along(int outputs, int dilation, int size)
    {
        int longest = (outputs + dilation - 1) / dilation;
        return (longest + size - 1) / size * dilation;
    }

    /// <summary>Tiles of one image.</summary>
    public static long OfImage(in ConvShape s, int size) => (long)Along(s.OH, s.DilationH, size) * Along(s.OW, s.DilationW, size);

    /// <summary>The segments of some tiles.</summary>
    /// <returns>How many there are.</returns>
    public int Segments(int first, int count, WinogradSegment* segments)
    {
        int written = 0;
        for (int end = first + count; first < end; written++)
        {
            int line = first / _across, column = first % _across, here = Math.Min(end - first, _across - column);
            (line, int across) = Math.DivRem(line, DilationW);
            (line, int row) = Math.DivRem(line, _down);
            (int image, int down) = Math.DivRem(line, DilationH);
            int top = down + (Size * row * DilationH), left = across + (Size * column * DilationW);
            segments[written] = new WinogradSegment(
                image, top, left, here, Math.Min(Size, Apart(_rows - top, DilationH)), Math.Min(Size * here, Apart(_columns - left, DilationW)));
            first += segments[written].Count;
        }
        for (int i = 0; i < written; i++)
            segments[i] = segments[i] with { Together = Together(segments, i, written) };
        return written;
    }

    private int Together(WinogradSegment* segments, int first, int count)
    {
        ref readonly WinogradSegment one = ref segments[first];
        if (DilationW is 1 or > PhaseRows.Most || first + DilationW > count || one.Left % DilationW != 0)
            return 1;
        for (int i = 1; i < DilationW; i++)
        {
            if (segments[first + i] is var next && (next.Left, next.Top, next.Count, next.Image) != (one.Left + i, one.Top, one.Count, one.Image))
                return 1;
        }
        return DilationW;
    }

    /// <summary>How many of so many elements there are, taking each that is a step behind the one before.</summary>
    internal static int Apart(int elements, int step) => Math.Max(0, (elements + step - 1) / step);

    /// <summary>Where the plane of a channel begins that a segment is of; asks for what later channels will read.</summary>
    public float* Plane(in ConvPass pass, int channel, in WinogradSegment segment)
    {
        float* plane = pass.Source + (segment.Image * pass.SourceImage) + (channel * pass.SourceChannel);
        if (pass.IsLarge && channel + ChannelsAhead < pass.InChannels)
            Expect(plane + (ChannelsAhead * pass.SourceChannel), segment);
        return plane;
    }

    private void Expect(float* plane, in WinogradSegment segment)
    {
        int line = segment.Top - _padRows;
        line += Apart(-line, DilationH) * DilationH;
        int rows = Math.Min(Apart(_sourceRows - line, DilationH), Patch);
        float* start = plane + ((nint)line * _sourceColumns);
        if (segment.Count == _across && DilationH == 1)
            Ahead.Expect(start, 0, 1, rows * _sourceColumns);
        else
            Ahead.Expect(start + segment.Left - _padColumns, (nint)DilationH * _sourceColumns, rows, ((Size * segment.Count) + Patch - Size) * DilationW);
    }

    /// <summary>Copies some columns, from a number of them on, of the rows that a segment needs, zeros where the source has ended.</summary>
    public void Stage<L>(float* plane, in WinogradSegment segment, int skipped, int count, float* stage, int pitch) where L : struct, ILanes<L>
    {
        if (DilationW == 1)
            Stage<L, Yes>(plane, segment, skipped, count, stage, pitch);
        else
            Stage<L, No>(plane, segment, skipped, count, stage, pitch);
    }

    /// <summary>The same where columns follow one another, or do not.</summary>
    [MethodImpl(Compiled.Alone)]
    private void Stage<L, W>(float* plane, in WinogradSegment segment, int skipped, int count, float* stage, int pitch)
        where L : struct, ILanes<L>
        where W : struct, IFlag
    {
        int step = W.Is ? 1 : DilationW, left = segment.Left - _padColumns + (skipped * step), line = segment.Top - _padRows, down = DilationH;
        int before = Math.Min(Apart(-left, step), count), end = Math.Clamp(Apart(_sourceColumns - left, step), before, count);
        float* from = plane + ((nint)line * _sourceColumns) + left;
        nint row = (nint)down * _sourceColumns;
        for (int i = 0; i < Patch; i++, line += down, from += row, stage += pitch)
        {
            if ((uint)line < (uint)_sourceRows)
                ConvSlab.FillRow<L>(from, step, before, end, count, stage);
            else
                ConvSlab.FillRow<L>(from, 1, 0, 0, count, stage);
        }
    }

    /// <summary>
    /// Copies some columns of the rows that a segment and those that stand in them by turns need as they stand in the image, zeros where the source has ended.
    /// </summary>
    public void StageWhole<L>(float* plane, in WinogradSegment segment, int count, float* stage, int pitch) where L : struct, ILanes<L>
        => Stage<L, Yes>(plane, segment, 0, count, stage, pitch);
}
