using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// 3x3 convolution with stride 1 of each channel by itself, and its gradients, straight from the source: every source row is loaded
/// once in its three shifts and added to the three output rows it reaches.
/// </summary>
internal static unsafe class DepthwiseRows
{
    private const int Kernel = 3;

    public static bool Handles(in ConvShape s) => DepthwiseStrips.Handles(s, 1) && s.OH <= s.H + 2 && s.OW <= s.W + 2;

    public static void Forward(in ConvShape s, float* x, float* filter, in ConvEpilogue<float> epilogue, float* y)
        => DepthwiseStrips.Run<Strip>(Planes(s, x), filter, epilogue, y, false);

    /// <summary>The gradient of the input: the filter turned by half a turn, over the output's gradient.</summary>
    public static void BackwardInput(in ConvShape s, float* dy, float* filter, float* bias, float* dx, bool relu)
    {
        var planes = new DepthwisePlanes(s.N * s.C, s.C, s.OH, s.OW, s.H, s.W, Kernel - 1 - s.PadH, Kernel - 1 - s.PadW, dy);
        DepthwiseStrips.Run<Strip>(planes, filter, new ConvEpilogue<float>(bias, relu), dx, true);
    }

    public static void BackwardFilter(in ConvShape s, float* x, float* dy, float* filterGrad)
    {
        var call = new FilterCall
        {
            Planes = Planes(s, x),
            Dy = dy,
            FilterGrad = filterGrad,
        };
        LaneWidth.Run(ref call);
    }

    private static DepthwisePlanes Planes(in ConvShape s, float* x) => new(s.N * s.C, s.C, s.H, s.W, s.OH, s.OW, s.PadH, s.PadW, x);

    private static int Margin(int lanes) => lanes + Kernel;

    /// <summary>Lanes whose column, the lane's number and <paramref name="first"/> together, exists.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Inside<L>(int first, int width) where L : struct, ILanes<L> => DepthwisePlanes.Inside<L>(first, 1, width);

    private readonly struct Strip : IDepthwiseStrip
    {
        public static int Margin(int lanes) => DepthwiseRows.Margin(lanes);

        [MethodImpl(Compiled.Alone)]
        public static void Run<L>(in DepthwisePlanes planes, float* source, float* weights, in ConvEnding ending, float* target, int column)
            where L : struct, ILanes<L>
        {
            int width = planes.W, left = column - planes.PadW;
            L inside0 = Inside<L>(left, width), inside1 = Inside<L>(left + 1, width), inside2 = Inside<L>(left + 2, width);
            int count = Math.Min(L.Count, planes.OW - column), height = planes.H;
            L w0 = L.All(weights), w1 = L.All(weights + 1), w2 = L.All(weights + 2), w3 = L.All(weights + 3), w4 = L.All(weights + 4);
            L w5 = L.All(weights + 5), w6 = L.All(weights + 6), w7 = L.All(weights + 7), w8 = L.All(weights + 8);
            L biases = L.All(ending.Bias), floors = L.All(ending.Floor), six = L.All(ending.AtMostSix ? 6 : float.PositiveInfinity), next = biases, after = biases;
            nint residual = ending.Residual, plane = (nint)width * height, outputs = (nint)planes.OW * planes.OH;
            target += column;
            // Source row i is the last of output row i + pad - 2, the middle one of the next and the first of the one after.
            for (int output = -2; output < planes.OH; output++)
            {
                int row = output + 2 - planes.PadH;
                L sum = next;
                next = after;
                after = biases;
                if ((uint)row < (uint)height)
                {
                    float* from = source + ((nint)row * width) + left;
                    Ahead.Expect(from + plane);
                    L x0 = L.Load(from) & inside0, x1 = L.Load(from + 1) & inside1, x2 = L.Load(from + 2) & inside2;
                    // A row's part is summed by itself: through the rows, where each sum waits for the one before, one addition is left.
                    sum += L.MulAdd(w8, x2, L.MulAdd(w7, x1, w6 * x0));
                    next += L.MulAdd(w5, x2, L.MulAdd(w4, x1, w3 * x0));
                    after += L.MulAdd(w2, x2, L.MulAdd(w1, x1, w0 * x0));
                }
                if (output < 0)
                    continue;
                Ahead.Expect(target + outputs);
                if (residual != 0)
                    sum += L.LoadFirst(target + residual, count);
                sum = L.Min(L.MaxNative(floors, sum), six);
                if (count == L.Count)
                    sum.Store(target);
                else
                    sum.StoreFirst(target, count);
                target += planes.OW;
            }
        }
    }

