using System.Buffers.Binary;

namespace Trireme.Fluid;

/// <summary>The Snappy format: bytes as they are, and copies of bytes before.</summary>
/// <remarks>After the format description that comes with Google's snappy (format_description.txt, 2011). Blocks here have at most 64 KiB, so every offset fits
/// two bytes.</remarks>
internal static class SnappyBlock
{
    public const int LargestBlock = 1 << 16;

    private const int HashBits = 12, ShortestCopy = 4, LongestCopy = 64;

    /// <summary>Compresses at most <see cref="LargestBlock"/> bytes.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> source)
    {
        var target = new List<byte>((source.Length / 2) + 16);
        uint length = (uint)source.Length;
        for (; length >= 0x80; length >>= 7)
            target.Add((byte)(length | 0x80));
        target.Add((byte)length);
        // Where four bytes with this hash were last seen, plus one.
        Span<int> seen = stackalloc int[1 << HashBits];
        seen.Clear();
        int literal = 0, at = 0;
        while (at + ShortestCopy <= source.Length)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(source[at..]);
            ref int place = ref seen[(int)((word * 0x1E35A7BD) >> (32 - HashBits))];
            int candidate = place - 1;
            place = at + 1;
            if (candidate < 0 || BinaryPrimitives.ReadUInt32LittleEndian(source[candidate..]) != word)
            {
                at++;
                continue;
            }
            int match = ShortestCopy + source[(at + ShortestCopy)..].CommonPrefixLength(source[(candidate + ShortestCopy)..]);
            AddLiteral(target, source[literal..at]);
            AddCopy(target, at - candidate, match);
            literal = at += match;
        }
        AddLiteral(target, source[literal..]);
        return target.ToArray();
    }

    /// <summary>Decompresses a block; null where it is damaged or larger than <see cref="LargestBlock"/>.</summary>
    public static byte[]? Decompress(ReadOnlySpan<byte> source)
    {
        if (!TryReadLength(ref source, out int length))
            return null;
        byte[] target = new byte[length];
        int at = 0;
        while (!source.IsEmpty)
        {
            int tag = source[0];
            int extra = (tag & 3) switch { 0 => (tag >> 2) >= 60 ? (tag >> 2) - 59 : 0, 1 => 1, 2 => 2, _ => 4 };
            if (source.Length <= extra)
                return null;
            long number = 0;
            for (int i = extra; i > 0; i--)
                number = (number << 8) | source[i];
            source = source[(1 + extra)..];
            if ((tag & 3) == 0)
            {
                long count = (extra == 0 ? tag >> 2 : number) + 1;
                if (count > source.Length || count > target.Length - at)
                    return null;
                source[..(int)count].CopyTo(target.AsSpan(at));
                source = source[(int)count..];
                at += (int)count;
                continue;
            }
            int copied = (tag & 3) == 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
            long offset = (tag & 3) == 1 ? ((tag >> 5) << 8) | (int)number : number;
            if (offset == 0 || offset > at || copied > target.Length - at)
                return null;
            // The copy may run into what it writes: that repeats a pattern.
            for (int end = at + copied; at < end; at++)
                target[at] = target[at - (int)offset];
        }
        return at == target.Length ? target : null;
    }

    private static bool TryReadLength(ref ReadOnlySpan<byte> source, out int length)
    {
        length = 0;
        for (int i = 0; i < source.Length && i < 3; i++)
        {
            length |= (source[i] & 0x7F) << (7 * i);
            if (source[i] >= 0x80)
                continue;
            source = source[(i + 1)..];
            return length <= LargestBlock;
        }
        return false;
    }

    private static void AddLiteral(List<byte> target, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        int count = bytes.Length - 1;
        if (count < 60)
        {
            target.Add((byte)(count << 2));
        }
        else if (count < 256)
        {
            target.Add(60 << 2);
            target.Add((byte)count);
        }
        else
        {
            target.Add(61 << 2);
            target.Add((byte)count);
            target.Add((byte)(count >> 8));
        }
        target.AddRange(bytes);
    }

    private static void AddCopy(List<byte> target, int offset, int length)
    {
        while (length > 0)
        {
            int part = Math.Min(length, LongestCopy);
            target.Add((byte)(((part - 1) << 2) | 2));
            target.Add((byte)offset);
            target.Add((byte)(offset >> 8));
            length -= part;
        }
    }
}
