namespace Trireme.Cpu.Convolution;

/// <summary>
/// One of Winograd's minimal filters F(n x n, 3 x 3) over vectors of tiles or filters (Lavin and Gray 2015, section 4.3), given by the linear maps that
/// <see cref="WinogradTransforms{L, T}"/> applies to columns and to rows.
/// </summary>
/// <remarks>
/// Any n + 1 numbers and ∞ will do as interpolation points. What they are decides how large the maps' factors are, and with these the rounding errors.
/// </remarks>
internal unsafe interface IWinogradTile<L> where L : struct, ILanes<L>
{
    /// <summary>Outputs of a tile in either direction; it takes two more elements, and as many products as elements.</summary>
    static abstract int Size { get; }

    /// <summary>Floats of working memory that <see cref="Gather"/> needs for so many tiles.</summary>
    static abstract int GatherFloats(int tiles);

    /// <summary>Transforms the patches of one channel: product p of tile t of the segments goes to target + p · product + t.</summary>
    /// <param name="tiles">Where the tiles stand.</param>
    /// <param name="pass">Where the source stands.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="segments">The tiles.</param>
    /// <param name="segmentCount">How many segments they are.</param>
    /// <param name="count">How many tiles they are.</param>
    /// <param name="target">Where the products go, whole vectors of them.</param>
    /// <param name="product">Floats from product to product.</param>
    /// <param name="memory">Working memory, see <see cref="GatherFloats"/>.</param>
    static abstract void Gather(
        in WinogradTiles tiles, in ConvPass pass, int channel, WinogradSegment* segments, int segmentCount, int count, float* target, nint product, float* memory);

    /// <summary>The elements of a line, <paramref name="step"/> floats apart, to factors, <paramref name="pitch"/> apart.</summary>
    static abstract void Input(float* source, nint step, float* target, nint pitch);

    /// <summary>The sums of products of a line to its outputs.</summary>
    static abstract void Output(float* source, nint step, float* target, nint pitch);

    /// <summary>Nine taps of one vector of filters, at source + tap · step, to factors in both directions: number p goes to target + p · pitch.</summary>
    static abstract void Filter(float* source, nint step, float* target, nint pitch);

    /// <summary>
    /// One row of a vector of tiles, output j of all tiles at source + j · L.Count, to the outputs as they follow one another in the image; up to two vectors
    /// behind them may be overwritten.
    /// </summary>
    static abstract void Join(float* source, float* target);
}
