namespace Trireme.Cpu.Convolution;

/// <summary>
/// <see cref="TileConvolution"/> with the roles of positions and channels exchanged: the lanes of a vector are output channels, the rows of a tile consecutive
/// outputs of a row. Where rows are short or the gaps between them wide, and channels fill their vectors, fewer lanes are idle, and a source row is copied once,
/// not once for each tap.
/// </summary>
internal static unsafe class ChannelConvolution
{
    // A part of the source, the weights of a panel and the sums of a block should stay in the second-level cache.
    private const int SlabFloats = 48 * 1024, MostPositions = 512;
    private const int WantedItems = 16;

    private const int FewestPlaces = 196, LongestSum = 2304;

    // Steps for each place and panel in which sums are turned and written.
    private const double Turning = 24;

    // Steps of a tile of one vector, for each row.
    private const double OneVector = 1.3;

    /// <summary>Whether this takes fewer steps than <see cref="TileConvolution"/>.</summary>
    public static bool Handles(in ConvPass pass)
    {
        int lanes = LaneWidth.Bits / 32, most = lanes == 16 ? 14 : 6, columns = pass.W.Count;
        if (lanes == 1 || pass.W.SourceStep > Tile.MostApart)
            return false;
        // Columns of whole rows that are read apart do not stand where those of a part of a row would.
        if (pass.W.SourceStep > 1 && Grid(pass.WholeRows(), pass.W.SourceStep).Columns < columns)
            return false;
        int full = pass.OutChannels / (2 * lanes), rest = pass.OutChannels % (2 * lanes), panels = full + (rest > 0 ? 1 : 0);
        int tiles = (columns + most - 1) / most;
        // Tiles of few rows wait for what they read or for their own sums; of one vector they read as much as they multiply.
        double rows = (double)columns / tiles, least = lanes == 16 ? 4 : 8;
        double two = Math.Max(2 * rows, Math.Max(rows + 4, least)), one = Math.Max(OneVector * rows, least);
        double perTile = (full * two) + (rest > lanes ? two : rest > 0 ? one : 0);
        double steps = pass.H.Count * ((tiles * perTile * pass.Depth) + (columns * Turning * panels));
        int places = pass.H.Count * (columns + (pass.W.Taps == pass.Unrolled().W.Taps ? pass.W.MaxShift - pass.W.SharedPadding() : 0));
        // The other tiles read vectors that are not aligned, of which most of AVX2 cross from one cache line to the next.
        double otherTiles = lanes == 8 ? 1.35 : 1.05;
        return steps < otherTiles * ((places + lanes - 1) / lanes) * pass.OutChannels * pass.Depth;
    }

    /// <summary>Whether this takes a convolution of so many channels that it could be a product as well: where images are large enough for the weights to be read seldom.</summary>
    public static bool HandlesForward(in ConvShape s)
        => s.Taps > 1 && s.OutPlane >= FewestPlaces && s.Depth <= LongestSum && Handles(ConvPass.Forward(s, null, null, default, null));

    private static ConvGrid Grid(in ConvPass wholeRows, int apart)
    {
        int planes = Math.Max(1, wholeRows.InChannels * wholeRows.D.Tap.Length * wholeRows.H.PhaseAt.Length);
        return new ConvGrid(wholeRows, SlabFloats / planes, MostPositions * apart);
    }

    public static void Run(in ConvPass pass)
    {
        var call = new Call { Pass = pass.WholeRows(), Apart = pass.W.SourceStep };
        LaneWidth.Run(ref call);
    }

    private struct Call : ILaneBody
    {
        public ConvPass Pass;
        public int Apart;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            ConvGrid grid = Grid(Pass, Apart);
            int slabs = checked(grid.Count * Pass.Groups), channels = Pass.OutChannels, panel = 2 * L.Count, panels = (channels + panel - 1) / panel;
            int splits = Math.Clamp(WantedItems / slabs, 1, panels), step = (panels + splits - 1) / splits * panel;

            long weights = PackedFilter.PanelFloats<L>(Pass);
            float* packed = Scratch.Shared(weights + Pass.Depth);
            int* offsets = (int*)(packed + weights);
            grid.WriteOffsets(Pass, Pass.InChannels, offsets);
            PackedFilter.PackPanels<L>(Pass, packed);
            var body = new Body<L>
            {
                Pass = Pass,
                Grid = grid,
                Apart = Apart,
                ChannelStep = step,
                ChannelBlocks = (channels + step - 1) / step,
                GroupWeights = weights / Pass.Groups,
                Weights = packed,
                Offsets = offsets,
            };
            Workers.For(checked(slabs * body.ChannelBlocks), (long)grid.Rows * grid.Columns * Math.Min(channels, step) * Pass.Depth / 16, body);
        }
    }

    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        public ConvPass Pass;
        public ConvGrid Grid;
        public int Apart, ChannelStep, ChannelBlocks;
        public long GroupWeights;
        public float* Weights;
        public int* Offsets;

        public readonly void Run(int start, int end)
        {
            int places = Grid.Rows * Grid.Columns;
            // Vectors at the end of a channel's sums reach behind them.
            int pitch = places + L.Count;
            long slabFloats = Grid.SlabFloats(Pass.InChannels);
            float* slab = Scratch.Own(slabFloats + (2L * L.Count * (places + pitch)));
            float* tiles = slab + slabFloats, sums = tiles + (2L * L.Count * places);
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
                int last = Math.Min(first + ChannelStep, Pass.OutChannels);
                for (int m = first; m < last; m += 2 * L.Count)
                {
                    int channels = Math.Min(2 * L.Count, last - m), width = channels > L.Count ? 2 * L.Count : L.Count;
                    Multiply(block, Weights + (group * GroupWeights) + ((long)m * Pass.Depth), width, slab, tiles);
                    PlaneTile.Run(tiles, width, sums, pitch, channels, block.Rows * block.Columns);
                    for (int c = 0; c < channels; c++)
                        ConvRow.WriteBlock<L>(Pass, block, (group * Pass.OutChannels) + m + c, sums + ((nint)c * pitch), block.Columns);
                }
            }
        }

        /// <summary>The sums of a panel of channels, places outermost.</summary>
        private readonly void Multiply(in ConvBlock block, float* weights, int width, float* slab, float* to)
        {
            int most = Tile.MaxRows<L, float>(), tiles = (block.Columns + most - 1) / most, length = ConvTile.ChainLength(Pass.Depth);
            var target = new TileTarget<float> { Stride = width, Columns = width, FirstColumns = width, Alpha = 1, IsPlain = true };
            for (int row = 0; row < block.Rows; row++, slab += Grid.Pitch)
            {
                for (int tile = 0, at = 0; tile < tiles; tile++)
                {
                    int next = (tile + 1) * block.Columns / tiles;
                    target.C = to + ((nint)at * width);
                    int k = 0;
                    do
                    {
                        target.Beta = k == 0 ? 0 : 1;
                        var steps = new TileSteps(Math.Min(length, Pass.Depth - k), 1, 0, 0) { Offsets = Offsets + k };
                        Tile.RunAt<L, float>(next - at, steps, slab + (at * Apart), Apart, weights + ((nint)k * width), width, target);
                        k += length;
                    }
                    while (k < Pass.Depth);
                    at = next;
                }
                to += (nint)block.Columns * width;
            }
        }
    }
}
