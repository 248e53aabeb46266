using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// The input gradient of layers whose windows do not overlap, as a product of matrices: the filters, turned, times the output gradients tell what each tap
/// gives back at each place, and that is the gradient of one input, so it is written to its place and nothing is added up. Inputs in no window are zeros.
/// </summary>
internal static unsafe class PlacedGradient
{
    // Sums of fewer products and fewer rows than a tile has leave the tile's registers unused.
    private const int FewestFilters = 16, FewestRows = 14;

    public static bool Handles(in ConvShape s)
        => LaneWidth.Bits > 32 && s.Groups == 1 && s.M >= FewestFilters && s.Depth >= FewestRows && s.Products > 0
            && IsApart(s.KD, s.StrideD, s.PadD, s.DilationD) && IsApart(s.KH, s.StrideH, s.PadH, s.DilationH) && IsApart(s.KW, s.StrideW, s.PadW, s.DilationW)
            && !(FoldedGradient.Handles(s) && IsBetterFolded(s));

    // Filters that outweigh the output gradients are laid out where they are used, not all beforehand; with one tap there is nothing to add up either way.
    private static bool IsBetterFolded(in ConvShape s) => s.Taps == 1 || s.FilterLength > (long)s.N * s.M * s.OutPlane;

    private static bool IsApart(int kernel, int stride, int pad, int dilation) => pad == 0 && kernel <= stride && (kernel == 1 || dilation == 1);

    public static void Run(in ConvShape s, float* dy, float* filter, float* bias, float* dx, bool relu)
    {
        var call = new Call { Shape = s, Dy = dy, Filter = filter, Bias = bias, Dx = dx, Floor = relu ? 0 : float.NegativeInfinity };
        LaneWidth.Run(ref call);
    }

    private struct Call : ILaneBody
    {
        // The output gradients of a chunk of places and the products of some rows with them should stay in the second-level cache.
        private const int WorkFloats = 128 * 1024, MostRows = 256;
        private const int WantedItems = 16;

        public ConvShape Shape;
        public float* Dy, Filter, Bias, Dx;
        public float Floor;

        public readonly void Run<L>() where L : struct, ILanes<L>
        {
            ConvShape s = Shape;
            int width = 2 * L.Count, tallest = Tile.MaxRows<L, float>(), units = s.Depth / s.KW, places = checked(s.N * s.OutPlane);
            int mostUnits = Math.Max(1, Math.Min(s.Depth, MostRows) / s.KW), all = (places + width - 1) / width;
            int panels = Math.Clamp(WorkFloats / ((s.M + (mostUnits * s.KW)) * width), 1, all), chunks = (all + panels - 1) / panels;
            if (chunks < WantedItems)
                chunks = Math.Clamp(all / 4, chunks, WantedItems);
            panels = (all + chunks - 1) / chunks;
            chunks = (all + panels - 1) / panels;
            // Few chunks: the rows are cut finer, so that all threads find work.
            int groups = Math.Clamp((WantedItems + chunks - 1) / chunks, 1, Math.Max(1, s.Depth / tallest));
            groups = Math.Min(units, Math.Max(groups, (units + mostUnits - 1) / mostUnits));
            units = (units + groups - 1) / groups;
            int tiles = ((units * s.KW) + tallest - 1) / tallest, tileRows = ((units * s.KW) + tiles - 1) / tiles;
            var body = new Body<L>
            {
                Call = this,
                Units = units,
                Groups = ((s.Depth / s.KW) + units - 1) / units,
                Tiles = tiles,
                TileRows = tileRows,
                Panels = panels,
                Places = places,
                Filter = Scratch.Shared((long)groups * tiles * tileRows * s.M),
            };
            Workers.For(body.Groups * tiles, (long)s.M * tileRows / 8, new Preparation<L> { Body = body });
            Workers.For(chunks * body.Groups, (long)panels * width * units * s.KW * s.M / 16, body);
        }
    }

    /// <summary>Lays the rows of the turned filters out, tile by tile.</summary>
    private struct Preparation<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Body<L> Body;

