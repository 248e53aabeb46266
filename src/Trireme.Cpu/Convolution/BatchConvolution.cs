namespace Trireme.Cpu.Convolution;

/// <summary>
/// Convolutions of batches of small planes, and their input gradients: as many images as a vector has lanes are worked on together. Rows need
/// not be as long as vectors, taps read where they stand, and rows of padding, of which a gradient has many, are left out of the sums.
/// </summary>
internal static unsafe class BatchConvolution
{
    // The planes of one group of images and of all channels should stay in the second-level cache.
    private const long MostSlabBytes = 768 << 10;
    private const int MostColumns = 32;

    // Images whose planes are turned before any is computed: what bounds the working memory.
    public const int ImagesAtOnce = 256;

    // With fewer products to a sum, turning the outputs back costs more than the ragged rows did.
    private const int ShortestSum = 16, ShortestForwardSum = 64;

    public static bool HandlesForward(in ConvShape s) => Handles(s) && s.Depth >= ShortestForwardSum && FillsLanesBetter(s) && Fits(BatchGeometry.Forward(s));

    public static bool HandlesFilter(in ConvShape s) => Handles(s) && Fits(BatchGeometry.Forward(s));

    public static bool HandlesInput(in ConvShape s) => Handles(s) && Fits(BatchGeometry.Backward(s));

    private static bool Handles(in ConvShape s)
    {
        int lanes = LaneWidth.Bits / 32;
        if (lanes == 1 || s.Taps == 1 || s.Products == 0 || s is not { Groups: 1, KD: 1, D: 1, OD: 1, PadD: 0, StrideH: 1, StrideW: 1 })
            return false;
        // A quarter of the lanes may be empty.
        return s.N * 4L >= (s.N + lanes - 1L) / lanes * lanes * 3 && s.PadH <= (s.KH - 1) * s.DilationH && s.PadW <= (s.KW - 1) * s.DilationW;
    }

    // Image by image the last vector of a plane is ragged, and rows are copied once for each tap or have gaps between them: worth a fifth.
    private static bool FillsLanesBetter(in ConvShape s)
    {
        int lanes = LaneWidth.Bits / 32, vectors = (s.OutPlane + lanes - 1) / lanes, groups = (s.N + lanes - 1) / lanes;
        return 5L * s.N * vectors >= 4L * groups * s.OutPlane;
    }

    private static bool Fits(in BatchGeometry g)
        => g.Columns <= MostColumns && g.Depth >= ShortestSum && g.SlabFloats(LaneWidth.Bits / 32) * sizeof(float) <= MostSlabBytes;

    public static void Forward(in ConvShape s, float* x, float* filter, float* bias, float* y, bool relu)
        => Run(new Call(BatchGeometry.Forward(s), x, filter, bias, y, relu) { FilterOut = s.Depth, FilterIn = s.Taps });

    public static void BackwardInput(in ConvShape s, float* dy, float* filter, float* bias, float* dx, bool relu)
        => Run(new Call(BatchGeometry.Backward(s), dy, filter, bias, dx, relu) { FilterOut = s.Taps, FilterIn = s.Depth, Turned = true });

    private static void Run(Call call)
    {
        BatchGeometry all = call.Geometry;
        for (int first = 0; first < all.Images; first += ImagesAtOnce)
        {
            call.Geometry.Images = Math.Min(ImagesAtOnce, all.Images - first);
            LaneWidth.Run(ref call);
            call.Source += (long)ImagesAtOnce * all.InChannels * all.SourceRows * all.SourceColumns;
            call.Target += (long)ImagesAtOnce * all.OutChannels * all.Rows * all.Columns;
        }
    }

    private struct Call(BatchGeometry geometry, float* source, float* filter, float* bias, float* target, bool relu) : ILaneBody
    {
        private const int WantedItems = 16;
        private const int MostSums = 4096;

        public BatchGeometry Geometry = geometry;
        public float* Source = source, Filter = filter, Bias = bias, Target = target;
        public bool Relu = relu, Turned;

