using System.Text;
using Trireme.Formats.Files;

namespace Trireme.Formats.Images.Netpbm;

/// <summary>Binary PGM (P5, grey) and PPM (P6, RGB), with a maximum value of 1 to 65535; written with 255.</summary>
/// <remarks>Other maxima are scaled to 0..255 and rounded to nearest. Of a file that holds several images the first is read.</remarks>
public sealed class NetpbmCodec : IImageCodec
{
    /// <inheritdoc/>
    public string Name => "PGM or PPM";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".pgm", ".ppm"];

    /// <inheritdoc/>
    public bool CanEncode => true;

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> start)
        => start.Length >= 3 && start[0] == (byte)'P' && start[1] is (byte)'5' or (byte)'6' && (IsSpace(start[2]) || start[2] == (byte)'#');

    /// <inheritdoc/>
    public Image Decode(ReadOnlySpan<byte> data, string path, long maxPixels)
    {
        var file = new ByteCursor(data, path);
        int channels = file.Take(2)[1] == (byte)'5' ? 1 : 3;
        int width = ReadNumber(ref file), height = ReadNumber(ref file), max = ReadNumber(ref file);
        if (max is < 1 or > 65535)
        {
            throw file.Bad($"the maximum value is {max}; it must be 1 to 65535");
        }
        if (!IsSpace(file.U8()))
        {
            throw file.BadAt(file.Position - 1, "the maximum value must be followed by one white space character");
        }
        file.RequireSize(height, width, channels, maxPixels);
        int sampleBytes = max > 255 ? 2 : 1;
        long count = (long)height * width * channels;
        if (count * sampleBytes > file.Left)
        {
            throw file.Bad($"the file is cut short: {width} x {height} pixels take {count * sampleBytes} bytes, {file.Left} are left");
        }
        ReadOnlySpan<byte> samples = file.Data[file.Position..];
        var pixels = new byte[count];
        for (int i = 0; i < pixels.Length; i++)
        {
            int value = sampleBytes == 1 ? samples[i] : (samples[2 * i] << 8) | samples[(2 * i) + 1];
            pixels[i] = max == 255 ? (byte)value : (byte)Math.Min(255, ((value * 255L) + (max / 2)) / max);
        }
        return Image.FromPixels(height, width, channels, pixels);
    }

    /// <inheritdoc/>
    public void Encode(Image image, Stream output)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(output);
        if (image.HasAlpha)
        {
            throw new NotSupportedException(
                $"PGM and PPM: the image has alpha.\n  {image.Channels} channels came; 1 and 3 can be written.\n  Call ToGrey or ToRgb first, or write PNG.");
        }
        output.Write(Encoding.ASCII.GetBytes($"P{(image.Channels == 1 ? 5 : 6)}\n{image.Width} {image.Height}\n255\n"));
        output.Write(image.Pixels);
    }

    private static bool IsSpace(byte b) => b is (byte)' ' or (>= 9 and <= 13);

    // A decimal number after white space and comments; at most nine digits, so that it cannot overflow.
    private static int ReadNumber(ref ByteCursor file)
    {
        byte b = file.U8();
        while (IsSpace(b) || b == (byte)'#')
        {
            if (b == (byte)'#')
            {
                while (b is not (10 or 13))
                {
                    b = file.U8();
                }
            }
            b = file.U8();
        }
        int start = file.Position - 1, number = 0;
        while (b is >= (byte)'0' and <= (byte)'9' && file.Position - start <= 9)
        {
            number = (number * 10) + b - '0';
            b = file.U8();
        }
        if (file.Position - 1 == start || b is >= (byte)'0' and <= (byte)'9')
        {
            throw file.BadAt(start, "a number of one to nine digits is expected here");
        }
        file.Position--;
        return number;
    }
}
