using System.Numerics;

namespace Trireme.Formats.Images.Bmp;

/// <summary>What a BMP's headers say: size, row order, how many bits a pixel, how they are packed.</summary>
internal sealed record BmpHeader(int Width, int Height, bool TopDown, int Bits, BmpPacking Packing, byte[] Palette, uint[] Masks, int PixelOffset)
{
    private const int FileHeaderBytes = 14, CoreBytes = 12;

    // Masks of red, green, blue, alpha where the file gives none: 5 bits each of 16, 8 each of 24 and 32.
    private static readonly uint[] Masks555 = [0x7C00, 0x3E0, 0x1F, 0], Masks888 = [0xFF0000, 0xFF00, 0xFF, 0];

    /// <summary>Bytes of a stored row: padded to four.</summary>
    public long RowBytes => (((long)Width * Bits) + 31) / 32 * 4;

    public static BmpHeader Read(ref ByteCursor file, long maxPixels)
    {
        file.Position = 10;
        int pixelOffset = file.Little32(), headerBytes = file.Little32();
        if (headerBytes is not (CoreBytes or 40 or 52 or 56 or 64 or 108 or 124))
        {
            throw file.BadAt(14, $"the BMP header claims {headerBytes} bytes; known are 12, 40, 52, 56, 64, 108 and 124");
        }
        bool core = headerBytes == CoreBytes;
        long width = core ? file.Little16() : file.Little32(), height = core ? file.Little16() : file.Little32();
        bool topDown = height < 0;
        height = Math.Abs(height);
        file.Position += 2;
        int bits = file.Little16(), compression = core ? 0 : file.Little32();
        file.RequireSize(height, width, 4, maxPixels);
        BmpPacking packing = (bits, compression) switch
        {
            (1 or 4 or 8, 0) => BmpPacking.Indexed,
            (8, 1) or (4, 2) when !topDown => BmpPacking.RunLength,
            (16 or 24 or 32, 0) or (16 or 32, 3 or 6) => BmpPacking.Direct,
            _ => throw file.Bad($"{bits} bits a pixel with compression {compression} in {(topDown ? "top-down" : "bottom-up")} rows is not a BMP that is read",
                "Save the image as plain 24-bit BMP or as PNG."),
        };
        int colours = 0;
        if (!core)
        {
            file.Position = FileHeaderBytes + 32;
            colours = file.Little32();
        }
        uint[] masks = ReadMasks(ref file, headerBytes, bits, compression);
        // Bit fields behind a 40-byte header lie between it and the palette.
        file.Position = FileHeaderBytes + headerBytes + (headerBytes == 40 ? compression switch { 3 => 12, 6 => 16, _ => 0 } : 0);
        byte[] palette = packing == BmpPacking.Direct ? [] : ReadPalette(ref file, 1 << bits, colours, core ? 3 : 4);
        if (pixelOffset < file.Position || pixelOffset > file.Data.Length)
        {
            throw file.BadAt(10, $"the pixels are said to start at {pixelOffset}; the headers end at {file.Position}, the file at {file.Data.Length}");
        }
        return new BmpHeader((int)width, (int)height, topDown, bits, packing, palette, masks, pixelOffset);
    }

    private static uint[] ReadMasks(ref ByteCursor file, int headerBytes, int bits, int compression)
    {
        if (compression is not (3 or 6) || bits < 16)
        {
            return bits == 16 ? Masks555 : Masks888;
        }
        file.Position = FileHeaderBytes + 40;
        bool hasAlpha = compression == 6 || headerBytes >= 56;
        uint[] masks = [(uint)file.Little32(), (uint)file.Little32(), (uint)file.Little32(), hasAlpha ? (uint)file.Little32() : 0];
        uint limit = bits == 16 ? 0xFFFFu : uint.MaxValue;
        foreach (uint mask in masks)
        {
            uint run = mask >> BitOperations.TrailingZeroCount(mask);
            if (mask > limit || (mask != 0 && (run & (run + 1)) != 0))
            {
                throw file.Bad($"the bit field {mask:X8} is not one run of bits within {bits}");
            }
        }
        return masks;
    }

    private static byte[] ReadPalette(ref ByteCursor file, int most, int claimed, int entryBytes)
    {
        int entries = claimed == 0 ? most : claimed;
        if (entries < 1 || entries > most)
        {
            throw file.Bad($"the palette claims {claimed} entries; there can be {most}");
        }
        ReadOnlySpan<byte> stored = file.Take(entries * entryBytes);
        var palette = new byte[3 * entries];
        for (int i = 0; i < entries; i++)
        {
            palette[3 * i] = stored[(i * entryBytes) + 2];
            palette[(3 * i) + 1] = stored[(i * entryBytes) + 1];
            palette[(3 * i) + 2] = stored[i * entryBytes];
        }
        return palette;
    }
}

/// <summary>How a BMP's pixels are packed.</summary>
internal enum BmpPacking
{
    /// <summary>Palette indices of 1, 4 or 8 bits.</summary>
    Indexed,

    /// <summary>Palette indices as runs (RLE8, RLE4).</summary>
    RunLength,

    /// <summary>Colours of 16, 24 or 32 bits.</summary>
    Direct,
}
