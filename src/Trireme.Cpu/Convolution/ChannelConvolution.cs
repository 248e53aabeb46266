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

    // With a larger part of the products left, sums that are begun tap by tap cost as much as is saved.
    private const double WorthSkipping = 0.88;

    // With fewer channels to a tap a tile is loaded and stored too often.
    private const int FewestChannels = 32;

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
        double inside = Inside(pass);
        double steps = pass.H.Count * ((tiles * perTile * pass.Depth * (inside <= WorthSkipping ? inside : 1)) + (columns * Turning * panels));
        int places = pass.H.Count * (columns + (pass.W.Taps == pass.Unrolled().W.Taps ? pass.W.MaxShift - pass.W.SharedPadding() : 0));
        // The other tiles read vectors that are not aligned, of which most of AVX2 cross from one cache line to the next.
        double otherTiles = lanes == 8 ? 1.35 : 1.05;
        return steps < otherTiles * ((places + lanes - 1) / lanes) * pass.OutChannels * pass.Depth;
    }

    /// <summary>Whether this takes a convolution of so many channels that it could be a product as well: where images are large enough for the weights to be read seldom.</summary>
    public static bool HandlesForward(in ConvShape s)
    {
        if (s.Taps == 1 || s.OutPlane < FewestPlaces)
            return false;
        var pass = ConvPass.Forward(s, null, null, default, null);
        return (s.Depth <= LongestSum || LeavesPaddingOut(pass)) && Handles(pass);
    }

    /// <summary>Whether this leaves so many products of an input gradient out that no other way is faster.</summary>
    public static bool HandlesInput(in ConvShape s)
    {
        if (s is not { StrideH: 1, StrideW: 1, D: 1, OD: 1, KD: 1 } || s.Taps == 1 || s.OutPlane < FewestPlaces)
            return false;
        var pass = ConvPass.Backward(s, null, null, null, null, false, 0, 0, 0);
        return LeavesPaddingOut(pass) && Handles(pass);
    }

    /// <summary>Whether taps that read nothing but padding are left out; their steps have to stand by themselves for that.</summary>
    public static bool LeavesPaddingOut(in ConvPass pass) => Inside(pass) <= WorthSkipping;

    /// <summary>The part of the products that is left where tiles of a row leave out the taps that read nothing but padding; 1 where none is.</summary>
    private static double Inside(in ConvPass pass)
    {
        if (pass.D.Tap.Length != 1 || pass.InChannels < FewestChannels || pass.H.Count == 0 || pass.W.Count == 0)
            return 1;
        int most = LaneWidth.Bits == 512 ? 14 : 6, tiles = (pass.W.Count + most - 1) / most, rows = 0, columns = 0;
        for (int tap = 0; tap < pass.H.Tap.Length; tap++)
        {
            for (int row = 0; row < pass.H.Count; row++)
                rows += (uint)pass.H.SourceOf(row, tap) < (uint)pass.H.SourceCount ? 1 : 0;
        }
        for (int tap = 0; tap < pass.W.Tap.Length; tap++)
        {
            for (int tile = 0; tile < tiles; tile++)
            {
                int at = tile * pass.W.Count / tiles, next = (tile + 1) * pass.W.Count / tiles;
                columns += pass.W.SourceOf(next - 1, tap) >= 0 && pass.W.SourceOf(at, tap) < pass.W.SourceCount ? next - at : 0;
            }
        }
        return (double)rows * columns / ((double)pass.H.Count * pass.H.Tap.Length * pass.W.Count * pass.W.Tap.Length);
    }

    private static ConvGrid Grid(in ConvPass wholeRows, int apart)
    {
        int planes = Math.Max(1, wholeRows.InChannels * wholeRows.D.Tap.Length * wholeRows.H.PhaseAt.Length);
        return new ConvGrid(wholeRows, SlabFloats / planes, MostPositions * apart);
    }

    public static void Run(in ConvPass pass)
    {
        ConvPass wholeRows = pass.WholeRows();
        ConvGrid grid = Grid(wholeRows, pass.W.SourceStep);
        // Of rows far apart most of those in between are not read by a block of few.
        if (grid.SlabRows > grid.Rows * pass.H.Tap.Length)
            wholeRows.H = wholeRows.H.Unrolled();
        var call = new Call { Pass = wholeRows, Apart = pass.W.SourceStep, SkipsPadding = LeavesPaddingOut(pass) };
        LaneWidth.Run(ref call);
    }

    private struct Call : ILaneBody
    {
        public ConvPass Pass;
        public int Apart;
        public bool SkipsPadding;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            ConvGrid grid = Grid(Pass, Apart);
            int slabs = checked(grid.Count * Pass.Groups), channels = Pass.OutChannels, panel = 2 * L.Count, panels = (channels + panel - 1) / panel;
            int splits = Math.Clamp(WantedItems / slabs, 1, panels), step = (panels + splits - 1) / splits * panel;

            long weights = PackedFilter.PanelFloats<L>(Pass);
            float* packed = Scratch.Shared(weights + Pass.Depth);
            int* offsets = (int*)(packed + weights);
            grid.WriteOffsets(Pass, Pass.InChannels, offsets, SkipsPadding);
            PackedFilter.PackPanels<L>(Pass, packed, SkipsPadding);
            var body = new Body<L>
            {
                Pass = Pass,
                Grid = grid,
                Apart = Apart,
                SkipsPadding = SkipsPadding,
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
        public bool SkipsPadding;
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
            int most = Tile.MaxRows<L, float>(), tiles = (block.Columns + most - 1) / most;
            var target = new TileTarget<float> { Stride = width, Columns = width, FirstColumns = width, Alpha = 1, IsPlain = true };
            for (int row = 0; row < block.Rows; row++, slab += Grid.Pitch)
            {
                for (int tile = 0, at = 0; tile < tiles; tile++)
                {
                    int next = (tile + 1) * block.Columns / tiles;
                    target.C = to + ((nint)at * width);
                    target.Beta = 0;
                    float* source = slab + (at * Apart);
                    if (SkipsPadding)
                        TapsInside(block.FirstRow + row, block.FirstColumn + at, next - at, weights, width, source, ref target);
                    else
                        Steps(next - at, 0, Pass.Depth, weights, width, source, ref target);
                    at = next;
                }
                to += (nint)block.Columns * width;
            }
        }

        /// <summary>The sums of a tile, tap by tap, without those that read nothing but padding.</summary>
        private readonly void TapsInside(int row, int column, int columns, float* weights, int width, float* source, ref TileTarget<float> target)
        {
            ConvAxis w = Pass.W;
            for (int i = 0; i < Pass.H.Tap.Length; i++)
            {
                if ((uint)Pass.H.SourceOf(row, i) >= (uint)Pass.H.SourceCount)
                    continue;
                for (int j = 0; j < w.Tap.Length; j++)
                {
                    int first = w.SourceStart + (column * Apart) + w.Shift[j] + w.PhaseAt[w.Phase[j]];
                    if (first < w.SourceCount && first + ((columns - 1) * Apart) >= 0)
                        Steps(columns, ((i * w.Tap.Length) + j) * Pass.InChannels, Pass.InChannels, weights, width, source, ref target);
                }
            }
            if (target.Beta == 0)
                new Span<float>(target.C, columns * width).Clear();
        }

        /// <summary>Adds the products of some steps to the sums of a tile, or makes these where there are none.</summary>
        private readonly void Steps(int rows, int k, int count, float* weights, int width, float* source, ref TileTarget<float> target)
        {
            int length = ConvTile.ChainLength(count), end = k + count;
            do
            {
                var steps = new TileSteps(Math.Min(length, end - k), 1, 0, 0) { Offsets = Offsets + k };
                Tile.RunAt<L, float>(rows, steps, source, Apart, weights + ((nint)k * width), width, target);
                target.Beta = 1;
                k += length;
            }
            while (k < end);
        }
    }
}
