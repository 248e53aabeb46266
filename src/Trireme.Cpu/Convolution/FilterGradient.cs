namespace Trireme.Cpu.Convolution;

/// <summary>
/// The filter gradient in single precision: dot products of output gradients with shifted source rows, both copied to working memory
/// with rows running into each other. The positions are cut into chunks by sizes alone; each chunk has a gradient of its own, and
/// those are added in order.
/// </summary>
internal static unsafe class FilterGradient
{
    public static void Run(in ConvShape shape, float* x, float* dy, float* filterGrad)
    {
        ConvPass pass = ConvPass.Forward(shape, x, null, default, dy).Unrolled();
        if (shape.GroupM == 1)
        {
            var depthwise = new DepthwiseGradient { Pass = pass, FilterGrad = filterGrad };
            LaneWidth.Run(ref depthwise);
            return;
        }
        var call = new Call { Pass = pass, FilterGrad = filterGrad };
        LaneWidth.Run(ref call);
    }

    private struct Call : ILaneBody
    {
        // Source parts and gradients together should stay in the second-level cache, few enough for a tile's rows to stay in the first.
        private const int WorkFloats = 96 * 1024;
        private const int MostPositions = 1024;
        private const int MostChannels = 128;
        private const int MostInChannels = 64;
        private const int WantedItems = 16;
        private const int PartialFloats = 512 * 1024;

        public ConvPass Pass;
        public float* FilterGrad;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            int depth = Pass.Depth, length = Pass.Groups * Pass.OutChannels * depth;
            int inStep = Even(Pass.InChannels, MostInChannels), outStep = (Even(Pass.OutChannels, MostChannels) + 11) / 12 * 12;
            outStep = Math.Min(outStep, Pass.OutChannels);
            int planes = inStep * Pass.D.Tap.Length * Pass.H.PhaseAt.Length * Pass.W.PhaseAt.Length;
            var grid = new ConvGrid(Pass, WorkFloats / (planes + outStep), MostPositions);
            int ranges = Pass.Groups * Blocks(Pass.InChannels, inStep) * Blocks(Pass.OutChannels, outStep);
            int chunks = Math.Clamp(Math.Min(WantedItems / ranges, PartialFloats / length), 1, Math.Max(1, grid.Count));
            var (rows, products) = FilterTile.Shape<L>(Pass.OutChannels, depth);

            int padded = inStep * Pass.Taps + FilterTile.MaxProducts;
            float* partials = Scratch.Shared((chunks > 1 ? (long)chunks * length : 0) + padded);
            int* offsets = (int*)partials;
            partials += padded;
            grid.WriteOffsets(Pass, inStep, offsets);
            // The last tile may have products too many; they read what is there and are dropped.
            new Span<int>(offsets + (inStep * Pass.Taps), FilterTile.MaxProducts).Clear();
            var body = new Body<L>
            {
                Pass = Pass,
                Grid = grid,
                InStep = inStep,
                OutStep = outStep,
                InBlocks = Blocks(Pass.InChannels, inStep),
                OutBlocks = Blocks(Pass.OutChannels, outStep),
                Chunks = chunks,
                TileRows = rows,
                TileProducts = products,
                Offsets = offsets,
                Partials = chunks > 1 ? partials : FilterGrad,
                Length = length,
            };
            int items = checked(chunks * ranges);
            Workers.For(items, (long)grid.Count * grid.Positions * length / items / 8, body);
            if (chunks > 1)
                Workers.For(length, chunks, new SumBody { Partials = partials, Length = length, Chunks = chunks, FilterGrad = FilterGrad });
        }

        private static int Blocks(int total, int step) => (total + step - 1) / step;

        private static int Even(int total, int most) => Blocks(total, Blocks(total, most));
    }

    private struct SumBody : IRangeBody
    {
        public float* Partials, FilterGrad;
        public int Length, Chunks;

        public readonly void Run(int start, int end)
        {
            var sum = new Span<float>(FilterGrad + start, end - start);
            new ReadOnlySpan<float>(Partials + start, end - start).CopyTo(sum);
            for (int chunk = 1; chunk < Chunks; chunk++)
            {
                var part = new ReadOnlySpan<float>(Partials + ((long)chunk * Length) + start, end - start);
                System.Numerics.Tensors.TensorPrimitives.Add(sum, part, sum);
            }
        }
    }

    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        private const int MostPositions = 2048;
        private const int WorkFloats = 128 * 1024;

        public ConvPass Pass;
        public ConvGrid Grid;
        public int InStep, OutStep, InBlocks, OutBlocks, Chunks, TileRows, TileProducts, Length;
        public int* Offsets;
        public float* Partials;

        public readonly void Run(int start, int end)
        {
            int positions = (Grid.Positions + 15) & ~15;
            int dyRows = ((OutStep + TileRows - 1) / TileRows * TileRows);
            nint xStep = (nint)Grid.SlabFloats(InStep), dyStep = (nint)dyRows * positions;
            int together = (int)Math.Clamp(Math.Min(WorkFloats / (xStep + dyStep), MostPositions / positions), 1, Math.Max(1, Grid.Count));
            float* x = Scratch.Own(together * (xStep + dyStep));
            float* dy = x + (together * xStep);
            for (int i = start; i < end; i++)
            {
                int rest = i, inBlock = rest % InBlocks;
                rest /= InBlocks;
                int outBlock = rest % OutBlocks;
                rest /= OutBlocks;
                int group = rest % Pass.Groups, chunk = rest / Pass.Groups;
                int c0 = inBlock * InStep, channels = Math.Min(InStep, Pass.InChannels - c0);
                int m0 = outBlock * OutStep, rows = Math.Min(OutStep, Pass.OutChannels - m0);
                float* grad = Partials + (Chunks > 1 ? (long)chunk * Length : 0)
                    + ((((long)group * Pass.OutChannels) + m0) * Pass.Depth) + ((long)c0 * Pass.Taps);
                for (int r = 0; r < rows; r++)
                    new Span<float>(grad + ((long)r * Pass.Depth), channels * Pass.Taps).Clear();
                int last = (int)((long)(chunk + 1) * Grid.Count / Chunks);
                for (int at = (int)((long)chunk * Grid.Count / Chunks); at < last; at += together)
                {
                    var blocks = new FilterBlocks(Math.Min(together, last - at), positions, xStep, dyStep);
                    for (int b = 0; b < blocks.Count; b++)
                    {
                        ConvBlock block = Grid.Block(at + b);
                        ConvSlab.Fill<L>(Pass, Grid, block, (group * Pass.InChannels) + c0, channels, x + (b * xStep));
                        ConvSlab.FillGradient<L>(Pass, Grid, block, (group * Pass.OutChannels) + m0, rows, dyRows, positions, dy + (b * dyStep));
                    }
                    Tiles(blocks, x, dy, grad, rows, channels * Pass.Taps);
                }
            }
        }

        private readonly void Tiles(in FilterBlocks blocks, float* x, float* dy, float* grad, int rows, int depth)
        {
            float* sums = stackalloc float[FilterTile.MaxSums];
            for (int m = 0; m < rows; m += TileRows)
            {
                for (int k = 0; k < depth; k += TileProducts)
                {
                    FilterTile.Run<L>(TileRows, blocks, dy + ((nint)m * blocks.Positions), x, Offsets + k, sums);
                    for (int r = 0; r < TileRows && m + r < rows; r++)
                    {
                        float* to = grad + ((long)(m + r) * Pass.Depth) + k;
                        for (int j = 0; j < TileProducts && k + j < depth; j++)
                            to[j] += sums[(r * TileProducts) + j];
                    }
                }
            }
        }
    }
}
