using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Trireme.Cpu;

/// <summary>
/// The inner loop: a tile of up to 14 rows by two vectors whose sums stay in registers (28 of the 32 that AVX-512 has; 6 rows,
/// 12 of 16, elsewhere). Rows, vectors and the kind of access are types, so each combination is compiled to code of its own.
/// </summary>
internal static unsafe class Tile
{
    // Rows of B that are far apart are no run the processor would recognize: each is asked for so many steps before it is needed. Tiles of fewer rows have no
    // time for it.
    private const int PrefetchSteps = 24, FewestPrefetchingRows = 7;

    /// <summary>The greatest distance of rows that are read at offsets.</summary>
    public const int MostApart = 4;

    /// <summary>Rows of the largest tile at a width.</summary>
    public static int MaxRows<L, T>()
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => L.Count * sizeof(T) == 64 ? 14 : 6;

    /// <summary>
    /// Multiplies a tile over all steps: element (i, p) of A is a[i · rowStride + p · stepStride], row p of B is b + p · bStride.
    /// B is read in whole vectors, one where the target's columns fit into it and two otherwise.
    /// </summary>
    public static void Run<L, T>(int rows, in TileSteps k, T* a, nint rowStride, nint stepStride, T* b, nint bStride, in TileTarget<T> target)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rowStride == 1)
            Run<L, T, Yes, Nowhere>(rows, k, a, rowStride, stepStride, b, bStride, target);
        else
            Run<L, T, No, Nowhere>(rows, k, a, rowStride, stepStride, b, bStride, target);
    }

    /// <summary>The same with row i of step p at a[k.Offsets[p] + i · apart], apart being at most <see cref="MostApart"/>.</summary>
    public static void RunAt<L, T>(int rows, in TileSteps k, T* a, int apart, T* b, nint bStride, in TileTarget<T> target)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (apart)
        {
            case 1: Run<L, T, Yes, RowsAt<Rows1>>(rows, k, a, 1, 0, b, bStride, target); return;
            case 2: Run<L, T, Yes, RowsAt<Rows2>>(rows, k, a, 1, 0, b, bStride, target); return;
            case 3: Run<L, T, Yes, RowsAt<Rows3>>(rows, k, a, 1, 0, b, bStride, target); return;
            default: Run<L, T, Yes, RowsAt<Rows4>>(rows, k, a, 1, 0, b, bStride, target); return;
        }
    }

    /// <summary>The same with element (i, p) of A at a[p · stepStride + i] and row p of B at b + k.Offsets[p].</summary>
    public static void RunBeside<L, T>(int rows, in TileSteps k, T* a, nint stepStride, T* b, in TileTarget<T> target)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Run<L, T, Yes, ColumnsAt>(rows, k, a, 1, stepStride, b, 0, target);

    /// <summary>The same with element (i, p) of A at a[i · L.Count + p]: rows of a vector's length, of which a run takes the whole or the beginning.</summary>
    public static void RunVectors<L>(int rows, in TileSteps k, float* a, float* b, nint bStride, in TileTarget<float> target)
        where L : struct, ILanes<L>
        => Run<L, float, Yes, VectorsApart<L>>(rows, k, a, 1, 1, b, bStride, target);

    private static void Run<L, T, U, O>(int rows, in TileSteps k, T* a, nint rowStride, nint stepStride, T* b, nint bStride, in TileTarget<T> target)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where U : struct, IFlag
        where O : struct, IOffsets
    {
        if (target.Columns > L.Count)
            Run<L, T, Yes, U, O>(rows, k, a, rowStride, stepStride, b, bStride, target);
        else
            Run<L, T, No, U, O>(rows, k, a, rowStride, stepStride, b, bStride, target);
    }

    private static void Run<L, T, W, U, O>(int rows, in TileSteps k, T* a, nint rowStride, nint stepStride, T* b, nint bStride, in TileTarget<T> target)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where W : struct, IFlag
        where U : struct, IFlag
        where O : struct, IOffsets
    {
        if (MaxRows<L, T>() == 14 && rows > 6)
        {
            switch (rows)
            {
                case 7: Multiply<L, T, Rows7, W, U, O>(k, a, rowStride, stepStride, b, bStride, target); return;
                case 8: Multiply<L, T, Rows8, W, U, O>(k, a, rowStride, stepStride, b, bStride, target); return;
                case 9: Multiply<L, T, Rows9, W, U, O>(k, a, rowStride, stepStride, b, bStride, target); return;
                case 10: Multiply<L, T, Rows10, W, U, O>(k, a, rowStride, stepStride, b, bStride, target); return;
                case 11: Multiply<L, T, Rows11, W, U, O>(k, a, rowStride, stepStride, b, bStride, target); return;
                case 12: Multiply<L, T, Rows12, W, U, O>(k, a, rowStride, stepStride, b, bStride, target); return;
                case 13: Multiply<L, T, Rows13, W, U, O>(k, a, rowStride, stepStride, b, bStride, target); return;
                default: Multiply<L, T, Rows14, W, U, O>(k, a, rowStride, stepStride, b, bStride, target); return;
            }
        }
        switch (rows)
        {
            case 1: Multiply<L, T, Rows1, W, U, O>(k, a, rowStride, stepStride, b, bStride, target); return;
            case 2: Multiply<L, T, Rows2, W, U, O>(k, a, rowStride, stepStride, b, bStride, target); return;
            case 3: Multiply<L, T, Rows3, W, U, O>(k, a, rowStride, stepStride, b, bStride, target); return;
            case 4: Multiply<L, T, Rows4, W, U, O>(k, a, rowStride, stepStride, b, bStride, target); return;
            case 5: Multiply<L, T, Rows5, W, U, O>(k, a, rowStride, stepStride, b, bStride, target); return;
            default: Multiply<L, T, Rows6, W, U, O>(k, a, rowStride, stepStride, b, bStride, target); return;
        }
    }

    [MethodImpl(Compiled.Alone)]
    private static void Multiply<L, T, H, W, U, O>(in TileSteps k, T* a, nint rowStride, nint stepStride, T* b, nint bStride, in TileTarget<T> target)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where H : struct, IRows
        where W : struct, IFlag
        where U : struct, IFlag
        where O : struct, IOffsets
    {
        nint s = O.RowsApart > 0 ? O.RowsApart : U.Is ? 1 : rowStride;
        int n = L.Count;
        T* c = target.C;
        nint q = target.Stride;
        if (Sse.IsSupported)
        {
            // This part of C, and of what is added to it, is asked for now and needed k steps later.
            nint residual = target.Epilogue.Residual;
            for (int i = 0; i < H.Count; i++)
            {
                Sse.Prefetch0(c + (i * q));
                Sse.Prefetch0(c + (i * q) + n);
                // Rows that do not begin with a line of the cache end in one more.
                Sse.Prefetch0(c + (i * q) + (W.Is ? 2 * n : n) - 1);
                if (residual == 0)
                    continue;
                Sse.Prefetch0(c + (i * q) + residual);
                Sse.Prefetch0(c + (i * q) + residual + n);
            }
        }
        bool direct = target.IsPlain && target.Columns == (W.Is ? 2 * n : n), adds = direct && target.Beta != T.Zero;
        if (!direct)
        {
            c = target.Scratch;
            q = 2 * n;
        }
        // From here to the stores there must be no call: the compiler would keep all sums in memory because of it.
        L c0 = L.Zero, c1 = L.Zero, c2 = L.Zero, c3 = L.Zero, c4 = L.Zero, c5 = L.Zero, c6 = L.Zero;
        L c7 = L.Zero, c8 = L.Zero, c9 = L.Zero, c10 = L.Zero, c11 = L.Zero, c12 = L.Zero, c13 = L.Zero;
        L d0 = L.Zero, d1 = L.Zero, d2 = L.Zero, d3 = L.Zero, d4 = L.Zero, d5 = L.Zero, d6 = L.Zero;
        L d7 = L.Zero, d8 = L.Zero, d9 = L.Zero, d10 = L.Zero, d11 = L.Zero, d12 = L.Zero, d13 = L.Zero;
        int count = k.Count;
        int* offsets = k.Offsets;
        nint ahead = PrefetchSteps * bStride;
        for (int run = k.Runs; run > 0; run--, a += k.ASkip, b += k.BSkip)
        {
            if (run == 1)
            {
                count = k.LastCount;
                a += k.LastSkip;
            }
            for (int p = 0; p < count; p++, a += O.OfRows ? 0 : stepStride, b += bStride)
            {
                T* from = O.OfRows ? a + offsets[p] : a, beside = O.OfColumns ? b + offsets[p] : b;
                L b0 = L.Load(beside), b1 = W.Is ? L.Load(beside + n) : b0, x;
                if (Sse.IsSupported && H.Count >= FewestPrefetchingRows && !O.OfColumns)
                {
                    Sse.Prefetch0(b + ahead);
                    Sse.Prefetch0(b + ahead + (W.Is ? n : 0));
                }
                x = L.All(from); c0 = L.MulAdd(x, b0, c0); d0 = W.Is ? L.MulAdd(x, b1, d0) : d0;
                if (H.Count > 1) { x = L.All(from + s); c1 = L.MulAdd(x, b0, c1); d1 = W.Is ? L.MulAdd(x, b1, d1) : d1; }
                if (H.Count > 2) { x = L.All(from + (2 * s)); c2 = L.MulAdd(x, b0, c2); d2 = W.Is ? L.MulAdd(x, b1, d2) : d2; }
                if (H.Count > 3) { x = L.All(from + (3 * s)); c3 = L.MulAdd(x, b0, c3); d3 = W.Is ? L.MulAdd(x, b1, d3) : d3; }
                if (H.Count > 4) { x = L.All(from + (4 * s)); c4 = L.MulAdd(x, b0, c4); d4 = W.Is ? L.MulAdd(x, b1, d4) : d4; }
                if (H.Count > 5) { x = L.All(from + (5 * s)); c5 = L.MulAdd(x, b0, c5); d5 = W.Is ? L.MulAdd(x, b1, d5) : d5; }
                if (H.Count > 6) { x = L.All(from + (6 * s)); c6 = L.MulAdd(x, b0, c6); d6 = W.Is ? L.MulAdd(x, b1, d6) : d6; }
                if (H.Count > 7) { x = L.All(from + (7 * s)); c7 = L.MulAdd(x, b0, c7); d7 = W.Is ? L.MulAdd(x, b1, d7) : d7; }
                if (H.Count > 8) { x = L.All(from + (8 * s)); c8 = L.MulAdd(x, b0, c8); d8 = W.Is ? L.MulAdd(x, b1, d8) : d8; }
                if (H.Count > 9) { x = L.All(from + (9 * s)); c9 = L.MulAdd(x, b0, c9); d9 = W.Is ? L.MulAdd(x, b1, d9) : d9; }
                if (H.Count > 10) { x = L.All(from + (10 * s)); c10 = L.MulAdd(x, b0, c10); d10 = W.Is ? L.MulAdd(x, b1, d10) : d10; }
                if (H.Count > 11) { x = L.All(from + (11 * s)); c11 = L.MulAdd(x, b0, c11); d11 = W.Is ? L.MulAdd(x, b1, d11) : d11; }
                if (H.Count > 12) { x = L.All(from + (12 * s)); c12 = L.MulAdd(x, b0, c12); d12 = W.Is ? L.MulAdd(x, b1, d12) : d12; }
                if (H.Count > 13) { x = L.All(from + (13 * s)); c13 = L.MulAdd(x, b0, c13); d13 = W.Is ? L.MulAdd(x, b1, d13) : d13; }
            }
        }
        if (adds)
        {
            c0 += L.Load(c); d0 += W.Is ? L.Load(c + n) : d0;
            if (H.Count > 1) { c1 += L.Load(c + q); d1 += W.Is ? L.Load(c + q + n) : d1; }
            if (H.Count > 2) { c2 += L.Load(c + (2 * q)); d2 += W.Is ? L.Load(c + (2 * q) + n) : d2; }
            if (H.Count > 3) { c3 += L.Load(c + (3 * q)); d3 += W.Is ? L.Load(c + (3 * q) + n) : d3; }
            if (H.Count > 4) { c4 += L.Load(c + (4 * q)); d4 += W.Is ? L.Load(c + (4 * q) + n) : d4; }
            if (H.Count > 5) { c5 += L.Load(c + (5 * q)); d5 += W.Is ? L.Load(c + (5 * q) + n) : d5; }
            if (H.Count > 6) { c6 += L.Load(c + (6 * q)); d6 += W.Is ? L.Load(c + (6 * q) + n) : d6; }
            if (H.Count > 7) { c7 += L.Load(c + (7 * q)); d7 += W.Is ? L.Load(c + (7 * q) + n) : d7; }
            if (H.Count > 8) { c8 += L.Load(c + (8 * q)); d8 += W.Is ? L.Load(c + (8 * q) + n) : d8; }
            if (H.Count > 9) { c9 += L.Load(c + (9 * q)); d9 += W.Is ? L.Load(c + (9 * q) + n) : d9; }
            if (H.Count > 10) { c10 += L.Load(c + (10 * q)); d10 += W.Is ? L.Load(c + (10 * q) + n) : d10; }
            if (H.Count > 11) { c11 += L.Load(c + (11 * q)); d11 += W.Is ? L.Load(c + (11 * q) + n) : d11; }
            if (H.Count > 12) { c12 += L.Load(c + (12 * q)); d12 += W.Is ? L.Load(c + (12 * q) + n) : d12; }
            if (H.Count > 13) { c13 += L.Load(c + (13 * q)); d13 += W.Is ? L.Load(c + (13 * q) + n) : d13; }
        }
        c0.Store(c); if (W.Is) d0.Store(c + n);
        if (H.Count > 1) { c1.Store(c + q); if (W.Is) d1.Store(c + q + n); }
        if (H.Count > 2) { c2.Store(c + (2 * q)); if (W.Is) d2.Store(c + (2 * q) + n); }
        if (H.Count > 3) { c3.Store(c + (3 * q)); if (W.Is) d3.Store(c + (3 * q) + n); }
        if (H.Count > 4) { c4.Store(c + (4 * q)); if (W.Is) d4.Store(c + (4 * q) + n); }
        if (H.Count > 5) { c5.Store(c + (5 * q)); if (W.Is) d5.Store(c + (5 * q) + n); }
        if (H.Count > 6) { c6.Store(c + (6 * q)); if (W.Is) d6.Store(c + (6 * q) + n); }
        if (H.Count > 7) { c7.Store(c + (7 * q)); if (W.Is) d7.Store(c + (7 * q) + n); }
        if (H.Count > 8) { c8.Store(c + (8 * q)); if (W.Is) d8.Store(c + (8 * q) + n); }
        if (H.Count > 9) { c9.Store(c + (9 * q)); if (W.Is) d9.Store(c + (9 * q) + n); }
        if (H.Count > 10) { c10.Store(c + (10 * q)); if (W.Is) d10.Store(c + (10 * q) + n); }
        if (H.Count > 11) { c11.Store(c + (11 * q)); if (W.Is) d11.Store(c + (11 * q) + n); }
        if (H.Count > 12) { c12.Store(c + (12 * q)); if (W.Is) d12.Store(c + (12 * q) + n); }
        if (H.Count > 13) { c13.Store(c + (13 * q)); if (W.Is) d13.Store(c + (13 * q) + n); }
        if (!direct)
            target.Finish<L>(c, q, H.Count);
    }
}
