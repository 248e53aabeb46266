using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>Transformed 3x3 filters laid out for <see cref="ConvTile"/>: for each product what <see cref="PackedFilter"/> makes of taps.</summary>
internal static unsafe class WinogradFilter
{
    /// <summary>
    /// Packs the filters, turned by half a turn where <paramref name="turned"/>, each product's <paramref name="product"/> floats apart. Blocks do not reach
    /// across multiples of <paramref name="step"/> channels.
    /// </summary>
    public static void Pack<L, T>(in ConvPass pass, bool turned, int step, float* packed, nint product)
        where L : struct, ILanes<L>
        where T : struct, IWinogradTile<L>
    {
        int blocks = 0;
        for (int m = 0; m < pass.OutChannels; m += PackedFilter.RowsAt<L>(m, step, pass.OutChannels))
            blocks++;
        Workers.For(blocks, (long)pass.InChannels * ConvTile.MaxRows * WinogradTransforms<L, T>.Products, new Body<L, T>
        {
            Pass = pass,
            Turned = turned,
            Step = step,
            Packed = packed,
            Product = product,
        });
    }

    private struct Body<L, T> : IRangeBody
        where L : struct, ILanes<L>
        where T : struct, IWinogradTile<L>
    {
        public ConvPass Pass;
        public bool Turned;
        public int Step;
        public float* Packed;
        public nint Product;

        public readonly void Run(int start, int end)
        {
            int m = 0;
            for (int block = 0; block < end; block++)
            {
                int rows = PackedFilter.RowsAt<L>(m, Step, Pass.OutChannels);
                if (block >= start)
                    PackBlock<L, T>(Pass, Turned, m, rows, Packed + ((long)m * Pass.InChannels), Product);
                m += rows;
            }
        }
    }

    /// <summary>Packs one block of output channels.</summary>
    [SkipLocalsInit]
    public static void PackBlock<L, T>(in ConvPass pass, bool turned, int m, int rows, float* packed, nint product)
        where L : struct, ILanes<L>
        where T : struct, IWinogradTile<L>
    {
        const int taps = 9, together = 8, most = 16;
        int stride = (rows + L.Count - 1) / L.Count * L.Count;
        float* gathered = stackalloc float[(together * taps * most) + Packing.Slack];
        for (int c = 0; c < pass.InChannels; c++)
        {
            int i = c % together, count = Math.Min(together, pass.InChannels - c);
            float* filter = pass.Filter + (m * pass.FilterOut) + (c * pass.FilterIn);
            // The taps of consecutive channels follow one another, or those of consecutive filters do. Either way they lie apart, where the processor does not
            // read ahead by itself.
            if (pass.FilterIn != taps)
            {
                Ahead.Expect(filter + (2 * pass.FilterIn), 0, 1, taps * rows);
                Packing.Pack(filter, 1, (nint)pass.FilterOut, taps, rows, gathered + (i * taps * stride), stride);
            }
            else if (i == 0)
            {
                Ahead.Expect(filter + (together * taps), (nint)pass.FilterOut, rows, together * taps);
                Packing.Pack(filter, 1, (nint)pass.FilterOut, count * taps, rows, gathered, stride);
            }
            float* from = gathered + ((i * taps) + (turned ? taps - 1 : 0)) * stride, to = packed + (c * rows);
            // What spills over from a vector that is not full is written again by the next channels; nothing may spill over from the last ones.
            int room = (pass.InChannels - c) * rows;
            for (int r = 0; r < rows; r += L.Count)
                WinogradTransforms<L, T>.Filter(from + r, turned ? -stride : stride, r + L.Count <= room ? L.Count : Math.Min(L.Count, rows - r), to + r, product);
        }
    }
}
