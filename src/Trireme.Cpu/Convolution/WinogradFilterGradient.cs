using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// The filter gradient of 3x3 convolutions with stride 1 and many channels by Winograd's F(3x3, 4x4): a quarter of the products. Bands of tiles are turned, so
/// that channels lie in the lanes, and transformed into 36 pairs of matrices [tiles, channels]; the sums over all tiles are 36 products of those, and only their
/// results are transformed back, once.
/// </summary>
internal static unsafe class WinogradFilterGradient
{
    // With fewer channels, or fewer tiles to a sum, the transforms cost more than they save.
    private const int FewestChannels = 32, FewestTiles = 16;

    // Of so many output gradients that tiles take one must be there.
    private const double MostOutputs = 2.1;

    // With more pairs of channels their sums do not fit the caches; they are then made block by block, if the factors of all images may lie there.
    private const int ManyPairs = 160 * 160;
    private const long MostFactorsOfBlocks = 8 << 20;
    private const int Size = 4, Products = 36, MostTilesOfBand = 64;

    public static bool Handles(in ConvShape s)
        => LaneWidth.Bits > 32 && s is { Groups: 1, KD: 1, KH: 3, KW: 3, D: 1, OD: 1, PadD: 0, StrideH: 1, StrideW: 1 }
            && s.C >= FewestChannels && s.M >= FewestChannels && s.N * WinogradTiles.OfImage(s, Size) >= FewestTiles
            && Size * Size * WinogradTiles.OfImage(s, Size) <= MostOutputs * s.OutPlane
            && (s.C * s.M <= ManyPairs || InBlocks(s));

    public static void Run(in ConvShape s, float* x, float* dy, float* filterGrad)
    {
        var call = new Call { Shape = s, X = x, Dy = dy, FilterGrad = filterGrad };
        LaneWidth.Run(ref call);
    }

    private static bool InBlocks(in ConvShape s)
        => s.C * s.M > ManyPairs && Products * s.N * WinogradTiles.OfImage(s, Size) * (s.C + s.M) <= MostFactorsOfBlocks;

    private struct Call : ILaneBody
    {
        // Factors that lie between the two steps: what stays in the second-level caches, nearly.
        private const int MostFactors = 5 << 17;

        // A line more between neighbouring tiles, whose distance would else be a multiple of what makes them share the same few cache lines.
        private const int TilePadding = 16;

