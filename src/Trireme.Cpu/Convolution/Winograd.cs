using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// 3x3 convolution with stride 1 of many channels, dilated or not, and its input gradient, by Winograd's F(4x4, 3x3) or F(5x5, 3x3): about a quarter of the
/// products. Work items take some tiles of all input channels, whatever images they are of, through cache-sized working memory to outputs. Channels lie in the
/// lanes, so that the elements of a tile are vectors wherever they stand; images are turned on the way in, and back on the way out.
/// </summary>
internal static unsafe class Winograd
{
    // With fewer channels, or fewer tiles for the transformed filters to serve, the transforms cost more than they save.
    private const int FewestChannels = 16, FewestTiles = 4, LargestFilter = 600 * 600, SmallFilter = 160 * 160;

    // Of so many outputs that tiles compute one must be wanted.
    private const double MostOutputs = 2.5;

    // About how many products the transforms of a tile take for each of its input and output channels. Larger tiles are less exact, too, and must save more than a
    // little.
    private const double TransformCost4 = 720, TransformCost5 = 1200, MostCostOfLargeTiles = 0.9;

    // A line more between the products, whose distance would else be a multiple of what makes them share the same few cache lines.
    private const int ProductPadding = 16;

    public static bool Handles(in ConvShape s)
    {
        if (LaneWidth.Bits <= 32 || s is not { KD: 1, KH: 3, KW: 3, D: 1, OD: 1, PadD: 0, StrideH: 1, StrideW: 1 })
            return false;
        int size = TileSize(s);
        long tiles = WinogradTiles.OfImage(s, size);
        return s.GroupC >= FewestChannels && s.GroupM >= FewestChannels && (long)s.GroupC * s.GroupM <= LargestFilter && tiles * s.N >= FewestTiles
            && tiles * size * size <= MostOutputs * s.OutPlane;
    }

    /// <summary>Outputs in either direction of the tiles that a convolution is computed in.</summary>
    public static int TileSize(in ConvShape s) => SizeOf(s.GroupC, s.GroupM, s.OH, s.DilationH, s.OW, s.DilationW);

    public static void Forward(in ConvShape s, float* x, float* filter, in ConvEpilogue<float> epilogue, float* y)
        => Run(ConvPass.Forward(s, x, filter, epilogue, y), false);

    public static void BackwardInput(in ConvShape s, float* dy, float* filter, float* bias, float* dx, bool relu)
        => Run(ConvPass.Backward(s, dy, filter, bias, dx, relu, 0, 0, 0), true);

    private static void Run(in ConvPass pass, bool turned)
    {
        int size = SizeOf(pass.InChannels, pass.OutChannels, pass.H.Count, pass.H.MaxShift / 2, pass.W.Count, pass.W.MaxShift / 2);
        var groups = new Groups { Pass = pass, Size = size, Turned = turned };
        LaneWidth.Run(ref groups);
    }

    // The size of tiles that takes less for so many outputs.
    private static int SizeOf(int inChannels, int outChannels, int rows, int dilationH, int columns, int dilationW)
    {
        return Cost(5, TransformCost5) < MostCostOfLargeTiles * Cost(4, TransformCost4) ? 5 : 4;

        double Cost(int size, double transform)
        {
            double tiles = (double)WinogradTiles.Along(rows, dilationH, size) * WinogradTiles.Along(columns, dilationW, size);
            return tiles * (((size + 2) * (size + 2) * (double)inChannels * outChannels) + (transform * (inChannels + outChannels)));
        }
    }

    private struct Groups : ILaneBody
    {
        public ConvPass Pass;
        public int Size;
        public bool Turned;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            if (Size == 5)
                Run<L, WinogradTile5<L>>();
            else
                Run<L, WinogradTile4<L>>();
        }

