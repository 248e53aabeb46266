using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// The filter gradient of 3x3 convolutions with stride 1 and many channels by Winograd's F(3x3, 4x4): a quarter of the products. Bands of tiles are turned, so
/// that channels lie in the lanes, and transformed into 36 pairs of matrices [tiles, channels]; the sums over all tiles are 36 products of those, and only their
/// results are transformed back, once.
/// </summary>
internal static unsafe class WinogradFilterGradient
{
    // With fewer channels, or fewer tiles to a sum, the transforms cost more than they save; with more pairs of channels the sums do not fit the caches.
    private const int FewestChannels = 32, FewestTiles = 48, MostPairs = 300 * 300;
    private const int Size = 4, Patch = 6, Products = 36;

    public static bool Handles(in ConvShape s)
        => LaneWidth.Bits > 32 && s is { Groups: 1, KD: 1, KH: 3, KW: 3, D: 1, OD: 1, PadD: 0, StrideH: 1, StrideW: 1, DilationH: 1, DilationW: 1 }
            && s.C >= FewestChannels && s.M >= FewestChannels && s.C * s.M <= MostPairs && (long)s.N * Tiles(s.OH) * Tiles(s.OW) >= FewestTiles
            && 2L * Size * Size * Tiles(s.OH) * Tiles(s.OW) <= 3L * s.OutPlane;

    public static void Run(in ConvShape s, float* x, float* dy, float* filterGrad)
    {
        var call = new Call { Shape = s, X = x, Dy = dy, FilterGrad = filterGrad };
        LaneWidth.Run(ref call);
    }

    private static int Tiles(int outputs) => (outputs + Size - 1) / Size;

    private struct Call : ILaneBody
    {
        // Factors that lie between the two steps: what stays in the last-level cache, and what one chain of sums should not exceed.
        private const int MostFactors = 3 << 20, MostTiles = 512;

        // A line more between neighbouring tiles, whose distance would else be a multiple of what makes them share the same few cache lines.
        private const int TilePadding = 16;

