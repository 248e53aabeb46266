using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>Copies the part of the source that a work item reads, padding written out and strides split into phases.</summary>
internal static unsafe class ConvSlab
{
    private const int ChannelsAhead = 2;

    /// <summary>Writes the planes of some channels, counted through all groups, and the zeros behind them.</summary>
    public static void Fill<L>(in ConvPass pass, in ConvGrid grid, in ConvBlock block, int firstChannel, int channels, float* slab)
        where L : struct, ILanes<L>
    {
        float* to = slab;
        // Parts of full width need the last padding only once: it is shared with the next row.
        int width = Math.Min(grid.Pitch, block.Columns + pass.W.MaxShift);
        for (int c = firstChannel; c < firstChannel + channels; c++)
        {
            float* channel = pass.Source + (block.Image * pass.SourceImage) + (c * pass.SourceChannel);
            for (int d = 0; d < pass.D.Tap.Length; d++)
            {
                int depth = pass.D.SourceOf(block.Depth, d);
                bool missing = (uint)depth >= (uint)pass.D.SourceCount;
                if (!missing && c + ChannelsAhead < firstChannel + channels)
                    Expect(pass, block, channel + (ChannelsAhead * pass.SourceChannel) + (depth * pass.SourceDepth));
                foreach (int h in pass.H.PhaseAt)
                {
                    foreach (int w in pass.W.PhaseAt)
                    {
                        float* plane = missing ? null : channel + (depth * pass.SourceDepth);
                        FillPlane<L>(pass, grid, block, plane, h, w, width, to);
                        to += grid.PlaneFloats;
                    }
                }
            }
        }
        Clear<L>(to, grid.Slack);
    }

    /// <summary>Asks for what a block reads of a plane.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Expect(in ConvPass pass, in ConvBlock block, float* plane)
    {
        (int row, int rows) = Read(pass.H, block.FirstRow, block.Rows);
        (int column, int columns) = Read(pass.W, block.FirstColumn, block.Columns);
        plane += row * pass.SourceRow;
        // Of rows that are read nearly whole the rest costs less than to begin anew in each.
        if (2 * columns > pass.SourceRow)
            Ahead.Expect(plane, 0, 1, (int)(rows * pass.SourceRow));
        else
            Ahead.Expect(plane + column, (nint)pass.SourceRow, rows, columns);
    }

    // The elements of the source that some outputs read.
    private static (int First, int Count) Read(in ConvAxis axis, int output, int outputs)
    {
        int first = Math.Max(0, axis.SourceStart + (output * axis.SourceStep));
        int end = Math.Min(axis.SourceCount, axis.SourceStart + ((output + outputs + axis.MaxShift) * axis.SourceStep));
        return (first, Math.Max(0, end - first));
    }

    [MethodImpl(Compiled.Alone)]
    private static void FillPlane<L>(in ConvPass pass, in ConvGrid grid, in ConvBlock block, float* plane, int h, int w, int width, float* to)
        where L : struct, ILanes<L>
    {
        int step = pass.W.SourceStep, start = pass.W.SourceStart + (block.FirstColumn * step) + w;
        int before = start >= 0 ? 0 : Math.Min(width, (-start + step - 1) / step);
        int end = start >= pass.W.SourceCount ? before : Math.Clamp(((pass.W.SourceCount - 1 - start) / step) + 1, before, width);
        int rows = block.Rows + pass.H.MaxShift;
        int line = pass.H.SourceStart + (block.FirstRow * pass.H.SourceStep) + h;
        for (int row = 0; row < rows; row++, line += pass.H.SourceStep, to += grid.Pitch)
        {
            if (plane == null || (uint)line >= (uint)pass.H.SourceCount)
            {
                ClearAhead<L>(to, 0, grid.Pitch);
                continue;
            }
            FillRow<L>(plane + (line * pass.SourceRow) + start, step, before, end, grid.Pitch, to);
        }
        ClearAhead<L>(to, 0, (grid.SlabRows - rows) * grid.Pitch);
    }

