using System.Numerics;
using System.Numerics.Tensors;

namespace Trireme.Formats.Images.Bmp;

/// <summary>BMP, read only: 1, 4, 8, 16, 24 and 32 bits a pixel, either row order, bit fields, RLE4 and RLE8.</summary>
/// <remarks>
/// A palette that is a plain ramp from black to white gives one channel, any other palette three. 32-bit pixels have alpha only where a bit field says so,
/// as Pillow reads them. Pixels that run-length data skip are palette entry 0.
/// </remarks>
public sealed class BmpCodec : IImageCodec
{
    // A run of two bytes covers at most 255 pixels.
    private const long MostPixelsPerByte = 128;

    /// <inheritdoc/>
    public string Name => "BMP";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".bmp"];

    /// <inheritdoc/>
    public bool CanEncode => false;

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> start) => start.StartsWith("BM"u8);

    /// <inheritdoc/>
    public Image Decode(ReadOnlySpan<byte> data, string path, long maxPixels)
    {
        var file = new ByteCursor(data, path);
        BmpHeader header = BmpHeader.Read(ref file, maxPixels);
        file.Position = header.PixelOffset;
        bool runs = header.Packing == BmpPacking.RunLength;
        long needed = runs ? (long)header.Width * header.Height / MostPixelsPerByte : header.RowBytes * header.Height;
        if (needed > file.Left)
        {
            string least = runs ? "at least " : "";
            throw file.Bad($"the file is cut short: {header.Width} x {header.Height} pixels take {least}{needed} bytes, {file.Left} are left");
        }
        return header.Packing switch
        {
            BmpPacking.Direct => DecodeDirect(header, file.Data[file.Position..]),
            BmpPacking.Indexed => Resolve(header, UnpackIndices(header, file.Data[file.Position..]), ref file),
            _ => Resolve(header, BmpRuns.Decode(header, ref file), ref file),
        };
    }

    /// <inheritdoc/>
    public void Encode(Image image, Stream output) => throw new NotSupportedException("BMP is read, not written.\n  Write PNG instead.");

    private static Image DecodeDirect(BmpHeader header, ReadOnlySpan<byte> stored)
    {
        int channels = header.Masks[3] == 0 ? 3 : 4, pixelBytes = header.Bits / 8;
        bool bytes = header.Bits >= 24 && header.Masks[0] == 0xFF0000 && header.Masks[1] == 0xFF00 && header.Masks[2] == 0xFF && channels == 3;
        Image image = Image.Create(header.Height, header.Width, channels);
        for (int y = 0; y < header.Height; y++)
        {
            ReadOnlySpan<byte> from = stored.Slice((int)(StoredRow(header, y) * header.RowBytes), header.Width * pixelBytes);
            Span<byte> to = image.Pixels.AsSpan(y * header.Width * channels, header.Width * channels);
            for (int x = 0; x < header.Width; x++, from = from[pixelBytes..], to = to[channels..])
            {
                if (bytes)
                {
                    (to[0], to[1], to[2]) = (from[2], from[1], from[0]);
                    continue;
                }
                uint pixel = from[0] | ((uint)from[1] << 8) | (pixelBytes == 4 ? ((uint)from[2] << 16) | ((uint)from[3] << 24) : 0);
                for (int c = 0; c < channels; c++)
                {
                    to[c] = Field(pixel, header.Masks[c]);
                }
            }
        }
        return image;
    }

    // A field of any width spread over 0..255, truncated as Pillow does.
    private static byte Field(uint pixel, uint mask)
    {
        if (mask == 0)
        {
            return 0;
        }
        int shift = BitOperations.TrailingZeroCount(mask);
        return (byte)((ulong)((pixel & mask) >> shift) * 255 / (mask >> shift));
    }

    private static byte[] UnpackIndices(BmpHeader header, ReadOnlySpan<byte> stored)
    {
        var indices = new byte[header.Width * header.Height];
        int bits = header.Bits, mask = (1 << bits) - 1;
        for (int y = 0; y < header.Height; y++)
        {
            ReadOnlySpan<byte> from = stored[(int)(StoredRow(header, y) * header.RowBytes)..];
            Span<byte> to = indices.AsSpan(y * header.Width, header.Width);
            for (int x = 0; x < to.Length; x++)
            {
                int bit = x * bits;
                to[x] = (byte)((from[bit >> 3] >> (8 - bits - (bit & 7))) & mask);
            }
        }
        return indices;
    }

    private static long StoredRow(BmpHeader header, int y) => header.TopDown ? y : header.Height - 1 - y;

    private static Image Resolve(BmpHeader header, byte[] indices, ref ByteCursor file)
    {
        byte[] palette = header.Palette;
        int entries = palette.Length / 3, highest = TensorPrimitives.Max<byte>(indices);
        if (highest >= entries)
        {
            throw file.Bad($"a pixel uses palette entry {highest}; the palette has {entries}");
        }
        bool ramp = entries == 1 << header.Bits;
        for (int i = 0; i < entries && ramp; i++)
        {
            int grey = i * 255 / (entries - 1);
            ramp = palette[3 * i] == grey && palette[(3 * i) + 1] == grey && palette[(3 * i) + 2] == grey;
        }
        Image image = Image.Create(header.Height, header.Width, ramp ? 1 : 3);
        Span<byte> to = image.Pixels;
        for (int i = 0, at = 0; i < indices.Length; i++, at += image.Channels)
        {
            int entry = 3 * indices[i];
            to[at] = palette[entry];
            if (!ramp)
            {
                to[at + 1] = palette[entry + 1];
                to[at + 2] = palette[entry + 2];
            }
        }
        return image;
    }
}
