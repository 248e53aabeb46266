using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// The filter gradient as one product of matrices, output gradients times patches, over the places of all images: sums run on from image to image, so that
/// they are read and written seldom however small the planes are. Both sides are turned into the order in which a tile reads them, a block of places at a time,
/// a panel of patches right before its use. Where filters are few and places many, those are cut into slices with sums of their own, which are added in order.
/// </summary>
internal static unsafe class ProductFilterGradient
{
    private const int FewestFilters = 16, FewestColumns = 16;

    // Patches of more than one tap are copied once for each of them: worth it where a channel-by-channel product has too little to do.
    private const int FewChannels = 8, SmallPlane = 100, ManyFilters = 256;

    public static bool Handles(in ConvShape s)
        => LaneWidth.Bits > 32 && s is { Groups: 1, KD: 1, D: 1, OD: 1, PadD: 0 } && s.M >= FewestFilters && s.Depth >= FewestColumns && s.OutPlane > 0
            && (s.Taps == 1 || s.C <= FewChannels || (s.OutPlane <= SmallPlane && s.M >= ManyFilters));

    public static void Run(in ConvShape s, float* x, float* dy, float* filterGrad)
    {
        var call = new Call { Shape = s, X = x, Dy = dy, FilterGrad = filterGrad };
        LaneWidth.Run(ref call);
    }

    private struct Call : ILaneBody
    {
        // Output gradients of one block: with the panel of patches they should stay in the second-level cache.
        private const int BlockFloats = 128 * 1024, MostRows = 512, MostSteps = 512;

        // Places of one slice, slices, and what the sums of all slices take.
        private const int SlicePlaces = 768, MostSlices = 8, PartialFloats = 512 * 1024;

        // Output gradients that are turned before any product: what stays in the last-level cache.
        private const int MostTurnedFloats = 2 << 20;
        private const int WantedItems = 16;

