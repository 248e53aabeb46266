using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// Tiles beside each other in one image: every column of a row of tiles, or of a part of one, in each phase of columns. Its outputs begin at row <see cref="Top"/>,
/// with dilation the first of rows a dilation apart, and at column <see cref="Left"/>. <see cref="Down"/> more bands of the same columns follow below it.
/// </summary>
internal readonly record struct WinogradBand(int Image, int Top, int Left, int Down);

/// <summary>Planes that the tiles of a convolution stand in: what is outside of them is zero.</summary>
internal unsafe struct WinogradPlanes
{
    public float* Source;
    public long Image, Channel;
    public int Channels, Rows, Columns;

    /// <summary>What the first tile's first element is.</summary>
    public int FirstRow, FirstColumn;

    /// <summary>Elements of a tile in either direction beyond its outputs.</summary>
    public int Beyond;

    /// <summary>What outputs are computed from.</summary>
    public static WinogradPlanes Inputs(in ConvPass pass) => new()
    {
        Source = pass.Source,
        Image = pass.SourceImage,
        Channel = pass.SourceChannel,
        Channels = pass.InChannels,
        Rows = pass.H.SourceCount,
        Columns = pass.W.SourceCount,
        FirstRow = pass.H.SourceStart,
        FirstColumn = pass.W.SourceStart,
        Beyond = 2,
    };

    /// <summary>Outputs, or their gradients.</summary>
    public static WinogradPlanes Outputs(in ConvPass pass) => new()
    {
        Source = pass.Target,
        Image = pass.TargetImage,
        Channel = pass.TargetChannel,
        Channels = pass.OutChannels,
        Rows = pass.H.Count,
        Columns = pass.W.Count,
    };
}

/// <summary>What is done with the tiles of some planes, one vector of channels after the other.</summary>
internal unsafe interface IWinogradPatches
{
    /// <summary>Takes element (i, j) of a tile from patch + i · row + j · column; tiles count from the first of those asked for.</summary>
    void Take(float* patch, nint row, nint column, int tile, int channel);
}

/// <summary>
/// The tiles of outputs that <see cref="Winograd"/> computes, in bands that are numbered through: one below the other, image after image. With dilation d the
/// outputs of a tile stand d apart, as what they meet does; a band holds the tiles of all d phases of its columns, so that its outputs have no gaps in a row.
/// </summary>
internal readonly unsafe struct WinogradTiles
{
    // Columns of one vector of channels that are read at once, in all rows: 77 kB with the widest lanes, which the second-level cache holds beside all else.
    private const int MostStagedColumns = 1200;

    private readonly int _rows, _columns, _down, _parts;

    /// <summary>The tiles of <paramref name="size"/> outputs in either direction, in bands of not many more than a number of tiles.</summary>
    public WinogradTiles(in ConvPass pass, int size, int mostInBand)
    {
        Size = size;
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

    /// <summary>Floats of memory that <see cref="ForEach"/> needs: what it reads at once, a last vector of columns that is not whole, and room to turn a square in.</summary>
    public long StageFloats<L>(in WinogradPlanes planes) where L : struct, ILanes<L>
        => (((RowsIn(planes, BandsAtOnce(planes)) * (long)ColumnsIn(planes)) + L.Count) * L.Count) + ImageLanes.Temporary<L>();

    /// <summary>
    /// Reads bands [first, last) of some planes and hands on their tiles, <paramref name="channels"/> of them: whole vectors of channels, which lie side by side in
    /// the lanes, zeros where there is none and beside the planes.
    /// </summary>
    public void ForEach<L, TPatches>(in WinogradPlanes planes, int first, int last, int channels, float* stage, TPatches patches)
        where L : struct, ILanes<L>
        where TPatches : struct, IWinogradPatches
    {
        for (int number = first, bands; number < last; number += bands)
        {
            // Bands below each other are read at once: they have rows in common.
            WinogradBand band = Band(number);
            bands = Math.Min(Math.Min(BandsAtOnce(planes), last - number), band.Down + 1);
            Clear(planes, band, bands, L.Count, stage);
            for (int c = 0; c < channels; c += L.Count)
            {
                Stage<L>(planes, band, bands, c, stage);
                HandOn<L, TPatches>(planes, bands, stage, (number - first) * BandTiles, c, patches);
            }
        }
    }

    private void HandOn<L, TPatches>(in WinogradPlanes planes, int bands, float* stage, int tile, int channel, TPatches patches)
        where L : struct, ILanes<L>
        where TPatches : struct, IWinogradPatches
    {
        nint row = (nint)ColumnsIn(planes) * L.Count, column = (nint)DilationW * L.Count;
        for (int band = 0; band < bands; band++, stage += Size * row)
        {
            for (int i = 0; i < BandTiles; i++, tile++)
                patches.Take(stage + ((nint)Place(i) * L.Count), row, column, tile, channel);
        }
    }

    // Zeros where the bands from one on downwards read beside the planes.
    private void Clear(in WinogradPlanes planes, in WinogradBand band, int bands, int lanes, float* stage)
    {
        var (begin, end) = Inside(planes, band);
        int y = band.Top + planes.FirstRow, columns = ColumnsIn(planes);
        for (int i = 0; i < RowsIn(planes, bands); i++, y += DilationH, stage += (nint)columns * lanes)
        {
            bool isRow = (uint)y < (uint)planes.Rows;
            new Span<float>(stage, (isRow ? begin : columns) * lanes).Clear();
            if (isRow)
                new Span<float>(stage + ((nint)end * lanes), (columns - end) * lanes).Clear();
        }
    }

    // Copies what the bands from one on downwards read of some channels: row after row, vectors of columns. What is beside the planes is overwritten by zeros at most.
    private void Stage<L>(in WinogradPlanes planes, in WinogradBand band, int bands, int firstChannel, float* stage) where L : struct, ILanes<L>
    {
        var (begin, end) = Inside(planes, band);
        int y = band.Top + planes.FirstRow, channels = Math.Min(L.Count, planes.Channels - firstChannel), columns = ColumnsIn(planes);
        float* from = planes.Source + (band.Image * planes.Image) + (firstChannel * planes.Channel) + (band.Left + planes.FirstColumn + begin);
        float* temporary = stage + StageFloats<L>(planes) - ImageLanes.Temporary<L>();
        for (int i = 0; i < RowsIn(planes, bands) && end > begin; i++, y += DilationH, stage += (nint)columns * L.Count)
        {
            if ((uint)y < (uint)planes.Rows)
                ImageLanes.InRow<L>(from + ((nint)y * planes.Columns), planes.Channel, channels, end - begin, stage + ((nint)begin * L.Count), temporary);
        }
    }

    // So many bands below each other that what they read of a vector of channels stays in the cache.
    private int BandsAtOnce(in WinogradPlanes planes) => Math.Max(1, ((MostStagedColumns / ColumnsIn(planes)) - planes.Beyond) / Size);

    // Rows that some bands below each other stand in.
    private int RowsIn(in WinogradPlanes planes, int bands) => (Size * bands) + planes.Beyond;

    // Columns that the tiles of a band stand in.
    private int ColumnsIn(in WinogradPlanes planes) => BandColumns + (planes.Beyond * DilationW);

    // The columns of a band inside the planes.
    private (int Begin, int End) Inside(in WinogradPlanes planes, in WinogradBand band)
    {
        int left = band.Left + planes.FirstColumn, columns = ColumnsIn(planes), begin = Math.Clamp(-left, 0, columns);
        return (begin, Math.Clamp(planes.Columns - left, begin, columns));
    }
}
