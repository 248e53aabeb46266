using System.Numerics;

namespace Trireme.Cpu;

/// <summary>Where what a mask chooses goes, counted in chunks first so that they can be written side by side.</summary>
internal static unsafe class Marked
{
    /// <summary>Elements of a chunk.</summary>
    public const int Chunk = 1 << 14;

    /// <summary>For each chunk how many elements before it are not zero, and at the end how many there are in all.</summary>
    public static int[] Starts<T>(T* mask, int length)
        where T : unmanaged, INumber<T>
    {
        var starts = new int[((length + Chunk - 1) / Chunk) + 1];
        Workers.ForChunks(length, Chunk, 1, (start, end) => starts[start / Chunk] = end - start - new ReadOnlySpan<T>(mask + start, end - start).Count(T.Zero));
        int total = 0;
        for (int i = 0; i < starts.Length; i++)
            (starts[i], total) = (total, total + starts[i]);
        return starts;
    }
}
