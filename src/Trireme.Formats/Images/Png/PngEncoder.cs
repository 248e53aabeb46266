using System.Buffers.Binary;
using System.IO.Compression;
using Trireme.Formats.Files;

namespace Trireme.Formats.Images.Png;

/// <summary>Writes eight-bit PNG, choosing for every row the filter whose output is smallest in absolute sum.</summary>
internal static class PngEncoder
{
    public static void Encode(Image image, Stream output)
    {
        output.Write(PngDecoder.Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = (byte)(image.Channels switch
        {
            1 => PngHeader.Grey,
            2 => PngHeader.GreyAlpha,
            3 => PngHeader.Rgb,
            _ => PngHeader.Rgba,
        });
        header[10..].Clear();
        WriteChunk(output, "IHDR"u8, header);
        using var compressed = new MemoryStream();
        using (var deflate = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            WriteRows(image, deflate);
        }
        WriteChunk(output, "IDAT"u8, compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
        WriteChunk(output, "IEND"u8, []);
    }

    private static void WriteRows(Image image, Stream deflate)
    {
        int rowBytes = image.Width * image.Channels;
        ReadOnlySpan<byte> above = new byte[rowBytes];
        byte[] best = new byte[1 + rowBytes], trial = new byte[1 + rowBytes];
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = image.Pixels.AsSpan(y * rowBytes, rowBytes);
            long bestCost = long.MaxValue;
            for (int filter = 0; filter < PngFilters.Count; filter++)
            {
                trial[0] = (byte)filter;
                PngFilters.Apply(filter, row, above, image.Channels, trial.AsSpan(1));
                long cost = PngFilters.Cost(trial.AsSpan(1));
                if (cost < bestCost)
                {
                    bestCost = cost;
                    (best, trial) = (trial, best);
                }
            }
            deflate.Write(best);
            above = row;
        }
    }

    private static void WriteChunk(Stream output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> body)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, body.Length);
        output.Write(number);
        output.Write(type);
        output.Write(body);
        var crc = new Crc32();
        crc.Append(type);
        crc.Append(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, crc.Value);
        output.Write(number);
    }
}
