using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>
/// The product of few rows with a matrix stored row after row: B is read once, in long runs, four rows at a time, and the sums of
/// a block of columns stay in the first-level cache.
/// </summary>
internal static unsafe class StreamGemm
{
    private const int Steps = 4;

    // Elements of sums: 16 KiB of floats.
    private const int MaxSums = 4096;
    private const int MinColumns = 128;

    // Long enough for the hardware to read ahead, short enough for four rows of it to stay in the first-level cache.
    private const int MaxColumns = 1024;

    /// <summary>Needs p.BColumn = 1. A is copied where its rows are not contiguous.</summary>
    public static void Run<L, T>(in Problem<T> p)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var body = new Body<L, T> { P = p };
        // Rows a multiple of a KiB apart fall onto the same few places of the first-level cache.
        if (p.AColumn != 1 || (p.M > 4 && p.ARow * sizeof(T) % 1024 == 0))
        {
            int row = ((p.K + 15) & ~15) + 16;
            T* copy = Scratch.Get<T>(Scratch.Slot.Operand, ((long)p.M * row) + Packing.Slack);
            Packing.Pack(p.A, p.ARow, p.AColumn, p.M, p.K, copy, row);
            body.P.A = copy;
            body.P.ARow = row;
            body.P.AColumn = 1;
        }
        // As many blocks for one thread as for another, of a whole number of vector pairs.
        int most = Math.Clamp(MaxSums / p.M, MinColumns, MaxColumns), share = (p.N + Workers.Count - 1) / Workers.Count;
        int perThread = (share + most - 1) / most;
        body.Columns = (Math.Max(MinColumns, (share + perThread - 1) / perThread) + 31) & ~31;
        int blocks = (p.N + body.Columns - 1) / body.Columns;
        Workers.For(blocks, ((long)p.M * p.K * body.Columns / 16) + ((long)p.K * body.Columns / 4), body);
    }

    private struct Body<L, T> : IRangeBody
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Problem<T> P;
        public int Columns;

        public void Run(int start, int end)
        {
            T* sums = Scratch.Get<T>(Scratch.Slot.Tile, ((long)P.M * Columns) + L.Count);
            for (int block = start; block < end; block++)
            {
                int first = block * Columns, columns = Math.Min(Columns, P.N - first), pairs = columns & -(2 * L.Count);
                new Span<T>(sums, P.M * Columns).Clear();
                T* b = P.B + first, a = P.A;
                int k = 0;
                for (; k + Steps <= P.K; k += Steps, b += Steps * P.BRow, a += Steps)
                {
                    if (pairs > 0)
                        AddFour<Yes>(P.M, a, P.ARow, b, P.BRow, pairs, sums, Columns);
                    for (int j = pairs; j < columns; j += L.Count)
                        AddFour<No>(P.M, a, P.ARow, b + j, P.BRow, Math.Min(L.Count, columns - j), sums + j, Columns);
                }
                for (; k < P.K; k++, b += P.BRow, a++)
                    AddOne(P.M, a, P.ARow, b, columns, sums, Columns);
                TileTarget<T> target = P.TargetOf(first, columns);
                if (P.CColumn == 1)
                    target.Finish<L>(sums, Columns, P.M);
                else
                    target.FinishStrided(sums, Columns, P.M, P.CColumn);
            }
        }

        /// <summary>Four rows of B: vectors two by two as long as there are pairs, or, without W, one vector that may not be full.</summary>
        [MethodImpl(Compiled.Alone)]
        private static void AddFour<W>(int m, T* a, nint aRow, T* b, nint bRow, int columns, T* sums, nint sumRow)
            where W : struct, IFlag
        {
            int n = L.Count;
            T* b3 = b + (3 * bRow);
            for (int left = W.Is ? columns / (2 * n) : 1; left > 0; left--)
            {
                L v0, v1, v2, v3, w0, w1, w2, w3;
                if (W.Is)
                {
                    (v0, w0) = (L.Load(b), L.Load(b + n));
                    (v1, w1) = (L.Load(b + bRow), L.Load(b + bRow + n));
                    (v2, w2) = (L.Load(b + (2 * bRow)), L.Load(b + (2 * bRow) + n));
                    (v3, w3) = (L.Load(b3), L.Load(b3 + n));
                }
                else
                {
                    (v0, v1) = (L.LoadFirst(b, columns), L.LoadFirst(b + bRow, columns));
                    (v2, v3) = (L.LoadFirst(b + (2 * bRow), columns), L.LoadFirst(b3, columns));
                    (w0, w1, w2, w3) = (v0, v1, v2, v3);
                }
                T* row = a, sum = sums;
                for (int i = 0; i < m; i++, row += aRow, sum += sumRow)
                {
                    L x = L.All(row), s = L.MulAdd(x, v0, L.Load(sum)), t = W.Is ? L.MulAdd(x, w0, L.Load(sum + n)) : s;
                    x = L.All(row + 1);
                    (s, t) = (L.MulAdd(x, v1, s), W.Is ? L.MulAdd(x, w1, t) : t);
                    x = L.All(row + 2);
                    (s, t) = (L.MulAdd(x, v2, s), W.Is ? L.MulAdd(x, w2, t) : t);
                    x = L.All(row + 3);
                    (s, t) = (L.MulAdd(x, v3, s), W.Is ? L.MulAdd(x, w3, t) : t);
                    s.Store(sum);
                    if (W.Is)
                        t.Store(sum + n);
                }
                b += 2 * n;
                b3 += 2 * n;
                sums += 2 * n;
            }
        }

        [MethodImpl(Compiled.Alone)]
        private static void AddOne(int m, T* a, nint aRow, T* b, int columns, T* sums, nint sumRow)
        {
            for (int j = 0; j < columns; j += L.Count)
            {
                L v = columns - j >= L.Count ? L.Load(b + j) : L.LoadFirst(b + j, columns - j);
                T* sum = sums + j;
                for (int i = 0; i < m; i++, sum += sumRow)
                    L.MulAdd(L.All(a + (i * aRow)), v, L.Load(sum)).Store(sum);
            }
        }
    }
}
