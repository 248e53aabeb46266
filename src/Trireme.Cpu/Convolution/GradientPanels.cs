using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>Output gradients as the right-hand side of a product: row m holds those of channel m at some places, the places of the images side by side.</summary>
internal static unsafe class GradientPanels
{
    /// <summary>
    /// Lays the panel, two vectors wide, of <paramref name="count"/> places out, the first of which is number <paramref name="first"/> of all images;
    /// columns behind the last hold zeros.
    /// </summary>
    [MethodImpl(Compiled.Alone)]
    public static void LayOut<L>(in ConvShape s, float* dy, int first, int count, float* panel) where L : struct, ILanes<L>
    {
        int width = 2 * L.Count;
        if (count < width)
            new Span<float>(panel, width * s.M).Clear();
        for (int done = 0; done < count;)
        {
            int image = (first + done) / s.OutPlane, place = first + done - (image * s.OutPlane), columns = Math.Min(count - done, s.OutPlane - place);
            Copy<L>(dy + ((long)image * s.M * s.OutPlane) + place, s.OutPlane, s.M, columns, panel + done);
            done += columns;
        }
    }

    /// <summary>
    /// rows[r · pitch + i] = Σ over m of the filters' entry r · the output gradient of channel m at place i, for r &lt; <paramref name="count"/>: whole vectors of
    /// places are written.
    /// </summary>
    /// <param name="channels">Channels of the output gradients.</param>
    /// <param name="filter">Tiles of <paramref name="tileRows"/> entries, <paramref name="tileFloats"/> apart, a step for each channel.</param>
    /// <param name="tileFloats">Floats from tile to tile.</param>
    /// <param name="tileRows">Entries of a tile.</param>
    /// <param name="count">Entries of all tiles.</param>
    /// <param name="panels">What <see cref="LayOut"/> laid out, panel after panel.</param>
    /// <param name="places">Places of all panels.</param>
    /// <param name="rows">The result.</param>
    /// <param name="pitch">Floats from row to row of it.</param>
    public static void Multiply<L>(
        int channels, float* filter, nint tileFloats, int tileRows, int count, float* panels, int places, float* rows, nint pitch)
        where L : struct, ILanes<L>
    {
        int width = 2 * L.Count, kBlock = BlockedGemm.KBlock(channels);
        float* scratch = stackalloc float[Tile.MaxRows<L, float>() * width];
        var target = new TileTarget<float> { Stride = pitch, Alpha = 1, Scratch = scratch, IsPlain = true };
        for (int at = 0; at < places; at += width, panels += (nint)width * channels)
        {
            // A last panel may be no wider than a vector.
            target.Columns = target.FirstColumns = places - at <= L.Count ? L.Count : width;
            for (int k = 0; k < channels; k += kBlock)
            {
                target.Beta = k == 0 ? 0 : 1;
                for (int tile = 0; tile * tileRows < count; tile++)
                {
                    int tall = Math.Min(tileRows, count - (tile * tileRows)), steps = Math.Min(kBlock, channels - k);
                    target.C = rows + (tile * tileRows * pitch) + at;
                    float* a = filter + (tile * tileFloats) + ((nint)k * tileRows);
                    Tile.Run<L, float>(tall, steps, a, 1, tileRows, panels + ((nint)k * width), width, target);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<L>(float* from, nint step, int steps, int count, float* to) where L : struct, ILanes<L>
    {
        int width = 2 * L.Count;
        for (int m = 0; m < steps; m++, from += step, to += width)
        {
            int i = 0;
            for (; i + L.Count <= count; i += L.Count)
                L.Load(from + i).Store(to + i);
            if (i < count)
                L.LoadFirst(from + i, count - i).StoreFirst(to + i, count - i);
        }
    }
}
