namespace Trireme.Cpu.Convolution;

/// <summary>
/// 3x3 convolution with stride 1 of many channels, and its input gradient, by Winograd's F(4x4, 3x3): a quarter of the products. Work
/// items transform some tiles of all input channels into cache-sized working memory and take them through to outputs.
/// </summary>
internal static unsafe class Winograd
{
    // With fewer channels the transforms cost more than they save, and with few of them tiles must not be ragged as well; many filters take long to transform
    // and must serve more tiles.
    private const int FewestChannels = 16, FewChannels = 32, LargePlane = 20 * 20;
    private const int SmallFilter = 160 * 160, LargestFilter = 600 * 600;
    private const int FewestTiles = 8, FewestTilesOfLargeFilter = 16;

    // A line more between the products, whose distance would else be a multiple of what makes them share the same few cache lines.
    private const int ProductPadding = 16;
    private const int Tile = 4;

    public static bool Handles(in ConvShape s)
        => s is { KD: 1, KH: 3, KW: 3, D: 1, OD: 1, PadD: 0, StrideH: 1, StrideW: 1, DilationH: 1, DilationW: 1, Groups: 1 }
            && s.C >= FewestChannels && s.M >= FewestChannels && s.C * s.M <= LargestFilter
            && (s.C * s.M >= FewChannels * FewChannels || s.OutPlane >= LargePlane)
            && (long)Tiles(s.OH) * Tiles(s.OW) * s.N >= (s.C * s.M <= SmallFilter ? FewestTiles : FewestTilesOfLargeFilter);

    public static void Forward(in ConvShape s, float* x, float* filter, in ConvEpilogue<float> epilogue, float* y)
    {
        ConvPass pass = ConvPass.Forward(s, x, filter, epilogue, y);
        Run(pass, s.H, s.W, s.OH, s.OW, s.PadH, s.PadW, false);
    }

    public static void BackwardInput(in ConvShape s, float* dy, float* filter, float* bias, float* dx, bool relu)
    {
        ConvPass pass = ConvPass.Backward(s, dy, filter, bias, dx, relu, 0, 0, 0);
        Run(pass, s.OH, s.OW, s.H, s.W, 2 - s.PadH, 2 - s.PadW, true);
    }

    private static int Tiles(int outputs) => (outputs + Tile - 1) / Tile;

    private static void Run(ConvPass pass, int sourceRows, int sourceColumns, int rows, int columns, int padRows, int padColumns, bool turned)
    {
        // A tile reads 6x6 elements, 4 after those of the tile before: a convolution of the same kind, its outputs the tiles.
        pass.H = ConvAxis.Forward(sourceRows, Tiles(rows), 6, Tile, padRows, 1);
        pass.W = ConvAxis.Forward(sourceColumns, Tiles(columns), 6, Tile, padColumns, 1).Unrolled();
        var call = new Call { Pass = pass, Rows = rows, Columns = columns, Turned = turned };
        LaneWidth.Run(ref call);
    }

    private struct Call : ILaneBody
    {
        private const int MostTiles = 64;
        private const int WantedItems = 8;

        // So many blocks of output channels share the factors of one product while they are in the cache.
        private const int BlocksAtOnce = 4;
        private const long BlockBytes = 1 << 20;
        private const int FewestSplitChannels = 8 * ConvTile.MaxRows;

