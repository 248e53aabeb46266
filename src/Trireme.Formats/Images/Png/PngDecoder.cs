using System.IO.Compression;
using Trireme.Formats.Files;

namespace Trireme.Formats.Images.Png;

/// <summary>Reads one PNG file: chunks first, each with its CRC, then the pixels out of the joined IDAT data.</summary>
/// <remarks>Format: W3C Portable Network Graphics, third edition. Of an animation, the still image is read.</remarks>
internal ref struct PngDecoder
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    // Deflate's longest match is 258 bytes for at least 2 bits, so no stream expands further than this.
    private const long MostExpansion = 1032;

    private ByteCursor _file;
    private readonly long _maxPixels;
    private PngHeader _header;
    private byte[] _palette = [];
    private byte[] _transparency = [];
    private int _orientation = 1;
    private readonly MemoryStream _pixelData = new();
    private long _pixelDataOffset = -1;

    public PngDecoder(ReadOnlySpan<byte> data, string path, long maxPixels)
    {
        _file = new ByteCursor(data, path) { Position = Signature.Length };
        _maxPixels = maxPixels;
    }

    public Image Decode()
    {
        ReadChunks();
        if (_header.ColourType == PngHeader.Indexed && _palette.Length == 0)
        {
            throw _file.BadAt(_pixelDataOffset, "an indexed image has no PLTE chunk before its pixels");
        }
        long needed = 0;
        foreach (PngPass pass in _header.Passes())
        {
            needed += pass.Height * (1L + _header.RowBytes(pass.Width));
        }
        if (needed > (_pixelData.Length + 1) * MostExpansion)
        {
            throw _file.BadAt(_pixelDataOffset,
                $"{_header.Width} x {_header.Height} pixels take {needed} bytes; {_pixelData.Length} compressed bytes cannot hold that many");
        }
        var rows = new PngRows(_header, _palette, _transparency);
        var pixels = new byte[checked(_header.Height * _header.Width * rows.Channels)];
        _pixelData.Position = 0;
        using var inflated = new ZLibStream(_pixelData, CompressionMode.Decompress);
        try
        {
            foreach (PngPass pass in _header.Passes())
            {
                ReadPass(inflated, pass, rows, pixels);
            }
            // Reading past the last row makes zlib check its checksum.
            inflated.ReadByte();
        }
        catch (InvalidDataException e)
        {
            throw _file.BadAt(_pixelDataOffset, "the compressed pixels are damaged", inner: e);
        }
        return Image.FromPixels(_header.Height, _header.Width, rows.Channels, pixels, _orientation);
    }

    private readonly void ReadPass(ZLibStream inflated, PngPass pass, PngRows rows, byte[] pixels)
    {
        int rowBytes = _header.RowBytes(pass.Width);
        byte[] row = new byte[1 + rowBytes], above = new byte[1 + rowBytes];
        for (int y = 0; y < pass.Height; y++)
        {
            if (inflated.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
            {
                throw _file.BadAt(_pixelDataOffset, $"the compressed pixels end in row {y} of {pass.Height}");
            }
            if (row[0] >= PngFilters.Count)
            {
                throw _file.BadAt(_pixelDataOffset, $"row {y} has filter type {row[0]}; PNG defines 0 to 4");
            }
            PngFilters.Undo(row[0], row.AsSpan(1), above.AsSpan(1), _header.FilterDistance);
            int target = checked((((pass.Y + (y * pass.StepY)) * _header.Width) + pass.X) * rows.Channels);
            int missing = rows.Expand(row.AsSpan(1), pass.Width, pixels.AsSpan(target), pass.StepX);
            if (missing >= 0)
            {
                throw _file.BadAt(_pixelDataOffset, $"row {y} uses palette entry {missing}; the palette has {_palette.Length / 3}");
            }
            (row, above) = (above, row);
        }
    }

    private void ReadChunks()
    {
        bool first = true, afterPixels = false, atEnd = false;
        while (!atEnd)
        {
            int start = _file.Position;
            uint length = _file.Big32();
            ReadOnlySpan<byte> type = _file.Take(4);
            if (length > (uint)Math.Max(0, _file.Left - 4))
            {
                throw _file.BadAt(start, $"the file is cut short: a chunk claims {length} bytes, {Math.Max(0, _file.Left - 4)} are left");
            }
            ReadOnlySpan<byte> body = _file.Take((int)length);
            uint stored = _file.Big32(), computed = Crc32.Of(_file.Data.Slice(start + 4, 4 + body.Length));
            if (stored != computed)
            {
                throw _file.BadAt(start, $"a chunk's checksum is {computed:X8} and the file says {stored:X8}: the chunk is damaged");
            }
            string name = string.Create(4, type, static (chars, t) => System.Text.Encoding.Latin1.GetChars(t, chars));
            if (first != (name == "IHDR"))
            {
                throw _file.BadAt(start, first ? "the first chunk is not IHDR" : "there are two IHDR chunks");
            }
            afterPixels |= _pixelDataOffset >= 0 && name != "IDAT";
            if (afterPixels && name == "IDAT")
            {
                throw _file.BadAt(start, "the IDAT chunks do not follow one another");
            }
            atEnd = name == "IEND";
            ReadChunk(name, start, body);
            first = false;
        }
        if (_pixelDataOffset < 0)
        {
            throw _file.Bad("the file ends without an IDAT chunk: it has no pixels");
        }
    }

    private void ReadChunk(string name, int start, ReadOnlySpan<byte> body)
    {
        switch (name)
        {
            case "IHDR":
                if (body.Length != 13)
                {
                    throw _file.BadAt(start, $"IHDR has {body.Length} bytes; it must have 13");
                }
                var chunk = new ByteCursor(_file.Data, _file.Path) { Position = start + 8 };
                _header = PngHeader.Read(ref chunk, _maxPixels);
                break;
            case "PLTE":
                if (body.Length is 0 or > 768 || body.Length % 3 != 0)
                {
                    throw _file.BadAt(start, $"PLTE has {body.Length} bytes; it must have 3 for each of 1 to 256 entries");
                }
                _palette = body.ToArray();
                break;
            case "tRNS":
                ReadTransparency(start, body);
                break;
            case "eXIf":
                _orientation = Exif.Orientation(body);
                break;
            case "IDAT":
                _pixelDataOffset = _pixelDataOffset < 0 ? start : _pixelDataOffset;
                _pixelData.Write(body);
                break;
            case "IEND":
                break;
            default:
                if (char.IsUpper(name[0]))
                {
                    throw _file.BadAt(start, $"chunk '{name}' is marked as critical and is not known");
                }
                break;
        }
    }

    private void ReadTransparency(int start, ReadOnlySpan<byte> body)
    {
        int entries = _palette.Length / 3;
        bool fits = _header.ColourType switch
        {
            PngHeader.Grey => body.Length == 2,
            PngHeader.Rgb => body.Length == 6,
            PngHeader.Indexed => body.Length <= entries,
            _ => false,
        };
        if (!fits)
        {
            throw _file.BadAt(start, $"tRNS has {body.Length} bytes, which does not suit colour type {_header.ColourType} with {entries} palette entries");
        }
        _transparency = body.ToArray();
    }
}
