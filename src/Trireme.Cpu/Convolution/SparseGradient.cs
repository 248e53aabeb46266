namespace Trireme.Cpu.Convolution;

/// <summary>
/// The gradients of a convolution whose output gradient is mostly zero, as maximum pooling leaves it: only the entries that are not zero take
/// part. A zero there cancels whatever stands at the other side, also what is infinite or NaN.
/// </summary>
internal static unsafe class SparseGradient
{
    // What one image takes unrolled should stay in the second-level cache, the sums of one group of images too.
    private const long MostPatchFloats = 192 << 10;
    private const long MostFilterFloats = 64 << 10;

    // Below, a dense product of vectors is not slower.
    private const int ShortestRun = 48;
    private const int Groups = 8;

    public static bool Handles(in ConvShape s)
    {
        int lanes = LaneWidth.Bits / 32;
        if (lanes == 1 || s.N < 2 || s.Products == 0 || s.Depth < ShortestRun || s is not { Groups: 1, KD: 1, D: 1, OD: 1, PadD: 0, DilationW: 1 })
            return false;
        var g = new PatchGeometry(s, lanes);
        return g.Floats <= MostPatchFloats && (long)s.M * g.RunFloats <= MostFilterFloats;
    }

    /// <summary>Whether at most three tenths of some hundred neighbours here and there are not zero.</summary>
    public static bool IsSparse(float* values, long length)
    {
        const int Spots = 32, Each = 64;
        long step = Math.Max(Each, length / Spots);
        int seen = 0, found = 0;
        for (long start = 0; start + Each <= length; start += step)
        {
            for (int i = 0; i < Each; i++)
                found += values[start + i] != 0 ? 1 : 0;
            seen += Each;
        }
        return seen > 0 && found * 10L <= seen * 3L;
    }

    public static void BackwardFilter(in ConvShape shape, float* x, float* dy, float* filterGrad)
    {
        var call = new FilterCall { Shape = shape, X = x, Dy = dy, FilterGrad = filterGrad };
        LaneWidth.Run(ref call);
    }

    public static void BackwardInput(in ConvShape shape, float* dy, float* filter, float* dx)
    {
        var call = new InputCall { Shape = shape, Dy = dy, Filter = filter, Dx = dx };
        LaneWidth.Run(ref call);
    }

    /// <summary>Writes where the window of each output position begins.</summary>
    private static void WriteStarts(in PatchGeometry g, int* starts)
    {
        ConvShape s = g.Shape;
        for (int oh = 0; oh < s.OH; oh++)
        {
            for (int ow = 0; ow < s.OW; ow++)
                *starts++ = (oh * g.RowFloats) + (ow * s.StrideW * g.Pitch);
        }
    }

    /// <summary>What one worker needs for an image: it unrolled, its pixels, and the entries of one plane that are not zero.</summary>
    private struct Work
    {
        public float* Patches, Pixels, Value;
        public int* At, Starts;
        public int OutPlane;

        public static Work Take<L>(in PatchGeometry g, int* starts) where L : struct, ILanes<L>
        {
            ConvShape s = g.Shape;
            long pixels = PatchRows.PixelFloats(s, L.Count), entries = s.OutPlane + L.Count;
            float* memory = Scratch.Own(g.Floats + pixels + (2 * entries)), value = memory + g.Floats + pixels;
            return new Work { Patches = memory, Pixels = memory + g.Floats, Value = value, At = (int*)(value + entries), Starts = starts, OutPlane = s.OutPlane };
        }

        /// <summary>Lists the entries of a plane and returns how many there are.</summary>
        public readonly int List<L>(float* plane) where L : struct, ILanes<L>
        {
            int count = 0, i = 0;
            for (; i + L.Count <= OutPlane; i += L.Count)
                count += L.Load(plane + i).StoreNonZero(L.Load((float*)Starts + i), Value + count, (float*)At + count);
            if (i < OutPlane)
            {
                int left = OutPlane - i;
                count += L.LoadFirst(plane + i, left).StoreNonZero(L.LoadFirst((float*)Starts + i, left), Value + count, (float*)At + count);
            }
            return count;
        }
    }