    private struct FilterCall : ILaneBody
    {
        public DepthwisePlanes Planes;
        public float* Dy, FilterGrad;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            long perChannel = 2L * Planes.Count / Math.Max(1, Planes.Channels) * Planes.OH * Planes.OW;
            Workers.For(Planes.Channels, perChannel, new FilterBody<L> { Call = this });
        }
    }

    private struct FilterBody<L> : IRangeBody where L : struct, ILanes<L>
    {
        public FilterCall Call;

        public readonly void Run(int start, int end)
        {
            DepthwisePlanes planes = Call.Planes;
            float* sums = stackalloc float[12];
            for (int channel = start; channel < end; channel++)
            {
                float* grad = Call.FilterGrad + (channel * Kernel * Kernel);
                new Span<float>(grad, Kernel * Kernel).Clear();
                for (int plane = channel; plane < planes.Count; plane += planes.Channels)
                {
                    float* source = planes.Plane(plane, Margin(L.Count)), dy = Call.Dy + ((long)plane * planes.OH * planes.OW);
                    for (int column = 0; column < planes.OW; column += L.Count)
                    {
                        Strip(planes, source, dy, sums, column);
                        for (int tap = 0; tap < Kernel * Kernel; tap++)
                            grad[tap] += sums[tap];
                    }
                }
            }
        }

        [MethodImpl(Compiled.Alone)]
        private static void Strip(in DepthwisePlanes planes, float* source, float* dy, float* sums, int column)
        {
            int width = planes.W, left = column - planes.PadW;
            L inside0 = Inside<L>(left, width), inside1 = Inside<L>(left + 1, width), inside2 = Inside<L>(left + 2, width);
            int count = Math.Min(L.Count, planes.OW - column), height = planes.H;
            L s0 = L.Zero, s1 = L.Zero, s2 = L.Zero, s3 = L.Zero, s4 = L.Zero, s5 = L.Zero, s6 = L.Zero, s7 = L.Zero, s8 = L.Zero;
            L last = L.Zero, middle = L.Zero;
            // The next plane of this channel is in the next image.
            nint apart = (nint)planes.Channels * width * height, gradientsApart = (nint)planes.Channels * planes.OW * planes.OH;
            dy += column;
            for (int output = 0; output < planes.OH + 2; output++)
            {
                // The gradients of the output rows for which a source row is the first, the middle and the last one.
                Ahead.Expect(dy + gradientsApart);
                L first = output >= planes.OH ? L.Zero : count == L.Count ? L.Load(dy) : L.LoadFirst(dy, count);
                dy += planes.OW;
                int row = output - planes.PadH;
                if ((uint)row < (uint)height)
                {
                    float* from = source + ((nint)row * width) + left;
                    Ahead.Expect(from + apart);
                    L x0 = L.Load(from) & inside0, x1 = L.Load(from + 1) & inside1, x2 = L.Load(from + 2) & inside2;
                    s0 = L.MulAdd(first, x0, s0);
                    s1 = L.MulAdd(first, x1, s1);
                    s2 = L.MulAdd(first, x2, s2);
                    s3 = L.MulAdd(middle, x0, s3);
                    s4 = L.MulAdd(middle, x1, s4);
                    s5 = L.MulAdd(middle, x2, s5);
                    s6 = L.MulAdd(last, x0, s6);
                    s7 = L.MulAdd(last, x1, s7);
                    s8 = L.MulAdd(last, x2, s8);
                }
                last = middle;
                middle = first;
            }
            L.StoreSums(s0, s1, s2, s3, sums);
            L.StoreSums(s4, s5, s6, s7, sums + 4);
            L.StoreSums(s8, s8, s8, s8, sums + 8);
        }
    }
}
