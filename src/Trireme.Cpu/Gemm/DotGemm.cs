using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>
/// The product of few rows with a matrix stored column after column (a transposed B): every result is a dot product of two contiguous
/// runs; four by four of them are computed together.
/// </summary>
internal static unsafe class DotGemm
{
    private const int Four = 4;

    // Of each row: four rows of B then stay in the first-level cache while those of A pass by.
    private const int BytesPerBlock = 4096;

    private const int SumsAtOnce = 256;

    /// <summary>Needs p.BRow = 1. A is copied where its rows are not contiguous.</summary>
    public static void Run<L, T>(in Problem<T> p)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var body = new Body<L, T> { P = p };
        if (p.AColumn != 1)
        {
            body.P.A = Gathered(p);
            body.P.ARow = p.K;
            body.P.AColumn = 1;
        }
        Workers.For((p.N + Four - 1) / Four, ((long)p.M * p.K / 4) + p.K, body);
    }

    /// <summary>A copy of A whose rows are contiguous, in working memory of this thread.</summary>
    public static T* Gathered<T>(in Problem<T> p) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* copy = Scratch.Get<T>(Scratch.Slot.Operand, (long)p.M * p.K);
        if (p.M == 1)
            Gather(p.A, p.AColumn, p.K, copy);
        else
            Packing.Pack(p.A, p.ARow, p.AColumn, p.M, p.K, copy, p.K);
        return copy;
    }

    [MethodImpl(Compiled.Alone)]
    private static void Gather<T>(T* source, nint step, int count, T* target)
        where T : unmanaged
    {
        int i = 0;
        for (; i + 4 <= count; i += 4, source += 4 * step)
            (target[i], target[i + 1], target[i + 2], target[i + 3]) = (source[0], source[step], source[2 * step], source[3 * step]);
        for (; i < count; i++, source += step)
            target[i] = *source;
    }

    private struct Body<L, T> : IRangeBody
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Problem<T> P;

        public void Run(int start, int end)
        {
            // Results are delivered many at a time.
            int most = Math.Max(1, SumsAtOnce / (Four * P.M)) * Four, kBlock = BytesPerBlock / sizeof(T), steps = P.K;
            T* sums = Scratch.Get<T>(Scratch.Slot.Tile, (long)P.M * most);
            bool isShortRow = P.M == 1 && steps <= kBlock;
            for (int first = start * Four, last = Math.Min(end * Four, P.N); first < last; first += most)
            {
                int count = Math.Min(most, last - first);
                T* a = P.A, b = P.B + (first * P.BColumn);
                int j = isShortRow ? count & -Four : 0;
                if (j > 0)
                    Row(steps, a, b, P.BColumn, j, sums);
                for (b += j * P.BColumn; j < count; j += Four, b += Four * P.BColumn)
                {
                    for (int k = 0; k < steps; k += kBlock)
                        AddBlock(Math.Min(kBlock, steps - k), a + k, b + k, Math.Min(Four, count - j), sums + j, most, k == 0);
                }
                P.TargetOf(first, count).FinishStrided(sums, most, P.M, P.CColumn);
            }
        }

        private readonly void AddBlock(int k, T* a, T* b, int columns, T* sums, nint sumRow, bool first)
        {
            int i = 0;
            if (columns < Four)
            {
                for (; i < P.M; i++)
                {
                    for (int j = 0; j < columns; j++)
                        Dots<Rows1, No>(k, a + (i * P.ARow), P.ARow, b + (j * P.BColumn), P.BColumn, sums + (i * sumRow) + j, sumRow, first);
                }
                return;
            }
            for (; i + Four <= P.M; i += Four)
                Dots<Rows4, Yes>(k, a + (i * P.ARow), P.ARow, b, P.BColumn, sums + (i * sumRow), sumRow, first);
            a += i * P.ARow;
            sums += i * sumRow;
            switch (P.M - i)
            {
                case 1: Dots<Rows1, Yes>(k, a, P.ARow, b, P.BColumn, sums, sumRow, first); break;
                case 2: Dots<Rows2, Yes>(k, a, P.ARow, b, P.BColumn, sums, sumRow, first); break;
                case 3: Dots<Rows3, Yes>(k, a, P.ARow, b, P.BColumn, sums, sumRow, first); break;
            }
        }

        /// <summary>One row of A with whole fours of columns, for each of which it is read again: the sums of <see cref="Dots"/>, with fewer calls.</summary>
        [MethodImpl(Compiled.Alone)]
        private static void Row(int k, T* a, T* b, nint bColumn, int columns, T* sums)
        {
            int whole = k - (k % L.Count), rest = k - whole;
            for (int j = 0; j < columns; j += Four, b += Four * bColumn)
            {
                L s0 = L.Zero, s1 = L.Zero, s2 = L.Zero, s3 = L.Zero;
                T* b1 = b + bColumn, b2 = b1 + bColumn, b3 = b2 + bColumn;
                for (nint p = 0; p < whole; p += L.Count)
                {
                    L x = L.Load(a + p);
                    s0 = L.MulAdd(x, b + p, s0);
                    s1 = L.MulAdd(x, b1 + p, s1);
                    s2 = L.MulAdd(x, b2 + p, s2);
                    s3 = L.MulAdd(x, b3 + p, s3);
                }
                if (rest > 0)
                {
                    L x = L.LoadFirst(a + whole, rest);
                    s0 = L.MulAdd(x, L.LoadFirst(b + whole, rest), s0);
                    s1 = L.MulAdd(x, L.LoadFirst(b1 + whole, rest), s1);
                    s2 = L.MulAdd(x, L.LoadFirst(b2 + whole, rest), s2);
                    s3 = L.MulAdd(x, L.LoadFirst(b3 + whole, rest), s3);
                }
                L.StoreSums(s0, s1, s2, s3, sums + j);
            }
        }

        /// <summary>H rows of A with four columns of B, or with one: the sums of a pair are added in the same order either way.</summary>
        [MethodImpl(Compiled.Alone)]
        private static void Dots<H, W>(int k, T* a, nint aRow, T* b, nint bColumn, T* sums, nint sumRow, bool first)
            where H : struct, IRows
            where W : struct, IFlag
        {
            L s00 = L.Zero, s01 = L.Zero, s02 = L.Zero, s03 = L.Zero, s10 = L.Zero, s11 = L.Zero, s12 = L.Zero, s13 = L.Zero;
            L s20 = L.Zero, s21 = L.Zero, s22 = L.Zero, s23 = L.Zero, s30 = L.Zero, s31 = L.Zero, s32 = L.Zero, s33 = L.Zero;
            L b0, b1, b2, b3, x;
            for (; k >= L.Count; k -= L.Count, a += L.Count, b += L.Count)
            {
                b0 = L.Load(b);
                b1 = W.Is ? L.Load(b + bColumn) : b0;
                b2 = W.Is ? L.Load(b + (2 * bColumn)) : b0;
                b3 = W.Is ? L.Load(b + (3 * bColumn)) : b0;
                x = L.Load(a);
                s00 = L.MulAdd(x, b0, s00);
                if (W.Is) { s01 = L.MulAdd(x, b1, s01); s02 = L.MulAdd(x, b2, s02); s03 = L.MulAdd(x, b3, s03); }
                if (H.Count > 1) { x = L.Load(a + aRow); s10 = L.MulAdd(x, b0, s10); }
                if (H.Count > 1 && W.Is) { s11 = L.MulAdd(x, b1, s11); s12 = L.MulAdd(x, b2, s12); s13 = L.MulAdd(x, b3, s13); }
                if (H.Count > 2) { x = L.Load(a + (2 * aRow)); s20 = L.MulAdd(x, b0, s20); }
                if (H.Count > 2 && W.Is) { s21 = L.MulAdd(x, b1, s21); s22 = L.MulAdd(x, b2, s22); s23 = L.MulAdd(x, b3, s23); }
                if (H.Count > 3) { x = L.Load(a + (3 * aRow)); s30 = L.MulAdd(x, b0, s30); }
                if (H.Count > 3 && W.Is) { s31 = L.MulAdd(x, b1, s31); s32 = L.MulAdd(x, b2, s32); s33 = L.MulAdd(x, b3, s33); }
            }
            if (k > 0)
            {
                b0 = L.LoadFirst(b, k);
                b1 = W.Is ? L.LoadFirst(b + bColumn, k) : b0;
                b2 = W.Is ? L.LoadFirst(b + (2 * bColumn), k) : b0;
                b3 = W.Is ? L.LoadFirst(b + (3 * bColumn), k) : b0;
                x = L.LoadFirst(a, k);
                s00 = L.MulAdd(x, b0, s00);
                if (W.Is) { s01 = L.MulAdd(x, b1, s01); s02 = L.MulAdd(x, b2, s02); s03 = L.MulAdd(x, b3, s03); }
                if (H.Count > 1) { x = L.LoadFirst(a + aRow, k); s10 = L.MulAdd(x, b0, s10); }
                if (H.Count > 1 && W.Is) { s11 = L.MulAdd(x, b1, s11); s12 = L.MulAdd(x, b2, s12); s13 = L.MulAdd(x, b3, s13); }
                if (H.Count > 2) { x = L.LoadFirst(a + (2 * aRow), k); s20 = L.MulAdd(x, b0, s20); }
                if (H.Count > 2 && W.Is) { s21 = L.MulAdd(x, b1, s21); s22 = L.MulAdd(x, b2, s22); s23 = L.MulAdd(x, b3, s23); }
                if (H.Count > 3) { x = L.LoadFirst(a + (3 * aRow), k); s30 = L.MulAdd(x, b0, s30); }
                if (H.Count > 3 && W.Is) { s31 = L.MulAdd(x, b1, s31); s32 = L.MulAdd(x, b2, s32); s33 = L.MulAdd(x, b3, s33); }
            }
            Put<W>(sums, s00, s01, s02, s03, first);
            if (H.Count > 1)
                Put<W>(sums + sumRow, s10, s11, s12, s13, first);
            if (H.Count > 2)
                Put<W>(sums + (2 * sumRow), s20, s21, s22, s23, first);
            if (H.Count > 3)
                Put<W>(sums + (3 * sumRow), s30, s31, s32, s33, first);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Put<W>(T* to, L s0, L s1, L s2, L s3, bool first) where W : struct, IFlag
        {
            if (!W.Is)
            {
                T sum = s0.Sum();
                to[0] = first ? sum : to[0] + sum;
                return;
            }
            T t0 = to[0], t1 = to[1], t2 = to[2], t3 = to[3];
            L.StoreSums(s0, s1, s2, s3, to);
            if (!first)
                (to[0], to[1], to[2], to[3]) = (t0 + to[0], t1 + to[1], t2 + to[2], t3 + to[3]);
        }
    }
}
