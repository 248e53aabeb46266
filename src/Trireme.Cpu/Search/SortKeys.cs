using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Trireme.Cpu;

/// <summary>
/// Elements as unsigned integers with the same order, so that sorting never compares floating point numbers: NaN is the largest, −0
/// equals 0. Elements of up to 4 bytes share a 64-bit word with their position, which makes any sort of the words stable.
/// </summary>
internal static class SortKeys
{
    // Below this many elements passes over bytes cost more than comparing.
    private const int Smallest = 512;

    /// <summary>Whether key and position fit into one word.</summary>
    public static bool Fits<T>() => Unsafe.SizeOf<T>() <= 4;

    /// <summary>The element's key: 32 bits for types of up to 4 bytes, 64 for others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of<T>(T value)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float))
        {
            float f = (float)(object)value;
            if (float.IsNaN(f))
                return uint.MaxValue;
            uint bits = BitConverter.SingleToUInt32Bits(f + 0f);
            // All bits of a negative number change, and the sign of others; without a branch, for signs are mixed.
            return bits ^ ((uint)((int)bits >> 31) | 0x80000000u);
        }
        if (typeof(T) == typeof(double))
        {
            double d = (double)(object)value;
            if (double.IsNaN(d))
                return ulong.MaxValue;
            ulong bits = BitConverter.DoubleToUInt64Bits(d + 0.0);
            return bits ^ ((ulong)((long)bits >> 63) | (1UL << 63));
        }
        if (typeof(T) == typeof(byte))
            return (byte)(object)value;
        if (typeof(T) == typeof(long))
            return (ulong)(long)(object)value ^ (1UL << 63);
        if (typeof(T) == typeof(ulong))
            return (ulong)(object)value;
        return (uint)(int.CreateTruncating(value) ^ int.MinValue);
    }

    /// <summary>Puts the positions 0 … n − 1 in the order of the elements at source[i · stride].</summary>
    public static unsafe void Order<T>(T* source, int stride, int n, bool descending, Span<int> positions, ref ulong[] words, ref ulong[] spare)
        where T : unmanaged, INumber<T>
    {
        if (words.Length < n)
            words = new ulong[n];
        Span<ulong> keys = words.AsSpan(0, n);
        if (Fits<T>())
        {
            uint turn = descending ? uint.MaxValue : 0;
            for (int i = 0; i < n; i++)
                keys[i] = ((ulong)((uint)Of(source[(long)i * stride]) ^ turn) << 32) | (uint)i;
            SortWords(keys, ref spare);
            for (int i = 0; i < n; i++)
                positions[i] = (int)(uint)keys[i];
            return;
        }
        for (int i = 0; i < n; i++)
        {
            keys[i] = descending ? ~Of(source[(long)i * stride]) : Of(source[(long)i * stride]);
            positions[i] = i;
        }
        SortPairs(keys, positions[..n], ref spare);
    }

    // The positions come in order, and equal keys keep theirs so.
    private static void SortPairs(Span<ulong> keys, Span<int> positions, ref ulong[] spare)
    {
        int n = keys.Length;
        if (n < Smallest)
        {
            MemoryExtensions.Sort(keys, positions);
            // That sort may have exchanged equal elements.
            for (int i = 0; i < n;)
            {
                int end = i + 1;
                while (end < n && keys[end] == keys[i])
                    end++;
                if (end - i > 1)
                    positions[i..end].Sort();
                i = end;
            }
            return;
        }
        if (spare.Length < 2 * n)
            spare = new ulong[2 * n];
        Span<ulong> from = keys, to = spare.AsSpan(0, n);
        Span<int> placesFrom = positions, placesTo = MemoryMarshal.Cast<ulong, int>(spare.AsSpan(n))[..n];
        Span<int> counts = stackalloc int[8 * 256];
        counts.Clear();
        CountBytes(keys, counts);
        for (int pass = 0; pass < 8; pass++)
        {
            Span<int> count = counts.Slice(pass * 256, 256);
            int shift = 8 * pass;
            // A byte that is the same in all keys needs no pass.
            if (count[(int)(from[0] >> shift) & 255] == n)
                continue;
            Starts(count);
            Distribute(from, placesFrom, to, placesTo, count, shift);
            Span<ulong> swap = from;
            from = to;
            to = swap;
            Span<int> placesSwap = placesFrom;
            placesFrom = placesTo;
            placesTo = placesSwap;
        }
        if (from != keys)
        {
            from.CopyTo(keys);
            placesFrom.CopyTo(positions);
        }
    }

    [MethodImpl(Compiled.Alone)]
    private static void CountBytes(ReadOnlySpan<ulong> keys, Span<int> counts)
    {
        foreach (ulong key in keys)
        {
            for (int pass = 0; pass < 8; pass++)
                counts[(256 * pass) + ((int)(key >> (8 * pass)) & 255)]++;
        }
    }

    [MethodImpl(Compiled.Alone)]
    private static void Distribute(ReadOnlySpan<ulong> from, ReadOnlySpan<int> places, Span<ulong> to, Span<int> placesTo, Span<int> next, int shift)
    {
        for (int i = 0; i < from.Length; i++)
        {
            int at = next[(int)(from[i] >> shift) & 255]++;
            to[at] = from[i];
            placesTo[at] = places[i];
        }
    }

    // From how many there are of each to where the first of each goes.
    private static void Starts(Span<int> count)
    {
        int start = 0;
        for (int i = 0; i < count.Length; i++)
            (count[i], start) = (start, start + count[i]);
    }

    /// <summary>Sorts words whose low halves are already in order, so that only the high halves need a pass each.</summary>
    public static void SortWords(Span<ulong> words, ref ulong[] spare)
    {
        if (words.Length < Smallest)
        {
            words.Sort();
            return;
        }
        if (spare.Length < words.Length)
            spare = new ulong[words.Length];
        Span<ulong> from = words, to = spare.AsSpan(0, words.Length);
        Span<int> counts = stackalloc int[4 * 256];
        counts.Clear();
        foreach (ulong word in words)
        {
            counts[(int)(word >> 32) & 255]++;
            counts[256 + ((int)(word >> 40) & 255)]++;
            counts[512 + ((int)(word >> 48) & 255)]++;
            counts[768 + (int)(word >> 56)]++;
        }
        for (int pass = 0; pass < 4; pass++)
        {
            Span<int> count = counts.Slice(pass * 256, 256);
            int shift = 32 + (8 * pass);
            // A byte that is the same in all words needs no pass.
            if (count[(int)(from[0] >> shift) & 255] == words.Length)
                continue;
            Starts(count);
            foreach (ulong word in from)
                to[count[(int)(word >> shift) & 255]++] = word;
            Span<ulong> swap = from;
            from = to;
            to = swap;
        }
        if (from != words)
            from.CopyTo(words);
    }
}