        public readonly void Run(int start, int end)
        {
            ConvShape s = Body.Call.Shape;
            for (int i = start; i < end; i++)
            {
                int group = i / Body.Tiles, first = i % Body.Tiles * Body.TileRows, row = (group * Body.Units * s.KW) + first;
                int rows = Math.Min(Math.Min(Body.TileRows, (Body.Units * s.KW) - first), s.Depth - row);
                if (rows > 0)
                    Packing.Pack(Body.Call.Filter + row, s.Depth, 1, s.M, rows, Body.Filter + (i * Body.TileFloats), Body.TileRows);
            }
        }
    }

    /// <summary>
    /// Items are pairs of a chunk of places and a group of units, which are the taps of one row of the filter for one channel: what those give back at
    /// neighbouring places lies side by side. The output gradients of a chunk are laid out once for the groups that follow one another.
    /// </summary>
    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        public Call Call;
        public int Units, Groups, Tiles, TileRows, Panels, Places;
        public float* Filter;

        public readonly nint TileFloats => (nint)Call.Shape.M * TileRows;

        public readonly void Run(int start, int end)
        {
            ConvShape s = Call.Shape;
            int width = 2 * L.Count, units = s.Depth / s.KW, present = -1;
            nint pitch = Panels * width, panelFloats = (nint)width * s.M;
            // Squares of a vector's lanes are read where a row of taps is turned.
            nint rowFloats = ((Units * s.KW) + L.Count) * pitch, lineFloats = pitch + L.Count;
            float* dy = Scratch.Own((Panels * panelFloats) + rowFloats + lineFloats), rows = dy + (Panels * panelFloats), nothing = rows + rowFloats;
            new Span<float>(nothing, (int)lineFloats).Clear();
            for (int i = start; i < end; i++)
            {
                int chunk = i / Groups, unit = i % Groups * Units, last = Math.Min(unit + Units, units);
                int first = chunk * Panels * width, places = Math.Min(Panels * width, Places - first);
                for (int p = 0; present != chunk && p * width < places; p++)
                    GradientPanels.LayOut<L>(s, Call.Dy, first + (p * width), Math.Min(width, places - (p * width)), dy + (p * panelFloats));
                present = chunk;
                float* filter = Filter + (i % Groups * Tiles * TileFloats);
                GradientPanels.Multiply<L>(s.M, filter, TileFloats, TileRows, (last - unit) * s.KW, dy, places, rows, pitch);
                for (; unit < last; unit++)
                    Place(unit, first, places, rows + ((unit - (i % Groups * Units)) * s.KW * pitch), nothing);
            }
        }

        /// <summary>Writes what the taps of a unit give back at some places, and zeros for the inputs of no window that follow those.</summary>
        [MethodImpl(Compiled.Alone)]
        private readonly void Place(int unit, int first, int places, float* rows, float* nothing)
        {
            ConvShape s = Call.Shape;
            int kh = unit % s.KH, kd = unit / s.KH % s.KD, c = unit / s.KH / s.KD, line = first / s.OW, column = first - (line * s.OW);
            int od = line / s.OH, oh = line - (od * s.OH), image = od / s.OD;
            od -= image * s.OD;
            float bias = Call.Bias == null ? 0 : Call.Bias[c];
            L biases = L.All(bias), floors = L.All(Call.Floor);
            float* volume = Call.Dx + ((((long)image * s.C) + c) * s.Plane), last = rows + places;
            for (; rows < last; column = 0)
            {
                int count = (int)Math.Min(last - rows, s.OW - column), left = column * s.StrideW;
                int columns = (column + count == s.OW ? s.W : Math.Min(s.W, (column + count) * s.StrideW)) - left;
                (int firstD, int endD) = Inputs(od, kd, s.KD, s.StrideD, s.OD, s.D);
                (int firstH, int endH) = Inputs(oh, kh, s.KH, s.StrideH, s.OH, s.H);
                for (int d = firstD; d < endD; d++)
                {
                    float* dx = volume + ((((nint)d * s.H) + firstH) * s.W) + left;
                    for (int h = firstH; h < endH; h++, dx += s.W)
                    {
                        if (d == firstD && h == firstH)
                            Line(rows, count, columns, dx, bias, biases, floors, nothing);
                        else
                            Fill(dx, 0, columns, biases, floors);
                    }
                }
                rows += count;
                if (++oh < s.OH)
                    continue;
                oh = 0;
                if (++od < s.OD)
                    continue;
                od = 0;
                volume += (nint)s.C * s.Plane;
            }
        }

        /// <summary>The inputs of an axis that one tap of an output is answerable for: its own, and those of no window up to the next tap's.</summary>
        private static (int First, int End) Inputs(int output, int tap, int taps, int stride, int outputs, int inputs)
        {
            int first = (output * stride) + tap, end = tap < taps - 1 ? first + 1 : output < outputs - 1 ? (output + 1) * stride : inputs;
            return (first, Math.Min(end, inputs));
        }

        /// <summary>A row of inputs, or a part of it, from what each tap gives back at the places of that row.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Line(float* rows, int count, int columns, float* dx, float bias, L biases, L floors, float* nothing)
        {
            int taps = Call.Shape.KW, stride = Call.Shape.StrideW, met = Math.Min(columns, count * stride);
            nint pitch = Panels * 2 * L.Count;
            if (stride == 2)
            {
                Weave.Two(rows, taps > 1 ? rows + pitch : nothing, met, dx, biases, floors);
            }
            else if (stride == 1)
            {
                Weave.One(rows, met, dx, biases, floors);
            }
            else if (stride == 4)
            {
                float* second = taps > 1 ? rows + pitch : nothing, third = taps > 2 ? rows + (2 * pitch) : nothing;
                float* fourth = taps > 3 ? rows + (3 * pitch) : nothing;
                Weave.Four(rows, second, third, fourth, met, dx, biases, floors);
            }
            else if (2 * stride < L.Count)
            {
                // Most of a square would be empty.
                for (int tap = 0; tap < stride; tap++)
                {
                    float* from = tap < taps ? rows + (tap * pitch) : nothing;
                    for (int w = tap; w < met; w += stride)
                        dx[w] = MathF.Max(*from++ + bias, Call.Floor);
                }
            }
            else
            {
                Turned(rows, pitch, count, columns, dx, biases, floors);
                for (int w = 0; taps < stride && w < count; w++)
                    Fill(dx, (w * stride) + taps, Math.Min(columns, (w + 1) * stride), biases, floors);
            }
            if (met < columns)
                Fill(dx, met, columns, biases, floors);
        }

        /// <summary>The same for any stride: squares of taps and places.</summary>
        [MethodImpl(Compiled.Alone)]
        private readonly void Turned(float* rows, nint pitch, int count, int columns, float* dx, L biases, L floors)
        {
            int taps = Call.Shape.KW, stride = Call.Shape.StrideW;
            float* temporary = stackalloc float[ImageLanes.Temporary<L>()];
            for (int w = 0; w < count; w += L.Count, rows += L.Count, dx += L.Count * stride, columns -= L.Count * stride)
            {
                // Padding behind the input: the last windows may reach beyond it.
                int whole = Math.Clamp((columns - taps + stride) / stride, 0, Math.Min(L.Count, count - w));
                ImageLanes.Out(rows, pitch, taps, whole, dx, stride, biases, floors, temporary);
                if (whole < Math.Min(L.Count, count - w) && columns > whole * stride)
                    ImageLanes.Out(rows + whole, pitch, columns - (whole * stride), 1, dx + (whole * stride), stride, biases, floors, temporary);
            }
        }

        /// <summary>Inputs of no window, from <paramref name="start"/> to <paramref name="end"/> of a row.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Fill(float* dx, int start, int end, L biases, L floors)
        {
            L value = L.MaxNative(floors, biases);
            for (; start + L.Count <= end; start += L.Count)
                value.Store(dx + start);
            if (start < end)
                value.StoreFirst(dx + start, end - start);
        }
    }
}
