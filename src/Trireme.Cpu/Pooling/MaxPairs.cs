using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Pooling;

/// <summary>
/// Maxima of two-by-two windows that touch but do not overlap, in single precision: rows are compared first, then neighbours. Same values as
/// <see cref="MaxWindows"/>, which also knows where they stand.
/// </summary>
internal static unsafe class MaxPairs
{
    public static void Forward(in PoolShape shape, float* x, float* y)
    {
        var call = new Call { Shape = shape, X = x, Y = y };
        LaneWidth.Run(ref call);
    }

    private struct Call : ILaneBody
    {
        public PoolShape Shape;
        public float* X, Y;

        public readonly void Run<L>() where L : struct, ILanes<L>
            => Workers.For(Shape.Planes, Shape.Plane, new Body<L> { Shape = Shape, X = X, Y = Y });
    }

    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        public PoolShape Shape;
        public float* X, Y;

        [MethodImpl(Compiled.Alone)]
        public readonly void Run(int start, int end)
        {
            nint width = Shape.W, columns = Shape.OW;
            // Vectors may read on into the next row and write what the next row writes again, but not beyond what this range owns.
            float* last = X + ((nint)end * Shape.Plane) - width - (2 * L.Count), lastOut = Y + ((nint)end * Shape.OutPlane) - L.Count;
            float* y = Y + ((nint)start * Shape.OutPlane);
            for (int plane = start; plane < end; plane++)
            {
                float* x = X + ((nint)plane * Shape.Plane);
                for (int oh = 0; oh < Shape.OH; oh++, x += 2 * width, y += columns)
                {
                    for (nint ow = 0; ow < columns; ow += L.Count)
                    {
                        float* from = x + (2 * ow), to = y + ow;
                        if (from <= last && to <= lastOut)
                        {
                            L first = Larger(L.Load(from), L.Load(from + width)), second = Larger(L.Load(from + L.Count), L.Load(from + width + L.Count));
                            var (even, odd) = L.Unzip(first, second);
                            Larger(even, odd).Store(to);
                            continue;
                        }
                        int count = (int)nint.Min(L.Count, columns - ow);
                        for (int i = 0; i < count; i++)
                            to[i] = Larger(Larger(from[2 * i], from[width + (2 * i)]), Larger(from[(2 * i) + 1], from[width + (2 * i) + 1]));
                    }
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static L Larger(L a, L b) => L.Select(L.Equal(a, a), L.MaxNative(a, b), a);

        private static float Larger(float a, float b) => a >= b || float.IsNaN(a) ? a : b;
    }
}
