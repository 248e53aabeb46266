using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// 3x3 convolution with stride 2 of each channel by itself, straight from the source: of a source row the even and the odd columns become vectors, and
/// a row that is the last of one output row is the first of the next, so each is loaded once.
/// </summary>
internal static unsafe class DepthwiseStrides
{
    private const int Kernel = 3, Stride = 2;

    public static bool Handles(in ConvShape s) => DepthwiseStrips.Handles(s, Stride) && (s.OW - 1) * Stride <= s.W && s.OH <= s.H;

    public static void Forward(in ConvShape s, float* x, float* filter, in ConvEpilogue<float> epilogue, float* y)
        => DepthwiseStrips.Run<Strip>(new DepthwisePlanes(s.N * s.C, s.C, s.H, s.W, s.OH, s.OW, s.PadH, s.PadW, x), filter, epilogue, y, false);

    private readonly struct Strip : IDepthwiseStrip
    {
        public static int Margin(int lanes) => (3 * lanes) + Kernel;

        [MethodImpl(Compiled.Alone)]
        public static void Run<L>(in DepthwisePlanes planes, float* source, float* weights, in ConvEnding ending, float* target, int column)
            where L : struct, ILanes<L>
        {
            int width = planes.W, left = (Stride * column) - planes.PadW, height = planes.H;
            L inside0 = DepthwisePlanes.Inside<L>(left, Stride, width), inside1 = DepthwisePlanes.Inside<L>(left + 1, Stride, width);
            L inside2 = DepthwisePlanes.Inside<L>(left + 2, Stride, width);
            int count = Math.Min(L.Count, planes.OW - column);
            nint residual = ending.Residual, plane = (nint)width * height, outputs = (nint)planes.OW * planes.OH;
            L w0 = L.All(weights), w1 = L.All(weights + 1), w2 = L.All(weights + 2), w3 = L.All(weights + 3), w4 = L.All(weights + 4);
            L w5 = L.All(weights + 5), w6 = L.All(weights + 6), w7 = L.All(weights + 7), w8 = L.All(weights + 8);
            L bias = L.All(ending.Bias), floor = L.All(ending.Floor), six = L.All(ending.AtMostSix ? 6 : float.PositiveInfinity), sum = bias;
            target += column;
            // Source row i is the middle one of an output row, or the last of one and the first of the next.
            for (int i = 0; i <= Stride * planes.OH; i++)
            {
                int row = i - planes.PadH;
                L x0 = L.Zero, x1 = L.Zero, x2 = L.Zero;
                if ((uint)row < (uint)height)
                {
                    float* from = source + ((nint)row * width) + left;
                    Ahead.Expect(from + plane);
                    Ahead.Expect(from + plane + L.Count);
                    var (even, odd) = L.Unzip(L.Load(from), L.Load(from + L.Count));
                    x0 = even & inside0;
                    x1 = odd & inside1;
                    x2 = L.Unzip(L.Load(from + 2), L.Load(from + 2 + L.Count)).Even & inside2;
                }
                if (i % Stride == 1)
                {
                    sum = L.MulAdd(w5, x2, L.MulAdd(w4, x1, L.MulAdd(w3, x0, sum)));
                    continue;
                }
                if (i > 0)
                {
                    L y = L.MulAdd(w8, x2, L.MulAdd(w7, x1, L.MulAdd(w6, x0, sum)));
                    Ahead.Expect(target + outputs);
                    if (residual != 0)
                        y += L.LoadFirst(target + residual, count);
                    y = L.Min(L.MaxNative(floor, y), six);
                    if (count == L.Count)
                        y.Store(target);
                    else
                        y.StoreFirst(target, count);
                    target += planes.OW;
                }
                sum = L.MulAdd(w2, x2, L.MulAdd(w1, x1, L.MulAdd(w0, x0, bias)));
            }
        }
    }
}
