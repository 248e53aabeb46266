namespace Trireme.Cpu.Convolution;

/// <summary>
/// The filter gradient of layers with many channels as products of matrices: with the channels of a position side by side, the inputs that one
/// position meets under a row of taps are one run of memory, and a tile of sums is updated by a column of output gradients times such a run.
/// Nobody adds up the lanes of a vector, and positions outside of rows cost nothing.
/// </summary>
internal static unsafe class ChannelsLastGradient
{
    private const int FewestChannels = 16;

    // Planes that are turned before their products are summed: what stays in the second-level caches, nearly.
    private const long MostTurnedFloats = 3 << 17;

    public static bool Handles(in ConvShape s)
        => LaneWidth.Bits > 32 && s is { Groups: 1, KD: 1, D: 1, OD: 1, PadD: 0 } && s.M >= FewestChannels && s.C * RunTaps(s) >= FewestChannels
            && s.OutPlane > 0;

    public static void Run(in ConvShape s, float* x, float* dy, float* filterGrad)
    {
        var call = new Call { Shape = s, X = x, Dy = dy, FilterGrad = filterGrad };
        LaneWidth.Run(ref call);
    }

    // Taps whose inputs are one run: those of a row, where no column is left out between them.
    private static int RunTaps(in ConvShape s) => s.DilationW == 1 ? s.KW : 1;

    private struct Call : ILaneBody
    {
        private const int WantedItems = 16;

