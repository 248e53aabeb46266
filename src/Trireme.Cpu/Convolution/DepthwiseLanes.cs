namespace Trireme.Cpu.Convolution;

/// <summary>
/// Convolution of each channel by itself, and its input gradient, with consecutive planes in the lanes of a vector: no lane is idle however short the rows,
/// every tap of every stride reads whole vectors, and neither padding nor the ends of rows are met in the loops. Planes are turned on their way in and out.
/// </summary>
internal static unsafe class DepthwiseLanes
{
    // Source and target of one item should stay in the second-level cache.
    private const int BandFloats = 96 * 1024;

    public static bool HandlesForward(in ConvShape s) => HandlesInput(s) && s.StrideW <= 2;

    public static bool HandlesInput(in ConvShape s) => IsDepthwise(s) && FillLanes(s.N * (long)s.C);

    /// <summary>Whether vectors of so many planes leave no more than a quarter of their lanes empty.</summary>
    public static bool FillLanes(long planes)
    {
        int lanes = LaneWidth.Bits / 32;
        return planes * 4 >= (planes + lanes - 1) / lanes * lanes * 3;
    }

    /// <summary>Whether this is a convolution of planes of one filter each, and lanes are there at all.</summary>
    public static bool IsDepthwise(in ConvShape s)
        => LaneWidth.Bits > 32 && s is { D: 1, OD: 1, KD: 1, PadD: 0 } && s.Groups == s.C && s.Groups == s.M && s.Taps > 1;

    public static void Forward(in ConvShape s, float* x, float* filter, in ConvEpilogue<float> epilogue, float* y)
        => Run(s, false, x, filter, epilogue, y);

    public static void BackwardInput(in ConvShape s, float* dy, float* filter, float* bias, float* dx, bool relu)
        => Run(s, true, dy, filter, new ConvEpilogue<float>(bias, relu), dx);

    private static void Run(in ConvShape s, bool isGradient, float* source, float* filter, in ConvEpilogue<float> epilogue, float* target)
    {
        var call = new Call
        {
            Rows = new DepthwiseAxis(isGradient ? s.OH : s.H, isGradient ? s.H : s.OH, s.KH, s.StrideH, s.PadH, s.DilationH, isGradient),
            Columns = new DepthwiseAxis(isGradient ? s.OW : s.W, isGradient ? s.W : s.OW, s.KW, s.StrideW, s.PadW, s.DilationW, isGradient),
            Planes = s.N * s.C,
            Channels = s.C,
            Source = source,
            Filter = filter,
            Target = target,
            Epilogue = epilogue,
        };
        LaneWidth.Run(ref call);
    }

    private struct Call : ILaneBody
    {
        public DepthwiseAxis Rows, Columns;
        public int Planes, Channels;
        public float* Source, Filter, Target;
        public ConvEpilogue<float> Epilogue;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            (int first, int last) = Columns.Reads(0, Columns.Targets);
            int left = Math.Max(0, -first), kept = Math.Clamp(last + 1, 0, Columns.Sources), width = left + Math.Max(last + 1, kept);
            int bands = 1, bandRows = Rows.Targets;
            while (bandRows > 1 && ((SourceRows(bandRows) * width) + (bandRows * Columns.Targets)) * L.Count > BandFloats)
                bandRows = (Rows.Targets + bands) / ++bands;
            bands = (Rows.Targets + bandRows - 1) / bandRows;

            int taps = Rows.Kernel * Columns.Kernel, pitch = Channels + L.Count;
            float* weights = Scratch.Shared(((long)taps * pitch) + ((Rows.Runs + Columns.Runs) * sizeof(TapRun) / sizeof(float)));
            var runs = (TapRun*)(weights + ((long)taps * pitch));
            Rows.WriteRuns(runs);
            Columns.WriteRuns(runs + Rows.Runs);
            PlaneTile.Run(Filter, taps, weights, pitch, taps, Channels);
            // Planes of the next image follow those of the last channel.
            for (int tap = 0; tap < taps; tap++)
            {
                for (int c = Channels; c < pitch; c++)
                    weights[(tap * pitch) + c] = weights[(tap * pitch) + c - Channels];
            }
            var body = new Body<L>
            {
                Call = this,
                Left = left,
                Kept = kept,
                Width = width,
                Bands = bands,
                BandRows = bandRows,
                Weights = weights,
                RowRuns = runs,
                ColumnRuns = runs + Rows.Runs + Columns.Targets,
            };
            long cost = (long)bandRows * Columns.Targets * ((taps / (Rows.Classes * Columns.Classes)) + 8);
            Workers.For((Planes + L.Count - 1) / L.Count * bands, cost, body);
        }

