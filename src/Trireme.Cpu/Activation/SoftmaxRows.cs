using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Activation;

/// <summary>Softmax, or its logarithm, of contiguous rows of floats: three walks over a row that the first-level cache holds.</summary>
internal unsafe struct SoftmaxRows : ILaneBody
{
    public float* X, Y;
    public int Rows, Length;

    /// <summary>Whether the result is x − max x − log Σ exp(x − max x) instead of exp(x − max x) / Σ exp(x − max x).</summary>
    public bool IsLog;

    public readonly void Run<L>() where L : struct, ILanes<L> => Workers.For(Rows, (long)Length * 2, new Body<L> { Call = this });

    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        public SoftmaxRows Call;

        [MethodImpl(Compiled.Alone)]
        public readonly void Run(int start, int end)
        {
            int n = Call.Length;
            for (int row = start; row < end; row++)
            {
                float* x = Call.X + ((long)row * n), y = Call.Y + ((long)row * n);
                float max = Maximum(x, n);
                if (Call.IsLog)
                    Subtract(x, y, n, max + MathF.Log(Exponentials<No>(x, y, n, max)));
                else
                    Multiply(y, n, 1 / Exponentials<Yes>(x, y, n, max));
            }
        }

        // A NaN is passed over here and shows in the sum.
        [MethodImpl(Compiled.Alone)]
        private static float Maximum(float* x, int n)
        {
            L a = L.All(float.NegativeInfinity), b = a;
            int i = 0;
            for (; i <= n - (2 * L.Count); i += 2 * L.Count)
            {
                a = L.MaxNative(L.Load(x + i), a);
                b = L.MaxNative(L.Load(x + i + L.Count), b);
            }
            for (; i < n; i += L.Count)
                a = L.MaxNative(Part(x + i, n - i), a);
            return L.MaxNative(a, b).MaxLane();
        }

        /// <summary>y = exp(x − max), if they are kept, and their sum.</summary>
        [MethodImpl(Compiled.Alone)]
        private static float Exponentials<K>(float* x, float* y, int n, float max) where K : struct, IFlag
        {
            L largest = L.All(max), a = L.Zero, b = L.Zero;
            int i = 0;
            for (; i <= n - (2 * L.Count); i += 2 * L.Count)
            {
                L u = LaneExponential.OfNegative(L.Load(x + i) - largest), v = LaneExponential.OfNegative(L.Load(x + i + L.Count) - largest);
                a += u;
                b += v;
                if (K.Is)
                {
                    u.Store(y + i);
                    v.Store(y + i + L.Count);
                }
            }
            for (; i < n; i += L.Count)
            {
                L u = LaneExponential.OfNegative(Part(x + i, n - i) - largest);
                a += u;
                if (K.Is)
                    u.StoreFirst(y + i, Math.Min(L.Count, n - i));
            }
            return (a + b).Sum();
        }

        [MethodImpl(Compiled.Alone)]
        private static void Subtract(float* x, float* y, int n, float value)
        {
            L v = L.All(value);
            int i = 0;
            for (; i <= n - L.Count; i += L.Count)
                (L.Load(x + i) - v).Store(y + i);
            if (i < n)
                (L.LoadFirst(x + i, n - i) - v).StoreFirst(y + i, n - i);
        }

        [MethodImpl(Compiled.Alone)]
        private static void Multiply(float* y, int n, float value)
        {
            L v = L.All(value);
            int i = 0;
            for (; i <= n - L.Count; i += L.Count)
                (L.Load(y + i) * v).Store(y + i);
            if (i < n)
                (L.LoadFirst(y + i, n - i) * v).StoreFirst(y + i, n - i);
        }

        // The lanes behind the last element hold −∞, which neither a maximum nor a sum of exponentials notices.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static L Part(float* x, int count)
            => count >= L.Count ? L.Load(x) : L.Select(L.Less(L.Sequence(0), L.All(count)), L.LoadFirst(x, count), L.All(float.NegativeInfinity));
    }
}
