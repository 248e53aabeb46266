using System.Numerics;
using System.Runtime.CompilerServices;
using Trireme.Random;

namespace Trireme.Cpu.Sampling;

/// <summary>
/// A permutation in which every order is equally likely: each number is thrown into one of many buckets by chance, and each bucket, small enough for
/// the nearest cache, is shuffled. Buckets, and so the result, follow from the length alone.
/// </summary>
internal static unsafe class RandomPermutation
{
    private const int Chunk = 1 << 16, BucketLength = 4096, MaxBits = 10;

    /// <summary>Writes 0 … length − 1 in an order drawn from the stream.</summary>
    public static void Fill<T>(RandomStream stream, T* y, int length)
        where T : unmanaged, INumber<T>
    {
        int bits = Math.Min(MaxBits, BitOperations.Log2((uint)length / BucketLength | 1)), buckets = 1 << bits;
        int chunks = (length + Chunk - 1) / Chunk;
        // Half a word decides about a bucket; the shuffles read on behind these words.
        long shuffles = (length / 8L) + 1;
        int[] offsets = new int[chunks * buckets], starts = new int[buckets + 1];
        ushort[] thrown = GC.AllocateUninitializedArray<ushort>(length);
        Workers.ForChunks(length, Chunk, 2, (start, end) =>
            Throw(stream, start, thrown.AsSpan(start, end - start), bits, offsets.AsSpan(start / Chunk * buckets, buckets)));
        int total = 0;
        for (int bucket = 0; bucket < buckets; bucket++)
        {
            starts[bucket] = total;
            for (int at = bucket; at < offsets.Length; at += buckets)
                (offsets[at], total) = (total, total + offsets[at]);
        }
        starts[buckets] = total;
        Workers.ForChunks(length, Chunk, 2, (start, end) =>
            Distribute(thrown.AsSpan(start, end - start), start, y, offsets.AsSpan(start / Chunk * buckets, buckets)));
        Workers.For(buckets, 8L * length / buckets, (start, end) =>
        {
            for (int bucket = start; bucket < end; bucket++)
                Shuffle(stream, shuffles + (starts[bucket] / 4) + bucket, y + starts[bucket], starts[bucket + 1] - starts[bucket]);
        });
    }

    [MethodImpl(Compiled.Alone)]
    private static void Throw(RandomStream stream, int start, Span<ushort> thrown, int bits, Span<int> counts)
    {
        uint* words = stackalloc uint[RandomRuns.Tile];
        for (int done = 0; done < thrown.Length; done += 2 * RandomRuns.Tile)
        {
            int count = Math.Min(2 * RandomRuns.Tile, thrown.Length - done);
            PhiloxBlocks.Fill(stream, (start + done) / 8, (count + 7) / 8, words);
            for (int i = 0; i < count; i++)
            {
                int bucket = (int)((words[i >> 1] >> (16 * (i & 1)) & 0xFFFF) >> (16 - bits));
                thrown[done + i] = (ushort)bucket;
                counts[bucket]++;
            }
        }
    }

    [MethodImpl(Compiled.Alone)]
    private static void Distribute<T>(ReadOnlySpan<ushort> thrown, int first, T* y, Span<int> next)
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < thrown.Length; i++)
            y[next[thrown[i]]++] = T.CreateTruncating(first + i);
    }

    // Fisher and Yates: each element is exchanged with one that is not placed yet.
    [MethodImpl(Compiled.Alone)]
    private static void Shuffle<T>(RandomStream stream, long block, T* y, int length)
        where T : unmanaged
    {
        uint* words = stackalloc uint[RandomRuns.Tile];
        for (int left = length; left > 1; block += RandomRuns.Tile / 4)
        {
            int count = Math.Min(RandomRuns.Tile, left - 1);
            PhiloxBlocks.Fill(stream, block, (count + 3) / 4, words);
            for (int i = 0; i < count; i++, left--)
            {
                int j = (int)(((ulong)words[i] * (uint)left) >> 32);
                (y[left - 1], y[j]) = (y[j], y[left - 1]);
            }
        }
    }
}
