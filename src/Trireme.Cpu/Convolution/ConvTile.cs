using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// The innermost loops of convolution: target[r][i] = Σ over k of weights[k][r] · source[offsets[k] + i], a block of output channels r by
/// consecutive positions i, all sums in registers. One sum is one chain of fused multiply-adds in the order of k, or several of them added up where there are
/// many k, whichever kernel makes it, so how the work is cut never shows in the result. Reads and writes up to <see cref="Overrun"/> positions beyond the last.
/// </summary>
internal static unsafe partial class ConvTile
{
    /// <summary>Most output channels of one block.</summary>
    public const int MaxRows = 14;

    /// <summary>Output channels of a smaller block that is as dense, so many vectors wide that the sums do not wait for each other.</summary>
    public const int FewRows = 4;

    /// <summary>Positions beyond the last that a tile may touch, for any lane width.</summary>
    public const int Overrun = 128;

    // The rounding error of a chain grows with the root of its length; adding two chains up costs a hundredth of this one.
    private const int LongestChain = 256;

    /// <summary>Output channels of the next block where <paramref name="left"/> remain.</summary>
    public static int RowsOf(int left) => left switch
    {
        >= 14 => 14,
        6 or 7 or >= 10 => 6,
        >= 4 => 4,
        >= 2 => 2,
        _ => 1,
    };

    /// <summary>Does <paramref name="positions"/> positions of one block of <paramref name="rows"/> channels.</summary>
    [SkipLocalsInit]
    public static void Run<L>(int rows, int depth, float* weights, float* source, int* offsets, float* target, nint pitch, int positions)
        where L : struct, ILanes<L>
    {
        int vectors = rows switch { 14 => 2, 6 => 4, 4 or 2 => 6, _ => 8 };
        int wide = vectors * L.Count;
        // Few channels leave a narrow tile waiting for its own sums: there a wide one is cheaper even where it is not filled.
        int worthwhile = rows switch { 1 => 2 * L.Count, 2 => 3 * L.Count, _ => wide };
        int i = 0;
        int chains = Math.Max(1, (depth + LongestChain - 1) / LongestChain), length = (depth + chains - 1) / chains;
        float* part = stackalloc float[MaxRows * 32];
        for (; positions - i > worthwhile - L.Count; i += wide)
        {
            Wide<L>(rows, Math.Min(length, depth), weights, source + i, offsets, target + i, pitch);
            for (int k = length; k < depth; k += length)
            {
                Wide<L>(rows, Math.Min(length, depth - k), weights + ((nint)k * rows), source + i, offsets + k, part, wide);
                Add<L>(part, rows, wide, target + i, pitch);
            }
        }
        for (; i < positions; i += L.Count)
        {
            Narrow<L>(rows, Math.Min(length, depth), weights, source + i, offsets, target + i, pitch);
            for (int k = length; k < depth; k += length)
            {
                Narrow<L>(rows, Math.Min(length, depth - k), weights + ((nint)k * rows), source + i, offsets + k, part, L.Count);
                Add<L>(part, rows, L.Count, target + i, pitch);
            }
        }
    }

    private static void Wide<L>(int rows, int depth, float* weights, float* source, int* offsets, float* target, nint pitch) where L : struct, ILanes<L>
    {
        switch (rows)
        {
            case 14: Fourteen<L>(depth, weights, source, offsets, target, pitch); break;
            case 6: Six<L>(depth, weights, source, offsets, target, pitch); break;
            case 4: Four<L>(depth, weights, source, offsets, target, pitch); break;
            case 2: Two<L>(depth, weights, source, offsets, target, pitch); break;
            default: One<L>(depth, weights, source, offsets, target, pitch); break;
        }
    }

    private static void Narrow<L>(int rows, int depth, float* weights, float* source, int* offsets, float* target, nint pitch) where L : struct, ILanes<L>
    {
        switch (rows)
        {
            case 14: FourteenNarrow<L>(depth, weights, source, offsets, target, pitch); break;
            case 6: SixNarrow<L>(depth, weights, source, offsets, target, pitch); break;
            case 4: FourNarrow<L>(depth, weights, source, offsets, target, pitch); break;
            case 2: TwoNarrow<L>(depth, weights, source, offsets, target, pitch); break;
            default: OneNarrow<L>(depth, weights, source, offsets, target, pitch); break;
        }
    }

    [MethodImpl(Compiled.Alone)]
    private static void Add<L>(float* part, int rows, int width, float* target, nint pitch) where L : struct, ILanes<L>
    {
        for (int r = 0; r < rows; r++, part += width, target += pitch)
        {
            for (int j = 0; j < width; j += L.Count)
                (L.Load(target + j) + L.Load(part + j)).Store(target + j);
        }
    }
}
