using System.Numerics;
using Trireme.Operators;

namespace Trireme.Cpu.Kernels;

/// <summary>A kernel that orders every line along an axis and writes some of its elements with their positions.</summary>
internal abstract unsafe class LineKernel<TOp> : NumericKernel<TOp>
    where TOp : Op
{
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
        Workers.For(outer * inner, length * 16L, (start, end) =>
        {
            ulong[] words = [], spare = [];
            var positions = new int[length];
            for (int line = start; line < end; line++)
            {
                int o = line / inner, i = line % inner;
                T* from = source + ((long)o * length * inner) + i;
                long to = ((long)o * taken * inner) + i;
                Order(op, from, inner, positions, ref words, ref spare);
                for (int j = 0; j < taken; j++, to += inner)
                {
                    target[to] = from[(long)positions[j] * inner];
                    places[to] = positions[j];
                }
            }
        });
    }

    protected abstract int Axis(TOp op);

    /// <summary>Sets the first positions to those of the elements that are taken.</summary>
    protected abstract void Order<T>(TOp op, T* line, int stride, int[] positions, ref ulong[] words, ref ulong[] spare)
        where T : unmanaged, INumber<T>;
}

internal sealed unsafe class ArgsortKernel : LineKernel<ArgsortOp>
{
    protected override int Axis(ArgsortOp op) => op.Axis;

    protected override void Order<T>(ArgsortOp op, T* line, int stride, int[] positions, ref ulong[] words, ref ulong[] spare)
        => SortKeys.Order(line, stride, positions.Length, op.Descending, positions, ref words, ref spare);
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

    protected override void Order<T>(TopKV2Op op, T* line, int stride, int[] positions, ref ulong[] words, ref ulong[] spare)
    {
        int n = positions.Length, k = op.K;
        if (!SortKeys.Fits<T>() || k > n / 4)
        {
            SortKeys.Order(line, stride, n, op.Largest, positions, ref words, ref spare);
            return;
        }
        // A heap of the best k so far; most elements lose against its worst at once.
        if (words.Length < k)
            words = new ulong[k];
        Span<ulong> heap = words.AsSpan(0, k);
        uint turn = op.Largest ? uint.MaxValue : 0;
        for (int i = 0; i < n; i++)
        {
            ulong word = ((ulong)((uint)SortKeys.Of(line[(long)i * stride]) ^ turn) << 32) | (uint)i;
            if (i < k)
            {
                int child = i;
                while (child > 0 && heap[(child - 1) / 2] < word)
                {
                    heap[child] = heap[(child - 1) / 2];
                    child = (child - 1) / 2;
                }
                heap[child] = word;
            }
            else if (word < heap[0])
            {
                ReplaceTop(heap, word);
            }
        }
        heap.Sort();
        for (int i = 0; i < k; i++)
            positions[i] = (int)(uint)heap[i];
    }

    private static void ReplaceTop(Span<ulong> heap, ulong word)
    {
        int parent = 0;
        while (true)
        {
            int child = (2 * parent) + 1;
            if (child >= heap.Length)
                break;
            if (child + 1 < heap.Length && heap[child + 1] > heap[child])
                child++;
            if (heap[child] <= word)
                break;
            heap[parent] = heap[child];
            parent = child;
        }
        heap[parent] = word;
    }
}

internal sealed unsafe class KthvalueKernel : LineKernel<KthvalueOp>
{
    protected override int Axis(KthvalueOp op) => op.Axis;

    protected override void Order<T>(KthvalueOp op, T* line, int stride, int[] positions, ref ulong[] words, ref ulong[] spare)
    {
        SortKeys.Order(line, stride, positions.Length, false, positions, ref words, ref spare);
        positions[0] = positions[op.K - 1];
    }
}

internal sealed unsafe class ModeKernel : LineKernel<ModeOp>
{
    protected override int Axis(ModeOp op) => op.Axis;

    protected override void Order<T>(ModeOp op, T* line, int stride, int[] positions, ref ulong[] words, ref ulong[] spare)
    {
        SortKeys.Order(line, stride, positions.Length, false, positions, ref words, ref spare);
        int best = 0, bestEnd = 0;
        for (int i = 0; i < positions.Length;)
        {
            ulong key = SortKeys.Of(line[(long)positions[i] * stride]);
            int end = i + 1;
            while (end < positions.Length && SortKeys.Of(line[(long)positions[end] * stride]) == key)
                end++;
            if (end - i > best)
                (best, bestEnd) = (end - i, end);
            i = end;
        }
        positions[0] = positions[bestEnd - 1];
    }
}
