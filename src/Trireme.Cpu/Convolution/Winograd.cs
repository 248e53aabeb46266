using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// 3x3 convolution with stride 1 of many channels, dilated or not, and its input gradient, by Winograd's F(4x4, 3x3) or F(5x5, 3x3): about a quarter of the
/// products. Work items take some tiles of all input channels, whatever images they are of, through cache-sized working memory to outputs.
/// </summary>
internal static unsafe class Winograd
{
    // With fewer channels the transforms cost more than they save, and with few of them tiles must not be ragged as well; many filters take long to transform
    // and must serve more tiles.
    private const int FewestChannels = 16, FewChannels = 32, LargePlane = 20 * 20;
    private const int SmallFilter = 160 * 160, LargestFilter = 600 * 600;
    private const int FewestTiles = 8, FewestTilesOfLargeFilter = 16;

    // Of so many outputs that the tiles of a dilated convolution compute one must be wanted; of more where the products of many channels cost most.
    private const double MostOutputs = 1.4, MostOutputsOfManyChannels = 2;
    private const int ManyPairs = 128 * 128;

    // About how many products, of those made at once, the transforms of one vector of tiles take for each of its input and output channels. Larger tiles are
    // less exact, too, and must save more than a little.
    private const double InputCost4 = 600, OutputCost4 = 500, InputCost5 = 1300, OutputCost5 = 1000, MostCostOfLargeTiles = 0.85;

    // A line more between the products, whose distance would else be a multiple of what makes them share the same few cache lines.
    private const int ProductPadding = 16;

    public static bool Handles(in ConvShape s)
    {
        if (s is not { KD: 1, KH: 3, KW: 3, D: 1, OD: 1, PadD: 0, StrideH: 1, StrideW: 1 } || s.GroupC < FewestChannels || s.GroupM < FewestChannels)
            return false;
        int size = TileSize(s);
        long pairs = (long)s.GroupC * s.GroupM, tiles = WinogradTiles.OfImage(s, size);
        double mostOutputs = s is { DilationH: 1, DilationW: 1 } ? double.PositiveInfinity : pairs >= ManyPairs ? MostOutputsOfManyChannels : MostOutputs;
        return pairs <= LargestFilter && (pairs >= FewChannels * FewChannels || s.OutPlane >= LargePlane)
            && tiles * s.N >= (pairs <= SmallFilter ? FewestTiles : FewestTilesOfLargeFilter)
            && tiles * size * size <= mostOutputs * s.OutPlane;
    }

    /// <summary>Outputs in either direction of the tiles that a convolution is computed in.</summary>
    public static int TileSize(in ConvShape s) => SizeOf(s.N, s.GroupC, s.GroupM, s.OH, s.DilationH, s.OW, s.DilationW);

    public static void Forward(in ConvShape s, float* x, float* filter, in ConvEpilogue<float> epilogue, float* y)
        => Run(ConvPass.Forward(s, x, filter, epilogue, y), false);

    public static void BackwardInput(in ConvShape s, float* dy, float* filter, float* bias, float* dx, bool relu)
        => Run(ConvPass.Backward(s, dy, filter, bias, dx, relu, 0, 0, 0), true);

    private static void Run(in ConvPass pass, bool turned)
    {
        int size = SizeOf(pass.Images, pass.InChannels, pass.OutChannels, pass.H.Count, pass.H.MaxShift / 2, pass.W.Count, pass.W.MaxShift / 2);
        var groups = new Groups { Pass = pass, Tiles = new WinogradTiles(pass, size), Turned = turned };
        LaneWidth.Run(ref groups);
    }

    // The size of tiles that takes less for so many outputs, in whole vectors.
    private static int SizeOf(int images, int inChannels, int outChannels, int rows, int dilationH, int columns, int dilationW)
    {
        return Cost(5, InputCost5, OutputCost5) < MostCostOfLargeTiles * Cost(4, InputCost4, OutputCost4) ? 5 : 4;

        double Cost(int size, double input, double output)
        {
            long lanes = LaneWidth.Bits / 32, tiles = images * (long)WinogradTiles.Along(rows, dilationH, size) * WinogradTiles.Along(columns, dilationW, size);
            double products = (size + 2) * (size + 2) * (double)inChannels * outChannels;
            return (tiles + lanes - 1) / lanes * (products + (input * inChannels) + (output * outChannels));
        }
    }

