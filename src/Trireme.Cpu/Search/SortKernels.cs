using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

/// <summary>A kernel that orders every line along an axis and writes some of its elements with their positions.</summary>
internal abstract unsafe class LineKernel<TOp> : NumericKernel<TOp>
    where TOp : Op
{
    // A group of lines stays in the second-level cache.
    private const int GroupElements = 32_768, MostLines = 16;

    protected override void Run<T>(TOp op, KernelContext k)
    {
        Data<T> x = k.In<T>("X"), y = k.Out<T>("Out");
        Data<long> indices = k.Out<long>("Indices");
        (int outer, int length, int inner) = x.Split(Axis(op));
        int taken = outer * inner == 0 ? 0 : y.Length / (outer * inner);
        if (y.Length == 0)
            return;
        T* source = x.Pointer, target = y.Pointer;
        long* places = indices.Pointer;
        // Lines that are not contiguous are made so, several at a time, for they share cache lines.
        int group = Math.Min(inner, Math.Clamp(GroupElements / length, 1, MostLines)), groups = (inner + group - 1) / group;
        Workers.For(outer * groups, length * 16L * group, (start, end) =>
        {
            ulong[] words = [], spare = [];
            var positions = new int[length];
            for (int unit = start; unit < end; unit++)
            {
                int o = unit / groups, first = unit % groups * group, lines = Math.Min(group, inner - first);
                T* from = source + ((long)o * length * inner) + first;
                if (inner > 1)
                {
                    T* own = Scratch.Own<T>((long)lines * length);
                    PlaneTile.Run(from, inner, own, length, lines, length);
                    from = own;
                }
                for (int i = 0; i < lines; i++, from += length)
                {
                    Order(op, from, positions, ref words, ref spare);
                    long to = ((long)o * taken * inner) + first + i;
                    for (int j = 0; j < taken; j++, to += inner)
                    {
                        target[to] = from[positions[j]];
                        places[to] = positions[j];
                    }
                }
            }
        });
    }

    protected abstract int Axis(TOp op);

    /// <summary>Sets the first positions to those of the elements that are taken.</summary>
    protected abstract void Order<T>(TOp op, T* line, int[] positions, ref ulong[] words, ref ulong[] spare)
        where T : unmanaged, INumber<T>;
}

internal sealed unsafe class ArgsortKernel : LineKernel<ArgsortOp>
{
    protected override int Axis(ArgsortOp op) => op.Axis;

    protected override void Order<T>(ArgsortOp op, T* line, int[] positions, ref ulong[] words, ref ulong[] spare)
        => SortKeys.Order(line, 1, positions.Length, op.Descending, positions, ref words, ref spare);
}

internal sealed unsafe class TopKV2Kernel : LineKernel<TopKV2Op>
{
    protected override int Axis(TopKV2Op op) => op.Axis;

    protected override void Run<T>(TopKV2Op op, KernelContext k)
    {
        (int lines, int length, int inner) = k.In<T>("X").Split(op.Axis);
        if (typeof(T) == typeof(float) && inner == 1 && TopSelection.Suits(length, op.K))
            TopSelection.Run(k.In<float>("X").Pointer, k.Out<float>("Out").Pointer, k.Out<long>("Indices").Pointer, lines, length, op.K, op.Largest);
        else
            base.Run<T>(op, k);
    }

    protected override void Order<T>(TopKV2Op op, T* line, int[] positions, ref ulong[] words, ref ulong[] spare)
    {
        int n = positions.Length, k = op.K;
        if (k > n / 4)
            SortKeys.Order(line, 1, n, op.Largest, positions, ref words, ref spare);
        else
            TopHeap.Order(line, n, op.Largest, positions.AsSpan(0, k), ref words);
    }
}

internal sealed unsafe class KthvalueKernel : LineKernel<KthvalueOp>
{
    protected override int Axis(KthvalueOp op) => op.Axis;

    protected override void Order<T>(KthvalueOp op, T* line, int[] positions, ref ulong[] words, ref ulong[] spare)
    {
        SortKeys.Order(line, 1, positions.Length, false, positions, ref words, ref spare);
        positions[0] = positions[op.K - 1];
    }
}

internal sealed unsafe class ModeKernel : LineKernel<ModeOp>
{
    protected override int Axis(ModeOp op) => op.Axis;

    protected override void Order<T>(ModeOp op, T* line, int[] positions, ref ulong[] words, ref ulong[] spare)
    {
        SortKeys.Order(line, 1, positions.Length, false, positions, ref words, ref spare);
        int best = 0, bestEnd = 0;
        for (int i = 0; i < positions.Length;)
        {
            ulong key = SortKeys.Of(line[positions[i]]);
            int end = i + 1;
            while (end < positions.Length && SortKeys.Of(line[positions[end]]) == key)
                end++;
            if (end - i > best)
                (best, bestEnd) = (end - i, end);
            i = end;
        }
        positions[0] = positions[bestEnd - 1];
    }
}