        /// <summary>Most source rows that so many targets read.</summary>
        public readonly int SourceRows(int targets)
        {
            (int first, int last) = Rows.Reads(0, targets);
            return Math.Min(Rows.Sources, last - first + 2);
        }
    }

    /// <summary>Items are pairs of a vector of planes and a band of target rows.</summary>
    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Call Call;
        public int Left, Kept, Width, Bands, BandRows;
        public float* Weights;
        public TapRun* RowRuns, ColumnRuns;

        public readonly void Run(int start, int end)
        {
            DepthwiseAxis rows = Call.Rows, columns = Call.Columns;
            int taps = rows.Kernel * columns.Kernel, outPlane = rows.Targets * columns.Targets, plane = rows.Sources * columns.Sources;
            long sourceFloats = (((long)Call.SourceRows(BandRows) * Width) + L.Count) * L.Count, targetFloats = (((long)BandRows * columns.Targets) + L.Count) * L.Count;
            long turnedFloats = Call.Epilogue.Residual == 0 ? 0 : targetFloats;
            float* weights = Scratch.Own(((long)taps * L.Count) + (3 * L.Count) + sourceFloats + targetFloats + turnedFloats + ImageLanes.Temporary<L>());
            float* ending = weights + (taps * L.Count), source = ending + (3 * L.Count), target = source + sourceFloats, turned = target + targetFloats;
            float* temporary = turned + turnedFloats;
            // The padding at the ends of rows stays as it is.
            new Span<float>(source, (int)sourceFloats).Clear();
            int present = -1;
            for (int item = start; item < end; item++)
            {
                int group = item / Bands, first = FirstPlane(group), lanes = Math.Min(L.Count, Call.Planes - first);
                if (group != present)
                {
                    if (present < 0 || first % Call.Channels != FirstPlane(present) % Call.Channels)
                        TakeWeights(first % Call.Channels, taps, weights, ending);
                    present = group;
                }
                int row = item % Bands * BandRows, lastRow = Math.Min(row + BandRows, rows.Targets);
                (int sourceRow, int lastSource) = rows.Reads(row, lastRow);
                sourceRow = Math.Clamp(sourceRow, 0, rows.Sources);
                lastSource = Math.Clamp(lastSource + 1, sourceRow, rows.Sources);
                ImageLanes.InRows<L>(Call.Source + ((long)first * plane) + ((nint)sourceRow * columns.Sources), plane, lanes, lastSource - sourceRow,
                    columns.Sources, Kept, source + (Left * L.Count), (nint)Width * L.Count, temporary);
                for (int r = row; r < lastRow; r++)
                    Row(r, source - ((nint)sourceRow * Width * L.Count), weights, target + ((nint)(r - row) * columns.Targets * L.Count), ending);
                int count = (lastRow - row) * columns.Targets;
                float* to = Call.Target + ((long)first * outPlane) + (row * columns.Targets);
                if (Call.Epilogue.Residual == 0)
                    ImageLanes.Out<L>(target, count, lanes, to, outPlane, temporary);
                else
                    AddResidual(target, count, lanes, to, outPlane, turned, temporary);
            }
        }

        // Where no vector has planes of two images, one channel's vectors of all images follow one another: their weights are the same.
        private readonly int FirstPlane(int group)
        {
            int images = Call.Planes / Call.Channels;
            return Call.Channels % L.Count == 0 ? (group % images * Call.Channels) + (group / images * L.Count) : group * L.Count;
        }

        private readonly void Row(int row, float* source, float* weights, float* target, float* ending)
        {
            TapRun down = RowRuns[row];
            int classes = Call.Columns.Classes, targets = Call.Columns.Targets;
            for (int c = 0; c < Math.Min(classes, targets); c++)
            {
                TapRun along = ColumnRuns[c];
                var taps = new DepthwiseTaps
                {
                    Rows = down.Count,
                    Columns = along.Count,
                    RowSource = (nint)down.SourceStep * Width * L.Count,
                    RowWeight = (nint)down.TapStep * Call.Columns.Kernel * L.Count,
                    ColumnSource = (nint)along.SourceStep * L.Count,
                    ColumnWeight = (nint)along.TapStep * L.Count,
                };
                float* from = source + ((((nint)down.Source * Width) + along.Source + Left) * L.Count);
                float* first = weights + ((((nint)down.Tap * Call.Columns.Kernel) + along.Tap) * L.Count);
                DepthwiseTile.Row<L>(taps, from, Call.Columns.SourceStep, first, target + (c * L.Count), (nint)classes * L.Count,
                    ((targets - 1 - c) / classes) + 1, ending);
            }
        }

        /// <summary>The weights of the channels from one on, lane by lane, and what becomes of their sums.</summary>
        private readonly void TakeWeights(int channel, int taps, float* weights, float* ending)
        {
            float* scales = stackalloc float[L.Count];
            for (int i = 0; i < L.Count; i++)
            {
                ConvEnding of = Call.Epilogue.Of((channel + i) % Call.Channels);
                scales[i] = of.Scale;
                ending[i] = of.Bias;
                // Bounds come after what is added to a result.
                ending[L.Count + i] = of.Residual == 0 ? of.Floor : float.NegativeInfinity;
                ending[(2 * L.Count) + i] = of.AtMostSix && of.Residual == 0 ? 6 : float.PositiveInfinity;
            }
            L scale = L.Load(scales);
            for (int tap = 0; tap < taps; tap++)
                (scale * L.Load(Weights + ((nint)tap * (Call.Channels + L.Count)) + channel)).Store(weights + (tap * L.Count));
        }

        private readonly void AddResidual(float* sums, int count, int planes, float* target, int plane, float* turned, float* temporary)
        {
            ConvEnding ending = Call.Epilogue.Of(0) with { Scale = 1, Bias = 0 };
            int pitch = count + L.Count;
            ImageLanes.Out<L>(sums, count, planes, turned, pitch, temporary);
            for (int i = 0; i < planes; i++)
                ConvRow.Write<L>(turned + (i * pitch), 0, target + ((long)i * plane), 0, 1, count, 1, ending);
        }
    }
}