        public ConvShape Shape;
        public float* X, Dy, FilterGrad;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            ConvShape s = Shape;
            int inChannels = (s.C + L.Count - 1) / L.Count * L.Count, outChannels = (s.M + L.Count - 1) / L.Count * L.Count;
            int inPitch = inChannels + TilePadding, outPitch = outChannels + TilePadding;
            var pass = ConvPass.Forward(s, X, null, default, Dy);
            var all = new WinogradTiles(pass, Size, MostTilesOfBand);
            int across = all.BandTiles, bands = all.Bands;
            int tallest = Tile.MaxRows<L, float>(), rowTiles = (s.M + tallest - 1) / tallest, tileRows = (s.M + rowTiles - 1) / rowTiles;
            bool inBlocks = InBlocks(s);
            int most = Math.Clamp(MostFactors / (Products * (inPitch + outPitch)) / across, 1, bands), chunks = inBlocks ? 1 : (bands + most - 1) / most;
            int together = (bands + chunks - 1) / chunks, tiles = together * across;
            long sums = (long)s.M * inChannels;
            float* memory = Scratch.Shared(Products * (((long)tiles * (inPitch + outPitch)) + (inBlocks ? 0 : sums)));
            var body = new Body<L>
            {
                Call = this,
                Tiles = all,
                X = WinogradPlanes.Inputs(pass),
                Dy = WinogradPlanes.Outputs(pass),
                InChannels = inChannels,
                OutChannels = outChannels,
                InPitch = inPitch,
                OutPitch = outPitch,
                TileRows = tileRows,
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
                if (!inBlocks)
                    Workers.For(Products, (long)body.Bands * across * sums / 16, body);
            }
            if (!inBlocks)
            {
                Workers.For(s.M, Products * inChannels, new Taps<L> { Body = body });
                return;
            }
            int rows = Blocks<L>.TilesDown * tileRows, columns = Blocks<L>.VectorsAcross * L.Count, blocks = (inChannels + columns - 1) / columns;
            Workers.For((s.M + rows - 1) / rows * blocks, (long)rows * columns * tiles * Products / 16, new Blocks<L> { Body = body, Across = blocks });
        }
    }

    /// <summary>Turns and transforms bands.</summary>
    private struct Factors<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Body<L> Body;

        public readonly void Run(int start, int end)
        {
            WinogradTiles tiles = Body.Tiles;
            long floats = Math.Max(tiles.StageFloats<L>(Body.X), tiles.StageFloats<L>(Body.Dy));
            float* stage = Scratch.Own(floats + (Products * L.Count)), lines = stage + floats;
            nint tile = (nint)start * tiles.BandTiles;
            int first = Body.First + start, last = Body.First + end;
            tiles.ForEach<L, Inputs>(Body.X, first, last, Body.InChannels, stage, new Inputs { Body = Body, Target = Body.Inputs + (tile * Body.InPitch), Lines = lines });
            tiles.ForEach<L, Gradients>(
                Body.Dy, first, last, Body.OutChannels, stage, new Gradients { Body = Body, Target = Body.Gradients + (tile * Body.OutPitch), Lines = lines });
        }

        private struct Inputs : IWinogradPatches
        {
            public Body<L> Body;
            public float* Target, Lines;

            public readonly void Take(float* patch, nint row, nint column, int tile, int channel)
                => WinogradTransforms<L, WinogradTile4<L>>.Input(patch, row, column, Target + ((nint)tile * Body.InPitch) + channel, Body.InProduct, Lines);
        }

        private struct Gradients : IWinogradPatches
        {
            public Body<L> Body;
            public float* Target, Lines;

            public readonly void Take(float* patch, nint row, nint column, int tile, int channel)
                => WinogradGradientTransforms<L>.Gradient(patch, row, column, Target + ((nint)tile * Body.OutPitch) + channel, Body.OutProduct, Lines);
        }
    }

    /// <summary>What the steps share. As work its items are the products of matrices, one for each pair of factors.</summary>
    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        // The factors are larger than what they were made of: shorter chains keep the rounding errors of their sums near those of the plain product.
        private const int MostSteps = 128;

        public Call Call;
        public WinogradTiles Tiles;
        public WinogradPlanes X, Dy;
        public int InChannels, OutChannels, InPitch, OutPitch, TileRows, First, Bands;
        public nint InProduct, OutProduct;
        public float* Inputs, Gradients, Sums;

        public readonly void Run(int start, int end)
        {
            for (int p = start; p < end; p++)
                Multiply(p, 0, Call.Shape.M, 0, InChannels, Sums + ((nint)p * Call.Shape.M * InChannels), InChannels);
        }

        /// <summary>Adds to the sums of some pairs of channels, or begins them.</summary>
        public readonly void Multiply(int p, int m0, int m1, int c0, int c1, float* sums, nint row)
        {
            float* scratch = stackalloc float[Tile.MaxRows<L, float>() * 2 * L.Count];
            var target = new TileTarget<float> { Stride = row, Alpha = 1, Scratch = scratch, IsPlain = true };
            float* inputs = Inputs + (p * InProduct), gradients = Gradients + (p * OutProduct);
            int tiles = Bands * Tiles.BandTiles;
            for (int k = 0; k < tiles; k += MostSteps, inputs += (nint)MostSteps * InPitch, gradients += (nint)MostSteps * OutPitch)
            {
                target.Beta = First + k == 0 ? 0 : 1;
                for (int c = c0; c < c1; c += 2 * L.Count)
                {
                    target.Columns = target.FirstColumns = Math.Min(2 * L.Count, c1 - c);
                    for (int m = m0; m < m1; m += TileRows)
                    {
                        target.C = sums + ((m - m0) * row) + (c - c0);
                        Tile.Run<L, float>(Math.Min(TileRows, m1 - m), Math.Min(MostSteps, tiles - k), gradients + m, 1, OutPitch, inputs + c, InPitch, target);
                    }
                }
            }
        }

        /// <summary>Sums of one output channel, each product's <paramref name="product"/> floats apart, to its filters of some input channels.</summary>
        [MethodImpl(Compiled.Alone)]
        public readonly void Write(int m, int c0, int c1, float* sums, nint product)
        {
            // Whole squares of taps and channels are turned.
            float* taps = stackalloc float[(9 + L.Count - 1) / L.Count * L.Count * L.Count], lines = stackalloc float[Math.Max(18 * L.Count, ImageLanes.Temporary<L>())];
            for (int c = c0; c < Math.Min(c1, Call.Shape.C); c += L.Count)
            {
                WinogradGradientTransforms<L>.Taps(sums + (c - c0), product, taps, lines);
                float* to = Call.FilterGrad + ((((long)m * Call.Shape.C) + c) * 9);
                Ahead.Expect(to + (9 * L.Count), 0, 1, 9 * L.Count);
                ImageLanes.Out<L>(taps, 9, Math.Min(L.Count, Call.Shape.C - c), to, 9, 0, float.NegativeInfinity, lines);
            }
        }
    }

    private struct Taps<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Body<L> Body;

        public readonly void Run(int start, int end)
        {
            for (int m = start; m < end; m++)
                Body.Write(m, 0, Body.InChannels, Body.Sums + ((nint)m * Body.InChannels), (nint)Body.Call.Shape.M * Body.InChannels);
        }
    }

    /// <summary>Items are blocks of pairs of channels, through all products to the filters: their sums never leave the second-level cache.</summary>
    private struct Blocks<L> : IRangeBody where L : struct, ILanes<L>
    {
        public const int TilesDown = 2, VectorsAcross = 8;

        public Body<L> Body;
        public int Across;

        public readonly void Run(int start, int end)
        {
            int columns = VectorsAcross * L.Count, rows = TilesDown * Body.TileRows;
            nint product = (nint)rows * columns;
            float* sums = Scratch.Own(Products * product);
            for (int i = start; i < end; i++)
            {
                int m = i / Across * rows, c = i % Across * columns, m1 = Math.Min(m + rows, Body.Call.Shape.M), c1 = Math.Min(c + columns, Body.InChannels);
                for (int p = 0; p < Products; p++)
                    Body.Multiply(p, m, m1, c, c1, sums + (p * product), columns);
                for (int channel = m; channel < m1; channel++)
                    Body.Write(channel, c, c1, sums + ((nint)(channel - m) * columns), product);
            }
        }
    }
}
