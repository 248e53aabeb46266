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

    // About how many products the transforms of a tile take for each of its input and output channels. Larger tiles are less exact, too, and must save
    // something.
    private const double TransformCost4 = 720, TransformCost5 = 1200, MostCostOfLargeTiles = 0.96;

    /// <summary>A line more between the products, whose distance would else be a multiple of what makes them share the same few cache lines.</summary>
    internal const int ProductPadding = 16;

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
                Layout = new WinogradFactors<L, T>(Pass, tiles, together),
                Channels = channels,
                Steps = steps,
                PanelStep = panelStep,
                Parts = (panels.Count + panelStep - 1) / panelStep,
                FilterProduct = (packsEach ? Body<L, T>.PanelsAtOnce * Body<L, T>.SumPitch * (nint)steps : panels.Width * (nint)channels) + ProductPadding,
                SumPanel = (nint)groupTiles * Body<L, T>.SumPitch,
                SumProduct = (Body<L, T>.PanelsAtOnce * (nint)groupTiles * Body<L, T>.SumPitch) + ProductPadding,
                Turned = Turned,
            };
            // Factors that several items need are made before, by all threads.
            long weightFloats = packsEach ? 0 : products * body.FilterProduct, factorFloats = body.Parts == 1 ? 0 : (groups * body.Layout.Floats) + WinogradFactors<L, T>.Slack;
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
            float* memory = Scratch.Own(Body.Layout.GatherFloats);
            for (int band = start; band < end;)
            {
                int group = band / Body.Layout.Together, last = Math.Min(end, (group + 1) * Body.Layout.Together);
                Body.Layout.Gather(group, band, last, Body.Factors + (group * Body.Layout.Floats), memory);
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

        public ConvPass Pass;
        public WinogradTiles Tiles;
        public OutputPanels Panels;
        public WinogradFactors<L, T> Layout;

        /// <summary>Input channels that there is room for in the filters, and how many of them the chain of a sum takes.</summary>
        public int Channels, Steps;

        /// <summary>Panels of output channels that an item takes, and how many items share the tiles of a group.</summary>
        public int PanelStep, Parts;
        public bool Turned;
        public nint FilterProduct, SumPanel, SumProduct;

        /// <summary>What all items share; null where each makes its own, and is the only one to need it.</summary>
        public float* Weights, Factors;

        private static int Products => WinogradTransforms<L, T>.Products;

        // Floats from one channel to the next of outputs that were turned back.
        private readonly int TurnedPitch => (((T.Size * Tiles.BandColumns) + L.Count - 1) / L.Count * L.Count) + ProductPadding;

        private readonly long WriteFloats
            => OutputFloats + (L.Count * TurnedPitch) + ImageLanes.Temporary<L>() + WinogradTransforms<L, T>.TemporaryFloats;

        // Room for the outputs of a band in whole squares of vectors.
        private readonly int OutputFloats => (T.Size * Tiles.BandColumns * L.Count) + (L.Count * L.Count);

        public readonly void Run(int start, int end)
        {
            long factorFloats = Factors != null ? 0 : Layout.Floats + WinogradFactors<L, T>.Slack, sumFloats = Products * SumProduct, filterFloats = Weights == null ? Products * FilterProduct : 0;
            float* factors = Scratch.Own(factorFloats + sumFloats + filterFloats + Math.Max(Layout.GatherFloats, WriteFloats));
            float* sums = factors + factorFloats, filters = sums + sumFloats, memory = filters + filterFloats;
            for (int i = start; i < end; i++)
            {
                int group = i / Parts, first = group * Layout.Together, last = Math.Min(first + Layout.Together, Tiles.Bands);
                if (Factors != null)
                    factors = Factors + (group * Layout.Floats);
                else
                    Layout.Gather(group, first, last, factors, memory);
                int panel = i % Parts * PanelStep, lastPanel = Math.Min(panel + PanelStep, Panels.Count);
                for (; panel < lastPanel; panel += PanelsAtOnce)
                {
                    int panels = Math.Min(PanelsAtOnce, lastPanel - panel);
                    Multiply(panel, panels, Layout.TilesOf(group), factors, sums, filters);
                    Write(panel, panels, first, last, sums, memory);
                }
            }
        }

        /// <summary>Floats from a tile to the next among the sums of a panel: the two vectors that it may have.</summary>
        public static int SumPitch => 2 * L.Count;

        /// <summary>
        /// Sums the products of some panels of output channels: panel i of product p, tile t, at sums + p · SumProduct + i · SumPanel + t · SumPitch. A single channel's
        /// stand side by side.
        /// </summary>
        private readonly void Multiply(int panel, int panels, int tiles, float* factors, float* sums, float* filters)
        {
            nint filterPanel = (nint)SumPitch * Steps;
            var rows = WinogradFactors<L, T>.Panels(tiles);
            int offsetsWanted = Panels.IsSingle(panel + panels - 1) ? tiles + 3 : 0;
            int* offsets = stackalloc int[offsetsWanted];
            for (int t = 0; t < offsetsWanted; t++)
                offsets[t] = (int)rows.At(Math.Min(t, tiles - 1), 0, Layout.Channels, L.Count);
            for (int first = 0; first < Pass.InChannels; first += Steps)
            {
                int count = Math.Min(Steps, Pass.InChannels - first);
                bool hasLast = Layout.HasLast && first + count == Pass.InChannels;
                for (int i = 0; Weights == null && i < panels; i++)
                    WinogradFilter.PackPanel<L, T>(Pass, Panels, Turned, panel + i, first, count, filters + (i * filterPanel), FilterProduct);
                for (int p = 0; p < Products; p++)
                {
                    float* from = factors + (p * Layout.Product) + ((nint)first * rows.Rows), to = sums + (p * SumProduct);
                    float* last = hasLast ? Layout.Last(factors, p) : null;
                    for (int i = 0; i < panels; i++, to += SumPanel)
                    {
                        int width = Panels.WidthOf(panel + i);
                        float* weights = Weights == null ? filters + (p * FilterProduct) + (i * filterPanel)
                            : Weights + (p * FilterProduct) + ((nint)Panels.Before(panel + i) * Channels) + ((nint)first * width);
                        if (!Panels.IsSingle(panel + i))
                        {
                            Multiply(rows, tiles, count, from, last, weights, width, to, first > 0);
                            continue;
                        }
                        int inVectors = hasLast ? count - 1 : count;
                        MultiplySingle(tiles, (inVectors + L.Count - 1) / L.Count, from, offsets, (nint)rows.Rows * L.Count, weights, to, first > 0);
                        if (hasLast)
                            AddProduct(tiles, weights[inVectors], Layout.LastTiles(factors, p), to);
                    }
                }
            }
        }

        /// <summary>One chain of the sums of one product and panel of output channels, over whole vectors of input channels and maybe a last one.</summary>
        private readonly void Multiply(
            in TilePanels panels, int tiles, int count, float* factors, float* last, float* weights, int width, float* sums, bool adds)
        {
            var target = new TileTarget<float> { Stride = SumPitch, Alpha = 1, Beta = adds ? 1 : 0, IsPlain = true, Columns = width, FirstColumns = width };
            int blocks = (count + L.Count - 1) / L.Count, rows = panels.Rows;
            nint block = (nint)rows * L.Count, panel = (nint)rows * Layout.Channels, skip = last == null ? 0 : (nint)(last - (factors + ((blocks - 1) * block)));
            var steps = new TileSteps(L.Count, blocks, block - L.Count, 0) { LastCount = count - ((blocks - 1) * L.Count), LastSkip = skip };
            for (int t = 0; t < tiles; t += rows, factors += panel)
            {
                target.C = sums + ((nint)t * SumPitch);
                Tile.RunVectors<L>(Math.Min(rows, tiles - t), steps, factors, weights, width, target);
                if (last != null)
                    steps = steps with { LastSkip = steps.LastSkip + block - panel };
            }
        }

        /// <summary>
        /// The same of a single output channel: lane by lane the sums of every L.Count-th input channel, whose sum is written. Four tiles at a time, whose vectors
        /// stand at offsets: the last four begin as much earlier as they lack, or what is beside them is computed and not kept.
        /// </summary>
        [MethodImpl(Compiled.Alone)]
        private static void MultiplySingle(int tiles, int blocks, float* factors, int* offsets, nint block, float* weights, float* sums, bool adds)
        {
            float* spare = stackalloc float[4];
            bool plain = !adds && tiles >= 4;
            for (int t = 0; t < tiles; t += 4)
            {
                if (plain)
                    t = Math.Min(t, tiles - 4);
                float* f0 = factors + offsets[t], f1 = factors + offsets[t + 1], f2 = factors + offsets[t + 2], f3 = factors + offsets[t + 3];
                L s0 = L.Zero, s1 = L.Zero, s2 = L.Zero, s3 = L.Zero;
                nint at = 0;
                for (int i = 0; i < blocks; i++, at += block)
                {
                    L weight = L.Load(weights + (i * L.Count));
                    s0 = L.MulAdd(weight, f0 + at, s0);
                    s1 = L.MulAdd(weight, f1 + at, s1);
                    s2 = L.MulAdd(weight, f2 + at, s2);
                    s3 = L.MulAdd(weight, f3 + at, s3);
                }
                if (plain)
                {
                    L.StoreSums(s0, s1, s2, s3, sums + t);
                    continue;
                }
                L.StoreSums(s0, s1, s2, s3, spare);
                for (int i = t; i < Math.Min(t + 4, tiles); i++)
                    sums[i] = adds ? sums[i] + spare[i - t] : spare[i - t];
            }
        }

        /// <summary>Adds what the last input channel gives to the sums of a single output channel.</summary>
        [MethodImpl(Compiled.Alone)]
        private static void AddProduct(int tiles, float weight, float* factors, float* sums)
        {
            for (int t = 0; t < tiles; t += L.Count)
                L.MulAdd(L.All(weight), factors + t, L.Load(sums + t)).Store(sums + t);
        }

        /// <summary>Transforms sums back and writes them.</summary>
        private readonly void Write(int panel, int panels, int first, int last, float* sums, float* memory)
        {
            for (int i = 0; i < panels; i++, sums += SumPanel)
            {
                int channel = Panels.First(panel + i), channels = Panels.Channels(panel + i);
                if (Panels.IsSingle(panel + i))
                {
                    WriteSingle(channel, first, last, sums, memory);
                    continue;
                }
                for (int c = 0; c < channels; c += L.Count)
                    WriteVector(channel + c, Math.Min(L.Count, channels - c), first, last, sums + c, memory);
            }
        }

        // Tiles have channels in their lanes.
        private readonly void WriteVector(int channel, int channels, int first, int last, float* sums, float* memory)
        {
            int columns = Tiles.BandColumns;
            float* turned = memory + OutputFloats, temporary = turned + (L.Count * TurnedPitch), lines = temporary + ImageLanes.Temporary<L>();
            for (int band = first; band < last; band++)
            {
                WinogradBand at = Tiles.Band(band);
                float* to = Target(at, channel);
                for (int i = 0; Pass.IsLarge && i < channels; i++)
                    Ahead.Expect(to + (i * Pass.TargetChannel), TargetRow, Tiles.RowsOf(at), Tiles.ColumnsOf(at));
                for (int i = 0; i < Tiles.BandTiles; i++, sums += SumPitch)
                {
                    WinogradTransforms<L, T>.Output(
                        sums, SumProduct, memory + ((nint)Tiles.Place(i) * L.Count), columns * L.Count, (nint)Tiles.DilationW * L.Count, lines);
                }
                int places = ((Tiles.RowsOf(at) * columns) + L.Count - 1) / L.Count * L.Count;
                ImageLanes.Out<L>(memory, places, L.Count, turned, TurnedPitch, temporary);
                WriteBand(at, channel, channels, turned, TurnedPitch);
            }
        }

        // Lanes are tiles of one channel.
        private readonly void WriteSingle(int channel, int first, int last, float* sums, float* memory)
        {
            float* outputs = memory + OutputFloats, lines = outputs + (T.Size * T.Size * L.Count);
            for (int band = first; band < last; band++, sums += Tiles.BandTiles)
            {
                for (int tile = 0; tile < Tiles.BandTiles; tile += L.Count)
                {
                    WinogradTransforms<L, T>.Output(sums + tile, SumProduct, outputs, T.Size * L.Count, L.Count, lines);
                    for (int i = tile; i < Math.Min(tile + L.Count, Tiles.BandTiles); i++)
                        Spread(outputs + (i - tile), memory + Tiles.Place(i), Tiles.BandColumns, Tiles.DilationW);
                }
                WriteBand(Tiles.Band(band), channel, 1, memory, 0);
            }
        }

        // Outputs of one tile, a vector apart, to their places.
        [MethodImpl(Compiled.Alone)]
        private static void Spread(float* outputs, float* target, nint row, nint column)
        {
            for (int i = 0; i < T.Size; i++, target += row)
            {
                float* to = target;
                for (int j = 0; j < T.Size; j++, to += column, outputs += L.Count)
                    *to = *outputs;
            }
        }

        /// <summary>Writes the outputs of a band, whose rows stand BandColumns apart and channels <paramref name="pitch"/>, with all that ends a convolution.</summary>
        private readonly void WriteBand(in WinogradBand band, int channel, int channels, float* from, nint pitch)
        {
            int columns = Tiles.BandColumns, rows = Tiles.RowsOf(band), width = Tiles.ColumnsOf(band);
            float* to = Target(band, channel);
            nint targetRow = TargetRow;
            // Rows that follow one another are written as one.
            if (width == columns && targetRow == columns)
                (rows, width) = (1, rows * columns);
            for (int i = 0; i < channels; i++, from += pitch, to += Pass.TargetChannel)
                ConvRow.Write<L>(from, columns, to, targetRow, rows, width, 1, Pass.Epilogue.Of(channel + i));
        }

        private readonly nint TargetRow => Tiles.DilationH * (nint)Pass.TargetRow;

        private readonly float* Target(in WinogradBand band, int channel)
            => Pass.Target + (band.Image * Pass.TargetImage) + (channel * Pass.TargetChannel) + (band.Top * Pass.TargetRow) + band.Left;
    }
}