    /// <summary>to[i] = from[i · step] for before ≤ i &lt; end, and zero for the others below count; up to a vector more is overwritten.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FillRow<L>(float* from, int step, int before, int end, int count, float* to) where L : struct, ILanes<L>
    {
        // Whole vectors: what they spill over into is written again right after, and loads that follow find what they need in one store.
        ClearAhead<L>(to, 0, before);
        int i = before;
        if (step == 1)
        {
            for (; i <= end - L.Count; i += L.Count)
                L.Load(from + i).Store(to + i);
            if (i < end)
            {
                L.LoadFirst(from + i, end - i).Store(to + i);
                i += L.Count;
            }
        }
        else
        {
            CopyStrided<L>(from, step, to, before, end);
            i = end;
        }
        ClearAhead<L>(to, i, count);
    }

    /// <summary>to[i] = from[i · step] for start ≤ i &lt; end; nothing else is read or written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyStrided<L>(float* from, int step, float* to, int start, int end) where L : struct, ILanes<L>
    {
        int i = start;
        if (step is 2 or 4 && L.Count > 1)
        {
            // An element that follows a whole vector of them lies behind all that the vector is made of.
            for (; i + L.Count < end; i += L.Count)
                Strided<L>(from + ((nint)i * step), step, 4 * L.Count).Store(to + i);
            if (i < end)
                Strided<L>(from + ((nint)i * step), step, ((end - i - 1) * step) + 1).StoreFirst(to + i, end - i);
            return;
        }
        for (; i < end; i++)
            to[i] = from[(nint)i * step];
    }

    // Every second or fourth one of some floats, in order, nothing read beyond them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Strided<L>(float* from, int step, int floats) where L : struct, ILanes<L>
        => step == 2 ? Evens<L>(from, floats) : L.Unzip(Evens<L>(from, floats), Evens<L>(from + (2 * L.Count), floats - (2 * L.Count))).Even;

    // Every second one of some floats, in order, nothing read beyond them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Evens<L>(float* from, int floats) where L : struct, ILanes<L>
    {
        L first = floats >= L.Count ? L.Load(from) : floats > 0 ? L.LoadFirst(from, floats) : L.Zero;
        floats -= L.Count;
        return L.Unzip(first, floats >= L.Count ? L.Load(from + L.Count) : floats > 0 ? L.LoadFirst(from + L.Count, floats) : L.Zero).Even;
    }

    /// <summary>
    /// Copies the output gradients of a block, a line of <paramref name="positions"/> for each of some channels, zeros between the rows
    /// and behind the last, and lines of zeros up to <paramref name="lines"/>.
    /// </summary>
    [MethodImpl(Compiled.Alone)]
    public static void FillGradient<L>(in ConvPass pass, in ConvGrid grid, in ConvBlock block, int firstChannel, int channels, int lines,
        int positions, float* to) where L : struct, ILanes<L>
    {
        for (int m = 0; m < channels; m++, to += positions)
        {
            float* from = pass.Target + (block.Image * pass.TargetImage) + ((firstChannel + m) * pass.TargetChannel)
                + (block.Depth * pass.TargetDepth) + (block.FirstRow * pass.TargetRow) + block.FirstColumn;
            float* line = to;
            for (int row = 0; row < block.Rows; row++, from += pass.TargetRow, line += grid.Pitch)
            {
                int i = 0;
                for (; i <= block.Columns - L.Count; i += L.Count)
                    L.Load(from + i).Store(line + i);
                if (i < block.Columns)
                    L.LoadFirst(from + i, block.Columns - i).StoreFirst(line + i, block.Columns - i);
                if (row < block.Rows - 1)
                    Clear<L>(line + block.Columns, grid.Pitch - block.Columns);
            }
            line += block.Columns - grid.Pitch;
            Clear<L>(line, (int)(to + positions - line));
        }
        Clear<L>(to, (lines - channels) * positions);
    }

    /// <summary>Clears from start to end, and up to a vector more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ClearAhead<L>(float* to, int start, int end) where L : struct, ILanes<L>
    {
        for (int i = start; i < end; i += L.Count)
            L.Zero.Store(to + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear<L>(float* to, int count) where L : struct, ILanes<L>
    {
        int i = 0;
        for (; i <= count - L.Count; i += L.Count)
            L.Zero.Store(to + i);
        for (; i < count; i++)
            to[i] = 0;
    }
}
