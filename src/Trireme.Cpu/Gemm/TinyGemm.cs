using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>
/// Many products of matrices so small that choosing a way for each, packing and delivering would take longer than the product: rows of B stand in vectors no
/// wider than they, a few rows of C are summed up in registers, and what vectors hold beyond the end of a row is overwritten by the next.
/// </summary>
internal static unsafe class TinyGemm
{
    // Up to so many rows, columns and steps.
    private const int Most = 24;

    // Bytes of a matrix that is turned for one row or column alone: from so many on that takes longer than to multiply it as it lies.
    private const int MostTurnedBytes = 640;

    // Transposed operands are laid out so many bytes at a time: they are read back from the first cache level, when they have been written for good.
    private const int TurnedBytes = 8192;

    public static bool Handles<T>(in Problem<T> p)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (p.M > Most || p.N > Most || p.K > Most || p.Alpha != T.One || p.Beta != T.Zero || !p.Epilogue.IsNone || p.CColumn != 1)
            return false;
        bool turnsForOne = (p.N == 1 && p.ARow != 1) || (p.M == 1 && p.BColumn != 1);
        return !turnsForOne || p.M * p.N * p.K * sizeof(T) <= MostTurnedBytes;
    }

    /// <summary>So many products of that size, their operands and results the given distances apart.</summary>
    public static void Run<T, S>(int batch, in Problem<T> p, nint strideA, nint strideB, nint strideC)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where S : struct, ILaneSet<T>
    {
        // A column as a result is a row of the transposed product.
        var call = p.N == 1 && p.CRow == 1
            ? new Call<T> { Batch = batch, P = p.Transposed(), StrideA = strideB, StrideB = strideA, StrideC = strideC }
            : new Call<T> { Batch = batch, P = p, StrideA = strideA, StrideB = strideB, StrideC = strideC };
        int bits = call.P.N * sizeof(T) * 8;
        using var width = LaneWidth.Force(Math.Min(LaneWidth.Bits, bits <= 128 ? 128 : bits <= 256 ? 256 : 512));
        S.Run(ref call);
    }

    private struct Call<T> : ILaneBody<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public int Batch;
        public Problem<T> P;
        public nint StrideA, StrideB, StrideC;

        public readonly void Run<L>() where L : struct, ILanes<L, T>
        {
            int vectors = (P.N + L.Count - 1) / L.Count;
            Workers.For(Batch, ((P.M + 1L) * P.K * vectors) + P.M, new Body<L, T> { All = this });
        }
    }

    private struct Body<L, T> : IRangeBody
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Call<T> All;

        public readonly void Run(int start, int end)
        {
            Call<T> part = All;
            ref Problem<T> p = ref part.P;
            p.A += start * part.StrideA;
            p.B += start * part.StrideB;
            p.C += start * part.StrideC;
            part.Batch = end - start;
            if (p.BColumn == 1)
            {
                Products(part, p.B + ((part.Batch - 1) * part.StrideB) + ((p.K - 1) * p.BRow) + p.N);
                return;
            }
            int size = p.K * p.N, together = Math.Max(1, TurnedBytes / sizeof(T) / Math.Max(1, size));
            T* turned = Scratch.Get<T>(Scratch.Slot.Operand, ((long)together * size) + L.Count), b = p.B;
            nint stepB = part.StrideB, row = p.BColumn, column = p.BRow;
            p.B = turned;
            (p.BRow, p.BColumn, part.StrideB) = (p.N, 1, size);
            for (int left = end - start; left > 0; left -= part.Batch)
            {
                part.Batch = Math.Min(together, left);
                Turn(b, stepB, row, column, part.Batch, p.N, p.K, turned);
                Products(part, turned + ((long)part.Batch * size) + L.Count);
                b += part.Batch * stepB;
                p.A += part.Batch * part.StrideA;
                p.C += part.Batch * part.StrideC;
            }
        }

        /// <summary>Lays out, row after row, matrices whose columns are <paramref name="column"/> and whose rows <paramref name="row"/> elements apart.</summary>
        [MethodImpl(Compiled.Alone)]
        private static void Turn(T* source, nint step, nint row, nint column, int count, int n, int k, T* target)
        {
            for (; count > 0; count--, source += step)
            {
                for (int p = 0; p < k; p++, target += n)
                {
                    T* from = source + (p * column);
                    for (int j = 0; j < n; j++, from += row)
                        target[j] = *from;
                }
            }
        }

        /// <summary>All products of a range, the rows of B without gaps; from <paramref name="behindB"/> on B must not be read.</summary>
        [MethodImpl(Compiled.Alone)]
        private static void Products(in Call<T> call, T* behindB)
        {
            Problem<T> p = call.P;
            int n = L.Count, rest = p.N % n;
            bool isOneVector = p.N <= n, isDense = p.CRow == p.N && call.StrideC == (nint)p.M * p.N;
            T* a = p.A, b = p.B, c = p.C, behindC = c + (call.Batch * call.StrideC);
            nint lastB = ((p.K - 1) * p.BRow) + n, lastC = ((p.M - 1) * p.CRow) + n;
            for (int i = 0; i < call.Batch; i++, a += call.StrideA, b += call.StrideB, c += call.StrideC)
            {
                // Whole vectors where they end inside the range: what they write behind a row is written again.
                if (rest == 0 || (isOneVector && isDense && b + lastB <= behindB && c + lastC <= behindC))
                    Product<Yes>(p, a, b, c);
                else
                    Product<No>(p, a, b, c);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Product<TWhole>(in Problem<T> p, T* a, T* b, T* c)
            where TWhole : struct, IFlag
        {
            int i = 0;
            for (; i <= p.M - 4; i += 4, a += 4 * p.ARow, c += 4 * p.CRow)
                Rows<Rows4, TWhole>(p, a, b, c);
            switch (p.M - i)
            {
                case 1: Rows<Rows1, TWhole>(p, a, b, c); break;
                case 2: Rows<Rows2, TWhole>(p, a, b, c); break;
                case 3: Rows<Rows3, TWhole>(p, a, b, c); break;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Rows<V, TWhole>(in Problem<T> p, T* a, T* b, T* c)
            where V : struct, IRows
            where TWhole : struct, IFlag
        {
            nint aRow = p.ARow, aColumn = p.AColumn, bRow = p.BRow, cRow = p.CRow;
            for (int j = 0; j < p.N; j += L.Count)
            {
                int columns = p.N - j;
                bool isWhole = TWhole.Is || columns >= L.Count;
                L s0 = L.Zero, s1 = L.Zero, s2 = L.Zero, s3 = L.Zero;
                T* x = a, y = b + j, z = c + j;
                for (int k = p.K; k > 0; k--, x += aColumn, y += bRow)
                {
                    L v = isWhole ? L.Load(y) : L.LoadFirst(y, columns);
                    s0 = L.MulAdd(L.All(x), v, s0);
                    if (V.Count > 1) s1 = L.MulAdd(L.All(x + aRow), v, s1);
                    if (V.Count > 2) s2 = L.MulAdd(L.All(x + (2 * aRow)), v, s2);
                    if (V.Count > 3) s3 = L.MulAdd(L.All(x + (3 * aRow)), v, s3);
                }
                Store(s0, z, columns, isWhole);
                if (V.Count > 1) Store(s1, z + cRow, columns, isWhole);
                if (V.Count > 2) Store(s2, z + (2 * cRow), columns, isWhole);
                if (V.Count > 3) Store(s3, z + (3 * cRow), columns, isWhole);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Store(L sums, T* to, int columns, bool isWhole)
        {
            if (isWhole)
                sums.Store(to);
            else
                sums.StoreFirst(to, columns);
        }
    }
}