        public ConvShape Shape;
        public float* X, Dy, FilterGrad;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            ConvShape s = Shape;
            int inChannels = (s.C + L.Count - 1) / L.Count * L.Count, outChannels = (s.M + L.Count - 1) / L.Count * L.Count;
            int inPitch = inChannels + TilePadding, outPitch = outChannels + TilePadding, across = Tiles(s.OW), bands = s.N * Tiles(s.OH);
            int most = Math.Clamp(Math.Min(MostFactors / (Products * (inPitch + outPitch)), MostTiles) / across, 1, bands), chunks = (bands + most - 1) / most;
            int together = (bands + chunks - 1) / chunks, tiles = together * across;
            long sums = (long)s.M * inChannels;
            float* memory = Scratch.Shared(Products * (((long)tiles * (inPitch + outPitch)) + sums));
            var body = new Body<L>
            {
                Call = this,
                Across = across,
                Down = Tiles(s.OH),
                InChannels = inChannels,
                OutChannels = outChannels,
                InPitch = inPitch,
                OutPitch = outPitch,
                InProduct = (nint)tiles * inPitch,
                OutProduct = (nint)tiles * outPitch,
                Inputs = memory,
                Gradients = memory + ((long)Products * tiles * inPitch),
                Sums = memory + ((long)Products * tiles * (inPitch + outPitch)),
            };
            for (int first = 0; first < bands; first += together)
            {
                body.First = first;
                body.Bands = Math.Min(together, bands - first);
                Workers.For(body.Bands, (long)across * Products * (inChannels + outChannels), new Factors<L> { Body = body });
                Workers.For(Products, (long)body.Bands * across * sums / 16, body);
            }
            Workers.For(s.M, Products * inChannels, new Taps<L> { Body = body });
        }
    }

    /// <summary>Turns and transforms bands: the tiles beside each other in one image.</summary>
    private struct Factors<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Body<L> Body;

        public readonly void Run(int start, int end)
        {
            ConvShape s = Body.Call.Shape;
            int patchColumns = (Size * Body.Across) + Patch - Size, columns = Size * Body.Across;
            int floats = Math.Max(Patch * patchColumns * Body.InChannels, Size * columns * Body.OutChannels);
            float* turned = Scratch.Own(floats + ImageLanes.Temporary<L>() + (Products * L.Count)), temporary = turned + floats, lines = temporary + ImageLanes.Temporary<L>();
            int* offsets = stackalloc int[Products];
            for (int i = 0; i < Products; i++)
                offsets[i] = ((i / Patch * patchColumns) + (i % Patch)) * Body.InChannels;
            for (int band = start; band < end; band++)
            {
                int image = (Body.First + band) / Body.Down, row = (Body.First + band) % Body.Down * Size;
                Turn(Body.Call.X + ((long)image * s.C * s.Plane), s.C, s.H, s.W, row - s.PadH, s.PadW, Patch, patchColumns, Body.InChannels, turned, temporary);
                for (int tile = 0; tile < Body.Across; tile++)
                {
                    float* to = Body.Inputs + ((((nint)band * Body.Across) + tile) * Body.InPitch), from = turned + ((nint)tile * Size * Body.InChannels);
                    for (int c = 0; c < Body.InChannels; c += L.Count)
                        WinogradTransforms<L>.Input(from + c, offsets, to + c, Body.InProduct, lines);
                }
                Turn(Body.Call.Dy + ((long)image * s.M * s.OutPlane), s.M, s.OH, s.OW, row, 0, Size, columns, Body.OutChannels, turned, temporary);
                for (int tile = 0; tile < Body.Across; tile++)
                {
                    float* to = Body.Gradients + ((((nint)band * Body.Across) + tile) * Body.OutPitch), from = turned + ((nint)tile * Size * Body.OutChannels);
                    for (int m = 0; m < Body.OutChannels; m += L.Count)
                        WinogradGradientTransforms<L>.Gradient(from + m, (nint)columns * Body.OutChannels, Body.OutChannels, to + m, Body.OutProduct, lines);
                }
            }
        }

        /// <summary>Some rows of all channels, the channels of a place side by side, zeros where there is no row, no column or no channel.</summary>
        private static void Turn(
            float* planes, int channels, int height, int width, int firstRow, int pad, int rows, int columns, int lanes, float* to, float* temporary)
        {
            int begin = Math.Clamp(-firstRow, 0, rows), end = Math.Clamp(height - firstRow, begin, rows), kept = Math.Clamp(columns - pad, 0, width);
            new Span<float>(to, rows * columns * lanes).Clear();
            if (begin == end || kept == 0)
                return;
            nint row = (nint)columns * lanes;
            to += (begin * row) + ((nint)pad * lanes);
            planes += (long)(firstRow + begin) * width;
            for (int c = 0; c < channels; c += L.Count)
            {
                ImageLanes.In<L>(
                    planes + ((long)c * height * width), (long)height * width, Math.Min(L.Count, channels - c), (end - begin) * width, width, kept, to + c, row, lanes, temporary);
            }
        }
    }

    /// <summary>Items are the products of matrices, one for each pair of factors.</summary>
    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        // The factors are larger than what they were made of: shorter chains keep the rounding errors of their sums near those of the plain product.
        private const int MostSteps = 128;

        public Call Call;
        public int Across, Down, InChannels, OutChannels, InPitch, OutPitch, First, Bands;
        public nint InProduct, OutProduct;
        public float* Inputs, Gradients, Sums;

        public readonly void Run(int start, int end)
        {
            ConvShape s = Call.Shape;
            int most = Tile.MaxRows<L, float>(), tiles = (s.M + most - 1) / most, tileRows = (s.M + tiles - 1) / tiles;
            float* scratch = stackalloc float[most * 2 * L.Count];
            var target = new TileTarget<float> { Stride = InChannels, Alpha = 1, Scratch = scratch, IsPlain = true };
            for (int p = start; p < end; p++)
            {
                float* inputs = Inputs + (p * InProduct), gradients = Gradients + (p * OutProduct);
                for (int k = 0; k < Bands * Across; k += MostSteps, inputs += (nint)MostSteps * InPitch, gradients += (nint)MostSteps * OutPitch)
                {
                    target.Beta = First + k == 0 ? 0 : 1;
                    for (int c = 0; c < InChannels; c += 2 * L.Count)
                    {
                        target.Columns = target.FirstColumns = Math.Min(2 * L.Count, InChannels - c);
                        for (int m = 0; m < s.M; m += tileRows)
                        {
                            target.C = Sums + ((((nint)p * s.M) + m) * InChannels) + c;
                            int steps = Math.Min(MostSteps, (Bands * Across) - k);
                            Tile.Run<L, float>(Math.Min(tileRows, s.M - m), steps, gradients + m, 1, OutPitch, inputs + c, InPitch, target);
                        }
                    }
                }
            }
        }
    }

    private struct Taps<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Body<L> Body;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int start, int end)
        {
            ConvShape s = Body.Call.Shape;
            float* taps = stackalloc float[9 * L.Count], lines = stackalloc float[18 * L.Count];
            for (int m = start; m < end; m++)
            {
                for (int c = 0; c < s.C; c += L.Count)
                {
                    WinogradGradientTransforms<L>.Taps(Body.Sums + ((nint)m * Body.InChannels) + c, (nint)s.M * Body.InChannels, taps, lines);
                    float* to = Body.Call.FilterGrad + ((((long)m * s.C) + c) * 9);
                    int count = Math.Min(L.Count, s.C - c);
                    for (int i = 0; i < count; i++, to += 9)
                    {
                        for (int tap = 0; tap < 9; tap++)
                            to[tap] = taps[(tap * L.Count) + i];
                    }
                }
            }
        }
    }
}
