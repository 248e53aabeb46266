using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// Transformed 3x3 filters, for each product in panels: vectors of output channels for one input channel after the other, zeros in the lanes behind the last
/// channel. A panel of one output channel has its input channels side by side, zeros in the places left over.
/// </summary>
internal static unsafe class WinogradFilter
{
    private const int Taps = 9, Together = 8, MostLanes = 16;

    /// <summary>
    /// Packs the filters, turned by half a turn where <paramref name="turned"/>, each product's <paramref name="product"/> floats apart: panels with room for
    /// <paramref name="inPlaces"/> input channels.
    /// </summary>
    public static void Pack<L, T>(in ConvPass pass, in OutputPanels panels, bool turned, int inPlaces, float* packed, nint product)
        where L : struct, ILanes<L>
        where T : struct, IWinogradTile<L>
    {
        var body = new Body<L, T> { Pass = pass, Panels = panels, Turned = turned, Packed = packed, Product = product, InPlaces = inPlaces };
        // The last items may have few channels: all are taken for the mean, of which a vector of numbers takes about four operations.
        int items = panels.Count * body.Chunks;
        Workers.For(items, (long)panels.Width * pass.InChannels * WinogradTransforms<L, T>.Products / (4 * items), body);
    }

    private struct Body<L, T> : IRangeBody
        where L : struct, ILanes<L>
        where T : struct, IWinogradTile<L>
    {
        /// <summary>Input channels of one item.</summary>
        public const int Chunk = 32;

        public ConvPass Pass;
        public OutputPanels Panels;
        public bool Turned;
        public int InPlaces;
        public float* Packed;
        public nint Product;

        public readonly int Chunks => (Pass.InChannels + Chunk - 1) / Chunk;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int panel = i / Chunks, first = i % Chunks * Chunk;
                PackPanel<L, T>(Pass, Panels, Turned, panel, first, Math.Min(Chunk, Pass.InChannels - first),
                    Packed + ((nint)Panels.Before(panel) * InPlaces) + ((nint)first * Panels.WidthOf(panel)), Product);
            }
        }
    }

    /// <summary>Packs some input channels of one panel.</summary>
    public static void PackPanel<L, T>(
        in ConvPass pass, in OutputPanels panels, bool turned, int panel, int firstChannel, int channels, float* packed, nint product)
        where L : struct, ILanes<L>
        where T : struct, IWinogradTile<L>
    {
        if (panels.IsSingle(panel))
            PackSingle<L, T>(pass, turned, panels.First(panel), firstChannel, channels, packed, product);
        else
            PackVectors<L, T>(pass, turned, panels.First(panel), panels.Channels(panel), panels.WidthOf(panel), firstChannel, channels, packed, product);
    }

    [SkipLocalsInit]
    private static void PackVectors<L, T>(
        in ConvPass pass, bool turned, int m, int rows, int width, int firstChannel, int channels, float* packed, nint product)
        where L : struct, ILanes<L>
        where T : struct, IWinogradTile<L>
    {
        float* gathered = stackalloc float[(Together * Taps * 2 * MostLanes) + Packing.Slack], lines = stackalloc float[WinogradTransforms<L, T>.TemporaryFloats];
        for (int c = 0; c < channels; c++)
        {
            int i = c % Together, count = Math.Min(Together, channels - c);
            float* filter = pass.Filter + (m * pass.FilterOut) + ((firstChannel + c) * pass.FilterIn);
            // The taps of consecutive channels follow one another, or those of consecutive filters do. Either way they lie apart, where the processor does not
            // read ahead by itself.
            if (pass.FilterIn != Taps)
            {
                Ahead.Expect(filter + (2 * pass.FilterIn), 0, 1, Taps * rows);
                Packing.PackPanel(filter, 1, (nint)pass.FilterOut, Taps, rows, gathered + (i * Taps * width), width);
            }
            else if (i == 0)
            {
                Ahead.Expect(filter + (Together * Taps), (nint)pass.FilterOut, rows, Together * Taps);
                Packing.PackPanel(filter, 1, (nint)pass.FilterOut, count * Taps, rows, gathered, width);
            }
            float* from = gathered + (((i * Taps) + (turned ? Taps - 1 : 0)) * width), to = packed + (c * (nint)width);
            for (int r = 0; r < width; r += L.Count)
                WinogradTransforms<L, T>.Filter(from + r, turned ? -width : width, to + r, product, lines);
        }
    }

    [SkipLocalsInit]
    private static void PackSingle<L, T>(in ConvPass pass, bool turned, int m, int firstChannel, int channels, float* packed, nint product)
        where L : struct, ILanes<L>
        where T : struct, IWinogradTile<L>
    {
        float* gathered = stackalloc float[(Taps * MostLanes) + Packing.Slack], lines = stackalloc float[WinogradTransforms<L, T>.TemporaryFloats];
        float* filter = pass.Filter + (m * pass.FilterOut) + (firstChannel * pass.FilterIn);
        for (int c = 0; c < channels; c += L.Count)
        {
            Packing.PackPanel(filter + (c * pass.FilterIn), 1, (nint)pass.FilterIn, Taps, Math.Min(L.Count, channels - c), gathered, L.Count);
            WinogradTransforms<L, T>.Filter(gathered + (turned ? (Taps - 1) * L.Count : 0), turned ? -L.Count : L.Count, packed + c, product, lines);
        }
    }
}
