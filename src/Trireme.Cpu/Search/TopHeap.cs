using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Trireme.Cpu.Kernels;

/// <summary>The k largest or smallest of a line by a heap of the best so far; most elements lose against its worst at once.</summary>
internal static unsafe class TopHeap
{
    /// <summary>Sets the positions to those of the best, the best first and of equal ones the earlier first.</summary>
    public static void Order<T>(T* line, int n, bool largest, Span<int> positions, ref ulong[] words)
        where T : unmanaged, INumber<T>
    {
        int k = positions.Length;
        if (words.Length < 2 * k)
            words = new ulong[2 * k];
        // Words of key and position, so that no two are equal.
        if (SortKeys.Fits<T>())
            Order<T, ulong>(line, n, largest ? uint.MaxValue : 0, 32, words.AsSpan(0, k), positions);
        else
            Order<T, UInt128>(line, n, largest ? ulong.MaxValue : 0, 64, MemoryMarshal.Cast<ulong, UInt128>(words.AsSpan(0, 2 * k)), positions);
    }

    [MethodImpl(Compiled.Alone)]
    private static void Order<T, TWord>(T* line, int n, ulong turn, int shift, Span<TWord> heap, Span<int> positions)
        where T : unmanaged, INumber<T>
        where TWord : unmanaged, IBinaryInteger<TWord>
    {
        for (int i = 0; i < heap.Length; i++)
            Add(heap, i, (TWord.CreateTruncating(SortKeys.Of(line[i]) ^ turn) << shift) | TWord.CreateTruncating(i));
        ulong worst = ulong.CreateTruncating(heap[0] >> shift);
        for (int i = heap.Length; i < n; i++)
        {
            // Of equal keys the earlier one stays.
            ulong key = SortKeys.Of(line[i]) ^ turn;
            if (key >= worst)
                continue;
            ReplaceTop(heap, (TWord.CreateTruncating(key) << shift) | TWord.CreateTruncating(i));
            worst = ulong.CreateTruncating(heap[0] >> shift);
        }
        heap.Sort();
        for (int i = 0; i < positions.Length; i++)
            positions[i] = (int)uint.CreateTruncating(heap[i]);
    }

    private static void Add<TWord>(Span<TWord> heap, int child, TWord word)
        where TWord : unmanaged, IBinaryInteger<TWord>
    {
        while (child > 0 && heap[(child - 1) / 2] < word)
        {
            heap[child] = heap[(child - 1) / 2];
            child = (child - 1) / 2;
        }
        heap[child] = word;
    }

    private static void ReplaceTop<TWord>(Span<TWord> heap, TWord word)
        where TWord : unmanaged, IBinaryInteger<TWord>
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
