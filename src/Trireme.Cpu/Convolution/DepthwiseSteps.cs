using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// The input gradient of 3x3 convolution with stride 2 of each channel by itself. Of two neighbours in a row, and of two neighbouring rows, one
/// is reached by the filter's outer taps and the other by its middle one: each is a vector of its own, and they are put together at the end.
/// </summary>
internal static unsafe class DepthwiseSteps
{
    private const int Kernel = 3;

    public static bool Handles(in ConvShape s)
        => s is { D: 1, OD: 1, KD: 1, PadD: 0, KH: Kernel, KW: Kernel, StrideH: 2, StrideW: 2, DilationH: 1, DilationW: 1 }
            && s.Groups == s.C && s.Groups == s.M && s.PadH is >= 0 and < Kernel && s.PadW is >= 0 and < Kernel;

    public static void BackwardInput(in ConvShape s, float* dy, float* filter, float* bias, float* dx, bool relu)
    {
        var call = new Call { Shape = s, Dy = dy, Filter = filter, Bias = bias, Dx = dx, Relu = relu };
        LaneWidth.Run(ref call);
    }

    private struct Call : ILaneBody
    {
        public ConvShape Shape;
        public float* Dy, Filter, Bias, Dx;
        public bool Relu;

        public readonly void Run<L>() where L : struct, ILanes<L>
            => Workers.For(Shape.N * Shape.C, Shape.Plane, new Body<L> { Call = this });
    }

    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Call Call;

        public readonly void Run(int start, int end)
        {
            ConvShape s = Call.Shape;
            int rows = ((s.H - 1 + s.PadH) / 2) + 1, columns = ((s.W - 1 + s.PadW) / 2) + 1;
            // A row and a column of zeros before the gradients, and as many behind as are asked for.
            int pitch = columns + 1 + L.Count, line = 2 * (columns + L.Count);
            float* gradients = Scratch.Own(((long)(rows + 1) * pitch) + (2 * line)), even = gradients + ((nint)(rows + 1) * pitch), odd = even + line;
            new Span<float>(gradients, (rows + 1) * pitch).Clear();
            for (int plane = start; plane < end; plane++)
            {
                int channel = plane % s.C;
                float* dy = Call.Dy + ((nint)plane * s.OutPlane), dx = Call.Dx + ((nint)plane * s.Plane), filter = Call.Filter + (channel * Kernel * Kernel);
                for (int oh = 0; oh < Math.Min(rows, s.OH); oh++)
                    new ReadOnlySpan<float>(dy + (oh * s.OW), Math.Min(columns, s.OW)).CopyTo(new Span<float>(gradients + ((nint)(oh + 1) * pitch) + 1, columns));
                L bias = L.All(Call.Bias == null ? 0 : Call.Bias[channel]), floor = L.All(Call.Relu ? 0 : float.NegativeInfinity);
                for (int row = 0; row < rows; row++)
                {
                    Pair(filter, gradients + ((nint)(row + 1) * pitch), pitch, columns, bias, floor, even, odd);
                    int h = (2 * row) - s.PadH;
                    Copy(even, h, dx);
                    Copy(odd, h + 1, dx);
                }
            }
        }

        private readonly void Copy(float* line, int h, float* dx)
        {
            ConvShape s = Call.Shape;
            if ((uint)h < (uint)s.H)
                new ReadOnlySpan<float>(line + s.PadW, s.W).CopyTo(new Span<float>(dx + ((nint)h * s.W), s.W));
        }

        /// <summary>Two rows from a row of gradients and the one above it.</summary>
        [MethodImpl(Compiled.Alone)]
        private static void Pair(float* filter, float* gradients, nint pitch, int columns, L bias, L floor, float* even, float* odd)
        {
            L f0 = L.All(filter), f1 = L.All(filter + 1), f2 = L.All(filter + 2), f3 = L.All(filter + 3), f4 = L.All(filter + 4);
            L f5 = L.All(filter + 5), f6 = L.All(filter + 6), f7 = L.All(filter + 7), f8 = L.All(filter + 8);
            for (int c = 0; c < columns; c += L.Count)
            {
                float* from = gradients + c, above = from - pitch;
                L here = L.Load(from + 1), left = L.Load(from), up = L.Load(above + 1), upLeft = L.Load(above);
                L a = L.MulAdd(f8, upLeft, L.MulAdd(f6, up, L.MulAdd(f2, left, L.MulAdd(f0, here, bias)))), b = L.MulAdd(f7, up, L.MulAdd(f1, here, bias));
                var (first, second) = L.Zip(L.MaxNative(floor, a), L.MaxNative(floor, b));
                first.Store(even + (2 * c));
                second.Store(even + (2 * c) + L.Count);
                (first, second) = L.Zip(L.MaxNative(floor, L.MulAdd(f5, left, L.MulAdd(f3, here, bias))), L.MaxNative(floor, L.MulAdd(f4, here, bias)));
                first.Store(odd + (2 * c));
                second.Store(odd + (2 * c) + L.Count);
            }
        }
    }
}