        public ConvShape Shape;
        public float* X, Dy, FilterGrad;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            ConvShape s = Shape;
            int most = Tile.MaxRows<L, float>(), tiles = (s.M + most - 1) / most, tileRows = (s.M + tiles - 1) / tiles;
            tiles = (s.M + tileRows - 1) / tileRows;
            int paddedColumns = ((s.OW - 1) * s.StrideW) + ((s.KW - 1) * s.DilationW) + 1;
            long whole = ((long)s.Plane * s.C) + ((long)s.OutPlane * s.M);
            int band = whole <= MostTurnedFloats ? s.OH : (int)Math.Max(1, s.OH * MostTurnedFloats / whole);
            int paddedRows = ((band - 1) * s.StrideH) + ((s.KH - 1) * s.DilationH) + 1;
            long xFloats = (long)paddedRows * paddedColumns * s.C, dyFloats = (long)band * s.OW * tiles * tileRows;
            int together = band < s.OH ? 1 : (int)Math.Clamp(MostTurnedFloats / (xFloats + dyFloats), 1, s.N), slack = 4 * L.Count;
            int run = s.C * RunTaps(s), runs = s.FilterLength / s.M / run, panel = 2 * L.Count, panels = (run + panel - 1) / panel;
            // Each item owns a part of the sums: a few panels of one run of taps, and where these are few, some of the tiles.
            int perItem = Math.Clamp(runs * panels / WantedItems, 1, panels), parts = (panels + perItem - 1) / perItem;
            int tileParts = Math.Clamp(WantedItems / (runs * parts), 1, tiles);
            float* memory = Scratch.Shared((together * (xFloats + dyFloats)) + s.FilterLength + (2 * slack));
            var body = new Body<L>
            {
                Call = this,
                TileRows = tileRows,
                Tiles = tiles,
                PaddedRows = paddedRows,
                BandRows = band,
                PaddedColumns = paddedColumns,
                XFloats = xFloats,
                DyFloats = dyFloats,
                Turned = memory,
                TurnedDy = memory + (together * xFloats) + slack,
                Sums = memory + (together * (xFloats + dyFloats)) + (2 * slack),
                RunLength = run,
                Runs = runs,
                PanelsPerItem = perItem,
                Parts = parts,
                TileParts = tileParts,
            };
            for (int first = 0; first < s.N; first += together)
            {
                body.First = first;
                body.Images = Math.Min(together, s.N - first);
                for (int row = 0; row < s.OH; row += band)
                {
                    body.FirstRow = row;
                    body.Rows = Math.Min(band, s.OH - row);
                    long positions = (long)body.Rows * s.OW;
                    Workers.For(body.Images * (1 + tiles), positions * (s.C + tileRows) / 4, new Preparation<L> { Body = body });
                    Workers.For(runs * parts * tileParts, body.Images * positions * s.M * run / 16 / parts / tileParts, body);
                }
            }
            Workers.For(s.M, s.Depth, new Placement { Shape = s, Sums = body.Sums, RunLength = run, FilterGrad = FilterGrad });
        }
    }

    /// <summary>Turns an image's input, or one tile's rows of its output gradient.</summary>
    private struct Preparation<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Body<L> Body;

        public readonly void Run(int start, int end)
        {
            float* temporary = stackalloc float[ImageLanes.Temporary<L>()];
            for (int i = start; i < end; i++)
            {
                int image = i / (1 + Body.Tiles), tile = (i % (1 + Body.Tiles)) - 1;
                if (tile < 0)
                    Input(image, temporary);
                else
                    Gradient(image, tile * Body.TileRows, temporary);
            }
        }

        private readonly void Gradient(int image, int first, float* temporary)
        {
            ConvShape s = Body.Call.Shape;
            int rows = Math.Min(Body.TileRows, s.M - first), positions = Body.Rows * s.OW;
            float* dy = Body.Call.Dy + ((((long)(Body.First + image) * s.M) + first) * s.OutPlane) + ((long)Body.FirstRow * s.OW);
            float* to = Body.TurnedDy + (image * Body.DyFloats) + ((long)first * Body.BandRows * s.OW);
            // What a vector writes beyond its position is written again with the next; the last ones must not reach the next tile.
            int safe = Math.Max(0, positions - L.Count);
            for (int r = (rows - 1) / L.Count * L.Count; r >= 0; r -= L.Count)
                ImageLanes.In<L>(dy + ((long)r * s.OutPlane), s.OutPlane, Math.Min(L.Count, rows - r), safe, safe, safe, to + r, 0, Body.TileRows, temporary);
            for (int p = safe; p < positions; p++)
            {
                for (int r = 0; r < Body.TileRows; r++)
                    to[((nint)p * Body.TileRows) + r] = r < rows ? dy[((nint)r * s.OutPlane) + p] : 0;
            }
        }

        private readonly void Input(int image, float* temporary)
        {
            ConvShape s = Body.Call.Shape;
            float* x = Body.Call.X + ((long)(Body.First + image) * s.C * s.Plane), to = Body.Turned + (image * Body.XFloats);
            // Rows of padding above the band, then rows of the image, then padding again.
            int top = (Body.FirstRow * s.StrideH) - s.PadH, above = Math.Max(0, -top), begin = Math.Max(0, top);
            int rows = Math.Min(s.H - begin, Body.PaddedRows - above), columns = Math.Min(s.W, Body.PaddedColumns - s.PadW);
            nint row = (nint)Body.PaddedColumns * s.C;
            if (rows < Body.PaddedRows || columns < Body.PaddedColumns)
                new Span<float>(to, checked((int)Body.XFloats)).Clear();
            if (rows <= 0 || columns <= 0)
                return;
            x += (long)begin * s.W;
            to += (above * row) + ((nint)s.PadW * s.C);
            // The channels that do not fill a vector come first: what is too much of them lands where others are written later.
            int rest = s.C % L.Count, first = s.C - rest;
            if (rest != 0)
                Ragged(x + ((long)first * s.Plane), rest, rows, columns, to + first, row, temporary);
            for (int c = 0; c + L.Count <= s.C; c += L.Count)
                ImageLanes.In<L>(x + ((long)c * s.Plane), s.Plane, L.Count, rows * s.W, s.W, columns, to + c, row, s.C, temporary);
        }

        /// <summary>Element by element where a vector would reach beyond the row: there stands padding, or another image.</summary>
        private readonly void Ragged(float* x, int channels, int rows, int columns, float* to, nint row, float* temporary)
        {
            ConvShape s = Body.Call.Shape;
            int inside = Math.Max(0, columns - ((L.Count + s.C - 1) / s.C));
            for (int r = 0; r < rows; r++, x += s.W, to += row)
            {
                ImageLanes.In<L>(x, s.Plane, channels, inside, s.W, inside, to, 0, s.C, temporary);
                for (int p = inside; p < columns; p++)
                {
                    for (int c = 0; c < channels; c++)
                        to[((nint)p * s.C) + c] = x[((nint)c * s.Plane) + p];
                }
            }
        }
    }

    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        // Steps between two visits to a tile of sums: a panel of inputs and the gradients of a tile then stay in the near caches.
        private const int MostSteps = 512;

        public Call Call;
        public int First, Images, FirstRow, Rows, BandRows, TileRows, Tiles, PaddedRows, PaddedColumns, RunLength, Runs, PanelsPerItem, Parts, TileParts;
        public long XFloats, DyFloats;
        public float* Turned, TurnedDy, Sums;

        public readonly void Run(int start, int end)
        {
            ConvShape s = Call.Shape;
            float* scratch = stackalloc float[Tile.MaxRows<L, float>() * 2 * L.Count];
            int rowsAtOnce = Math.Clamp(MostSteps / s.OW, 1, Rows);
            for (int item = start; item < end; item++)
            {
                int tilePart = item % TileParts, part = item / TileParts % Parts, run = item / TileParts / Parts;
                int firstTile = tilePart * Tiles / TileParts, lastTile = (tilePart + 1) * Tiles / TileParts;
                int tap = run * (RunLength / s.C), kh = tap / s.KW, kw = tap % s.KW;
                int from = part * PanelsPerItem * 2 * L.Count, to = Math.Min(RunLength, from + (PanelsPerItem * 2 * L.Count));
                long origin = ((((long)kh * s.DilationH * PaddedColumns) + (kw * s.DilationW)) * s.C) + from;
                (int firstColumn, int endColumn) = Inside(kw, RunLength == s.C ? 1 : s.KW, s.PadW, s.DilationW, s.StrideW, s.W, s.OW);
                (int firstRow, int endRow) = Inside(kh, 1, s.PadH, s.DilationH, s.StrideH, s.H, s.OH);
                for (int image = 0; image < Images; image++)
                {
                    for (int row = 0; row < Rows; row += rowsAtOnce)
                    {
                        int begin = Math.Max(row, firstRow - FirstRow), rows = Math.Min(Math.Min(row + rowsAtOnce, Rows), endRow - FirstRow) - begin;
                        float* x = Turned + (image * XFloats) + origin + ((((long)begin * s.StrideH * PaddedColumns) + (firstColumn * s.StrideW)) * s.C);
                        float* dy = TurnedDy + (image * DyFloats) + ((((long)begin * s.OW) + firstColumn) * TileRows);
                        bool starts = First + image + FirstRow + row == 0;
                        long sums = (long)run * s.M * RunLength;
                        if (rows > 0 && endColumn > firstColumn)
                            Products(x, dy, rows, endColumn - firstColumn, firstTile, lastTile, sums, from, to, starts, scratch);
                        else if (starts)
                            Clear(firstTile, lastTile, sums, from, to);
                    }
                }
            }
        }

        /// <summary>The places at which any of some taps reads inside the input: the products of the others are zeros.</summary>
        private static (int First, int End) Inside(int tap, int taps, int pad, int dilation, int stride, int extent, int places)
        {
            int before = pad - ((tap + taps - 1) * dilation), after = extent - 1 + pad - (tap * dilation);
            int first = before <= 0 ? 0 : (before + stride - 1) / stride;
            return (first, after < 0 ? 0 : Math.Min(places, (after / stride) + 1));
        }

        private readonly void Clear(int firstTile, int lastTile, long sums, int from, int to)
        {
            for (int m = firstTile * TileRows; m < Math.Min(lastTile * TileRows, Call.Shape.M); m++)
                new Span<float>(Sums + sums + ((long)m * RunLength) + from, to - from).Clear();
        }

        private readonly void Products(float* x, float* dy, int rows, int columns, int firstTile, int lastTile, long sums, int from, int to, bool starts,
            float* scratch)
        {
            ConvShape s = Call.Shape;
            nint step = (nint)s.StrideW * s.C;
            var steps = new TileSteps(columns, rows, (nint)(s.OW - columns) * TileRows, ((nint)s.StrideH * PaddedColumns * s.C) - (columns * step));
            for (int j = from; j < to; j += 2 * L.Count, x += 2 * L.Count)
            {
                var target = new TileTarget<float>
                {
                    Stride = RunLength,
                    Columns = Math.Min(2 * L.Count, to - j),
                    Alpha = 1,
                    Beta = starts ? 0 : 1,
                    Scratch = scratch,
                    IsPlain = true,
                };
                for (int tile = firstTile; tile < lastTile; tile++)
                {
                    int m = tile * TileRows;
                    target.C = Sums + sums + ((long)m * RunLength) + j;
                    Tile.Run<L, float>(Math.Min(TileRows, s.M - m), steps, dy + ((long)m * BandRows * s.OW), 1, TileRows, x, step, target);
                }
            }
        }
    }

    /// <summary>From sums by run, output channel, place in the run to the order of the filter.</summary>
    private struct Placement : IRangeBody
    {
        public ConvShape Shape;
        public float* Sums, FilterGrad;
        public int RunLength;

        public readonly void Run(int start, int end)
        {
            int c = Shape.C, taps = Shape.Taps;
            for (int m = start; m < end; m++)
            {
                float* to = FilterGrad + ((long)m * Shape.Depth);
                for (int tap = 0; tap < taps; tap++)
                {
                    int run = tap * c / RunLength;
                    float* from = Sums + ((((long)run * Shape.M) + m) * RunLength) + ((tap * c) - (run * RunLength));
                    for (int i = 0; i < c; i++)
                        to[(i * taps) + tap] = from[i];
                }
            }
        }
    }
}