        private readonly void Run<L, T>()
            where L : struct, ILanes<L>
            where T : struct, IWinogradTile<L>
        {
            var body = new GroupBody<L, T> { Groups = this };
            // Groups that all threads find enough of are a thread's own: nobody waits for another within one.
            if (Pass.Groups > 1 && (Pass.Groups % Workers.Count == 0 || Pass.Groups >= 4 * Workers.Count))
                Workers.For(Pass.Groups, (long)Pass.Images * Pass.H.Count * Pass.W.Count * Pass.InChannels * Pass.OutChannels / L.Count, body);
            else
                body.Run(0, Pass.Groups);
        }
    }

    private struct GroupBody<L, T> : IRangeBody
        where L : struct, ILanes<L>
        where T : struct, IWinogradTile<L>
    {
        public Groups Groups;

        public readonly void Run(int start, int end)
        {
            for (int group = start; group < end; group++)
                new Call { Pass = Groups.Pass.Group(group), Turned = Groups.Turned }.Run<L, T>();
        }
    }

    private struct Call
    {
        private const int WantedItems = 8;

        // Tiles of one group. Of large filters all tiles make one group where they are not many more: nothing costs as much as to read what such filters are
        // transformed to once more for each group.
        private const int MostTiles = 64, MostTilesOfLargeFilter = 208;

        // Steps of a chain of sums. The factors are larger than what they were made of: shorter chains keep the rounding errors of their sums near those of the plain
        // product.
        private const int MostSteps = 144;

        // The part of a group's work that it would take again.
        private const double GroupCost = 0.005;

        public ConvPass Pass;
        public bool Turned;

        public readonly void Run<L, T>()
            where L : struct, ILanes<L>
            where T : struct, IWinogradTile<L>
        {
            var tiles = new WinogradTiles(Pass, T.Size, MostTiles);
            int products = WinogradTransforms<L, T>.Products, channels = (Pass.InChannels + L.Count - 1) / L.Count * L.Count;
            bool inOneGroup = Pass.InChannels * Pass.OutChannels > SmallFilter && tiles.Bands * tiles.BandTiles <= MostTilesOfLargeFilter;
            int together = Together(tiles, inOneGroup ? tiles.Bands : Math.Max(1, MostTiles / tiles.BandTiles));
            int groups = (tiles.Bands + together - 1) / together, groupTiles = together * tiles.BandTiles;
            // Filters that one group of tiles alone meets are transformed panel by panel right before their use, and never leave the cache.
            bool packsEach = groups == 1;
            var panels = new OutputPanels(Pass.InChannels, Pass.OutChannels, L.Count);
            // Threads that find enough of them take whole groups, whose factors then stay in the cache of one of them.
            bool inWholeGroups = groups > 1 && (groups % Workers.Count == 0 || groups >= 4 * Workers.Count);
            int parts = inWholeGroups ? 1 : Math.Clamp(WantedItems / groups, 1, panels.Count), panelStep = (panels.Count + parts - 1) / parts;
            int chains = (Pass.InChannels + MostSteps - 1) / MostSteps, steps = (((Pass.InChannels + chains - 1) / chains) + L.Count - 1) / L.Count * L.Count;
            var body = new Body<L, T>
            {
                Pass = Pass,
                Tiles = tiles,
                Panels = panels,
                Together = together,
                Channels = channels,
                Steps = steps,
                PanelStep = panelStep,
                Parts = (panels.Count + panelStep - 1) / panelStep,
                FilterProduct = (packsEach ? Body<L, T>.PanelsAtOnce * Body<L, T>.SumPitch * (nint)steps : panels.Width * (nint)channels) + ProductPadding,
                FactorProduct = ((nint)channels * new TilePanels(groupTiles, Tile.MaxRows<L, float>()).Places) + ProductPadding,
                SumPanel = (nint)groupTiles * Body<L, T>.SumPitch,
                SumProduct = (Body<L, T>.PanelsAtOnce * (nint)groupTiles * Body<L, T>.SumPitch) + ProductPadding,
                Turned = Turned,
            };
            // Factors that several items need are made before, by all threads.
            long weightFloats = packsEach ? 0 : products * body.FilterProduct, factorFloats = body.Parts == 1 ? 0 : (groups * products * body.FactorProduct) + Body<L, T>.Slack;
            float* shared = Scratch.Shared(weightFloats + factorFloats);
            if (!packsEach)
            {
                body.Weights = shared;
                WinogradFilter.Pack<L, T>(Pass, panels, Turned, channels, shared, body.FilterProduct);
            }
            if (factorFloats != 0)
            {
                body.Factors = shared + weightFloats;
                Workers.For(tiles.Bands, (long)tiles.BandTiles * products * channels, new Gathering<L, T> { Body = body });
            }
            Workers.For(groups * body.Parts, (long)groupTiles * Pass.InChannels * panelStep * 2 * L.Count, body);
        }

        /// <summary>So many bands to a group that no thread has much more of them than another.</summary>
        private static int Together(in WinogradTiles tiles, int most)
        {
            if (tiles.Bands <= most)
                return tiles.Bands;
            int best = most, threads = Workers.Count;
            double least = double.PositiveInfinity;
            for (int together = most; together >= Math.Max(1, most / 2); together--)
            {
                int groups = (tiles.Bands + together - 1) / together, rounds = groups / threads, over = groups % threads;
                double longest = (rounds * together) + (over == 0 ? 0 : over == 1 ? tiles.Bands - ((groups - 1) * together) : together);
                // Each group reads the transformed filters once more.
                longest *= 1 + (GroupCost * groups);
                if (longest < least)
                    (best, least) = (together, longest);
            }
            return best;
        }
    }

    /// <summary>Makes the factors that all items share; its own items are bands.</summary>
    private struct Gathering<L, T> : IRangeBody
        where L : struct, ILanes<L>
        where T : struct, IWinogradTile<L>
    {
        public Body<L, T> Body;

        public readonly void Run(int start, int end)
        {
            float* memory = Scratch.Own(Body.GatherFloats);
            for (int band = start; band < end;)
            {
                int group = band / Body.Together, last = Math.Min(end, (group + 1) * Body.Together);
                Body.Gather(group, band, last, Body.Factors + (group * WinogradTransforms<L, T>.Products * Body.FactorProduct), memory);
                band = last;
            }
        }
    }

    private struct Body<L, T> : IRangeBody
        where L : struct, ILanes<L>
        where T : struct, IWinogradTile<L>
    {
        /// <summary>So many panels of output channels share the factors of one product while they are in the cache.</summary>
        public const int PanelsAtOnce = 2;

        /// <summary>Floats that may be read behind the last factors.</summary>
        public static int Slack => 4 * L.Count;

        public ConvPass Pass;
        public WinogradTiles Tiles;
        public OutputPanels Panels;

        /// <summary>Bands of a group.</summary>
        public int Together;

        /// <summary>Input channels, whole vectors of them, and how many of them the chain of a sum takes.</summary>
        public int Channels, Steps;

        /// <summary>Panels of output channels that an item takes, and how many items share the tiles of a group.</summary>
        public int PanelStep, Parts;
        public bool Turned;
        public nint FilterProduct, FactorProduct, SumPanel, SumProduct;

        /// <summary>What all items share; null where each makes its own, and is the only one to need it.</summary>
        public float* Weights, Factors;

        private static int Products => WinogradTransforms<L, T>.Products;

        /// <summary>Floats of working memory that <see cref="Gather"/> needs.</summary>
        public readonly long GatherFloats => Tiles.StageFloats<L>(WinogradPlanes.Inputs(Pass)) + WinogradTransforms<L, T>.TemporaryFloats;

        // Floats from one channel to the next of outputs that were turned back.
        private readonly int TurnedPitch => (((T.Size * Tiles.BandColumns) + L.Count - 1) / L.Count * L.Count) + ProductPadding;

        private readonly long WriteFloats
            => OutputFloats + (L.Count * TurnedPitch) + ImageLanes.Temporary<L>() + WinogradTransforms<L, T>.TemporaryFloats;

        // Room for the outputs of a band in whole squares of vectors.
        private readonly int OutputFloats => (T.Size * Tiles.BandColumns * L.Count) + (L.Count * L.Count);

        /// <summary>
        /// Transforms the tiles of bands [first, last) of a group. Product p of channel c of tile t stands at factors + p · FactorProduct, for each panel of tiles in
        /// blocks of one vector of channels, in these tile after tile.
        /// </summary>
        public readonly void Gather(int group, int first, int last, float* factors, float* memory)
        {
            var planes = WinogradPlanes.Inputs(Pass);
            Tiles.ForEach<L, Patches>(planes, first, last, Channels, memory, new Patches
            {
                Body = this,
                Panels = new TilePanels(TilesOf(group), Tile.MaxRows<L, float>()),
                FirstTile = (first - (group * Together)) * Tiles.BandTiles,
                Factors = factors,
                Lines = memory + Tiles.StageFloats<L>(planes),
            });
        }

        private struct Patches : IWinogradPatches
        {
            public Body<L, T> Body;
            public TilePanels Panels;
            public int FirstTile;
            public float* Factors, Lines;

            public readonly void Take(float* patch, nint row, nint column, int tile, int channel)
                => WinogradTransforms<L, T>.Input(patch, row, column, Factors + Panels.At(FirstTile + tile, channel, Body.Channels, L.Count), Body.FactorProduct, Lines);
        }

        private readonly int TilesOf(int group) => Math.Min(Together, Tiles.Bands - (group * Together)) * Tiles.BandTiles;

        public readonly void Run(int start, int end)
        {
            long factorFloats = Factors != null ? 0 : (Products * FactorProduct) + Slack, sumFloats = Products * SumProduct, filterFloats = Weights == null ? Products * FilterProduct : 0;
            float* factors = Scratch.Own(factorFloats + sumFloats + filterFloats + Math.Max(GatherFloats, WriteFloats));
            float* sums = factors + factorFloats, filters = sums + sumFloats, memory = filters + filterFloats;
            for (int i = start; i < end; i++)
            {
                int group = i / Parts, first = group * Together, last = Math.Min(first + Together, Tiles.Bands);
                if (Factors != null)
                    factors = Factors + (group * Products * FactorProduct);
                else
                    Gather(group, first, last, factors, memory);
                int panel = i % Parts * PanelStep, lastPanel = Math.Min(panel + PanelStep, Panels.Count);
                for (; panel < lastPanel; panel += PanelsAtOnce)
                {
                    int panels = Math.Min(PanelsAtOnce, lastPanel - panel);
                    Multiply(panel, panels, TilesOf(group), factors, sums, filters);
                    Write(panel, panels, first, last, sums, memory);
                }
            }
        }

        /// <summary>Floats from a tile to the next among the sums of a panel: the two vectors that it may have.</summary>
        public static int SumPitch => 2 * L.Count;

        /// <summary>Sums the products of some panels of output channels: panel i of product p, tile t, at sums + p · SumProduct + i · SumPanel + t · SumPitch.</summary>
        private readonly void Multiply(int panel, int panels, int tiles, float* factors, float* sums, float* filters)
        {
            var rows = new TilePanels(tiles, Tile.MaxRows<L, float>());
            nint filterPanel = (nint)SumPitch * Steps;
            for (int first = 0; first < Pass.InChannels; first += Steps)
            {
                int count = Math.Min(Steps, Pass.InChannels - first);
                for (int i = 0; Weights == null && i < panels; i++)
                    WinogradFilter.PackPanel<L, T>(Pass, Panels, Turned, panel + i, first, count, filters + (i * filterPanel), FilterProduct);
                for (int p = 0; p < Products; p++)
                {
                    float* from = factors + (p * FactorProduct), to = sums + (p * SumProduct);
                    for (int i = 0; i < panels; i++, to += SumPanel)
                    {
                        int width = Panels.WidthOf(panel + i);
                        float* weights = Weights == null ? filters + (p * FilterProduct) + (i * filterPanel)
                            : Weights + (p * FilterProduct) + ((nint)Panels.Before(panel + i) * Channels) + ((nint)first * width);
                        if (Panels.IsSingle(panel + i))
                            MultiplySingle(rows, tiles, first, count, from, weights, to);
                        else
                            Multiply(rows, tiles, first, count, from, weights, width, to);
                    }
                }
            }
        }

        /// <summary>One chain of the sums of one product and panel of output channels.</summary>
        private readonly void Multiply(in TilePanels panels, int tiles, int first, int count, float* factors, float* weights, int width, float* sums)
        {
            var target = new TileTarget<float> { Stride = SumPitch, Alpha = 1, IsPlain = true, Columns = width, FirstColumns = width };
            int blocks = (count + L.Count - 1) / L.Count;
            var steps = new TileSteps(L.Count, blocks, (panels.Rows - 1) * L.Count, 0) { LastCount = count - ((blocks - 1) * L.Count) };
            for (int t = 0; t < tiles; t += panels.Rows)
            {
                target.C = sums + ((nint)t * SumPitch);
                target.Beta = first > 0 ? 1 : 0;
                Tile.RunVectors<L>(Math.Min(panels.Rows, tiles - t), steps, factors + panels.At(t, first, Channels, L.Count), weights, width, target);
            }
        }

        /// <summary>The same of one output channel, lane by lane: the sums of every L.Count-th input channel.</summary>
        private readonly void MultiplySingle(in TilePanels panels, int tiles, int first, int count, float* factors, float* weights, float* sums)
        {
            for (int t = 0; t < tiles; t += panels.Rows)
            {
                MultiplySingle(Math.Min(panels.Rows, tiles - t), (count + L.Count - 1) / L.Count, factors + panels.At(t, first, Channels, L.Count),
                    (nint)panels.Rows * L.Count, weights, sums + ((nint)t * SumPitch), first > 0);
            }
        }

        // Four tiles at a time; what is beside the last ones is computed and not kept.
        [MethodImpl(Compiled.Alone)]
        private static void MultiplySingle(int tiles, int blocks, float* factors, nint block, float* weights, float* sums, bool adds)
        {
            for (int t = 0; t < tiles; t += 4, factors += 4 * L.Count, sums += 4 * SumPitch)
            {
                L s0 = L.Zero, s1 = L.Zero, s2 = L.Zero, s3 = L.Zero;
                float* from = factors;
                for (int i = 0; i < blocks; i++, from += block)
                {
                    L weight = L.Load(weights + (i * L.Count));
                    s0 = L.MulAdd(weight, L.Load(from), s0);
                    s1 = L.MulAdd(weight, L.Load(from + L.Count), s1);
                    s2 = L.MulAdd(weight, L.Load(from + (2 * L.Count)), s2);
                    s3 = L.MulAdd(weight, L.Load(from + (3 * L.Count)), s3);
                }
                (adds ? s0 + L.Load(sums) : s0).Store(sums);
                if (t + 1 < tiles)
                    (adds ? s1 + L.Load(sums + SumPitch) : s1).Store(sums + SumPitch);
                if (t + 2 < tiles)
                    (adds ? s2 + L.Load(sums + (2 * SumPitch)) : s2).Store(sums + (2 * SumPitch));
                if (t + 3 < tiles)
                    (adds ? s3 + L.Load(sums + (3 * SumPitch)) : s3).Store(sums + (3 * SumPitch));
            }
        }

        /// <summary>Transforms sums back and writes them.</summary>
        private readonly void Write(int panel, int panels, int first, int last, float* sums, float* memory)
        {
            for (int i = 0; i < panels; i++, sums += SumPanel)
            {
                int channel = Panels.First(panel + i), channels = Panels.Channels(panel + i);
                for (int c = 0; c < channels; c += L.Count)
                    WriteVector(channel + c, Math.Min(L.Count, channels - c), Panels.IsSingle(panel + i), first, last, sums + c, memory);
            }
        }

        private readonly void WriteVector(int channel, int channels, bool addsLanes, int first, int last, float* sums, float* memory)
        {
            int columns = Tiles.BandColumns;
            float* turned = memory + OutputFloats, temporary = turned + (L.Count * TurnedPitch), lines = temporary + ImageLanes.Temporary<L>();
            nint targetRow = Tiles.DilationH * (nint)Pass.TargetRow;
            for (int band = first; band < last; band++)
            {
                WinogradBand at = Tiles.Band(band);
                int rows = Tiles.RowsOf(at), width = Tiles.ColumnsOf(at);
                float* to = Pass.Target + (at.Image * Pass.TargetImage) + (channel * Pass.TargetChannel) + (at.Top * Pass.TargetRow) + at.Left;
                for (int i = 0; Pass.IsLarge && i < channels; i++)
                    Ahead.Expect(to + (i * Pass.TargetChannel), targetRow, rows, width);
                for (int i = 0; i < Tiles.BandTiles; i++, sums += SumPitch)
                {
                    WinogradTransforms<L, T>.Output(
                        sums, SumProduct, memory + ((nint)Tiles.Place(i) * L.Count), columns * L.Count, (nint)Tiles.DilationW * L.Count, lines);
                }
                int places = ((rows * columns) + L.Count - 1) / L.Count * L.Count;
                ImageLanes.Out<L>(memory, places, L.Count, turned, TurnedPitch, temporary);
                if (addsLanes)
                    AddRows<L>(turned, TurnedPitch, places);
                // Rows that follow one another are written as one.
                if (width == columns && targetRow == columns)
                    (rows, width) = (1, rows * columns);
                for (int i = 0; i < channels; i++, to += Pass.TargetChannel)
                    ConvRow.Write<L>(turned + (i * TurnedPitch), columns, to, targetRow, rows, width, 1, Pass.Epilogue.Of(channel + i));
            }
        }
    }

    // Adds as many rows as there are lanes to the first of them.
    [MethodImpl(Compiled.Alone)]
    private static void AddRows<L>(float* rows, nint pitch, int count) where L : struct, ILanes<L>
    {
        for (int i = 0; i < count; i += L.Count)
        {
            L sum = L.Load(rows + i);
            for (int row = 1; row < L.Count; row++)
                sum += L.Load(rows + (row * pitch) + i);
            sum.Store(rows + i);
        }
    }

    /// <summary>The tiles of a group in panels of equal numbers, each of which is multiplied at once.</summary>
    private readonly struct TilePanels
    {
        public TilePanels(int tiles, int most)
        {
            int panels = (tiles + most - 1) / most;
            Rows = (tiles + panels - 1) / panels;
            Places = panels * Rows;
        }

        /// <summary>Tiles that there is room for.</summary>
        public int Places { get; }

        /// <summary>Tiles of a panel; the last may have fewer.</summary>
        public int Rows { get; }

        /// <summary>Where a tile's vector of some channels stands.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public nint At(int tile, int channel, int channels, int lanes)
        {
            (int panel, int row) = Math.DivRem(tile, Rows);
            return ((nint)panel * Rows * channels) + ((nint)channel * Rows) + (row * lanes);
        }
    }
}
