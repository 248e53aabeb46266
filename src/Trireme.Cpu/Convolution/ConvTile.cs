using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// The innermost loops of convolution: target[r][i] = Σ over k of weights[k][r] · source[offsets[k] + i], a block of output channels r by
/// consecutive positions i, all sums in registers. One sum is one chain of fused multiply-adds in the order of k, or several of them added up where there are
/// many k, whichever tile makes it, so how the work is cut never shows in the result. Reads and writes up to <see cref="Overrun"/> positions beyond the last.
/// </summary>
internal static unsafe class ConvTile
{
    // Sums of so few steps that the beginning and end of a tile outweigh them, with 32 registers and with 16.
    private const int ShallowSum = 25, ShallowSumOfFew = 12;

    /// <summary>Most output channels of one block, whatever the lanes.</summary>
    public const int MaxRows = 14;

    /// <summary>Output channels of which there should be a multiple in a part of a few.</summary>
    public const int FewRows = 4;

    /// <summary>Positions beyond the last that a tile may touch, for any lane width.</summary>
    public const int Overrun = 128;

    // The rounding error of a chain grows with the root of its length; adding two chains up costs a hundredth of this one.
    private const int LongestChain = 256;

    /// <summary>Steps of each chain of a sum, the last one apart: chains of about one length.</summary>
    public static int ChainLength(int depth)
    {
        int chains = Math.Max(1, (depth + LongestChain - 1) / LongestChain);
        return (depth + chains - 1) / chains;
    }

    /// <summary>Output channels of a whole block: a tile of AVX-512, two of what has half the registers.</summary>
    public static int RowsAtOnce<L>() where L : struct, ILanes<L> => L.Count == 16 ? MaxRows : 12;

    /// <summary>Output channels of the next block where <paramref name="left"/> remain: the last two share what is left.</summary>
    public static int RowsOf<L>(int left) where L : struct, ILanes<L>
    {
        int most = RowsAtOnce<L>();
        return left >= 2 * most ? most : left > most ? (left + 1) / 2 : left;
    }

    /// <summary>Does <paramref name="positions"/> positions of one block of <paramref name="rows"/> channels.</summary>
    public static void Run<L>(int rows, int depth, float* weights, float* source, int* offsets, float* target, nint pitch, int positions)
        where L : struct, ILanes<L>
    {
        // One channel would wait for its own sums in a tile of two vectors.
        if (rows == 1 || depth <= (L.Count == 16 ? ShallowSum : ShallowSumOfFew))
        {
            RunWide<L>(rows, depth, weights, source, offsets, target, pitch, positions);
            return;
        }
        int most = Tile.MaxRows<L, float>(), tiles = (rows + most - 1) / most, length = ChainLength(depth);
        var to = new TileTarget<float> { Stride = pitch, Alpha = 1, IsPlain = true };
        for (int i = 0; i < positions; i += to.Columns)
        {
            to.Columns = to.FirstColumns = positions - i > L.Count ? 2 * L.Count : L.Count;
            for (int tile = 0, row = 0; tile < tiles; tile++)
            {
                int next = (tile + 1) * rows / tiles;
                to.C = target + (row * pitch) + i;
                int k = 0;
                do
                {
                    to.Beta = k == 0 ? 0 : 1;
                    var steps = new TileSteps(Math.Min(length, depth - k), 1, 0, 0) { Offsets = offsets + k };
                    Tile.RunBeside<L, float>(next - row, steps, weights + ((nint)k * rows) + row, rows, source + i, to);
                    k += length;
                }
                while (k < depth);
                row = next;
            }
        }
    }

    // Up to four channels at a time, so that a vector of the source, which is seldom aligned, is read once for them.
    private static void RunWide<L>(int rows, int depth, float* weights, float* source, int* offsets, float* target, nint pitch, int positions)
        where L : struct, ILanes<L>
    {
        for (int row = 0; row < rows; row += 4)
        {
            float* first = weights + row, to = target + (row * pitch);
            switch (rows - row)
            {
                case 1: RunWide<L, Rows1>(depth, first, rows, source, offsets, to, pitch, positions); break;
                case 2: RunWide<L, Rows2>(depth, first, rows, source, offsets, to, pitch, positions); break;
                case 3: RunWide<L, Rows3>(depth, first, rows, source, offsets, to, pitch, positions); break;
                default: RunWide<L, Rows4>(depth, first, rows, source, offsets, to, pitch, positions); break;
            }
        }
    }

    private static void RunWide<L, H>(int depth, float* weights, nint step, float* source, int* offsets, float* target, nint pitch, int positions)
        where L : struct, ILanes<L>
        where H : struct, IRows
    {
        // As many vectors as there are registers for the sums of.
        bool six = L.Count == 16 || H.Count <= 2;
        int i = 0;
        for (; six && positions - i > 4 * L.Count; i += 6 * L.Count)
            Chains<L, H, Rows6>(depth, weights, step, source + i, offsets, target + i, pitch);
        if (six && positions - i > 2 * L.Count)
        {
            Chains<L, H, Rows4>(depth, weights, step, source + i, offsets, target + i, pitch);
            i += 4 * L.Count;
        }
        for (; !six && positions - i > L.Count; i += 3 * L.Count)
            Chains<L, H, Rows3>(depth, weights, step, source + i, offsets, target + i, pitch);
        for (; i < positions; i += L.Count)
            Chains<L, H, Rows1>(depth, weights, step, source + i, offsets, target + i, pitch);
    }

