using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Pooling;

/// <summary>
/// Means over windows in single precision: the rows of all windows of an output row are added in vectors to one line with zeros for the padding, whose
/// sums across are vectors too where windows are one or two columns apart. The gradient goes the same way back.
/// </summary>
internal static unsafe class AverageWindows
{
    public static void Forward(in PoolShape shape, AverageDivisor divisor, float* x, float* y)
    {
        var call = new Call { Shape = shape, Divisor = divisor, X = x, Y = y };
        LaneWidth.Run(ref call);
    }

    public static void Backward(in PoolShape shape, AverageDivisor divisor, float* dy, float* dx)
    {
        var call = new Call { Shape = shape, Divisor = divisor, X = dx, Y = dy, IsBackward = true };
        LaneWidth.Run(ref call);
    }

    private struct Call : ILaneBody
    {
        public PoolShape Shape;
        public AverageDivisor Divisor;
        public float* X, Y;
        public bool IsBackward;

        public readonly void Run<L>() where L : struct, ILanes<L>
            => Workers.For(Shape.Planes, (long)Shape.Plane + Shape.OutPlane, new Body<L>(this));
    }

    private readonly struct Body<L>(Call call) : IRangeBody where L : struct, ILanes<L>
    {
        private readonly Call _call = call;

        public void Run(int start, int end)
        {
            PoolShape s = _call.Shape;
            PoolAxis columns = s.AxisW;
            // The line and the windows' shares, each with room for zeros around it and for whole vectors at its end.
            int line = Math.Max(s.PadW + s.W, ((s.OW - 1) * s.StrideW) + s.KW) + (3 * L.Count);
            int shares = s.OW + s.KW + s.PadW + Math.Max(s.W, s.OW) + (2 * L.Count);
            float* work = Scratch.Own(line + shares + (3 * s.OW) + L.Count), across = work + line + shares;
            int* edges = (int*)(across + s.OW + L.Count);
            new Span<float>(work, line + shares).Clear();
            for (int ow = 0; ow < s.OW; ow++)
            {
                (edges[2 * ow], edges[(2 * ow) + 1]) = (columns.Start(ow), columns.End(ow));
                int inside = columns.End(ow) - columns.Start(ow);
                across[ow] = inside <= 0 || _call.Divisor.Override > 0 ? 1 : _call.Divisor.Exclusive ? inside : columns.Extent(ow);
            }
            for (int plane = start; plane < end; plane++)
            {
                float* x = _call.X + ((long)plane * s.Plane), y = _call.Y + ((long)plane * s.OutPlane);
                if (_call.IsBackward)
                    new Span<float>(x, s.Plane).Clear();
                for (int od = 0; od < s.OD; od++)
                {
                    for (int oh = 0; oh < s.OH; oh++, y += s.OW)
                    {
                        var rows = new Rows(s, _call.Divisor, od, oh);
                        if (_call.IsBackward)
                        {
                            Shares(y, across, rows.Divisor, edges, work, work + line);
                            Spread(work, rows, x);
                        }
                        else
                        {
                            Collect(x, rows, work);
                            Means(work, across, rows.Divisor, edges, y);
                        }
                    }
                }
            }
        }

        /// <summary>line = the sum of the rows, behind the padding.</summary>
        [MethodImpl(Compiled.Alone)]
        private void Collect(float* x, Rows rows, float* line)
        {
            int width = _call.Shape.W;
            line += _call.Shape.PadW;
            for (int i = 0; i < width; i += L.Count)
            {
                L sum = L.Zero;
                int count = Math.Min(L.Count, width - i);
                for (int d = rows.D0; d < rows.D1; d++)
                {
                    float* row = x + (((d * _call.Shape.H) + rows.H0) * width) + i;
                    for (int h = rows.H0; h < rows.H1; h++, row += width)
                        sum += count == L.Count ? L.Load(row) : L.LoadFirst(row, count);
                }
                sum.Store(line + i);
            }
        }

        /// <summary>y = the sums across the line, divided.</summary>
        [MethodImpl(Compiled.Alone)]
        private void Means(float* line, float* across, float down, int* edges, float* y)
        {
            PoolShape s = _call.Shape;
            if (s.Adaptive || s.StrideW > 2)
            {
                for (int ow = 0; ow < s.OW; ow++)
                {
                    float sum = 0;
                    for (int w = edges[2 * ow], last = edges[(2 * ow) + 1]; w < last; w++)
                        sum += line[s.PadW + w];
                    y[ow] = sum / (across[ow] * down);
                }
                return;
            }
            for (int ow = 0; ow < s.OW; ow += L.Count)
            {
                L sum = L.Zero;
                float* first = line + (ow * s.StrideW);
                if (s.StrideW == 1)
                {
                    for (int k = 0; k < s.KW; k++)
                        sum += L.Load(first + k);
                }
                else
                {
                    for (int k = 0; k < s.KW; k += 2)
                    {
                        (L even, L odd) = L.Unzip(L.Load(first + k), L.Load(first + k + L.Count));
                        sum += even;
                        if (k + 1 < s.KW)
                            sum += odd;
                    }
                }
                int count = Math.Min(L.Count, s.OW - ow);
                L mean = sum / (L.Load(across + ow) * L.All(down));
                if (count == L.Count)
                    mean.Store(y + ow);
                else
                    mean.StoreFirst(y + ow, count);
            }
        }

        /// <summary>line = for each column what the windows over it hand to one of their elements.</summary>
        [MethodImpl(Compiled.Alone)]
        private void Shares(float* dy, float* across, float down, int* edges, float* line, float* shares)
        {
            PoolShape s = _call.Shape;
            int left = Math.Max(0, s.KW - 1 - s.PadW);
            float* own = shares + left;
            for (int ow = 0; ow < s.OW; ow += L.Count)
            {
                int count = Math.Min(L.Count, s.OW - ow);
                (L.LoadFirst(dy + ow, count) / (L.Load(across + ow) * L.All(down))).StoreFirst(own + ow, count);
            }
            line += s.PadW;
            if (!s.Adaptive && s.StrideW == 1)
            {
                for (int w = 0; w < s.W; w += L.Count)
                {
                    L sum = L.Zero;
                    // The leftmost window over a column begins KW - 1 columns before it.
                    for (float* share = own + w + s.PadW - s.KW + 1, last = own + w + s.PadW; share <= last; share++)
                        sum += L.Load(share);
                    sum.Store(line + w);
                }
                return;
            }
            new Span<float>(line, s.W).Clear();
            for (int ow = 0; ow < s.OW; ow++)
            {
                float share = own[ow];
                for (int w = edges[2 * ow], last = edges[(2 * ow) + 1]; w < last; w++)
                    line[w] += share;
            }
        }

        /// <summary>Adds the line to each of the rows.</summary>
        [MethodImpl(Compiled.Alone)]
        private void Spread(float* line, Rows rows, float* dx)
        {
            int width = _call.Shape.W;
            line += _call.Shape.PadW;
            for (int d = rows.D0; d < rows.D1; d++)
            {
                float* row = dx + (((d * _call.Shape.H) + rows.H0) * width);
                for (int h = rows.H0; h < rows.H1; h++, row += width)
                {
                    int i = 0;
                    for (; i <= width - L.Count; i += L.Count)
                        (L.Load(row + i) + L.Load(line + i)).Store(row + i);
                    if (i < width)
                        (L.LoadFirst(row + i, width - i) + L.Load(line + i)).StoreFirst(row + i, width - i);
                }
            }
        }
    }

    /// <summary>The input rows of an output row's windows, and what these rows contribute to the divisor.</summary>
    private readonly struct Rows
    {
        public readonly int D0, D1, H0, H1;
        public readonly float Divisor;

        public Rows(in PoolShape s, AverageDivisor divisor, int od, int oh)
        {
            PoolAxis depths = s.AxisD, rows = s.AxisH;
            (D0, D1, H0, H1) = (depths.Start(od), depths.End(od), rows.Start(oh), rows.End(oh));
            Divisor = D1 <= D0 || H1 <= H0 ? 1
                : divisor.Override > 0 ? divisor.Override
                : divisor.Exclusive ? (D1 - D0) * (H1 - H0)
                : depths.Extent(od) * rows.Extent(oh);
        }
    }
}
