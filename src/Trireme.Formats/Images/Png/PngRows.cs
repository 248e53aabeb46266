using System.Buffers.Binary;

namespace Trireme.Formats.Images.Png;

/// <summary>Turns unfiltered rows of any PNG sample layout into eight-bit pixels.</summary>
/// <remarks>
/// Sixteen bits become eight by keeping the high byte, as Pillow does for colour. One, two and four bits of grey are spread over 0..255 (times 255, 85, 17).
/// </remarks>
internal sealed class PngRows
{
    private readonly PngHeader _header;
    private readonly byte[] _palette;
    private readonly byte[] _transparency;
    private readonly byte[] _samples;

    /// <param name="header">The image's layout.</param>
    /// <param name="palette">PLTE's bytes, three an entry; empty unless indexed.</param>
    /// <param name="transparency">tRNS's bytes: alpha an entry if indexed, two bytes a sample of the transparent colour if not; may be empty.</param>
    public PngRows(PngHeader header, byte[] palette, byte[] transparency)
    {
        _header = header;
        _palette = palette;
        _transparency = transparency;
        _samples = new byte[_header.Width * _header.Samples];
        Channels = _header.ColourType switch
        {
            PngHeader.Indexed or PngHeader.Rgb => _transparency.Length > 0 ? 4 : 3,
            PngHeader.Grey => _transparency.Length > 0 ? 2 : 1,
            _ => _header.Samples,
        };
    }

    /// <summary>Channels of the decoded image: tRNS adds alpha.</summary>
    public int Channels { get; }

    /// <summary>Writes <paramref name="width"/> pixels of one row, every <paramref name="step"/> pixels of <paramref name="target"/>.</summary>
    /// <returns>-1, or the palette index that has no entry.</returns>
    public int Expand(ReadOnlySpan<byte> row, int width, Span<byte> target, int step)
    {
        int count = width * _header.Samples;
        ReadOnlySpan<byte> values = _header.Depth == 8 ? row[..count] : Unpack(row, count);
        if (_header.ColourType == PngHeader.Indexed)
        {
            return ExpandIndexed(values, target, step);
        }
        if (_transparency.Length > 0)
        {
            ExpandWithTransparentColour(row, values, width, target, step);
            return -1;
        }
        if (step == 1)
        {
            values.CopyTo(target);
            return -1;
        }
        for (int x = 0; x < width; x++)
        {
            values.Slice(x * Channels, Channels).CopyTo(target[(x * step * Channels)..]);
        }
        return -1;
    }

    private ReadOnlySpan<byte> Unpack(ReadOnlySpan<byte> row, int count)
    {
        int depth = _header.Depth;
        if (depth == 16)
        {
            for (int i = 0; i < count; i++)
            {
                _samples[i] = row[2 * i];
            }
            return _samples.AsSpan(0, count);
        }
        int mask = (1 << depth) - 1, scale = _header.ColourType == PngHeader.Indexed ? 1 : 255 / mask;
        for (int i = 0; i < count; i++)
        {
            int bit = i * depth;
            _samples[i] = (byte)(((row[bit >> 3] >> (8 - depth - (bit & 7))) & mask) * scale);
        }
        return _samples.AsSpan(0, count);
    }

    private int ExpandIndexed(ReadOnlySpan<byte> indices, Span<byte> target, int step)
    {
        int entries = _palette.Length / 3, at = 0;
        foreach (byte index in indices)
        {
            if (index >= entries)
            {
                return index;
            }
            int entry = 3 * index;
            target[at] = _palette[entry];
            target[at + 1] = _palette[entry + 1];
            target[at + 2] = _palette[entry + 2];
            if (Channels == 4)
            {
                target[at + 3] = index < _transparency.Length ? _transparency[index] : (byte)255;
            }
            at += step * Channels;
        }
        return -1;
    }

    // The transparent colour is compared at full depth: two colours that share their high bytes are different.
    private void ExpandWithTransparentColour(ReadOnlySpan<byte> row, ReadOnlySpan<byte> values, int width, Span<byte> target, int step)
    {
        int colours = _header.Samples;
        for (int x = 0; x < width; x++)
        {
            bool transparent = true;
            for (int c = 0; c < colours; c++)
            {
                int sample = (x * colours) + c, key = BinaryPrimitives.ReadUInt16BigEndian(_transparency.AsSpan(2 * c));
                int stored = _header.Depth switch
                {
                    16 => BinaryPrimitives.ReadUInt16BigEndian(row[(2 * sample)..]),
                    8 => row[sample],
                    _ => values[sample] * ((1 << _header.Depth) - 1) / 255,
                };
                transparent &= stored == key;
                target[(x * step * Channels) + c] = values[sample];
            }
            target[(x * step * Channels) + colours] = transparent ? (byte)0 : (byte)255;
        }
    }
}