    // Without any step the sums are zeros, written all the same.
    private static void Chains<L, H, V>(int depth, float* weights, nint step, float* source, int* offsets, float* target, nint pitch)
        where L : struct, ILanes<L>
        where H : struct, IRows
        where V : struct, IRows
    {
        int length = ChainLength(depth), k = 0;
        do
        {
            Wide<L, H, V>(Math.Min(length, depth - k), k > 0, weights + (k * step), step, source, offsets + k, target, pitch);
            k += length;
        }
        while (k < depth);
    }

    /// <summary>Up to four channels by up to six vectors.</summary>
    [MethodImpl(Compiled.Alone)]
    private static void Wide<L, H, V>(int depth, bool adds, float* weights, nint step, float* source, int* offsets, float* target, nint pitch)
        where L : struct, ILanes<L>
        where H : struct, IRows
        where V : struct, IRows
    {
        L a0 = L.Zero, a1 = L.Zero, a2 = L.Zero, a3 = L.Zero, a4 = L.Zero, a5 = L.Zero;
        L b0 = L.Zero, b1 = L.Zero, b2 = L.Zero, b3 = L.Zero, b4 = L.Zero, b5 = L.Zero;
        L c0 = L.Zero, c1 = L.Zero, c2 = L.Zero, c3 = L.Zero, c4 = L.Zero, c5 = L.Zero;
        L d0 = L.Zero, d1 = L.Zero, d2 = L.Zero, d3 = L.Zero, d4 = L.Zero, d5 = L.Zero;
        for (int k = 0; k < depth; k++, weights += step)
        {
            float* from = source + offsets[k];
            L x0 = L.Load(from), x1 = V.Count > 1 ? L.Load(from + L.Count) : x0, x2 = V.Count > 2 ? L.Load(from + (2 * L.Count)) : x0;
            L x3 = V.Count > 3 ? L.Load(from + (3 * L.Count)) : x0, x4 = V.Count > 4 ? L.Load(from + (4 * L.Count)) : x0;
            L x5 = V.Count > 5 ? L.Load(from + (5 * L.Count)) : x0, w = L.All(weights);
            a0 = L.MulAdd(w, x0, a0);
            if (V.Count > 1) a1 = L.MulAdd(w, x1, a1);
            if (V.Count > 2) a2 = L.MulAdd(w, x2, a2);
            if (V.Count > 3) a3 = L.MulAdd(w, x3, a3);
            if (V.Count > 4) a4 = L.MulAdd(w, x4, a4);
            if (V.Count > 5) a5 = L.MulAdd(w, x5, a5);
            if (H.Count > 1)
            {
                w = L.All(weights + 1);
                b0 = L.MulAdd(w, x0, b0);
                if (V.Count > 1) b1 = L.MulAdd(w, x1, b1);
                if (V.Count > 2) b2 = L.MulAdd(w, x2, b2);
                if (V.Count > 3) b3 = L.MulAdd(w, x3, b3);
                if (V.Count > 4) b4 = L.MulAdd(w, x4, b4);
                if (V.Count > 5) b5 = L.MulAdd(w, x5, b5);
            }
            if (H.Count > 2)
            {
                w = L.All(weights + 2);
                c0 = L.MulAdd(w, x0, c0);
                if (V.Count > 1) c1 = L.MulAdd(w, x1, c1);
                if (V.Count > 2) c2 = L.MulAdd(w, x2, c2);
                if (V.Count > 3) c3 = L.MulAdd(w, x3, c3);
                if (V.Count > 4) c4 = L.MulAdd(w, x4, c4);
                if (V.Count > 5) c5 = L.MulAdd(w, x5, c5);
            }
            if (H.Count > 3)
            {
                w = L.All(weights + 3);
                d0 = L.MulAdd(w, x0, d0);
                if (V.Count > 1) d1 = L.MulAdd(w, x1, d1);
                if (V.Count > 2) d2 = L.MulAdd(w, x2, d2);
                if (V.Count > 3) d3 = L.MulAdd(w, x3, d3);
                if (V.Count > 4) d4 = L.MulAdd(w, x4, d4);
                if (V.Count > 5) d5 = L.MulAdd(w, x5, d5);
            }
        }
        Store<L, V>(a0, a1, a2, a3, a4, a5, adds, target);
        if (H.Count > 1) Store<L, V>(b0, b1, b2, b3, b4, b5, adds, target + pitch);
        if (H.Count > 2) Store<L, V>(c0, c1, c2, c3, c4, c5, adds, target + (2 * pitch));
        if (H.Count > 3) Store<L, V>(d0, d1, d2, d3, d4, d5, adds, target + (3 * pitch));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<L, V>(L a, L b, L c, L d, L e, L f, bool adds, float* target)
        where L : struct, ILanes<L>
        where V : struct, IRows
    {
        Store(a, adds, target);
        if (V.Count > 1) Store(b, adds, target + L.Count);
        if (V.Count > 2) Store(c, adds, target + (2 * L.Count));
        if (V.Count > 3) Store(d, adds, target + (3 * L.Count));
        if (V.Count > 4) Store(e, adds, target + (4 * L.Count));
        if (V.Count > 5) Store(f, adds, target + (5 * L.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<L>(L sum, bool adds, float* target) where L : struct, ILanes<L> => (adds ? sum + L.Load(target) : sum).Store(target);
}
