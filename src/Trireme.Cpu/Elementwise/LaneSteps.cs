using System.Runtime.CompilerServices;
using Trireme.Operators;

namespace Trireme.Cpu.Elementwise;

/// <summary>An operand of rows: where it is a scalar, one number stands for all elements of a row.</summary>
internal readonly unsafe struct RowOperand(float* start, nint rowStride, bool isScalar)
{
    public readonly float* Start = start;
    public readonly nint RowStride = rowStride;
    public readonly bool IsScalar = isScalar;
}

/// <summary>
/// The functions of formulas in single precision that are loops over lanes: over a run of elements, or over rows without a call for each, for rows may be short.
/// Where a result is too large for the caches it is written past them.
/// </summary>
internal static unsafe class LaneSteps
{
    public static bool Handles<T>(ExprKind kind)
        where T : unmanaged
        => typeof(T) == typeof(float) && LaneFunctions.Has(kind);

    /// <summary>target[i] = kind(a[i], b[i], c[i]); the target may be one of the operands.</summary>
    public static void Run(ExprKind kind, Operand<float> a, Operand<float> b, Operand<float> c, float* target, int count, bool streams)
        => RunRows(kind, Of(a), Of(b), Of(c), target, 0, 1, count, streams);

    /// <summary>The same for rows of some columns, those of the target a stride apart.</summary>
    public static void RunRows(ExprKind kind, RowOperand a, RowOperand b, RowOperand c, float* target, nint targetStride, int rows, int columns, bool streams)
    {
        bool exchanged = LaneFunctions.IsExchanged(kind);
        var body = new Body(kind, exchanged ? b : a, exchanged ? a : b, c, target, targetStride, rows, columns, streams);
        LaneWidth.Run(ref body);
    }

    private static RowOperand Of(Operand<float> x) => new(x.Start, 0, x.IsScalar);

    private readonly struct Body(
        ExprKind kind, RowOperand a, RowOperand b, RowOperand c, float* target, nint targetStride, int rows, int columns, bool streams) : ILaneBody
    {
        private const int MostLanes = 16;

        public void Run<L>()
            where L : struct, ILanes<L>
        {
            var rowLoop = new RowLoop<L>(this);
            LaneFunctions.Choose(kind, IsNumber(b), ref rowLoop);
        }

        // One number for all rows.
        private static bool IsNumber(RowOperand x) => x.IsScalar && x.RowStride == 0 && !float.IsNaN(*x.Start);

        private readonly struct RowLoop<L>(Body body) : ILaneFunctionUse
            where L : struct, ILanes<L>
        {
            public void Take<F>()
                where F : struct, ILaneFunction
                => body.Run<L, F>();
        }

        [MethodImpl(Compiled.Alone)]
        private void Run<L, F>()
            where L : struct, ILanes<L>
            where F : struct, ILaneFunction
        {
            float* numbers = stackalloc float[3 * MostLanes];
            float* x = a.Start, y = b.Start, z = c.Start, to = target;
            // A scalar is read again and again from a vector full of it.
            nint xs = a.IsScalar ? 0 : -1, ys = b.IsScalar ? 0 : -1, zs = c.IsScalar ? 0 : -1;
            int n = columns;
            for (int row = 0; row < rows; row++, to += targetStride)
            {
                x = At<L>(a, row, numbers);
                if (F.Arity > 1)
                    y = At<L>(b, row, numbers + MostLanes);
                if (F.Arity > 2)
                    z = At<L>(c, row, numbers + (2 * MostLanes));
                nint i = 0;
                if (streams)
                {
                    for (nint head = Math.Min(n, StreamingCopy.Unaligned(to) / sizeof(float)); i < head;)
                    {
                        int part = (int)Math.Min(L.Count, head - i);
                        First<L, F>(x + (i & xs), y + (i & ys), z + (i & zs), to + i, part);
                        i += part;
                    }
                    for (; i <= n - L.Count; i += L.Count)
                        Whole<L, F>(x + (i & xs), y + (i & ys), z + (i & zs)).StoreStreaming(to + i);
                }
                for (; i <= n - L.Count; i += L.Count)
                    Whole<L, F>(x + (i & xs), y + (i & ys), z + (i & zs)).Store(to + i);
                if (i < n)
                    First<L, F>(x + (i & xs), y + (i & ys), z + (i & zs), to + i, (int)(n - i));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static L Whole<L, F>(float* x, float* y, float* z)
            where L : struct, ILanes<L>
            where F : struct, ILaneFunction
            => F.Of(L.Load(x), F.Arity > 1 ? L.Load(y) : default, F.Arity > 2 ? L.Load(z) : default);

        // Fewer elements than a vector has.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void First<L, F>(float* x, float* y, float* z, float* to, int count)
            where L : struct, ILanes<L>
            where F : struct, ILaneFunction
            => F.Of(L.LoadFirst(x, count), F.Arity > 1 ? L.LoadFirst(y, count) : default, F.Arity > 2 ? L.LoadFirst(z, count) : default).StoreFirst(to, count);

        // What an operand reads in a row.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static float* At<L>(RowOperand x, nint row, float* numbers)
            where L : struct, ILanes<L>
        {
            float* start = x.Start + (row * x.RowStride);
            if (!x.IsScalar)
                return start;
            L.All(*start).Store(numbers);
            return numbers;
        }
    }
}
