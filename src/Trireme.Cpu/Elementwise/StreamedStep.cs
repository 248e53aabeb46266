using System.Runtime.CompilerServices;
using Trireme.Operators;

namespace Trireme.Cpu.Elementwise;

/// <summary>
/// A sum, difference or product in single precision, written past the caches as it is computed: a run shorter than those that the library's routines
/// write so would otherwise go through scratch memory.
/// </summary>
internal static unsafe class StreamedStep
{
    public static bool Handles<T>(in FormulaProgram.Step step)
        where T : unmanaged
        => typeof(T) == typeof(float) && step.B >= 0 && step.C < 0 && step.Kind is ExprKind.Add or ExprKind.Sub or ExprKind.Mul;

    /// <summary>Not both operands are scalars.</summary>
    public static void Run(ExprKind kind, Operand<float> a, Operand<float> b, float* target, int count)
    {
        var body = new Body(kind, a, b, target, count);
        LaneWidth.Run(ref body);
    }

    private interface IFunction
    {
        static abstract L Of<L>(L a, L b)
            where L : struct, ILanes<L>;
    }

    private readonly struct Body(ExprKind kind, Operand<float> a, Operand<float> b, float* target, int count) : ILaneBody
    {
        public void Run<L>()
            where L : struct, ILanes<L>
        {
            switch (kind)
            {
                case ExprKind.Add:
                    Run<L, Sum>();
                    break;
                case ExprKind.Sub:
                    Run<L, Difference>();
                    break;
                default:
                    Run<L, Product>();
                    break;
            }
        }

        private void Run<L, TFunction>()
            where L : struct, ILanes<L>
            where TFunction : struct, IFunction
        {
            if (a.IsScalar)
                Run<L, TFunction, Yes, No>();
            else if (b.IsScalar)
                Run<L, TFunction, No, Yes>();
            else
                Run<L, TFunction, No, No>();
        }

        [MethodImpl(Compiled.Alone)]
        private void Run<L, TFunction, TFirstScalar, TSecondScalar>()
            where L : struct, ILanes<L>
            where TFunction : struct, IFunction
            where TFirstScalar : struct, IFlag
            where TSecondScalar : struct, IFlag
        {
            float* x = a.Start, y = b.Start, to = target;
            L first = L.All(*x), second = L.All(*y);
            int i = 0, left = count;
            for (int head = Math.Min(left, StreamingCopy.Unaligned(to) / sizeof(float)); i < head;)
            {
                int n = Math.Min(L.Count, head - i);
                TFunction.Of(TFirstScalar.Is ? first : L.LoadFirst(x + i, n), TSecondScalar.Is ? second : L.LoadFirst(y + i, n)).StoreFirst(to + i, n);
                i += n;
            }
            for (; i <= left - L.Count; i += L.Count)
                TFunction.Of(TFirstScalar.Is ? first : L.Load(x + i), TSecondScalar.Is ? second : L.Load(y + i)).StoreStreaming(to + i);
            if (i < left)
            {
                int n = left - i;
                TFunction.Of(TFirstScalar.Is ? first : L.LoadFirst(x + i, n), TSecondScalar.Is ? second : L.LoadFirst(y + i, n)).StoreFirst(to + i, n);
            }
        }
    }

    private readonly struct Sum : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b)
            where L : struct, ILanes<L>
            => a + b;
    }

    private readonly struct Difference : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b)
            where L : struct, ILanes<L>
            => a - b;
    }

    private readonly struct Product : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L a, L b)
            where L : struct, ILanes<L>
            => a * b;
    }
}
