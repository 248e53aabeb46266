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