    private struct FilterCall : ILaneBody
    {
        public ConvShape Shape;
        public float* X, Dy, FilterGrad;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            var g = new PatchGeometry(Shape, L.Count);
            int groups = Math.Min(Groups, Shape.N);
            float* sums = Scratch.Shared(((long)groups * Shape.M * g.RunFloats) + Shape.OutPlane);
            int* starts = (int*)(sums + ((long)groups * Shape.M * g.RunFloats));
            WriteStarts(g, starts);
            Workers.For(groups, Shape.Products / groups / 16, new FilterBody<L> { Call = this, Geometry = g, GroupCount = groups, Sums = sums, Starts = starts });
            Workers.For(Shape.M, groups * g.RunFloats, new FilterTotal<L> { Geometry = g, GroupCount = groups, Sums = sums, FilterGrad = FilterGrad });
        }
    }

    /// <summary>Items are groups of images; each has sums of its own, so that their order does not depend on threads.</summary>
    private struct FilterBody<L> : IRangeBody where L : struct, ILanes<L>
    {
        public FilterCall Call;
        public PatchGeometry Geometry;
        public int GroupCount;
        public float* Sums;
        public int* Starts;

        public readonly void Run(int start, int end)
        {
            PatchGeometry g = Geometry;
            ConvShape s = g.Shape;
            var work = Work.Take<L>(g, Starts);
            for (int group = start; group < end; group++)
            {
                float* sums = Sums + ((nint)group * s.M * g.RunFloats);
                new Span<float>(sums, s.M * g.RunFloats).Clear();
                for (int image = s.N * group / GroupCount; image < s.N * (group + 1) / GroupCount; image++)
                {
                    PatchRows.Unroll<L>(g, Call.X + ((nint)image * s.C * s.Plane), image + 1 < s.N, work.Pixels, work.Patches);
                    for (int m = 0; m < s.M; m++)
                    {
                        int count = work.List<L>(Call.Dy + ((((nint)image * s.M) + m) * s.OutPlane));
                        EntryTile.Gather<L>(g.Vectors, count, work.At, work.Value, work.Patches, sums + ((nint)m * g.RunFloats));
                    }
                }
            }
        }
    }

    private struct FilterTotal<L> : IRangeBody where L : struct, ILanes<L>
    {
        public PatchGeometry Geometry;
        public int GroupCount;
        public float* Sums, FilterGrad;

        public readonly void Run(int start, int end)
        {
            PatchGeometry g = Geometry;
            ConvShape s = g.Shape;
            for (int m = start; m < end; m++)
            {
                float* sum = Sums + ((nint)m * g.RunFloats), part = sum, to = FilterGrad + ((nint)m * s.Depth);
                for (int group = 1; group < GroupCount; group++)
                {
                    part += (nint)s.M * g.RunFloats;
                    for (int i = 0; i < g.RunFloats; i += L.Count)
                        (L.Load(sum + i) + L.Load(part + i)).Store(sum + i);
                }
                for (int c = 0; c < s.C; c++)
                {
                    for (int kh = 0; kh < s.KH; kh++)
                    {
                        for (int kw = 0; kw < s.KW; kw++)
                            *to++ = sum[PatchRows.Place(g, c, kh, kw)];
                    }
                }
            }
        }
    }

    private struct InputCall : ILaneBody
    {
        public ConvShape Shape;
        public float* Dy, Filter, Dx;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            var g = new PatchGeometry(Shape, L.Count);
            float* weights = Scratch.Shared(((long)Shape.M * g.RunFloats) + Shape.OutPlane);
            int* starts = (int*)(weights + ((long)Shape.M * g.RunFloats));
            Pack(g, weights);
            WriteStarts(g, starts);
            Workers.For(Shape.N, Shape.Products / Shape.N / 16, new InputBody<L> { Call = this, Geometry = g, Weights = weights, Starts = starts });
        }

        private readonly void Pack(in PatchGeometry g, float* weights)
        {
            ConvShape s = g.Shape;
            new Span<float>(weights, s.M * g.RunFloats).Clear();
            float* from = Filter;
            for (int m = 0; m < s.M; m++, weights += g.RunFloats)
            {
                for (int c = 0; c < s.C; c++)
                {
                    for (int kh = 0; kh < s.KH; kh++)
                    {
                        for (int kw = 0; kw < s.KW; kw++)
                            weights[PatchRows.Place(g, c, kh, kw)] = *from++;
                    }
                }
            }
        }
    }

    private struct InputBody<L> : IRangeBody where L : struct, ILanes<L>
    {
        public InputCall Call;
        public PatchGeometry Geometry;
        public float* Weights;
        public int* Starts;

        public readonly void Run(int start, int end)
        {
            PatchGeometry g = Geometry;
            ConvShape s = g.Shape;
            var work = Work.Take<L>(g, Starts);
            for (int image = start; image < end; image++)
            {
                new Span<float>(work.Patches, (int)g.Floats).Clear();
                for (int m = 0; m < s.M; m++)
                {
                    int count = work.List<L>(Call.Dy + ((((nint)image * s.M) + m) * s.OutPlane));
                    EntryTile.Scatter<L>(g.Vectors, count, work.At, work.Value, work.Patches, Weights + ((nint)m * g.RunFloats));
                }
                PatchRows.Fold<L>(g, work.Patches, work.Pixels, Call.Dx + ((nint)image * s.C * s.Plane), image + 1 < end);
            }
        }
    }
}
