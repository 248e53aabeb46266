namespace Trireme.Cpu.Convolution;

/// <summary>Filters laid out for <see cref="ConvTile"/>: blocks of output channels, in each the channels of one tap side by side.</summary>
internal static unsafe class PackedFilter
{
    /// <summary>Blocks do not reach across multiples of <paramref name="step"/> channels.</summary>
    public static void Pack(in ConvPass pass, int step, float* packed)
    {
        var body = new Body { Pass = pass, Step = step, Packed = packed };
        for (int m = 0; m < pass.OutChannels; m += body.RowsAt(m))
            body.Blocks++;
        Workers.For(pass.Groups * body.Blocks, (long)pass.Depth * ConvTile.MaxRows, body);
    }

    private struct Body : IRangeBody
    {
        public ConvPass Pass;
        public int Step, Blocks;
        public float* Packed;

        public readonly int RowsAt(int m) => ConvTile.RowsOf(Math.Min(Pass.OutChannels, (m / Step * Step) + Step) - m);

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int group = i / Blocks, m = 0;
                for (int block = i % Blocks; block > 0; block--)
                    m += RowsAt(m);
                float* filter = Pass.Filter + (group * Pass.FilterGroup) + (m * Pass.FilterOut);
                float* to = Packed + ((((long)group * Pass.OutChannels) + m) * Pass.Depth);
                PackBlock(filter, to, RowsAt(m));
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

        private readonly void PackBlock(float* filter, float* to, int rows)
        {
            if (Pass.FilterIn == Pass.Taps && IsInOrder(Pass.D.Tap) && IsInOrder(Pass.H.Tap) && IsInOrder(Pass.W.Tap))
            {
                Packing.Pack(filter, 1, (nint)Pass.FilterOut, Pass.Depth, rows, to, rows);
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
                                *to++ = from[r * Pass.FilterOut];
                        }
                    }
                }
            }
        }
    }
}
