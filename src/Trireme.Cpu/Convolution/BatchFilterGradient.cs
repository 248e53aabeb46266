namespace Trireme.Cpu.Convolution;

/// <summary>
/// The filter gradient of batches of small planes: output gradients and inputs of as many images as a vector has lanes lie side by side, so
/// that a product of vectors is one position of all of them. Each run of groups has a gradient of its own; those are added in order.
/// </summary>
internal static unsafe class BatchFilterGradient
{
    public static void Run(in ConvShape s, float* x, float* dy, float* filterGrad)
    {
        var call = new Call { Geometry = BatchGeometry.Forward(s), X = x, Dy = dy, FilterGrad = filterGrad };
        for (int first = 0; first < s.N; first += BatchConvolution.ImagesAtOnce)
        {
            call.Geometry.Images = Math.Min(BatchConvolution.ImagesAtOnce, s.N - first);
            call.IsFirst = first == 0;
            LaneWidth.Run(ref call);
            call.X += (long)BatchConvolution.ImagesAtOnce * s.C * s.Plane;
            call.Dy += (long)BatchConvolution.ImagesAtOnce * s.M * s.OutPlane;
        }
    }

    private struct Call : ILaneBody
    {
        public BatchGeometry Geometry;
        public float* X, Dy, FilterGrad;
        public bool IsFirst;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            BatchGeometry g = Geometry;
            int groups = (g.Images + L.Count - 1) / L.Count, length = g.OutChannels * g.Depth;
            var (rows, products) = FilterTile.Shape<L>(g.OutChannels, g.Depth);
            int tiles = (g.OutChannels + rows - 1) / rows;
            long slab = g.SlabFloats(L.Count), dySlab = (long)g.Rows * tiles * rows * g.Columns * L.Count;
            long offsets = g.Depth + FilterTile.MaxProducts;
            float* memory = Scratch.Shared((groups * (slab + dySlab + length)) + offsets);
            var body = new Body<L>
            {
                Call = this,
                Groups = groups,
                Tiles = tiles,
                TileRows = rows,
                TileProducts = products,
                Slab = slab,
                DySlab = dySlab,
                Slabs = memory,
                DySlabs = memory + (groups * slab),
                Partials = memory + (groups * (slab + dySlab)),
                Offsets = (int*)(memory + (groups * (slab + dySlab + length))),
            };
            body.WriteOffsets();
            Workers.For(groups * (g.InChannels + (tiles * rows)), (long)g.PaddedRows * g.PaddedColumns * 2, new Preparation<L> { Body = body });
            Workers.For(groups * tiles, (long)rows * g.Depth * g.Rows * g.Columns, body);
            Workers.For(length, groups, new Total { Partials = body.Partials, Length = length, Groups = groups, FilterGrad = FilterGrad, IsFirst = IsFirst });
        }
    }

    private struct Preparation<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Body<L> Body;

        public readonly void Run(int start, int end)
        {
            BatchGeometry g = Body.Call.Geometry;
            float* temporary = stackalloc float[ImageLanes.Temporary<L>()];
            int lines = Body.Tiles * Body.TileRows, each = g.InChannels + lines;
            for (int i = start; i < end; i++)
            {
                int group = i / each, channel = i % each, first = group * L.Count, images = Math.Min(L.Count, g.Images - first);
                if (channel < g.InChannels)
                {
                    float* x = Body.Call.X + ((long)first * g.InChannels * g.SourceRows * g.SourceColumns);
                    g.Fill<L>(x, channel, images, Body.Slabs + (group * Body.Slab), temporary);
                    continue;
                }
                // The gradients of all channels of a row lie behind each other. A line beyond the last channel makes sums nobody reads.
                int m = Math.Min(channel - g.InChannels, g.OutChannels - 1), plane = g.Rows * g.Columns;
                float* dy = Body.Call.Dy + ((((long)first * g.OutChannels) + m) * plane);
                nint line = (nint)g.Columns * L.Count;
                float* to = Body.DySlabs + (group * Body.DySlab) + ((channel - g.InChannels) * line);
                ImageLanes.In<L>(dy, (long)g.OutChannels * plane, images, plane, g.Columns, g.Columns, to, lines * line, L.Count, temporary);
            }
        }
    }

    /// <summary>Items are blocks of output channels of a group of images.</summary>
    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Call Call;
        public int Groups, Tiles, TileRows, TileProducts;
        public long Slab, DySlab;
        public float* Slabs, DySlabs, Partials;
        public int* Offsets;

        public readonly void WriteOffsets()
        {
            BatchGeometry g = Call.Geometry;
            int* to = Offsets;
            for (int c = 0; c < g.InChannels; c++)
            {
                for (int kh = 0; kh < g.KH; kh++)
                {
                    for (int kw = 0; kw < g.KW; kw++)
                        *to++ = ((((c * g.PaddedRows) + (kh * g.DilationH)) * g.PaddedColumns) + (kw * g.DilationW)) * L.Count;
                }
            }
            // The last tile may have products too many; they read what is there and are dropped.
            new Span<int>(to, FilterTile.MaxProducts).Clear();
        }

        public readonly void Run(int start, int end)
        {
            BatchGeometry g = Call.Geometry;
            float* sums = stackalloc float[FilterTile.MaxSums];
            int line = g.Columns * L.Count;
            var blocks = new FilterBlocks(g.Rows, line, (nint)g.PaddedColumns * L.Count, (nint)Tiles * TileRows * line);
            for (int i = start; i < end; i++)
            {
                int group = i / Tiles, m = i % Tiles * TileRows, rows = Math.Min(TileRows, g.OutChannels - m);
                float* x = Slabs + (group * Slab), dy = DySlabs + (group * DySlab) + ((nint)m * line);
                float* grad = Partials + ((((long)group * g.OutChannels) + m) * g.Depth);
                for (int k = 0; k < g.Depth; k += TileProducts)
                {
                    FilterTile.Run<L>(TileRows, blocks, dy, x, Offsets + k, sums);
                    int products = Math.Min(TileProducts, g.Depth - k);
                    for (int r = 0; r < rows; r++)
                        new ReadOnlySpan<float>(sums + (r * TileProducts), products).CopyTo(new Span<float>(grad + ((nint)r * g.Depth) + k, products));
                }
            }
        }
    }

    private struct Total : IRangeBody
    {
        public float* Partials, FilterGrad;
        public int Length, Groups;
        public bool IsFirst;

        public readonly void Run(int start, int end)
        {
            var sum = new Span<float>(FilterGrad + start, end - start);
            if (IsFirst)
                sum.Clear();
            for (int group = 0; group < Groups; group++)
            {
                var part = new ReadOnlySpan<float>(Partials + ((long)group * Length) + start, end - start);
                System.Numerics.Tensors.TensorPrimitives.Add(sum, part, sum);
            }
        }
    }
}
