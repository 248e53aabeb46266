using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// Tiles beside each other in one image. Their outputs begin at row <see cref="Top"/> and column <see cref="Left"/> and stand a dilation apart; of those that the tiles
/// compute <see cref="Rows"/> by <see cref="Columns"/> exist.
/// </summary>
internal readonly record struct WinogradSegment(int Image, int Top, int Left, int Count, int Rows, int Columns);

/// <summary>
/// The tiles of 4x4 outputs that <see cref="Winograd"/> computes, numbered through: row after row, image after image, so that vectors of tiles are full however
/// small the planes are. With dilation d the outputs of a tile stand d apart, as what they meet does: tiles of every d-th row and column follow one another.
/// </summary>
internal readonly unsafe struct WinogradTiles
{
    /// <summary>Outputs of a tile in either direction.</summary>
    public const int Size = 4;

    /// <summary>Elements that the outputs of a tile need in either direction.</summary>
    private const int Patch = Size + 2;

    // How far ahead the rows of a channel are asked for.
    private const int ChannelsAhead = 2;

    private readonly int _sourceRows, _sourceColumns, _padRows, _padColumns, _rows, _columns, _across, _down;

    public WinogradTiles(in ConvPass pass)
    {
        _sourceRows = pass.H.SourceCount;
        _sourceColumns = pass.W.SourceCount;
        _padRows = -pass.H.SourceStart;
        _padColumns = -pass.W.SourceStart;
        _rows = pass.H.Count;
        _columns = pass.W.Count;
        // The last of three taps stands two dilations behind the first.
        DilationH = pass.H.MaxShift / 2;
        DilationW = pass.W.MaxShift / 2;
        _across = Along(_columns, DilationW) / DilationW;
        _down = Along(_rows, DilationH) / DilationH;
        Count = checked(pass.Images * _across * _down * DilationH * DilationW);
    }

    public int DilationH { get; }
    public int DilationW { get; }

    /// <summary>Number of tiles.</summary>
    public int Count { get; }

    /// <summary>Tiles that some outputs in a line take.</summary>
    public static int Along(int outputs, int dilation)
    {
        int longest = (outputs + dilation - 1) / dilation;
        return (longest + Size - 1) / Size * dilation;
    }

    /// <summary>Tiles of one image.</summary>
    public static long OfImage(in ConvShape s) => (long)Along(s.OH, s.DilationH) * Along(s.OW, s.DilationW);

    /// <summary>Floats of working memory that <see cref="Gather"/> needs for so many tiles.</summary>
    public static int GatherFloats<L>(int tiles) where L : struct, ILanes<L>
        => (Patch * Patch * PlanePitch<L>(tiles)) + (2 * (Patch + 1) * StagePitch<L>(tiles));

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
        return written;
    }

    /// <summary>
    /// Whether the outputs of a segment and of the next one stand in the same rows by turns, every second place each: read and written together, both have no gaps.
    /// </summary>
    public bool Alternate(WinogradSegment* segments, int first, int count)
    {
        if (DilationW != 2 || first + 1 == count)
            return false;
        ref readonly WinogradSegment one = ref segments[first], two = ref segments[first + 1];
        return (one.Left & 1) == 0 && two.Left == one.Left + 1 && two.Top == one.Top && two.Count == one.Count && two.Image == one.Image;
    }

    /// <summary>Transforms the patches of one channel: product p of tile t of the segments goes to target + p · product + t.</summary>
    /// <param name="pass">Where the source stands.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="segments">The tiles.</param>
    /// <param name="segmentCount">How many segments they are.</param>
    /// <param name="tiles">How many tiles they are.</param>
    /// <param name="target">Where the products go, whole vectors of them.</param>
    /// <param name="product">Floats from product to product.</param>
    /// <param name="memory">Working memory, see <see cref="GatherFloats"/>.</param>
    public void Gather<L>(in ConvPass pass, int channel, WinogradSegment* segments, int segmentCount, int tiles, float* target, nint product, float* memory)
        where L : struct, ILanes<L>
    {
        nint pitch = PlanePitch<L>(tiles);
        int stagePitch = StagePitch<L>(tiles);
        float* stage = memory + (Patch * Patch * pitch), line = stage + (2 * Patch * stagePitch), to = memory;
        for (int i = 0, staged = 0; i < segmentCount; i++)
        {
            ref readonly WinogradSegment segment = ref segments[i];
            float* plane = pass.Source + (segment.Image * pass.SourceImage) + (channel * pass.SourceChannel);
            if (pass.IsLarge && channel + ChannelsAhead < pass.InChannels)
                Expect(plane + (ChannelsAhead * pass.SourceChannel), segment);
            if (Alternate(segments, i, segmentCount))
            {
                StageTwo<L>(plane, segment, stage + (Size * staged), stagePitch, line);
                staged += segment.Count;
                i++;
            }
            else if (staged == 0 && segment.Count > L.Count / 2)
            {
                // Most lanes are in use: no other segment needs to share them.
                Stage<L>(plane, segment, 0, (Size * segment.Count) + Patch - Size, stage, stagePitch);
                RowsOf<L>(stage, stagePitch, Size, segment.Count, to, pitch);
                to += segment.Count;
                continue;
            }
            else
            {
                // Behind each row follows the same without the first four columns: there stand the last two of every tile, so that the tiles of several segments
                // follow one another without a gap.
                Stage<L>(plane, segment, 0, Size * segment.Count, stage + (Size * staged), 2 * stagePitch);
                Stage<L>(plane, segment, Size, Size * segment.Count, stage + (Size * staged) + stagePitch, 2 * stagePitch);
            }
            staged += segment.Count;
            if (i + 1 == segmentCount || staged % L.Count == 0)
            {
                RowsOf<L>(stage, 2 * stagePitch, stagePitch, staged, to, pitch);
                to += staged;
                staged = 0;
            }
        }
        for (int t = 0; t < tiles; t += L.Count)
            WinogradTransforms<L>.InputColumns(memory + t, pitch, target + t, product);
    }

    // Room for the whole vectors that the last tiles of a plane or a row are written as.
    private static int PlanePitch<L>(int tiles) where L : struct, ILanes<L> => tiles + (2 * L.Count);

    private static int StagePitch<L>(int tiles) where L : struct, ILanes<L> => (Size * tiles) + (6 * L.Count);

    /// <summary>How many of so many elements there are, taking each that is a step behind the one before.</summary>
    internal static int Apart(int elements, int step) => Math.Max(0, (elements + step - 1) / step);

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
    private void Stage<L>(float* plane, in WinogradSegment segment, int skipped, int count, float* stage, int pitch) where L : struct, ILanes<L>
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

    /// <summary>The same for a segment and the one that it alternates with.</summary>
    [MethodImpl(Compiled.Alone)]
    private void StageTwo<L>(float* plane, in WinogradSegment segment, float* stage, int pitch, float* temporary) where L : struct, ILanes<L>
    {
        int count = Size * segment.Count, left = segment.Left - _padColumns, line = segment.Top - _padRows;
        int width = 2 * (count + Size), before = Math.Clamp(-left, 0, width), end = Math.Clamp(_sourceColumns - left, before, width);
        float* from = plane + ((nint)line * _sourceColumns) + left;
        nint down = (nint)DilationH * _sourceColumns;
        for (int row = 0; row < Patch; row++, line += DilationH, from += down, stage += 2 * pitch)
        {
            bool exists = (uint)line < (uint)_sourceRows;
            ConvSlab.FillRow<L>(from, 1, exists ? before : 0, exists ? end : 0, width, temporary);
            for (int part = 0; part < 2; part++)
            {
                float* apart = temporary + (2 * Size * part), to = stage + (part * pitch);
                for (int i = 0; i < count; i += L.Count)
                    L.Unzip(L.Load(apart + (2 * i)), L.Load(apart + (2 * i) + L.Count)).Even.Store(to + i);
                for (int i = 0; i < count; i += L.Count)
                    L.Unzip(L.Load(apart + (2 * i)), L.Load(apart + (2 * i) + L.Count)).Odd.Store(to + count + i);
            }
        }
    }

    /// <summary>
    /// Takes the columns of the patches apart, of which the fifth and sixth stand <paramref name="next"/> floats behind the first, and transforms the rows, vectors of
    /// tiles: result j of row i goes to target + (6 i + j) · pitch.
    /// </summary>
    [MethodImpl(Compiled.Alone)]
    private static void RowsOf<L>(float* stage, int stagePitch, int next, int tiles, float* target, nint pitch) where L : struct, ILanes<L>
    {
        for (int row = 0; row < Patch; row++, stage += stagePitch, target += Patch * pitch)
        {
            for (int t = 0; t < tiles; t += L.Count)
            {
                float* from = stage + ((nint)Size * t), last = from + next;
                var (even0, odd0) = L.Unzip(L.Load(from), L.Load(from + L.Count));
                var (even1, odd1) = L.Unzip(L.Load(from + (2 * L.Count)), L.Load(from + (3 * L.Count)));
                var (first, third) = L.Unzip(even0, even1);
                var (second, fourth) = L.Unzip(odd0, odd1);
                var (even2, odd2) = L.Unzip(L.Load(last), L.Load(last + L.Count));
                var (even3, odd3) = L.Unzip(L.Load(last + (2 * L.Count)), L.Load(last + (3 * L.Count)));
                WinogradTransforms<L>.InputLine(first, second, third, fourth, L.Unzip(even2, even3).Even, L.Unzip(odd2, odd3).Even, target + t, pitch);
            }
        }
    }
}
