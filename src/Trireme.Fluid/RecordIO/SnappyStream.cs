using System.Buffers.Binary;
using System.Numerics;

namespace Trireme.Fluid;

/// <summary>
/// Snappy blocks one after the other: the magic <c>snappy\0</c>, then for each block one byte that says whether it is compressed, its size as two bytes and the
/// masked CRC-32C of its content as four, both big-endian.
/// </summary>
internal static class SnappyStream
{
    private const int BlockSize = 1 << 15, HeaderSize = 7;

    private static ReadOnlySpan<byte> Magic => "snappy\0"u8;

    public static byte[] Compress(ReadOnlySpan<byte> content)
    {
        var target = new MemoryStream();
        target.Write(Magic);
        Span<byte> header = stackalloc byte[HeaderSize];
        while (!content.IsEmpty)
        {
            ReadOnlySpan<byte> block = content[..Math.Min(BlockSize, content.Length)];
            byte[] compressed = SnappyBlock.Compress(block);
            // Less than an eighth won is not worth the reader's time.
            bool worth = compressed.Length < block.Length - (block.Length / 8);
            ReadOnlySpan<byte> stored = worth ? compressed : block;
            header[0] = worth ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteUInt16BigEndian(header[1..], (ushort)stored.Length);
            BinaryPrimitives.WriteUInt32BigEndian(header[3..], Checksum(block));
            target.Write(header);
            target.Write(stored);
            content = content[block.Length..];
        }
        return target.ToArray();
    }

    /// <summary>The content; null where the stream is damaged.</summary>
    public static byte[]? Decompress(ReadOnlySpan<byte> stream)
    {
        if (!stream.StartsWith(Magic))
            return null;
        var target = new MemoryStream();
        stream = stream[Magic.Length..];
        while (!stream.IsEmpty)
        {
            if (stream.Length < HeaderSize || stream[0] > 1)
                return null;
            int size = BinaryPrimitives.ReadUInt16BigEndian(stream[1..]);
            uint checksum = BinaryPrimitives.ReadUInt32BigEndian(stream[3..]);
            if (stream.Length - HeaderSize < size)
                return null;
            ReadOnlySpan<byte> stored = stream.Slice(HeaderSize, size);
            ReadOnlySpan<byte> block = stored;
            if (stream[0] == 1)
            {
                if (SnappyBlock.Decompress(stored) is not { } decompressed)
                    return null;
                block = decompressed;
            }
            // Writers may leave the checksum out.
            if (checksum != 0 && checksum != Checksum(block))
                return null;
            target.Write(block);
            stream = stream[(HeaderSize + size)..];
        }
        return target.ToArray();
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return BitOperations.RotateRight(~crc, 15) + 0xA282EAD8;
    }
}