        // Where the filter's taps stand, for either of its two channel axes as the one summed over.
        public long FilterOut, FilterIn;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            BatchGeometry g = Geometry;
            int groups = (g.Images + L.Count - 1) / L.Count, blocks = 0;
            for (int m = 0; m < g.OutChannels; m += ConvTile.RowsOf<L>(g.OutChannels - m))
                blocks++;
            int rows = Math.Clamp(Math.Min(MostSums / (g.Columns * L.Count), g.Rows * groups / WantedItems), 1, g.Rows);
            long slab = g.SlabFloats(L.Count), weights = (long)g.OutChannels * g.Depth;
            float* slabs = Scratch.Shared((groups * slab) + weights + g.Depth);
            var body = new Body<L>
            {
                Call = this,
                Slabs = slabs,
                Slab = slab,
                Weights = slabs + (groups * slab),
                Offsets = (int*)(slabs + (groups * slab) + weights),
                Groups = groups,
                RowsPerItem = rows,
                RowBlocks = (g.Rows + rows - 1) / rows,
                Pitch = (rows * g.Columns * L.Count) + ConvTile.Overrun,
            };
            body.WriteOffsets();
            Workers.For((groups * g.InChannels) + blocks, (long)g.PaddedRows * g.PaddedColumns * 2, new Preparation<L> { Body = body });
            Workers.For(groups * body.RowBlocks, (long)rows * g.Columns * g.OutChannels * g.Depth, body);
        }
    }

    /// <summary>Turns the source planes and packs the filters, for a gradient rotated by half a turn, taps outermost: the taps that a row lacks are then the first or the last.</summary>
    private struct Preparation<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Body<L> Body;

        public readonly void Run(int start, int end)
        {
            BatchGeometry g = Body.Call.Geometry;
            float* temporary = stackalloc float[ImageLanes.Temporary<L>()];
            int fills = Body.Groups * g.InChannels;
            for (int i = start; i < Math.Min(end, fills); i++)
            {
                int group = i / g.InChannels, first = group * L.Count;
                float* source = Body.Call.Source + ((long)first * g.InChannels * g.SourceRows * g.SourceColumns);
                g.Fill<L>(source, i % g.InChannels, Math.Min(L.Count, g.Images - first), Body.Slabs + (group * Body.Slab), temporary);
            }
            int m = 0;
            for (int block = 0; block < end - fills; block++)
            {
                int rows = ConvTile.RowsOf<L>(g.OutChannels - m);
                if (block >= start - fills)
                    Pack(m, rows);
                m += rows;
            }
        }

        private readonly void Pack(int m, int rows)
        {
            Call call = Body.Call;
            BatchGeometry g = call.Geometry;
            float* to = Body.Weights + ((long)m * g.Depth);
            for (int kh = 0; kh < g.KH; kh++)
            {
                for (int c = 0; c < g.InChannels; c++)
                {
                    for (int kw = 0; kw < g.KW; kw++)
                    {
                        int tap = (kh * g.KW) + kw;
                        float* from = call.Filter + (m * call.FilterOut) + (c * call.FilterIn) + (call.Turned ? (g.KH * g.KW) - 1 - tap : tap);
                        for (int r = 0; r < rows; r++, from += call.FilterOut)
                            *to++ = *from;
                    }
                }
            }
        }
    }

    /// <summary>Items are some target rows of a group of images.</summary>
    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Call Call;
        public float* Slabs, Weights;
        public long Slab;
        public int* Offsets;
        public int Groups, RowsPerItem, RowBlocks, Pitch;

        public readonly void WriteOffsets()
        {
            BatchGeometry g = Call.Geometry;
            int* to = Offsets;
            for (int kh = 0; kh < g.KH; kh++)
            {
                for (int c = 0; c < g.InChannels; c++)
                {
                    for (int kw = 0; kw < g.KW; kw++)
                        *to++ = ((((c * g.PaddedRows) + (kh * g.DilationH)) * g.PaddedColumns) + (kw * g.DilationW)) * L.Count;
                }
            }
        }

        public readonly void Run(int start, int end)
        {
            BatchGeometry g = Call.Geometry;
            float* sums = Scratch.Own(((long)ConvTile.MaxRows * Pitch) + ImageLanes.Temporary<L>()), temporary = sums + ((long)ConvTile.MaxRows * Pitch);
            for (int i = start; i < end; i++)
            {
                int group = i / RowBlocks, first = group * L.Count, top = i % RowBlocks * RowsPerItem, rows = Math.Min(RowsPerItem, g.Rows - top);
                int images = Math.Min(L.Count, g.Images - first);
                for (int m = 0; m < g.OutChannels;)
                {
                    int channels = ConvTile.RowsOf<L>(g.OutChannels - m);
                    for (int row = 0; row < rows; row++)
                        Row(group, top + row, m, channels, sums + ((nint)row * g.Columns * L.Count));
                    for (int r = 0; r < channels; r++)
                        Finish(first, images, m + r, top, rows, sums + ((nint)r * Pitch), temporary);
                    m += channels;
                }
            }
        }

        private readonly void Row(int group, int row, int m, int channels, float* sums)
        {
            BatchGeometry g = Call.Geometry;
            int taps = g.InChannels * g.KW, first = 0, end = g.KH;
            while (first < end && row + (first * g.DilationH) < g.PadRows)
                first++;
            while (end > first && row + ((end - 1) * g.DilationH) >= g.PadRows + g.SourceRows)
                end--;
            float* weights = Weights + ((long)m * g.Depth) + ((long)first * taps * channels);
            float* source = Slabs + (group * Slab) + ((nint)row * g.PaddedColumns * L.Count);
            ConvTile.Run<L>(channels, (end - first) * taps, weights, source, Offsets + (first * taps), sums, Pitch, g.Columns * L.Count);
        }

        private readonly void Finish(int first, int images, int channel, int top, int rows, float* sums, float* temporary)
        {
            BatchGeometry g = Call.Geometry;
            long plane = (long)g.Rows * g.Columns;
            float* target = Call.Target + ((((long)first * g.OutChannels) + channel) * plane) + (top * g.Columns);
            ImageLanes.Out<L>(sums, rows * g.Columns, images, target, g.OutChannels * plane, Call.Bias == null ? 0 : Call.Bias[channel],
                Call.Relu ? 0 : float.NegativeInfinity, temporary);
        }
    }
}
