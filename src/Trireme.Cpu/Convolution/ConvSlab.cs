using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>Copies the part of the source that a work item reads, padding written out and strides split into phases.</summary>
internal static unsafe class ConvSlab
{
    public static void Fill<L>(in ConvPass pass, in ConvCut cut, in ConvBlock block, float* slab) where L : struct, ILanes<L>
    {
        float* to = slab;
        // Parts of full width need the last padding only once: it is shared with the next row.
        int width = Math.Min(cut.Pitch, block.Columns + pass.W.MaxShift);
        for (int c = 0; c < pass.InChannels; c++)
        {
            float* channel = pass.Source + (block.Image * pass.SourceImage) + ((((long)block.Group * pass.InChannels) + c) * pass.SourceChannel);
            for (int d = 0; d < pass.D.Tap.Length; d++)
            {
                int depth = pass.D.SourceOf(block.Depth, d);
                bool missing = (uint)depth >= (uint)pass.D.SourceCount;
                foreach (int h in pass.H.PhaseAt)
                {
                    foreach (int w in pass.W.PhaseAt)
                    {
                        float* plane = missing ? null : channel + (depth * pass.SourceDepth);
                        FillPlane<L>(pass, cut, block, plane, h, w, width, to);
                        to += cut.PlaneFloats;
                    }
                }
            }
        }
        new Span<float>(to, (int)(slab + cut.SlabFloats - to)).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillPlane<L>(in ConvPass pass, in ConvCut cut, in ConvBlock block, float* plane, int h, int w, int width, float* to)
        where L : struct, ILanes<L>
    {
        int step = pass.W.SourceStep, start = pass.W.SourceStart + (block.FirstColumn * step) + w;
        int before = start >= 0 ? 0 : Math.Min(width, (-start + step - 1) / step);
        int end = start >= pass.W.SourceCount ? before : Math.Clamp(((pass.W.SourceCount - 1 - start) / step) + 1, before, width);
        int rows = block.Rows + pass.H.MaxShift;
        int line = pass.H.SourceStart + (block.FirstRow * pass.H.SourceStep) + h;
        for (int row = 0; row < rows; row++, line += pass.H.SourceStep, to += cut.Pitch)
        {
            if (plane == null || (uint)line >= (uint)pass.H.SourceCount)
            {
                Clear<L>(to, cut.Pitch);
                continue;
            }
            float* from = plane + (line * pass.SourceRow) + start;
            Clear<L>(to, before);
            if (step == 1)
            {
                int i = before;
                for (; i <= end - L.Count; i += L.Count)
                    L.Load(from + i).Store(to + i);
                if (i < end)
                    L.LoadFirst(from + i, end - i).StoreFirst(to + i, end - i);
            }
            else
            {
                for (int i = before; i < end; i++)
                    to[i] = from[(long)i * step];
            }
            Clear<L>(to + end, cut.Pitch - end);
        }
        Clear<L>(to, (cut.SlabRows - rows) * cut.Pitch);
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
