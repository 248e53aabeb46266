using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// Tiles beside each other in one image: every column of a row of tiles, or of a part of one, in each phase of columns. Its outputs begin at row <see cref="Top"/>,
/// with dilation the first of rows a dilation apart, and at column <see cref="Left"/>. <see cref="Down"/> more bands of the same columns follow below it.
/// </summary>
internal readonly record struct WinogradBand(int Image, int Top, int Left, int Down);

/// <summary>
/// The tiles of outputs that <see cref="Winograd"/> computes, in bands that are numbered through: one below the other, image after image. With dilation d the
/// outputs of a tile stand d apart, as what they meet does; a band holds the tiles of all d phases of its columns, so that its outputs have no gaps in a row.
/// </summary>
internal readonly unsafe struct WinogradTiles
{
    private readonly int _sourceRows, _sourceColumns, _firstRow, _firstColumn, _rows, _columns, _down, _parts;

    /// <summary>The tiles of <paramref name="size"/> outputs in either direction, in bands of not many more than a number of tiles.</summary>
    public WinogradTiles(in ConvPass pass, int size, int mostInBand)
    {
        Size = size;
        _sourceRows = pass.H.SourceCount;
        _sourceColumns = pass.W.SourceCount;
        _firstRow = pass.H.SourceStart;
        _firstColumn = pass.W.SourceStart;
        _rows = pass.H.Count;
        _columns = pass.W.Count;
        // The last of three taps stands two dilations behind the first.
        DilationH = pass.H.MaxShift / 2;
        DilationW = pass.W.MaxShift / 2;
        int across = Along(_columns, DilationW, size) / DilationW, most = Math.Max(1, mostInBand / DilationW);
        _parts = (across + most - 1) / most;
        Across = (across + _parts - 1) / _parts;
        _down = Along(_rows, DilationH, size) / DilationH;
        Bands = checked(pass.Images * _down * DilationH * _parts);
    }

    /// <summary>Outputs of a tile in either direction.</summary>
    public int Size { get; }

    public int DilationH { get; }
    public int DilationW { get; }

    /// <summary>Number of bands.</summary>
    public int Bands { get; }

    /// <summary>Tiles of one phase in a band.</summary>
    public int Across { get; }

    /// <summary>Tiles of a band, of which the last band of a row may have some beyond the image.</summary>
    public int BandTiles => Across * DilationW;

    /// <summary>Columns of outputs that the tiles of a band compute.</summary>
    public int BandColumns => Size * Across * DilationW;

    /// <summary>Columns that the tiles of a band read.</summary>
    public int PatchColumns => ((Size * Across) + 2) * DilationW;

    /// <summary>Tiles of a size that some outputs in a line take.</summary>
    public static int Along(int outputs, int dilation, int size)
    {
        int longest = (outputs + dilation - 1) / dilation;
        return (longest + size - 1) / size * dilation;
    }

    /// <summary>Tiles of one image.</summary>
    public static long OfImage(in ConvShape s, int size) => (long)Along(s.OH, s.DilationH, size) * Along(s.OW, s.DilationW, size);

    public WinogradBand Band(int number)
    {
        (int line, int row) = Math.DivRem(number, _down);
        (line, int part) = Math.DivRem(line, _parts);
        (int image, int phase) = Math.DivRem(line, DilationH);
        return new WinogradBand(image, phase + (Size * row * DilationH), part * BandColumns, _down - row - 1);
    }

    /// <summary>Where a tile of a band begins among the columns that the band reads, or computes.</summary>
    public int Place(int tile) => (tile / Across) + (tile % Across * Size * DilationW);

    /// <summary>Rows of outputs of a band that exist.</summary>
    public int RowsOf(in WinogradBand band) => Math.Min(Size, Apart(_rows - band.Top, DilationH));

    /// <summary>Columns of outputs of a band that exist.</summary>
    public int ColumnsOf(in WinogradBand band) => Math.Min(BandColumns, _columns - band.Left);

    /// <summary>How many of so many elements there are, taking each that is a step behind the one before.</summary>
    internal static int Apart(int elements, int step) => Math.Max(0, (elements + step - 1) / step);

    /// <summary>Rows that some bands below each other read.</summary>
    public int PatchRows(int bands) => (Size * bands) + 2;

    /// <summary>Floats that <see cref="Stage"/> writes for so many bands, room for a last vector of columns included.</summary>
    public long StageFloats(int bands, int lanes) => ((PatchRows(bands) * (long)PatchColumns) + lanes) * lanes;

    /// <summary>Zeros where the bands from one on downwards read beside the image.</summary>
    public void Clear(in WinogradBand band, int bands, int lanes, float* stage)
    {
        var (begin, end) = Inside(band);
        nint row = (nint)PatchColumns * lanes;
        int y = band.Top + _firstRow;
        for (int i = 0; i < PatchRows(bands); i++, y += DilationH, stage += row)
        {
            bool isRow = (uint)y < (uint)_sourceRows;
            new Span<float>(stage, (isRow ? begin : PatchColumns) * lanes).Clear();
            if (isRow)
                new Span<float>(stage + ((nint)end * lanes), (PatchColumns - end) * lanes).Clear();
        }
    }

    /// <summary>
    /// Copies what the bands from one on downwards read of some channels, which lie side by side in the lanes: row after row, vectors of columns. Where these are
    /// outside the image there may be zeros only.
    /// </summary>
    public void Stage<L>(in ConvPass pass, in WinogradBand band, int bands, int firstChannel, float* stage, float* temporary) where L : struct, ILanes<L>
    {
        var (begin, end) = Inside(band);
        int y = band.Top + _firstRow, channels = Math.Min(L.Count, pass.InChannels - firstChannel);
        float* from = pass.Source + (band.Image * pass.SourceImage) + (firstChannel * pass.SourceChannel) + (band.Left + _firstColumn + begin);
        for (int i = 0; i < PatchRows(bands) && end > begin; i++, y += DilationH, stage += PatchColumns * L.Count)
        {
            if ((uint)y < (uint)_sourceRows)
                ImageLanes.InRow<L>(from + ((nint)y * _sourceColumns), pass.SourceChannel, channels, end - begin, stage + ((nint)begin * L.Count), temporary);
        }
    }

    // The columns that a band reads inside the image.
    private (int Begin, int End) Inside(in WinogradBand band)
    {
        int left = band.Left + _firstColumn, begin = Math.Clamp(-left, 0, PatchColumns);
        return (begin, Math.Clamp(_sourceColumns - left, begin, PatchColumns));
    }
}
