using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Trireme.Cpu;

/// <summary>
/// The product of few rows with a matrix stored row after row: B is read once, in long runs, eight rows at a time, and the sums of
/// a block of columns stay in the first-level cache.
/// </summary>
internal static unsafe class StreamGemm
{
    private const int Steps = 8;

    // Elements of sums: 16 KiB of floats.
    private const int MaxSums = 4096;
    private const int MinColumns = 128;

    /// <summary>Needs p.BColumn = 1. A is copied where its rows are not contiguous.</summary>
    public static void Run<L, T>(in Problem<T> p)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var body = new Body<L, T> { P = p };
        if (p.AColumn != 1)
        {
            T* copy = Scratch.Get<T>(Scratch.Slot.Operand, (long)p.M * p.K);
            Packing.Pack(p.A, p.ARow, p.AColumn, p.M, p.K, copy, p.K);
            body.P.A = copy;
            body.P.ARow = p.K;
            body.P.AColumn = 1;
        }
        int most = Math.Max(MinColumns, MaxSums / p.M / MinColumns * MinColumns), share = p.N / (4 * Workers.Count);
        body.Columns = Math.Clamp((share + MinColumns - 1) / MinColumns * MinColumns, MinColumns, most);
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
                int first = block * Columns, columns = Math.Min(Columns, P.N - first);
                new Span<T>(sums, P.M * Columns).Clear();
                T* b = P.B + first, a = P.A;
                int k = 0;
                for (; k + Steps <= P.K; k += Steps, b += Steps * P.BRow, a += Steps)
                    AddEight(P.M, a, P.ARow, b, P.BRow, columns, sums, Columns, k + (2 * Steps) <= P.K);
                for (; k < P.K; k++, b += P.BRow, a++)
                    AddOne(P.M, a, P.ARow, b, columns, sums, Columns);
                var target = new TileTarget<T>
                {
                    C = P.C + (first * P.CColumn),
                    Stride = P.CRow,
                    Columns = columns,
                    Alpha = P.Alpha,
                    Beta = P.Beta,
                    RowBias = P.Epilogue.RowBias,
                    ColumnBias = P.Epilogue.ColumnBias != null ? P.Epilogue.ColumnBias + first : null,
                    Relu = P.Epilogue.Relu,
                };
                if (P.CColumn == 1)
                    target.Finish<L>(sums, Columns, P.M);
                else
                    target.FinishStrided(sums, Columns, P.M, P.CColumn);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void AddEight(int m, T* a, nint aRow, T* b, nint bRow, int columns, T* sums, nint sumRow, bool more)
        {
            int j = 0;
            T* b3 = b + (3 * bRow), b6 = b + (6 * bRow);
            nint ahead = more ? Steps * bRow : 0;
            for (; j + L.Count <= columns; j += L.Count)
            {
                L v0 = L.Load(b + j), v1 = L.Load(b + bRow + j), v2 = L.Load(b + (2 * bRow) + j), v3 = L.Load(b3 + j);
                L v4 = L.Load(b3 + bRow + j), v5 = L.Load(b3 + (2 * bRow) + j), v6 = L.Load(b6 + j), v7 = L.Load(b6 + bRow + j);
                if (Sse.IsSupported && more)
                {
                    // The next eight rows are elsewhere in memory; the hardware's own look-ahead does not reach them.
                    T* next = b + ahead + j, next3 = b3 + ahead + j, next6 = b6 + ahead + j;
                    Sse.Prefetch0(next);
                    Sse.Prefetch0(next + bRow);
                    Sse.Prefetch0(next + (2 * bRow));
                    Sse.Prefetch0(next3);
                    Sse.Prefetch0(next3 + bRow);
                    Sse.Prefetch0(next3 + (2 * bRow));
                    Sse.Prefetch0(next6);
                    Sse.Prefetch0(next6 + bRow);
                }
                T* row = a, sum = sums + j;
                for (int i = 0; i < m; i++, row += aRow, sum += sumRow)
                {
                    L s = L.MulAdd(L.All(row[0]), v0, L.Load(sum));
                    s = L.MulAdd(L.All(row[1]), v1, s);
                    s = L.MulAdd(L.All(row[2]), v2, s);
                    s = L.MulAdd(L.All(row[3]), v3, s);
                    s = L.MulAdd(L.All(row[4]), v4, s);
                    s = L.MulAdd(L.All(row[5]), v5, s);
                    s = L.MulAdd(L.All(row[6]), v6, s);
                    s = L.MulAdd(L.All(row[7]), v7, s);
                    s.Store(sum);
                }
            }
            if (j < columns)
            {
                for (int step = 0; step < Steps; step++)
                    AddOne(m, a + step, aRow, b + (step * bRow) + j, columns - j, sums + j, sumRow);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void AddOne(int m, T* a, nint aRow, T* b, int columns, T* sums, nint sumRow)
        {
            for (int j = 0; j < columns; j += L.Count)
            {
                L v = columns - j >= L.Count ? L.Load(b + j) : L.LoadFirst(b + j, columns - j);
                T* sum = sums + j;
                for (int i = 0; i < m; i++, sum += sumRow)
                    L.MulAdd(L.All(a[i * aRow]), v, L.Load(sum)).Store(sum);
            }
        }
    }
}
