using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Trireme.Tests.Formats.Images;

/// <summary>Builds PNG files of any layout from sample values, bit by bit, with a CRC of its own.</summary>
internal sealed class PngFixture
{
    private static readonly int[][] Adam7 = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]];

    public int Width { get; init; } = 13;

    public int Height { get; init; } = 11;

    public int Depth { get; init; } = 8;

    public int ColourType { get; init; }

    public bool Interlaced { get; init; }

    public byte[] Palette { get; init; } = [];

    public byte[] Transparency { get; init; } = [];

    public List<(string Type, byte[] Body)> Extra { get; } = [];

    public int Samples => ColourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>A value that differs between neighbours in every direction, within the depth.</summary>
    public int Sample(int y, int x, int c)
    {
        int range = ColourType == 3 ? Palette.Length / 3 : 1 << Depth;
        return (int)((uint)((y * 7919) + (x * 104729) + (c * 31337) + (x * y * 37)) % (uint)range);
    }

    public byte[] Build() => Join(Chunks());

    public List<(string Type, byte[] Body)> Chunks()
    {
        using var raw = new MemoryStream();
        foreach (int[] pass in Interlaced ? Adam7 : [[0, 0, 1, 1]])
        {
            WritePass(raw, pass);
        }
        using var compressed = new MemoryStream();
        using (var z = new ZLibStream(compressed, CompressionLevel.Fastest, true))
        {
            z.Write(raw.ToArray());
        }
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9], header[12]) = ((byte)Depth, (byte)ColourType, (byte)(Interlaced ? 1 : 0));
        byte[] data = compressed.ToArray();
        List<(string Type, byte[] Body)> chunks = [("IHDR", header)];
        if (Palette.Length > 0)
        {
            chunks.Add(("PLTE", Palette));
        }
        if (Transparency.Length > 0)
        {
            chunks.Add(("tRNS", Transparency));
        }
        chunks.AddRange(Extra);
        chunks.AddRange([("IDAT", data[..(data.Length / 2)]), ("IDAT", []), ("IDAT", data[(data.Length / 2)..]), ("IEND", [])]);
        return chunks;
    }

    public static byte[] Join(IEnumerable<(string Type, byte[] Body)> chunks)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]);
        Span<byte> number = stackalloc byte[4];
        foreach ((string type, byte[] body) in chunks)
        {
            byte[] named = [.. Encoding.ASCII.GetBytes(type), .. body];
            BinaryPrimitives.WriteInt32BigEndian(number, body.Length);
            file.Write(number);
            file.Write(named);
            BinaryPrimitives.WriteUInt32BigEndian(number, Crc(named));
            file.Write(number);
        }
        return file.ToArray();
    }

    private static uint Crc(byte[] bytes)
    {
        uint crc = ~0u;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int i = 0; i < 8; i++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
            }
        }
        return ~crc;
    }

    // The five filters in turn, so that every layout meets every filter.
    private void WritePass(MemoryStream raw, int[] pass)
    {
        int bytes = Math.Max(1, Samples * Depth / 8);
        byte[]? above = null;
        int filter = 0;
        for (int y = pass[1]; y < Height; y += pass[3])
        {
            List<int> bits = [];
            for (int x = pass[0]; x < Width; x += pass[2])
            {
                for (int c = 0; c < Samples; c++)
                {
                    for (int bit = Depth - 1; bit >= 0; bit--)
                    {
                        bits.Add((Sample(y, x, c) >> bit) & 1);
                    }
                }
            }
            if (bits.Count == 0)
            {
                return;
            }
            byte[] row = bits.Chunk(8).Select(g => (byte)g.Select((b, i) => b << (7 - i)).Sum()).ToArray();
            above ??= new byte[row.Length];
            raw.WriteByte((byte)filter);
            for (int i = 0; i < row.Length; i++)
            {
                int left = i < bytes ? 0 : row[i - bytes], up = above[i], corner = i < bytes ? 0 : above[i - bytes];
                int p = left + up - corner;
                int nearest = new[] { left, up, corner }.MinBy(v => Math.Abs(p - v));
                int guess = filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => nearest, _ => 0 };
                raw.WriteByte((byte)(row[i] - guess));
            }
            above = row;
            filter = (filter + 1) % 5;
        }
    }
}
