namespace Trireme.Cpu.Convolution;

/// <summary>Filters laid out for <see cref="ConvTile"/>: blocks of output channels, in each the channels of one tap side by side.</summary>
internal static unsafe class PackedFilter
{
    public static void Pack(in ConvPass pass, float* packed)
    {
        int blocks = 0;
        for (int m = 0; m < pass.OutChannels; m += ConvTile.RowsOf(pass.OutChannels - m))
            blocks++;
        Workers.For(pass.Groups * blocks, (long)pass.Depth * ConvTile.MaxRows, new Body { Pass = pass, Blocks = blocks, Packed = packed });
    }

    private struct Body : IRangeBody
    {
        public ConvPass Pass;
        public int Blocks;
        public float* Packed;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int group = i / Blocks, m = 0;
                for (int block = i % Blocks; block > 0; block--)
                    m += ConvTile.RowsOf(Pass.OutChannels - m);
                float* filter = Pass.Filter + (group * Pass.FilterGroup) + (m * Pass.FilterOut);
                float* to = Packed + ((((long)group * Pass.OutChannels) + m) * Pass.Depth);
                PackBlock(filter, to, ConvTile.RowsOf(Pass.OutChannels - m));
            }
        }

        private readonly void PackBlock(float* filter, float* to, int rows)
        {
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
