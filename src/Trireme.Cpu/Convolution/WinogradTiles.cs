using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>Tiles beside each other in one image, from row <see cref="Row"/> and column <see cref="Column"/> of tiles on.</summary>
internal readonly record struct WinogradSegment(int Image, int Row, int Column, int Count);

/// <summary>
/// The tiles of 4x4 outputs that <see cref="Winograd"/> computes, numbered through: row after row, image after image, so that vectors of tiles are full however
/// small the planes are.
/// </summary>
internal readonly unsafe struct WinogradTiles
{
    /// <summary>Outputs of a tile in either direction.</summary>
    public const int Size = 4;

    /// <summary>Elements that the outputs of a tile need in either direction.</summary>
    private const int Patch = Size + 2;

    // How far ahead the rows of a channel are asked for.
    private const int ChannelsAhead = 2;

    private readonly int _sourceRows, _sourceColumns, _padRows, _padColumns, _across, _down;

    public WinogradTiles(in ConvPass pass)
    {
        _sourceRows = pass.H.SourceCount;
        _sourceColumns = pass.W.SourceCount;
        _padRows = -pass.H.SourceStart;
        _padColumns = -pass.W.SourceStart;
        Rows = pass.H.Count;
        Columns = pass.W.Count;
        _across = Along(Columns);
        _down = Along(Rows);
        Count = checked(pass.Images * _across * _down);
    }

    /// <summary>Extent of an output plane.</summary>
    public int Rows { get; }

    /// <inheritdoc cref="Rows"/>
    public int Columns { get; }

    /// <summary>Number of tiles.</summary>
    public int Count { get; }

    /// <summary>Tiles that some outputs in a line take.</summary>
    public static int Along(int outputs) => (outputs + Size - 1) / Size;

    /// <summary>Floats of working memory that <see cref="Gather"/> needs for so many tiles.</summary>
    public static int GatherFloats<L>(int tiles) where L : struct, ILanes<L>
        => (Patch * Patch * PlanePitch<L>(tiles)) + (Patch * StagePitch<L>(tiles));

    /// <summary>The segments of some tiles.</summary>
    /// <returns>How many there are.</returns>
    public int Segments(int first, int count, WinogradSegment* segments)
    {
        int written = 0;
        for (int end = first + count; first < end; written++)
        {
            int line = first / _across, column = first % _across;
            segments[written] = new WinogradSegment(line / _down, line % _down, column, Math.Min(end - first, _across - column));
            first += segments[written].Count;
        }
        return written;
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
        float* stage = memory + (Patch * Patch * pitch), to = memory;
        for (int i = 0; i < segmentCount; i++)
        {
            ref readonly WinogradSegment segment = ref segments[i];
            float* plane = pass.Source + (segment.Image * pass.SourceImage) + (channel * pass.SourceChannel);
            if (pass.IsLarge && channel + ChannelsAhead < pass.InChannels)
                Expect(plane + (ChannelsAhead * pass.SourceChannel), segment);
            Stage<L>(plane, segment, stage);
            RowsOf<L>(stage, StagePitch<L>(segment.Count), segment.Count, to, pitch);
            to += segment.Count;
        }
        for (int t = 0; t < tiles; t += L.Count)
            WinogradTransforms<L>.InputColumns(memory + t, pitch, target + t, product);
    }

    // Room for the whole vectors that the last tiles of a plane or a row are written as.
    private static int PlanePitch<L>(int tiles) where L : struct, ILanes<L> => tiles + (2 * L.Count);

    private static int StagePitch<L>(int tiles) where L : struct, ILanes<L> => (Size * tiles) + (6 * L.Count);

    private void Expect(float* plane, in WinogradSegment segment)
    {
        int line = Math.Max(0, (Size * segment.Row) - _padRows), rows = Math.Min(_sourceRows - line, Patch);
        float* start = plane + ((nint)line * _sourceColumns);
        if (segment.Count == _across)
            Ahead.Expect(start, 0, 1, rows * _sourceColumns);
        else
            Ahead.Expect(start + (Size * segment.Column) - _padColumns, _sourceColumns, rows, (Size * segment.Count) + Patch - Size);
    }

    /// <summary>Copies the rows that a segment needs, zeros where the source has ended.</summary>
    [MethodImpl(Compiled.Alone)]
    private void Stage<L>(float* plane, in WinogradSegment segment, float* stage) where L : struct, ILanes<L>
    {
        int wanted = (Size * segment.Count) + Patch - Size, pitch = StagePitch<L>(segment.Count);
        int left = (Size * segment.Column) - _padColumns, line = (Size * segment.Row) - _padRows;
        int before = Math.Min(Math.Max(0, -left), wanted), end = Math.Clamp(_sourceColumns - left, before, wanted);
        float* from = plane + ((nint)line * _sourceColumns) + left;
        for (int row = 0; row < Patch; row++, line++, from += _sourceColumns, stage += pitch)
        {
            int i = 0;
            if ((uint)line < (uint)_sourceRows)
            {
                for (; i < before; i += L.Count)
                    L.Zero.Store(stage + i);
                // What is written beyond the end is zero, or written again by the next row.
                for (i = before; i <= end - L.Count; i += L.Count)
                    L.Load(from + i).Store(stage + i);
                if (i < end)
                {
                    L.LoadFirst(from + i, end - i).Store(stage + i);
                    i += L.Count;
                }
            }
            for (; i < wanted; i += L.Count)
                L.Zero.Store(stage + i);
        }
    }

    /// <summary>Takes the columns of the patches apart and transforms the rows, vectors of tiles: result j of row i goes to target + (6 i + j) · pitch.</summary>
    [MethodImpl(Compiled.Alone)]
    private static void RowsOf<L>(float* stage, int stagePitch, int tiles, float* target, nint pitch) where L : struct, ILanes<L>
    {
        for (int row = 0; row < Patch; row++, stage += stagePitch, target += Patch * pitch)
        {
            for (int t = 0; t < tiles; t += L.Count)
            {
                float* from = stage + ((nint)Size * t);
                var (even0, odd0) = L.Unzip(L.Load(from), L.Load(from + L.Count));
                var (even1, odd1) = L.Unzip(L.Load(from + (2 * L.Count)), L.Load(from + (3 * L.Count)));
                var (first, third) = L.Unzip(even0, even1);
                var (second, fourth) = L.Unzip(odd0, odd1);
                // The last two columns are the first two of the next tile.
                var (even2, odd2) = L.Unzip(L.Load(from + Size), L.Load(from + Size + L.Count));
                var (even3, odd3) = L.Unzip(L.Load(from + Size + (2 * L.Count)), L.Load(from + Size + (3 * L.Count)));
                WinogradTransforms<L>.InputLine(first, second, third, fourth, L.Unzip(even2, even3).Even, L.Unzip(odd2, odd3).Even, target + t, pitch);
            }
        }
    }
}
