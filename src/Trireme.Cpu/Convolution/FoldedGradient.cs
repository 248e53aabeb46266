using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// The input gradient of layers with many channels as products of matrices: the filters, turned, times the output gradients tell what each tap gives back
/// at each place, one row a tap, and those rows are added up where they belong. A stride costs nothing then: no product is made for an input that no tap
/// meets, and no plane is too small, for those of all images stand side by side. The rows of a few channels stay in the cache until they are added up.
/// </summary>
internal static unsafe class FoldedGradient
{
    // With fewer products to a sum, adding the rows up takes too much of the time.
    private const int FewestFilters = 64, FewestChannels = 16;

    // The same where no stride makes the other ways leave lanes out.
    private const int FewestFiltersOfDense = 128;

    // Output gradients laid out in panels: what stays in the last-level cache.
    private const long MostPackedFloats = 2 << 20;

    public static bool Handles(in ConvShape s)
        => LaneWidth.Bits > 32 && s is { Groups: 1, KD: 1, D: 1, OD: 1, PadD: 0 } && s.M >= FewestFilters && s.C >= FewestChannels && s.Products > 0
            && (s.StrideH > 1 || s.StrideW > 1 || (s.Taps > 1 && s.M >= FewestFiltersOfDense));

    public static void Run(in ConvShape s, float* dy, float* filter, float* bias, float* dx, bool relu)
    {
        var call = new Call { Shape = s, Dy = dy, Filter = filter, Bias = bias, Dx = dx, Relu = relu };
        LaneWidth.Run(ref call);
    }

    private struct Call : ILaneBody
    {
        // The filters of one item, and what its taps give back, should stay in the second-level cache together.
        private const int FilterFloats = 64 * 1024, RowFloats = 64 * 1024;
        private const int WantedItems = 16;

        public ConvShape Shape;
        public float* Dy, Filter, Bias, Dx;
        public bool Relu;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            ConvShape s = Shape;
            int width = 2 * L.Count, tallest = Tile.MaxRows<L, float>();
            int channels = Math.Clamp(Math.Min(FilterFloats / (s.M * s.Taps), RowFloats / (Math.Max(s.OutPlane, width) * s.Taps)), 1, s.C);
            int groups = (s.C + channels - 1) / channels;
            channels = (s.C + groups - 1) / groups;
            int rows = channels * s.Taps;
            int tiles = (rows + tallest - 1) / tallest, tileRows = (rows + tiles - 1) / tiles;
            int images = Math.Clamp(RowFloats / (rows * s.OutPlane), 1, s.N);
            // Few groups: the images are cut finer, so that all threads find work.
            while (images > 1 && groups * ((s.N + images - 1) / images) < WantedItems && s.OutPlane >= 8 * width)
                images = (images + 1) / 2;
            int panels = ((images * s.OutPlane) + width - 1) / width;
            long chunkFloats = (long)panels * width * s.M;
            int together = (int)Math.Clamp(MostPackedFloats / chunkFloats, 1, (s.N + images - 1) / images);
            float* packed = Scratch.Shared((together * chunkFloats) + width);
            var body = new Body<L>
            {
                Call = this,
                Channels = channels,
                Groups = groups,
                TileRows = tileRows,
                Tiles = tiles,
                ChunkImages = images,
                Panels = panels,
                Packed = packed,
                ChunkFloats = chunkFloats,
                Fold = new GradientFold<L>(s, panels * width),
            };
            for (int first = 0; first < s.N; first += together * images)
            {
                body.First = first;
                body.Chunks = (Math.Min(together * images, s.N - first) + images - 1) / images;
                Workers.For(body.Chunks * panels, (long)s.M * width / 4, new Preparation<L> { Body = body });
                Workers.For(groups * body.Chunks, (long)rows * images * s.OutPlane * s.M / 16, body);
            }
        }
    }

    /// <summary>Lays the output gradients of some images out, side by side, in panels as wide as a tile.</summary>
    private struct Preparation<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Body<L> Body;

        public readonly void Run(int start, int end)
        {
            ConvShape s = Body.Call.Shape;
            int width = 2 * L.Count;
            for (int i = start; i < end; i++)
            {
                int chunk = i / Body.Panels, column = i % Body.Panels * width, image = Body.First + (chunk * Body.ChunkImages);
                int count = Math.Clamp((Math.Min(Body.ChunkImages, s.N - image) * s.OutPlane) - column, 0, width);
                GradientPanels.LayOut<L>(s, Body.Call.Dy, (image * s.OutPlane) + column, count, Body.Packed + ((long)i * width * s.M));
            }
        }
    }

    /// <summary>Items are pairs of a group of channels and a chunk of images; the filters of a group are laid out once for the chunks that follow one another.</summary>
    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Call Call;
        public int Channels, Groups, TileRows, Tiles, ChunkImages, Chunks, Panels, First;
        public float* Packed;
        public long ChunkFloats;
        public GradientFold<L> Fold;

        // Whole vectors are stored where a tile's rows end.
        private readonly nint TileFloats => ((nint)Call.Shape.M * TileRows) + L.Count;

        public readonly void Run(int start, int end)
        {
            ConvShape s = Call.Shape;
            nint pitch = Panels * 2 * L.Count, filterFloats = Tiles * TileFloats, rowFloats = Tiles * TileRows * pitch;
            float* filter = Scratch.Own(filterFloats + rowFloats + L.Count + Fold.WorkFloats), rows = filter + filterFloats, work = rows + rowFloats + L.Count;
            int present = -1;
            for (int i = start; i < end; i++)
            {
                int group = i / Chunks, chunk = i % Chunks, c = group * Channels, channels = Math.Min(Channels, s.C - c);
                if (group != present)
                    Pack(c * s.Taps, channels * s.Taps, filter);
                present = group;
                GradientPanels.Multiply<L>(
                    s.M, filter, TileFloats, TileRows, channels * s.Taps, Packed + (chunk * ChunkFloats), ChunkImages * s.OutPlane, rows, pitch);
                int first = First + (chunk * ChunkImages), images = Math.Min(ChunkImages, s.N - first);
                for (int image = 0; image < images; image++)
                {
                    for (int channel = 0; channel < channels; channel++)
                    {
                        float* from = rows + (channel * s.Taps * pitch) + ((nint)image * s.OutPlane);
                        float* dx = Call.Dx + ((((long)(first + image) * s.C) + c + channel) * s.Plane);
                        Fold.Run(from, dx, Call.Bias == null ? 0 : Call.Bias[c + channel], Call.Relu ? 0 : float.NegativeInfinity, work);
                    }
                }
            }
        }

        /// <summary>Some neighbouring entries of each filter, tile by tile: all tiles at once, for a filter's entries are a run of memory.</summary>
        [MethodImpl(Compiled.Alone)]
        private readonly void Pack(int first, int count, float* to)
        {
            ConvShape s = Call.Shape;
            float* from = Call.Filter + first, last = Call.Filter + s.FilterLength - L.Count;
            nint tile = TileFloats;
            for (int m = 0; m < s.M; m++, from += s.Depth, to += TileRows)
            {
                float* target = to;
                for (int r = 0; r < count; r += TileRows, target += tile)
                {
                    int rows = Math.Min(TileRows, count - r);
                    // What is too much is written again with the next filter.
                    for (int i = 0; i < rows; i += L.Count)
                        (from + r + i <= last ? L.Load(from + r + i) : L.LoadFirst(from + r + i, Math.Min(L.Count, rows - i))).Store(target + i);
                }
            }
        }
    }
}
