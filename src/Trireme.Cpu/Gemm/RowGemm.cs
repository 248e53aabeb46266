using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>
/// One row times a matrix, stored row after row, that the second-level cache holds: the sums of a block of columns stay in registers while all
/// rows of the matrix go by.
/// </summary>
internal static unsafe class RowGemm
{
    // As many vectors as a block has; a fused multiply-add is ready after half as many.
    private const int Vectors = 8;
    private const long MostBytes = 512 << 10;

    public static bool Handles<T>(in Problem<T> p) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => p.M == 1 && p.BColumn == 1 && p.CColumn == 1 && (long)p.K * p.N * sizeof(T) <= MostBytes;

    public static void Run<L, T>(in Problem<T> p)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int columns = Vectors * L.Count;
        Workers.For((p.N + columns - 1) / columns, (long)p.K * Vectors, new Body<L, T> { P = p });
    }

    private struct Body<L, T> : IRangeBody
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Problem<T> P;

        public readonly void Run(int start, int end)
        {
            T* sums = stackalloc T[Vectors * L.Count];
            for (int block = start; block < end; block++)
            {
                int first = block * Vectors * L.Count, columns = Math.Min(Vectors * L.Count, P.N - first), vectors = (columns + L.Count - 1) / L.Count;
                T* b = P.B + first;
                switch (vectors)
                {
                    case 1: Sum<Rows1>(b, columns, sums); break;
                    case 2: Sum<Rows2>(b, columns, sums); break;
                    case 3: Sum<Rows3>(b, columns, sums); break;
                    case 4: Sum<Rows4>(b, columns, sums); break;
                    case 5: Sum<Rows5>(b, columns, sums); break;
                    case 6: Sum<Rows6>(b, columns, sums); break;
                    case 7: Sum<Rows7>(b, columns, sums); break;
                    default: Sum<Rows8>(b, columns, sums); break;
                }
                P.TargetOf(first, columns).Finish<L>(sums, columns, 1);
            }
        }

        /// <summary>The sums of so many vectors of columns, of which the last may not be full.</summary>
        [MethodImpl(Compiled.Alone)]
        private readonly void Sum<V>(T* b, int columns, T* sums) where V : struct, IRows
        {
            int n = L.Count, whole = (V.Count - 1) * n, rest = columns - whole, k = P.K;
            T* a = P.A, last = b + whole;
            nint aStep = P.AColumn, bStep = P.BRow;
            L s0 = L.Zero, s1 = L.Zero, s2 = L.Zero, s3 = L.Zero, s4 = L.Zero, s5 = L.Zero, s6 = L.Zero, s = L.Zero;
            for (int p = 0; p < k; p++, a += aStep, b += bStep, last += bStep)
            {
                L x = L.All(a);
                if (V.Count > 1) s0 = L.MulAdd(x, b, s0);
                if (V.Count > 2) s1 = L.MulAdd(x, b + n, s1);
                if (V.Count > 3) s2 = L.MulAdd(x, b + (2 * n), s2);
                if (V.Count > 4) s3 = L.MulAdd(x, b + (3 * n), s3);
                if (V.Count > 5) s4 = L.MulAdd(x, b + (4 * n), s4);
                if (V.Count > 6) s5 = L.MulAdd(x, b + (5 * n), s5);
                if (V.Count > 7) s6 = L.MulAdd(x, b + (6 * n), s6);
                s = L.MulAdd(x, rest == n ? L.Load(last) : L.LoadFirst(last, rest), s);
            }
            if (V.Count > 1) s0.Store(sums);
            if (V.Count > 2) s1.Store(sums + n);
            if (V.Count > 3) s2.Store(sums + (2 * n));
            if (V.Count > 4) s3.Store(sums + (3 * n));
            if (V.Count > 5) s4.Store(sums + (4 * n));
            if (V.Count > 6) s5.Store(sums + (5 * n));
            if (V.Count > 7) s6.Store(sums + (6 * n));
            s.Store(sums + whole);
        }
    }
}
