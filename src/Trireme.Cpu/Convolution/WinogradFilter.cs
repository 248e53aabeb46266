using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// Transformed 3x3 filters in panels, for each product what <see cref="PackedFilter.PackPanels"/> makes of taps: two vectors of output channels, or one where no
/// more are left, for each input channel. In the lanes behind the last channel are zeros.
/// </summary>
internal static unsafe class WinogradFilter
{
    /// <summary>Floats that a panel takes for one input channel; all before it take twice a vector.</summary>
    public static int Width<L>(int panel, int channels) where L : struct, ILanes<L> => channels - (2 * panel * L.Count) > L.Count ? 2 * L.Count : L.Count;

    /// <summary>Packs the filters, turned by half a turn where <paramref name="turned"/>, each product's <paramref name="product"/> floats apart.</summary>
    public static void Pack<L, T>(in ConvPass pass, bool turned, float* packed, nint product)
        where L : struct, ILanes<L>
        where T : struct, IWinogradTile<L>
    {
        var body = new Body<L, T> { Pass = pass, Turned = turned, Packed = packed, Product = product };
        int panels = (pass.OutChannels + (2 * L.Count) - 1) / (2 * L.Count), chunks = (pass.InChannels + Body<L, T>.Chunk - 1) / Body<L, T>.Chunk;
        Workers.For(panels * chunks, Body<L, T>.Chunk * L.Count * WinogradTransforms<L, T>.Products, body with { Chunks = chunks });
    }

    private struct Body<L, T> : IRangeBody
        where L : struct, ILanes<L>
        where T : struct, IWinogradTile<L>
    {
        /// <summary>Input channels of one item.</summary>
        public const int Chunk = 32;

        public ConvPass Pass;
        public bool Turned;
        public int Chunks;
        public float* Packed;
        public nint Product;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int panel = i / Chunks, first = i % Chunks * Chunk, width = Width<L>(panel, Pass.OutChannels);
                PackPanel<L, T>(Pass, Turned, panel, first, Math.Min(Chunk, Pass.InChannels - first),
                    Packed + (2 * panel * L.Count * (nint)Pass.InChannels) + ((nint)first * width), Product);
            }
        }
    }

    /// <summary>Packs some input channels of one panel.</summary>
    [SkipLocalsInit]
    public static void PackPanel<L, T>(in ConvPass pass, bool turned, int panel, int firstChannel, int channels, float* packed, nint product)
        where L : struct, ILanes<L>
        where T : struct, IWinogradTile<L>
    {
        const int taps = 9, together = 8, mostLanes = 16;
        int m = 2 * panel * L.Count, width = Width<L>(panel, pass.OutChannels), rows = Math.Min(width, pass.OutChannels - m);
        float* gathered = stackalloc float[(together * taps * 2 * mostLanes) + Packing.Slack];
        for (int c = 0; c < channels; c++)
        {
            int i = c % together, count = Math.Min(together, channels - c);
            float* filter = pass.Filter + (m * pass.FilterOut) + ((firstChannel + c) * pass.FilterIn);
            // The taps of consecutive channels follow one another, or those of consecutive filters do. Either way they lie apart, where the processor does not
            // read ahead by itself.
            if (pass.FilterIn != taps)
            {
                Ahead.Expect(filter + (2 * pass.FilterIn), 0, 1, taps * rows);
                Packing.PackPanel(filter, 1, (nint)pass.FilterOut, taps, rows, gathered + (i * taps * width), width);
            }
            else if (i == 0)
            {
                Ahead.Expect(filter + (together * taps), (nint)pass.FilterOut, rows, together * taps);
                Packing.PackPanel(filter, 1, (nint)pass.FilterOut, count * taps, rows, gathered, width);
            }
            float* from = gathered + (((i * taps) + (turned ? taps - 1 : 0)) * width), to = packed + (c * (nint)width);
            for (int r = 0; r < width; r += L.Count)
                WinogradTransforms<L, T>.Filter(from + r, turned ? -width : width, to + r, product);
        }
    }
}