        public ConvShape Shape;
        public float* X, Dy, FilterGrad;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            ConvShape s = Shape;
            int places = checked(s.N * s.OutPlane), length = s.FilterLength, tallest = Tile.MaxRows<L, float>();
            int tiles = (s.M + tallest - 1) / tallest, tileRows = (s.M + tiles - 1) / tiles;
            tiles = (s.M + tileRows - 1) / tileRows;
            int blocks = (s.M + MostRows - 1) / MostRows, blockTiles = (tiles + blocks - 1) / blocks;
            blocks = (tiles + blockTiles - 1) / blockTiles;
            int slices = Math.Clamp(Math.Min(places / SlicePlaces, PartialFloats / length), 1, MostSlices);
            int panels = (s.Depth + (2 * L.Count) - 1) / (2 * L.Count);
            int groups = slices > 1 ? 1 : Math.Clamp((WantedItems + blocks - 1) / blocks, 1, panels);
            int most = Math.Clamp(BlockFloats / (blockTiles * tileRows), 64, MostSteps);
            // One slice: its output gradients are turned once for all items, so many places at a time.
            int stretch = slices > 1 ? (places + slices - 1) / slices : Math.Min(places, Math.Max(most, MostTurnedFloats / s.M));
            int pieces = (stretch + most - 1) / most, steps = (((stretch + pieces - 1) / pieces) + 15) & ~15;
            pieces = (stretch + steps - 1) / steps;
            var body = new Body<L>
            {
                Call = this,
                Tiles = tiles,
                TileRows = tileRows,
                Blocks = blocks,
                BlockTiles = blockTiles,
                Groups = groups,
                Panels = panels,
                Steps = steps,
                TileFloats = ((nint)steps * tileRows) + L.Count,
                Sums = FilterGrad,
            };
            long cost = (long)stretch * s.M * s.Depth / 16;
            if (slices > 1)
            {
                body.Sums = Scratch.Shared((long)slices * length);
                body.Stretch = stretch;
                body.Places = places;
                Workers.For(slices * blocks, cost / blocks, body);
                Workers.For(length, slices, new Total { Partials = body.Sums, Length = length, Slices = slices, FilterGrad = FilterGrad });
                return;
            }
            body.Turned = Scratch.Shared(pieces * tiles * body.TileFloats);
            for (int first = 0; first < places; first += stretch)
            {
                body.First = first;
                body.Stretch = body.Places = Math.Min(stretch, places - first);
                Workers.For((body.Places + steps - 1) / steps * tiles, (long)steps * tileRows / 2, new Preparation<L> { Body = body });
                Workers.For(blocks * groups, cost / blocks / groups, body);
            }
        }
    }

    private struct Preparation<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Body<L> Body;

        public readonly void Run(int start, int end)
        {
            float* temporary = stackalloc float[ImageLanes.Temporary<L>()];
            for (int i = start; i < end; i++)
            {
                int from = i / Body.Tiles * Body.Steps;
                Body.Turn(i % Body.Tiles, Body.First + from, Math.Min(Body.Steps, Body.Places - from), Body.Turned + (i * Body.TileFloats), temporary);
            }
        }
    }

    /// <summary>Items are triples of a slice of the places, a block of output channels and a group of panels of patches.</summary>
    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Call Call;
        public int Tiles, TileRows, Blocks, BlockTiles, Groups, Panels, Steps, Stretch, First, Places;
        public nint TileFloats;
        public float* Turned, Sums;

        public readonly void Run(int start, int end)
        {
            int width = 2 * L.Count;
            var patches = new PatchColumns<L>(Call.Shape, Call.X, Steps);
            nint own = Turned == null ? BlockTiles * TileFloats : 0, panelFloats = (nint)Steps * width;
            float* block = Scratch.Own(own + panelFloats + patches.WorkFloats), panel = block + own, work = panel + panelFloats;
            float* temporary = stackalloc float[ImageLanes.Temporary<L>()], scratch = stackalloc float[Tile.MaxRows<L, float>() * width];
            for (int item = start; item < end; item++)
            {
                int group = item % Groups, tile = item / Groups % Blocks * BlockTiles, slice = item / Groups / Blocks;
                int lastTile = Math.Min(tile + BlockTiles, Tiles), from = slice * Stretch, to = Math.Min(from + Stretch, Places);
                float* sums = Sums + ((long)slice * Call.Shape.FilterLength);
                for (int at = from; at < to; at += Steps)
                {
                    int steps = Math.Min(Steps, to - at);
                    float* dy = Turned == null ? block : Turned + (((at / Steps * Tiles) + tile) * TileFloats);
                    for (int t = tile; Turned == null && t < lastTile; t++)
                        Turn(t, First + at, steps, block + ((t - tile) * TileFloats), temporary);
                    for (int p = group * Panels / Groups; p < (group + 1) * Panels / Groups; p++)
                    {
                        patches.Panel(p * width, First + at, steps, panel, work, temporary);
                        Products(tile, lastTile, dy, panel, steps, p * width, sums, First + at == 0 || (slice > 0 && at == from), scratch);
                    }
                }
            }
        }

        /// <summary>The output gradients of a tile's channels at some places, the channels of a place side by side.</summary>
        public readonly void Turn(int tile, int first, int steps, float* to, float* temporary)
        {
            ConvShape s = Call.Shape;
            int m = tile * TileRows, rows = Math.Min(TileRows, s.M - m);
            for (int done = 0; done < steps;)
            {
                int image = (first + done) / s.OutPlane, place = first + done - (image * s.OutPlane), count = Math.Min(steps - done, s.OutPlane - place);
                // What a vector writes beyond its rows is written again: the last rows come first. Rows that follow may be read as well where there are any.
                for (int r = (rows - 1) / L.Count * L.Count; r >= 0; r -= L.Count)
                {
                    long channel = ((long)image * s.M) + m + r;
                    int channels = channel + L.Count <= (long)s.N * s.M ? L.Count : Math.Min(L.Count, rows - r);
                    ImageLanes.In<L>(
                        Call.Dy + (channel * s.OutPlane) + place, s.OutPlane, channels, count, count, count, to + ((nint)done * TileRows) + r, 0, TileRows, temporary);
                }
                done += count;
            }
        }

        private readonly void Products(int tile, int lastTile, float* dy, float* panel, int steps, int column, float* sums, bool starts, float* scratch)
        {
            ConvShape s = Call.Shape;
            int columns = Math.Min(2 * L.Count, s.Depth - column);
            var target = new TileTarget<float>
            {
                Stride = s.Depth,
                Columns = columns,
                FirstColumns = columns,
                Alpha = 1,
                Beta = starts ? 0 : 1,
                Scratch = scratch,
                IsPlain = true,
            };
            for (int t = tile; t < lastTile; t++, dy += TileFloats)
            {
                int m = t * TileRows;
                target.C = sums + ((long)m * s.Depth) + column;
                Tile.Run<L, float>(Math.Min(TileRows, s.M - m), steps, dy, 1, TileRows, panel, 2 * L.Count, target);
            }
        }
    }

    private struct Total : IRangeBody
    {
        public float* Partials, FilterGrad;
        public int Length, Slices;

        public readonly void Run(int start, int end)
        {
            var sum = new Span<float>(FilterGrad + start, end - start);
            new ReadOnlySpan<float>(Partials + start, end - start).CopyTo(sum);
            for (int slice = 1; slice < Slices; slice++)
                System.Numerics.Tensors.TensorPrimitives.Add(sum, new ReadOnlySpan<float>(Partials + ((long)slice * Length) + start, end - start), sum);
        }
    }
}