    private struct Groups : ILaneBody
    {
        public ConvPass Pass;
        public WinogradTiles Tiles;
        public bool Turned;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            if (Tiles.Size == 5)
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
                Workers.For(Pass.Groups, (long)Tiles.Count * WinogradTransforms<L, T>.Products * Pass.InChannels * Pass.OutChannels / L.Count, body);
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
                new Call { Pass = Groups.Pass.Group(group), Tiles = Groups.Tiles, Turned = Groups.Turned }.Run<L, T>();
        }
    }

    private struct Call
    {
        private const int WantedItems = 8;

        // Tiles of one group. Of large filters all tiles make one group where they are not many more: nothing costs as much as to write what such filters are
        // transformed to, and to read it again for each group. Large tiles are few, and items of some channels of them all are shared out more evenly.
        private const int MostTiles = 64, MostTilesOfLargeFilter = 208;

        // The part of a group's work that it would take again.
        private const double GroupCost = 0.005;

        // So many blocks of output channels share the factors of one product while they are in the cache.
        private const int BlocksAtOnce = 4;
        private const long BlockBytes = 1 << 20;
        private const int FewestSplitBlocks = 8;

        public ConvPass Pass;
        public WinogradTiles Tiles;
        public bool Turned;

        public readonly void Run<L, T>()
            where L : struct, ILanes<L>
            where T : struct, IWinogradTile<L>
        {
            int rows = ConvTile.RowsAtOnce<L>();
            int most = (Pass.InChannels * Pass.OutChannels > SmallFilter || T.Size == 5) && Tiles.Count <= MostTilesOfLargeFilter ? MostTilesOfLargeFilter : MostTiles;
            int together = Together(most, L.Count);
            int groups = (Tiles.Count + together - 1) / together;
            // Filters that one group of tiles alone meets are transformed block by block right before their use, and never leave the cache.
            bool packsEach = groups == 1;
            long blockBytes = (long)WinogradTransforms<L, T>.Products * rows * Pass.InChannels * sizeof(float);
            int blocksAtOnce = packsEach ? (int)Math.Clamp(BlockBytes / blockBytes, 1, BlocksAtOnce) : BlocksAtOnce;
            // Output channels are cut finely where items share nothing but the factors, and coarsely where cutting means that factors must be shared.
            int allBlocks = (Pass.OutChannels + rows - 1) / rows;
            int splits = Math.Clamp(WantedItems / groups, 1, Math.Max(1, Pass.OutChannels / (FewestSplitBlocks * rows)));
            int step = (packsEach ? Math.Clamp(allBlocks / WantedItems, 1, blocksAtOnce) : (allBlocks + splits - 1) / splits) * rows;
            int blocks = (Pass.OutChannels + step - 1) / step;
            nint filterProduct = ((nint)Pass.InChannels * (packsEach ? blocksAtOnce * rows : Pass.OutChannels)) + ProductPadding;
            nint factorProduct = ((nint)Pass.InChannels * together) + ProductPadding;
            long weightFloats = packsEach ? 0 : WinogradTransforms<L, T>.Products * filterProduct;
            // Factors that several items need are made before, by all threads.
            long factorFloats = blocks == 1 ? 0 : (groups * WinogradTransforms<L, T>.Products * factorProduct) + ConvTile.Overrun;
            float* weights = Scratch.Shared(weightFloats + factorFloats + Pass.InChannels);
            int sumPitch = together + ConvTile.Overrun;
            int* channelOffsets = (int*)(weights + weightFloats + factorFloats);
            for (int c = 0; c < Pass.InChannels; c++)
                channelOffsets[c] = c * together;
            if (!packsEach)
                WinogradFilter.Pack<L, T>(Pass, Turned, step, weights, filterProduct);
            var body = new Body<L, T>
            {
                Pass = Pass,
                Tiles = Tiles,
                Together = together,
                ChannelStep = step,
                ChannelBlocks = blocks,
                SumPitch = sumPitch,
                FilterProduct = filterProduct,
                FactorProduct = factorProduct,
                SumProduct = ((nint)blocksAtOnce * rows * sumPitch) + ProductPadding,
                Weights = packsEach ? null : weights,
                Factors = factorFloats == 0 ? null : weights + weightFloats,
                Turned = Turned,
                BlocksAtOnce = blocksAtOnce,
                ChannelOffsets = channelOffsets,
            };
            if (factorFloats != 0)
                Workers.For(groups * Pass.InChannels, together * WinogradTransforms<L, T>.Products, new Gathering<L, T> { Body = body });
            Workers.For(groups * blocks, (long)together * Pass.InChannels * step * 2, body);
        }

        /// <summary>So many tiles to a group, whole vectors, that no thread has much more of them than another.</summary>
        private readonly int Together(int most, int lanes)
        {
            int all = (Tiles.Count + lanes - 1) / lanes * lanes;
            if (all <= most)
                return all;
            int best = most, threads = Workers.Count;
            double least = double.PositiveInfinity;
            for (int together = most; together >= most / 2; together -= Math.Max(16, lanes))
            {
                int groups = (Tiles.Count + together - 1) / together, rounds = groups / threads, over = groups % threads;
                double longest = (rounds * together) + (over == 0 ? 0 : over == 1 ? Tiles.Count - ((groups - 1) * together) : together);
                // Each group reads the transformed filters once more.
                longest *= 1 + (GroupCost * groups);
                if (longest < least)
                    (best, least) = (together, longest);
            }
            return best;
        }
    }

    /// <summary>Makes the factors that all items share; its own items are pairs of a group of tiles and a channel.</summary>
    private struct Gathering<L, T> : IRangeBody
        where L : struct, ILanes<L>
        where T : struct, IWinogradTile<L>
    {
        public Body<L, T> Body;

        [SkipLocalsInit]
        public readonly void Run(int start, int end)
        {
            float* temporary = Scratch.Own(T.GatherFloats(Body.Together));
            WinogradSegment* segments = stackalloc WinogradSegment[Body.Together];
            for (int i = start; i < end;)
            {
                int group = i / Body.Pass.InChannels, channel = i % Body.Pass.InChannels, last = Math.Min(Body.Pass.InChannels, channel + (end - i));
                int segmentCount = Body.Segments(group, segments, out int count);
                Body.Gather(segments, segmentCount, count, channel, last, Body.Factors + (group * WinogradTransforms<L, T>.Products * Body.FactorProduct), temporary);
                i += last - channel;
            }
        }
    }

    private struct Body<L, T> : IRangeBody
        where L : struct, ILanes<L>
        where T : struct, IWinogradTile<L>
    {
        private static int Products => WinogradTransforms<L, T>.Products;

        // How far ahead the memory is asked for that an output channel is written to.
        private const int ChannelsAhead = 1;

        public ConvPass Pass;
        public WinogradTiles Tiles;
        public int Together, ChannelStep, ChannelBlocks, SumPitch, BlocksAtOnce;
        public bool Turned;
        public nint FilterProduct, FactorProduct, SumProduct;

        /// <summary>What all items share; null where each makes its own, and is the only one to need it.</summary>
        public float* Weights, Factors;
        public int* ChannelOffsets;

        public readonly int Segments(int group, WinogradSegment* segments, out int count)
        {
            count = Math.Min(Together, Tiles.Count - (group * Together));
            return Tiles.Segments(group * Together, count, segments);
        }

        /// <summary>Transforms the tiles of some channels; product p of channel c stands at factors + p · FactorProduct + c · Together.</summary>
        public readonly void Gather(WinogradSegment* segments, int segmentCount, int count, int firstChannel, int lastChannel, float* factors, float* temporary)
        {
            for (int c = firstChannel; c < lastChannel; c++)
                T.Gather(Tiles, Pass, c, segments, segmentCount, count, factors + ((nint)c * Together), FactorProduct, temporary);
        }

        [SkipLocalsInit]
        public readonly void Run(int start, int end)
        {
            int linePitch = T.Size * SumPitch, temporaryFloats = Math.Max(WinogradTransforms<L, T>.OutputFloats, T.GatherFloats(Together));
            long factorFloats = Factors != null ? 0 : (Products * FactorProduct) + ConvTile.Overrun, sumFloats = Products * SumProduct;
            long filterFloats = Weights == null ? Products * FilterProduct : 0;
            float* factors = Scratch.Own(factorFloats + sumFloats + (T.Size * linePitch) + temporaryFloats + filterFloats);
            float* sums = factors + factorFloats, lines = sums + sumFloats, temporary = lines + (T.Size * linePitch);
            float* filters = temporary + temporaryFloats;
            WinogradSegment* segments = stackalloc WinogradSegment[Together];
            for (int i = start; i < end; i++)
            {
                int group = i / ChannelBlocks, segmentCount = Segments(group, segments, out int count);
                if (Factors != null)
                    factors = Factors + (group * Products * FactorProduct);
                else
                    Gather(segments, segmentCount, count, 0, Pass.InChannels, factors, temporary);
                int m = i % ChannelBlocks * ChannelStep, last = Math.Min(m + ChannelStep, Pass.OutChannels);
                while (m < last)
                    m = Channels(m, last, segments, segmentCount, count, factors, sums, lines, temporary, filters);
            }
        }

        /// <summary>Sums the products of some blocks of output channels, transforms them back and writes them; returns the next channel.</summary>
        private readonly int Channels(
            int m, int last, WinogradSegment* segments, int segmentCount, int positions, float* factors, float* sums, float* lines, float* temporary, float* filters)
        {
            nint inChannels = Pass.InChannels;
            int end = m;
            float* blocks = Weights == null ? filters : Weights + (m * inChannels);
            for (int block = 0; Weights == null && block < BlocksAtOnce && end < last; block++)
            {
                int rows = ConvTile.RowsOf<L>(last - end);
                WinogradFilter.PackBlock<L, T>(Pass, Turned, end, rows, filters + ((end - m) * inChannels), FilterProduct);
                end += rows;
            }
            for (int p = 0; p < Products; p++)
            {
                float* weights = blocks + (p * FilterProduct), source = factors + (p * FactorProduct);
                end = m;
                for (int block = 0; block < BlocksAtOnce && end < last; block++)
                {
                    int rows = ConvTile.RowsOf<L>(last - end);
                    ConvTile.Run<L>(rows, Pass.InChannels, weights + ((end - m) * inChannels), source, ChannelOffsets,
                        sums + (p * SumProduct) + ((nint)(end - m) * SumPitch), SumPitch, positions);
                    end += rows;
                }
            }
            for (int channel = m; channel < end; channel++)
            {
                for (int t = 0; t < positions; t += L.Count)
                {
                    WinogradTransforms<L, T>.Output(sums + ((nint)(channel - m) * SumPitch) + t, SumProduct, lines + (T.Size * t), T.Size * SumPitch,
                        temporary);
                }
                float* from = lines;
                for (int i = 0; i < segmentCount; i++)
                {
                    ref readonly WinogradSegment segment = ref segments[i];
                    int together = segment.Together;
                    if (together > 1)
                        WriteTogether(segments + i, channel, from, temporary);
                    else
                        Write(segment, channel, from, T.Size * SumPitch, segment.Columns, Tiles.DilationW);
                    if (Pass.IsLarge && channel + ChannelsAhead < Pass.OutChannels)
                        Expect(segment, channel + ChannelsAhead);
                    from += T.Size * together * segment.Count;
                    i += together - 1;
                }
            }
            return end;
        }

        private readonly void Write(in WinogradSegment segment, int channel, float* lines, nint pitch, int columns, int step)
            => ConvRow.Write<L>(lines, pitch, Target(segment, channel), Tiles.DilationH * (nint)Pass.TargetRow, segment.Rows, columns, step, Pass.Epilogue.Of(channel));

        // Segments that stand in the same rows by turns, whose outputs lie one behind the other.
        private readonly void WriteTogether(WinogradSegment* segments, int channel, float* lines, float* joined)
        {
            int together = segments->Together, count = T.Size * segments->Count, pitch = (together * count) + (PhaseRows.Most * L.Count), columns = 0;
            for (int i = 0; i < together; i++)
                columns += segments[i].Columns;
            PhaseRows.Join<L>(lines, T.Size * SumPitch, count, segments->Rows, together, count, joined, pitch, joined + (T.Size * pitch));
            Write(*segments, channel, joined, pitch, columns, 1);
        }

        private readonly float* Target(in WinogradSegment segment, int channel)
            => Pass.Target + (segment.Image * Pass.TargetImage) + (channel * Pass.TargetChannel) + (segment.Top * Pass.TargetRow) + segment.Left;

        private readonly void Expect(in WinogradSegment segment, int channel)
            => Ahead.Expect(Target(segment, channel), Tiles.DilationH * (nint)Pass.TargetRow, segment.Rows, segment.Columns * Tiles.DilationW);
    }
}
