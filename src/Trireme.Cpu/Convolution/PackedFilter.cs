namespace Trireme.Cpu.Convolution;

/// <summary>Filters laid out for <see cref="ConvTile"/>: blocks of output channels, in each the channels of one tap side by side.</summary>
internal static unsafe class PackedFilter
{
    /// <summary>Blocks do not reach across multiples of <paramref name="step"/> channels.</summary>
    public static void Pack<L>(in ConvPass pass, int step, float* packed) where L : struct, ILanes<L>
        => Pack<L>(new Body<L> { Pass = pass, Step = step, Packed = packed });

    /// <summary>Floats that <see cref="PackPanels"/> writes.</summary>
    public static long PanelFloats<L>(in ConvPass pass) where L : struct, ILanes<L>
        => (long)pass.Groups * ((pass.OutChannels + L.Count - 1) / L.Count * L.Count) * pass.Depth;

    /// <summary>Panels of two vectors of channels, or one where no more are left, of each group; zeros in the lanes behind the last channel.</summary>
    /// <param name="pass">The filter.</param>
    /// <param name="packed">The panels: source channels outermost, then taps.</param>
    /// <param name="areTapsOutermost">Whether a panel has its taps outermost instead.</param>
    public static void PackPanels<L>(in ConvPass pass, float* packed, bool areTapsOutermost) where L : struct, ILanes<L>
        => Pack<L>(new Body<L> { Pass = pass, Packed = packed, AreTapsOutermost = areTapsOutermost });

    /// <summary>Channels of the block that begins with channel <paramref name="m"/> where blocks do not reach across multiples of a step.</summary>
    private static int RowsAt<L>(int m, int step, int channels) where L : struct, ILanes<L>
        => ConvTile.RowsOf<L>(Math.Min(channels, (m / step * step) + step) - m);

    private static void Pack<L>(Body<L> body) where L : struct, ILanes<L>
    {
        ConvPass pass = body.Pass;
        for (int m = 0; m < pass.OutChannels; m += body.RowsAt(m))
            body.Blocks++;
        Workers.For(pass.Groups * body.Blocks, (long)pass.Depth * ConvTile.MaxRows, body);
    }

    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        public ConvPass Pass;

        /// <summary>0 for panels.</summary>
        public int Step;
        public int Blocks;
        public float* Packed;
        public bool AreTapsOutermost;

        public readonly int RowsAt(int m)
            => Step == 0 ? Math.Min(2 * L.Count, Pass.OutChannels - m) : PackedFilter.RowsAt<L>(m, Step, Pass.OutChannels);

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int group = i / Blocks, m = 0;
                for (int block = i % Blocks; block > 0; block--)
                    m += RowsAt(m);
                float* filter = Pass.Filter + (group * Pass.FilterGroup) + (m * Pass.FilterOut);
                int rows = RowsAt(m);
                if (Step == 0)
                    PackPanel(filter, Packed + (group * (PanelFloats<L>(Pass) / Pass.Groups)) + ((long)m * Pass.Depth), rows,
                        rows > L.Count ? 2 * L.Count : L.Count);
                else
                    PackBlock(filter, Packed + ((((long)group * Pass.OutChannels) + m) * Pass.Depth), rows, rows);
            }
        }

        private readonly void PackPanel(float* filter, float* to, int rows, int width)
        {
            if (!AreTapsOutermost)
            {
                PackBlock(filter, to, rows, width);
                return;
            }
            float* steps = Scratch.Own((long)Pass.Depth * width), from = steps;
            PackBlock(filter, steps, rows, width);
            for (int c = 0; c < Pass.InChannels; c++)
            {
                for (int tap = 0; tap < Pass.Taps; tap++, from += width)
                    new ReadOnlySpan<float>(from, width).CopyTo(new Span<float>(to + ((((nint)tap * Pass.InChannels) + c) * width), width));
            }
        }

        private static bool IsInOrder(int[] taps)
        {
            for (int i = 0; i < taps.Length; i++)
            {
                if (taps[i] != i)
                    return false;
            }
            return true;
        }

        private readonly void PackBlock(float* filter, float* to, int rows, int stride)
        {
            if (Pass.FilterIn == Pass.Taps && IsInOrder(Pass.D.Tap) && IsInOrder(Pass.H.Tap) && IsInOrder(Pass.W.Tap))
            {
                Packing.PackPanel(filter, 1, (nint)Pass.FilterOut, Pass.Depth, rows, to, stride);
                return;
            }
            for (int c = 0; c < Pass.InChannels; c++, filter += Pass.FilterIn)
            {
                foreach (int kd in Pass.D.Tap)
                {
                    foreach (int kh in Pass.H.Tap)
                    {
                        foreach (int kw in Pass.W.Tap)
                        {
                            float* from = filter + ((((kd * Pass.KH) + kh) * Pass.KW) + kw);
                            for (int r = 0; r < rows; r++)
                                to[r] = from[r * Pass.FilterOut];
                            new Span<float>(to + rows, stride - rows).Clear();
                            to += stride;
                        }
                    }
                }
            }
        }
    }
}
