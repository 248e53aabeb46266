using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// Panels of the patches of all images, the images behind each other: column (c · taps + tap) of row i is what that tap reads at place i. Unlike
/// <see cref="PatchPanels"/>, whose steps are the columns here, a step is a place, and the columns of a step lie side by side.
/// </summary>
internal readonly unsafe struct PatchColumns<L>(ConvShape shape, float* x, int mostSteps) where L : struct, ILanes<L>
{
    private readonly ConvShape _shape = shape;

    // Vectors may write beyond the last place of a column.
    private readonly nint _pitch = ((mostSteps + 15) & ~15) + (2 * L.Count);

    /// <summary>Floats of working memory.</summary>
    public nint WorkFloats => _shape.IsPointwise ? 0 : L.Count * _pitch;

    /// <summary>
    /// The columns from <paramref name="column"/> on, as many as two vectors have lanes, at some places from <paramref name="first"/> on. Where the last columns
    /// end within a vector its other lanes hold anything; a second vector that has no column at all is not written.
    /// </summary>
    public void Panel(int column, int first, int steps, float* panel, float* work, float* temporary)
    {
        for (int half = 0; half < 2; half++, column += L.Count, panel += L.Count)
        {
            int columns = Math.Min(L.Count, _shape.Depth - column);
            if (columns <= 0)
                return;
            if (_shape.IsPointwise)
            {
                Channels(column, columns, first, steps, panel, temporary);
                continue;
            }
            for (int i = 0; i < columns; i++)
                Column(column + i, first, steps, work + (i * _pitch));
            ImageLanes.In<L>(work, _pitch, L.Count, steps, steps, steps, panel, 0, 2 * L.Count, temporary);
        }
    }

    /// <summary>Columns that are planes of the input.</summary>
    private void Channels(int column, int columns, int first, int steps, float* panel, float* temporary)
    {
        int plane = _shape.Plane;
        for (int done = 0; done < steps;)
        {
            int image = (first + done) / plane, place = first + done - (image * plane), count = Math.Min(steps - done, plane - place);
            long channel = ((long)image * _shape.C) + column;
            // Channels that follow may be read as well where there are any.
            int channels = channel + L.Count <= (long)_shape.N * _shape.C ? L.Count : columns;
            ImageLanes.In<L>(x + (channel * plane) + place, plane, channels, count, count, count, panel + ((nint)done * 2 * L.Count), 0, 2 * L.Count, temporary);
            done += count;
        }
    }

    /// <summary>What one tap of a channel reads at some places: rows of the input, zeros where it reaches beyond them.</summary>
    [MethodImpl(Compiled.Alone)]
    private void Column(int column, int first, int steps, float* to)
    {
        ConvShape s = _shape;
        int channel = column / s.Taps, tap = column - (channel * s.Taps), kh = tap / s.KW, kw = tap - (kh * s.KW);
        int left = (kw * s.DilationW) - s.PadW, top = (kh * s.DilationH) - s.PadH, stride = s.StrideW;
        // Places of a row from begin on are not to the left of the input, those before end not to the right.
        int begin = Math.Min(s.OW, left >= 0 ? 0 : (-left + stride - 1) / stride), end = left >= s.W ? begin : Math.Clamp(((s.W - 1 - left) / stride) + 1, begin, s.OW);
        int row = first / s.OW, at = first - (row * s.OW), image = row / s.OH;
        row -= image * s.OH;
        float* plane = x + ((((long)image * s.C) + channel) * s.Plane);
        for (float* last = to + steps; to < last; at = 0)
        {
            int count = (int)Math.Min(s.OW - at, last - to), h = (row * s.StrideH) + top;
            int from = Math.Clamp(begin - at, 0, count), until = (uint)h < (uint)s.H ? Math.Clamp(end - at, from, count) : from;
            float* source = plane + ((nint)h * s.W) + ((nint)at * stride) + left;
            // From left to right in whole vectors: what is too much is written again, at the end of a row by the next one.
            for (int i = 0; i < from; i += L.Count)
                L.Zero.Store(to + i);
            if (stride == 1)
            {
                int i = from;
                for (; i + L.Count <= until; i += L.Count)
                    L.Load(source + i).Store(to + i);
                L.LoadFirst(source + i, until - i).Store(to + i);
            }
            else
            {
                ConvSlab.CopyStrided<L>(source, stride, to, from, until);
            }
            for (int i = until; i < count; i += L.Count)
                L.Zero.Store(to + i);
            to += count;
            if (++row == s.OH)
            {
                row = 0;
                plane += (long)s.C * s.Plane;
            }
        }
    }
}
