namespace Trireme.Cpu.Convolution;

/// <summary>
/// The filter gradient of a convolution of each channel by itself, with the channels of an image in the lanes of a vector, as in <see cref="DepthwiseLanes"/>.
/// Images are cut into slices with sums of their own, by sizes alone, which are added in order.
/// </summary>
internal static unsafe class DepthwiseLaneGradient
{
    private const int WantedItems = 16;

    // Input and output gradient of one band of rows should stay in the second-level cache, and those of one chain of sums in the first.
    private const int BandFloats = 96 * 1024, ChainPlaces = 256;

    public static bool Handles(in ConvShape s) => DepthwiseLanes.IsDepthwise(s) && s.StrideW <= 2 && DepthwiseLanes.FillLanes(s.C);

    public static void Run(in ConvShape s, float* x, float* dy, float* filterGrad)
    {
        var call = new Call { Shape = s, X = x, Dy = dy, FilterGrad = filterGrad };
        LaneWidth.Run(ref call);
    }

    private struct Call : ILaneBody
    {
        public ConvShape Shape;
        public float* X, Dy, FilterGrad;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            ConvShape s = Shape;
            int groups = (s.C + L.Count - 1) / L.Count, slices = Math.Clamp(WantedItems / groups, 1, s.N);
            int last = ((s.OW - 1) * s.StrideW) - s.PadW + ((s.KW - 1) * s.DilationW), kept = Math.Clamp(last + 1, 0, s.W);
            int width = s.PadW + Math.Max(last + 1, kept), bands = 1, bandRows = s.OH;
            while (bandRows > 1 && ((SourceRows(bandRows) * width) + (bandRows * s.OW)) * L.Count > BandFloats)
                bandRows = (s.OH + bands) / ++bands;
            float* sums = Scratch.Shared((long)slices * groups * s.Taps * L.Count);
            var body = new Body<L> { Call = this, Groups = groups, Slices = slices, Kept = kept, Width = width, BandRows = bandRows, Sums = sums };
            Workers.For(slices * groups, (long)(s.N / slices) * s.OutPlane * (s.Taps + 8), body);
            Workers.For(groups, (long)slices * s.Taps * 4, new Total<L> { Call = this, Groups = groups, Slices = slices, Sums = sums });
        }

        /// <summary>Most source rows that so many targets read.</summary>
        public readonly int SourceRows(int targets) => Math.Min(Shape.H, ((targets - 1) * Shape.StrideH) + ((Shape.KH - 1) * Shape.DilationH) + 1);
    }

    /// <summary>Items are pairs of a slice of the images and a vector of channels.</summary>
    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Call Call;
        public int Groups, Slices, Kept, Width, BandRows;
        public float* Sums;

        public readonly void Run(int start, int end)
        {
            ConvShape s = Call.Shape;
            long xFloats = (((long)Call.SourceRows(BandRows) * Width) + L.Count) * L.Count, dyFloats = (long)BandRows * s.OW * L.Count;
            float* x = Scratch.Own(xFloats + dyFloats + ImageLanes.Temporary<L>()), dy = x + xFloats, temporary = dy + dyFloats;
            // The padding at the ends of rows stays as it is.
            new Span<float>(x, (int)xFloats).Clear();
            for (int item = start; item < end; item++)
            {
                int slice = item / Groups, channel = item % Groups * L.Count, lanes = Math.Min(L.Count, s.C - channel);
                float* sums = Sums + ((nint)item * s.Taps * L.Count);
                new Span<float>(sums, s.Taps * L.Count).Clear();
                for (int image = (int)((long)slice * s.N / Slices); image < (int)((slice + 1L) * s.N / Slices); image++)
                {
                    long plane = ((long)image * s.C) + channel;
                    for (int row = 0; row < s.OH; row += BandRows)
                    {
                        int rows = Math.Min(BandRows, s.OH - row), first = Math.Clamp((row * s.StrideH) - s.PadH, 0, s.H);
                        int last = Math.Clamp(((row + rows - 1) * s.StrideH) - s.PadH + ((s.KH - 1) * s.DilationH) + 1, first, s.H);
                        ImageLanes.InRows<L>(Call.X + (plane * s.Plane) + (first * s.W), s.Plane, lanes, last - first, s.W, Kept, x + (s.PadW * L.Count),
                            (nint)Width * L.Count, temporary);
                        ImageLanes.In<L>(Call.Dy + (plane * s.OutPlane) + (row * s.OW), s.OutPlane, lanes, rows * s.OW, rows * s.OW, rows * s.OW, dy, 0, L.Count,
                            temporary);
                        Band(x - ((nint)first * Width * L.Count), dy - ((nint)row * s.OW * L.Count), row, row + rows, sums);
                    }
                }
            }
        }

        /// <summary>Adds what the rows from one to before another give.</summary>
        private readonly void Band(float* x, float* dy, int firstRow, int endRow, float* sums)
        {
            ConvShape s = Call.Shape;
            int step = Math.Max(1, ChainPlaces / s.OW);
            nint xRow = (nint)Width * L.Count, dyRow = (nint)s.OW * L.Count;
            for (int row = firstRow; row < endRow; row += step)
            {
                for (int kh = 0; kh < s.KH; kh++)
                {
                    // The rows of which this tap's sources are inside.
                    int above = s.PadH - (kh * s.DilationH), last = s.H - 1 + above;
                    int first = Math.Max(row, above <= 0 ? 0 : (above + s.StrideH - 1) / s.StrideH);
                    int rows = Math.Min(Math.Min(row + step, endRow), last < 0 ? 0 : (last / s.StrideH) + 1) - first;
                    if (rows <= 0)
                        continue;
                    float* from = x + (((first * s.StrideH) - above) * xRow);
                    DepthwiseTile.Gradient<L>(rows, s.OW, dy + (first * dyRow), dyRow, from, s.StrideH * xRow, s.StrideW, s.KW, (nint)s.DilationW * L.Count,
                        sums + ((nint)kh * s.KW * L.Count));
                }
            }
        }
    }

    /// <summary>Adds up the slices of some vectors of channels and turns them to the order of the filter.</summary>
    private struct Total<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Call Call;
        public int Groups, Slices;
        public float* Sums;

        public readonly void Run(int start, int end)
        {
            int taps = Call.Shape.Taps, floats = taps * L.Count;
            for (int group = start; group < end; group++)
            {
                float* sums = Sums + ((nint)group * floats);
                for (int slice = 1; slice < Slices; slice++)
                {
                    float* more = sums + ((nint)slice * Groups * floats);
                    for (int i = 0; i < floats; i += L.Count)
                        (L.Load(sums + i) + L.Load(more + i)).Store(sums + i);
                }
                int channel = group * L.Count;
                PlaneTile.Run(sums, L.Count, Call.FilterGrad + ((nint)channel * taps), taps, Math.Min(L.Count, Call.Shape.C - channel), taps);
            }
        }
    }
}