        public ConvPass Pass;
        public int Rows, Columns;
        public bool Turned;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            var grid = new ConvGrid(Pass, int.MaxValue / 2, MostTiles);
            int together = Math.Clamp(MostTiles / grid.Positions, 1, grid.Count);
            int groups = (grid.Count + together - 1) / together;
            int splits = Math.Clamp(WantedItems / groups, 1, Math.Max(1, Pass.OutChannels / FewestSplitChannels));
            int step = (((Pass.OutChannels + splits - 1) / splits) + ConvTile.MaxRows - 1) / ConvTile.MaxRows * ConvTile.MaxRows;
            // Filters that one group of tiles alone meets are transformed block by block right before their use, and never leave the cache.
            bool packsEach = groups == 1;
            int blocksAtOnce = packsEach ? (int)Math.Clamp(BlockBytes / ((long)WinogradTransforms<L>.Products * ConvTile.MaxRows * Pass.InChannels * sizeof(float)), 1, BlocksAtOnce) : BlocksAtOnce;
            nint filterProduct = ((nint)Pass.InChannels * (packsEach ? blocksAtOnce * ConvTile.MaxRows : Pass.OutChannels)) + ProductPadding;
            long factors = WinogradTransforms<L>.Products * filterProduct;
            float* weights = Scratch.Shared((packsEach ? 0 : factors) + Pass.InChannels + WinogradTransforms<L>.Products);
            int pitch = ((together * grid.Positions) + ConvTile.Overrun + 15) & ~15;
            int* channelOffsets = (int*)(weights + (packsEach ? 0 : factors)), patchOffsets = channelOffsets + Pass.InChannels;
            for (int c = 0; c < Pass.InChannels; c++)
                channelOffsets[c] = c * pitch;
            grid.WriteOffsets(Pass, 1, patchOffsets);
            if (!packsEach)
                WinogradFilter.Pack<L>(Pass, Turned, weights, filterProduct);
            int blocks = (Pass.OutChannels + step - 1) / step;
            Workers.For(groups * blocks, (long)pitch * Pass.InChannels * step * 2, new Body<L>
            {
                Pass = Pass,
                Grid = grid,
                Rows = Rows,
                Columns = Columns,
                Together = together,
                ChannelStep = step,
                ChannelBlocks = blocks,
                Pitch = pitch,
                FilterProduct = filterProduct,
                FactorProduct = ((nint)Pass.InChannels * pitch) + ProductPadding,
                SumProduct = ((nint)blocksAtOnce * ConvTile.MaxRows * pitch) + ProductPadding,
                Weights = packsEach ? null : weights,
                Turned = Turned,
                BlocksAtOnce = blocksAtOnce,
                ChannelOffsets = channelOffsets,
                PatchOffsets = patchOffsets,
            });
        }
    }

    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        private const int Products = WinogradTransforms<L>.Products;

        public ConvPass Pass;
        public ConvGrid Grid;
        public int Rows, Columns, Together, ChannelStep, ChannelBlocks, Pitch, BlocksAtOnce;
        public bool Turned;
        public nint FilterProduct, FactorProduct, SumProduct;
        public float* Weights;
        public int* ChannelOffsets, PatchOffsets;

        public readonly void Run(int start, int end)
        {
            int linePitch = Tile * Pitch;
            long slabFloats = Grid.SlabFloats(1), factorFloats = Products * FactorProduct, sumFloats = Products * SumProduct;
            long filterFloats = Weights == null ? Products * FilterProduct : 0;
            float* slab = Scratch.Own(slabFloats + factorFloats + sumFloats + (Tile * linePitch) + (Products * 2 * L.Count) + filterFloats);
            float* factors = slab + slabFloats, sums = factors + factorFloats, lines = sums + sumFloats, temporary = lines + (Tile * linePitch);
            float* filters = temporary + (Products * 2 * L.Count);
            int present = -1;
            for (int i = start; i < end; i++)
            {
                int first = i / ChannelBlocks * Together, count = Math.Min(Together, Grid.Count - first);
                if (first != present)
                {
                    Factors(first, count, slab, factors, temporary);
                    present = first;
                }
                int m = i % ChannelBlocks * ChannelStep, last = Math.Min(m + ChannelStep, Pass.OutChannels);
                while (m < last)
                    m = Channels(m, last, first, count, factors, sums, lines, temporary, filters);
            }
        }

        /// <summary>Transforms the tiles of some blocks; product p of channel c stands at factors + p · FactorProduct + c · Pitch.</summary>
        private readonly void Factors(int first, int count, float* slab, float* factors, float* temporary)
        {
            for (int b = 0; b < count; b++)
            {
                ConvBlock block = Grid.Block(first + b);
                int tiles = block.Rows * block.Columns;
                for (int c = 0; c < Pass.InChannels; c++)
                {
                    ConvSlab.Fill<L>(Pass, Grid, block, c, 1, slab);
                    float* to = factors + ((nint)c * Pitch) + ((nint)b * Grid.Positions);
                    for (int t = 0; t < tiles; t += L.Count)
                        WinogradTransforms<L>.Input(slab + t, PatchOffsets, to + t, FactorProduct, temporary);
                }
            }
        }

        /// <summary>Sums the products of some blocks of output channels, transforms them back and writes them; returns the next channel.</summary>
        private readonly int Channels(int m, int last, int first, int count, float* factors, float* sums, float* lines, float* temporary, float* filters)
        {
            nint inChannels = Pass.InChannels;
            int positions = count * Grid.Positions, end = m;
            float* blocks = Weights == null ? filters : Weights + (m * inChannels);
            for (int block = 0; Weights == null && block < BlocksAtOnce && end < last; block++)
            {
                int rows = ConvTile.RowsOf(last - end);
                WinogradFilter.PackBlock<L>(Pass, Turned, end, rows, filters + ((end - m) * inChannels), FilterProduct);
                end += rows;
            }
            for (int p = 0; p < Products; p++)
            {
                float* weights = blocks + (p * FilterProduct), source = factors + (p * FactorProduct);
                end = m;
                for (int block = 0; block < BlocksAtOnce && end < last; block++)
                {
                    int rows = ConvTile.RowsOf(last - end);
                    ConvTile.Run<L>(rows, Pass.InChannels, weights + ((end - m) * inChannels), source, ChannelOffsets,
                        sums + (p * SumProduct) + ((nint)(end - m) * Pitch), Pitch, positions);
                    end += rows;
                }
            }
            for (int channel = m; channel < end; channel++)
            {
                for (int t = 0; t < positions; t += L.Count)
                    WinogradTransforms<L>.Output(sums + ((nint)(channel - m) * Pitch) + t, SumProduct, lines + (Tile * t), Tile * Pitch, temporary);
                for (int b = 0; b < count; b++)
                    Write(Grid.Block(first + b), channel, lines + ((nint)Tile * b * Grid.Positions));
            }
            return end;
        }

        private readonly void Write(in ConvBlock block, int channel, float* lines)
        {
            ConvEnding ending = Pass.Epilogue.Of(channel);
            int left = Tile * block.FirstColumn;
            float* target = Pass.Target + (block.Image * Pass.TargetImage) + (channel * Pass.TargetChannel) + left;
            int columns = Math.Min(Tile * block.Columns, Columns - left);
            for (int tileRow = 0; tileRow < block.Rows; tileRow++)
            {
                int top = Tile * (block.FirstRow + tileRow);
                float* from = lines + ((nint)Tile * tileRow * Grid.Pitch);
                ConvRow.Write<L>(from, Tile * Pitch, target + (top * Pass.TargetRow), (nint)Pass.TargetRow, Math.Min(Tile, Rows - top), columns, 1,
                    ending);
            }
        }
    }
}
