namespace Trireme.Cpu.Convolution;

/// <summary>
/// Source parts and output gradients of several blocks, one behind the other. Positions are whole vectors; where a block has no output
/// its gradient is zero.
/// </summary>
internal readonly record struct FilterBlocks(int Count, int Positions, nint XStep, nint DyStep);

/// <summary>
/// The innermost loops of the filter gradient: sums[r · k] = Σ over positions i of dy[r][i] · x[offsets[k] + i], a block of output
/// channels r by products k, all sums in registers.
/// </summary>
internal static unsafe partial class FilterTile
{
    /// <summary>Most sums that a tile writes, up to three beyond its own among them.</summary>
    public const int MaxSums = 28;

    /// <summary>Most channels, and most products, of one tile: what comes after the last ones must be readable that far.</summary>
    public const int MaxRows = 4;
    public const int MaxProducts = 9;

    /// <summary>The tile that wastes least on a gradient of these extents, of those whose sums there are registers for.</summary>
    public static (int Rows, int Products) Shape<L>(int channels, int depth) where L : struct, ILanes<L>
    {
        if (L.Count < 16)
            return (3, 4);
        return Padded(channels, depth, 4, 6) <= Padded(channels, depth, 3, 9) ? (4, 6) : (3, 9);
    }

    public static void Run<L>(int rows, in FilterBlocks blocks, float* dy, float* x, int* offsets, float* sums) where L : struct, ILanes<L>
    {
        if (L.Count < 16)
        {
            ThreeByFour<L>(blocks, dy, x, offsets, sums);
            return;
        }
        switch (rows)
        {
            case 4: Four<L>(blocks, dy, x, offsets, sums); break;
            default: Three<L>(blocks, dy, x, offsets, sums); break;
        }
    }

    private static long Padded(int channels, int depth, int rows, int products)
        => (long)(channels + rows - 1) / rows * rows * ((depth + products - 1) / products * products);
}
