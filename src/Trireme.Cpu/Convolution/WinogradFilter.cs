namespace Trireme.Cpu.Convolution;

/// <summary>Transformed 3x3 filters laid out for <see cref="ConvTile"/>: for each product what <see cref="PackedFilter"/> makes of taps.</summary>
internal static unsafe class WinogradFilter
{
    /// <summary>
    /// Packs the filters, turned by half a turn where <paramref name="turned"/>, each product's <paramref name="product"/> floats apart.
    /// </summary>
    public static void Pack<L>(in ConvPass pass, bool turned, float* packed, nint product) where L : struct, ILanes<L>
    {
        int blocks = 0;
        for (int m = 0; m < pass.OutChannels; m += ConvTile.RowsOf(pass.OutChannels - m))
            blocks++;
        Workers.For(blocks, (long)pass.InChannels * ConvTile.MaxRows * WinogradTransforms<L>.Products, new Body<L>
        {
            Pass = pass,
            Turned = turned,
            Packed = packed,
            Product = product,
        });
    }

    private struct Body<L> : IRangeBody where L : struct, ILanes<L>
    {
        public ConvPass Pass;
        public bool Turned;
        public float* Packed;
        public nint Product;

        public readonly void Run(int start, int end)
        {
            const int taps = 9;
            float* gathered = stackalloc float[taps * L.Count];
            float* temporary = stackalloc float[18 * L.Count];
            int m = 0;
            for (int block = 0; block < start; block++)
                m += ConvTile.RowsOf(Pass.OutChannels - m);
            for (int block = start; block < end; block++)
            {
                int rows = ConvTile.RowsOf(Pass.OutChannels - m);
                for (int c = 0; c < Pass.InChannels; c++)
                {
                    float* to = Packed + ((long)m * Pass.InChannels) + (c * rows);
                    for (int r = 0; r < rows; r += L.Count)
                    {
                        int count = Math.Min(L.Count, rows - r);
                        float* filter = Pass.Filter + ((m + r) * Pass.FilterOut) + (c * Pass.FilterIn);
                        for (int j = 0; j < count; j++, filter += Pass.FilterOut)
                        {
                            for (int tap = 0; tap < taps; tap++)
                                gathered[(tap * L.Count) + j] = filter[Turned ? taps - 1 - tap : tap];
                        }
                        WinogradTransforms<L>.Filter(gathered, count, to + r, Product, temporary);
                    }
                }
                m += rows;
            }
        }
    }
}
