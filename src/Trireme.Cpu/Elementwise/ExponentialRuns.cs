using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Elementwise;

/// <summary>The exponential and what is made of it, over runs in single precision; y and x may be the same run.</summary>
internal static unsafe class ExponentialRuns
{
    /// <summary>exp(x).</summary>
    public static void Exp(ReadOnlySpan<float> x, Span<float> y) => Run(x, y, isSigmoid: false);

    /// <summary>1 / (1 + exp(−x)).</summary>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y) => Run(x, y, isSigmoid: true);

    private static void Run(ReadOnlySpan<float> x, Span<float> y, bool isSigmoid)
    {
        fixed (float* from = x, to = y)
        {
            var body = new Body(from, to, x.Length, isSigmoid);
            LaneWidth.Run(ref body);
        }
    }

    private interface IFunction
    {
        static abstract L Of<L>(L x)
            where L : struct, ILanes<L>;
    }

    private readonly struct Body(float* from, float* to, int count, bool isSigmoid) : ILaneBody
    {
        public void Run<L>()
            where L : struct, ILanes<L>
        {
            if (isSigmoid)
                Run<L, SigmoidFunction>();
            else
                Run<L, Exponential>();
        }

        [MethodImpl(Compiled.Alone)]
        private void Run<L, TFunction>()
            where L : struct, ILanes<L>
            where TFunction : struct, IFunction
        {
            int i = 0;
            if (StreamingCopy.IsLongRun((long)count * sizeof(float)))
            {
                // Up to an address that whole lanes can be written to past the caches.
                for (int head = StreamingCopy.Unaligned(to) / sizeof(float); i < head;)
                {
                    int n = Math.Min(L.Count, head - i);
                    TFunction.Of(L.LoadFirst(from + i, n)).StoreFirst(to + i, n);
                    i += n;
                }
                for (; i <= count - L.Count; i += L.Count)
                    TFunction.Of(L.Load(from + i)).StoreStreaming(to + i);
            }
            for (; i <= count - L.Count; i += L.Count)
                TFunction.Of(L.Load(from + i)).Store(to + i);
            if (i < count)
                TFunction.Of(L.LoadFirst(from + i, count - i)).StoreFirst(to + i, count - i);
        }
    }

    private readonly struct Exponential : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x)
            where L : struct, ILanes<L>
            => LaneExponential.Of(x);
    }

    private readonly struct SigmoidFunction : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Of<L>(L x)
            where L : struct, ILanes<L>
            => L.All(1f) / (L.All(1f) + LaneExponential.Of(-x));
    }
}
