namespace Trireme.Cpu.Convolution;

/// <summary>
/// Single-precision convolution without a patch matrix: a work item copies the part of the source it reads, padded and split into its
/// phases, to working memory that the cache holds; there the taps of consecutive outputs are consecutive, rows running into each other.
/// </summary>
internal static unsafe class TileConvolution
{
    public static void Forward(in ConvShape shape, float* x, float* filter, in ConvEpilogue<float> epilogue, float* y)
        => Run(ConvPass.Forward(shape, x, filter, epilogue, y));

    public static void BackwardInput(in ConvShape shape, float* dy, float* filter, float* bias, float* dx, bool relu)
    {
        for (int d = 0; d < shape.StrideD; d++)
        {
            for (int h = 0; h < shape.StrideH; h++)
            {
                for (int w = 0; w < shape.StrideW; w++)
                    Run(ConvPass.Backward(shape, dy, filter, bias, dx, relu, d, h, w));
            }
        }
    }

    private static void Run(in ConvPass pass)
    {
        if (pass.D.Count == 0 || pass.H.Count == 0 || pass.W.Count == 0)
            return;
        if (ChannelConvolution.Handles(pass))
        {
            ChannelConvolution.Run(pass);
            return;
        }
        var call = new Call { Pass = pass.Unrolled() };
        LaneWidth.Run(ref call);
    }

    private struct Call : ILaneBody
    {
        // A part of the source and the sums in flight should stay in the second-level cache.
        private const int SlabFloats = 64 * 1024;
        private const int MostPositions = 512;
        private const int WantedItems = 16;

        public ConvPass Pass;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            int planes = Math.Max(1, Pass.InChannels * Pass.D.Tap.Length * Pass.H.PhaseAt.Length * Pass.W.PhaseAt.Length);
            var grid = new ConvGrid(Pass, SlabFloats / planes, MostPositions);
            int slabs = checked(grid.Count * Pass.Groups), channels = Pass.OutChannels, whole = ConvTile.RowsAtOnce<L>();
            int splits = Math.Clamp(WantedItems / slabs, 1, (channels + whole - 1) / whole);
            // Whole tiles where there are many; with few channels the largest would be nearly all of the work.
            int rows = channels >= 4 * whole ? whole : ConvTile.FewRows;
            int step = (((channels + splits - 1) / splits) + rows - 1) / rows * rows;

            long weights = (long)Pass.Groups * channels * Pass.Depth;
            float* packed = Scratch.Shared(weights + Pass.Depth);
            int* offsets = (int*)(packed + weights);
            grid.WriteOffsets(Pass, Pass.InChannels, offsets);
            PackedFilter.Pack<L>(Pass, step, packed);
            var body = new Body<L>
            {
                Pass = Pass,
                Grid = grid,
                ChannelStep = step,
                ChannelBlocks = (channels + step - 1) / step,
                SumPitch = (grid.Positions + ConvTile.Overrun + 15) & ~15,
                Weights = packed,
                Offsets = offsets,
            };
            // In between other small work a second thread that has just begun to doze costs more than half of what it is called for.
            Workers.For(checked(slabs * body.ChannelBlocks), (long)grid.Positions * Math.Min(channels, step) * Pass.Depth / 16, body);
        }
    }

    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        public ConvPass Pass;
        public ConvGrid Grid;
        public int ChannelStep, ChannelBlocks, SumPitch;
        public float* Weights;
        public int* Offsets;

        public readonly void Run(int start, int end)
        {
            long slabFloats = Grid.SlabFloats(Pass.InChannels);
            float* slab = Scratch.Own(slabFloats + ((long)ConvTile.MaxRows * SumPitch));
            float* sums = slab + slabFloats;
            int present = -1;
            for (int i = start; i < end; i++)
            {
                int part = i / ChannelBlocks, first = i % ChannelBlocks * ChannelStep, group = part % Pass.Groups;
                ConvBlock block = Grid.Block(part / Pass.Groups);
                if (part != present)
                {
                    ConvSlab.Fill<L>(Pass, Grid, block, group * Pass.InChannels, Pass.InChannels, slab);
                    present = part;
                }
                Channels(block, group, first, Math.Min(first + ChannelStep, Pass.OutChannels), slab, sums);
            }
        }

        private readonly void Channels(in ConvBlock block, int group, int first, int end, float* slab, float* sums)
        {
            int depth = Pass.Depth, positions = ((block.Rows - 1) * Grid.Pitch) + block.Columns;
            float* weights = Weights + ((long)group * Pass.OutChannels * depth);
            for (int m = first; m < end;)
            {
                int rows = ConvTile.RowsOf<L>(end - m);
                ConvTile.Run<L>(rows, depth, weights + ((long)m * depth), slab, Offsets, sums, SumPitch, positions);
                for (int r = 0; r < rows; r++)
                    ConvRow.WriteBlock<L>(Pass, block, (group * Pass.OutChannels) + m + r, sums + ((long)r * SumPitch), Grid.Pitch);
                m += rows;
            }
        }
    }
}
