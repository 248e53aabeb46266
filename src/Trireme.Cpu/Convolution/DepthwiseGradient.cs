namespace Trireme.Cpu.Convolution;

/// <summary>
/// The filter gradient where every group has one output channel: the output gradients, used for one channel's taps only, are read where
/// they stand. Each group's gradient is summed by one worker in one order.
/// </summary>
internal unsafe struct DepthwiseGradient : ILaneBody
{
    private const int PlaneFloats = 16 * 1024;

    public ConvPass Pass;
    public float* FilterGrad;

    public readonly void Run<L>() where L : struct, ILanes<L>
    {
        var grid = new ConvGrid(Pass, PlaneFloats, PlaneFloats);
        int* offsets = (int*)Scratch.Shared(Pass.Depth + FilterTile.MaxProducts);
        grid.WriteOffsets(Pass, Pass.InChannels, offsets);
        // The last tile may have products too many; they read what is there and are dropped.
        new Span<int>(offsets + Pass.Depth, FilterTile.MaxProducts).Clear();
        var body = new Body<L> { Pass = Pass, Grid = grid, Offsets = offsets, FilterGrad = FilterGrad };
        Workers.For(Pass.Groups, (long)grid.Count * grid.Positions * Pass.Depth / 4, body);
    }

    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        public ConvPass Pass;
        public ConvGrid Grid;
        public int* Offsets;
        public float* FilterGrad;

        public readonly void Run(int start, int end)
        {
            float* slab = Scratch.Own(Grid.SlabFloats(Pass.InChannels));
            float* sums = stackalloc float[FilterTile.MaxSums];
            for (int group = start; group < end; group++)
            {
                float* grad = FilterGrad + ((long)group * Pass.Depth);
                new Span<float>(grad, Pass.Depth).Clear();
                for (int i = 0; i < Grid.Count; i++)
                {
                    ConvBlock block = Grid.Block(i);
                    ConvSlab.Fill<L>(Pass, Grid, block, group * Pass.InChannels, Pass.InChannels, slab);
                    float* dy = Gradients(block, group);
                    if (i + 1 < Grid.Count)
                        Expect(Grid.Block(i + 1), group);
                    for (int k = 0; k < Pass.Depth; k += FilterTile.MaxProducts)
                    {
                        FilterTile.OneDirect<L>(dy, (nint)Pass.TargetRow, block.Rows, block.Columns, slab, Grid.Pitch, Offsets + k, sums);
                        for (int j = 0; j < FilterTile.MaxProducts && k + j < Pass.Depth; j++)
                            grad[k + j] += sums[j];
                    }
                }
            }
        }

        private readonly float* Gradients(in ConvBlock block, int group)
            => Pass.Target + (block.Image * Pass.TargetImage) + (group * Pass.TargetChannel) + (block.Depth * Pass.TargetDepth) + (block.FirstRow * Pass.TargetRow)
                + block.FirstColumn;

        // The next block is in another image, as a rule.
        private readonly void Expect(in ConvBlock block, int group)
        {
            ConvSlab.Expect(Pass, block, Pass.Source + (block.Image * Pass.SourceImage) + (group * Pass.InChannels * Pass.SourceChannel));
            Ahead.Expect(Gradients(block, group), (nint)Pass.TargetRow, block.Rows, block.Columns);
        }
    }
}
