namespace Trireme.Formats.Images.Jpeg;

/// <summary>What a frame's components are.</summary>
internal enum JpegColours
{
    Grey,
    YCbCr,
    Rgb,
    Cmyk,
    Ycck,
}

/// <summary>Puts decoded components together into an image: inverse transform where it is still due, upsampling, colours.</summary>
internal static class JpegPixels
{
    public static Image Assemble(JpegFrame frame, JpegColours colours, int orientation)
    {
        if (frame.Progressive)
        {
            foreach (JpegComponent component in frame.Components)
            {
                Transform(component);
            }
        }
        int channels = colours == JpegColours.Grey ? 1 : 3, rowBytes = frame.Width * channels;
        byte[] pixels = GC.AllocateUninitializedArray<byte>(frame.Height * rowBytes);
        // One component is always whole, whatever sampling it claims.
        Upsampler[] rows = [.. frame.Components.Select(c => new Upsampler(c, frame))];
        for (int y = 0; y < frame.Height; y++)
        {
            Span<byte> target = pixels.AsSpan(y * rowBytes, rowBytes);
            ReadOnlySpan<byte> first = rows[0].Row(y);
            switch (colours)
            {
                case JpegColours.Grey:
                    first[..frame.Width].CopyTo(target);
                    break;
                case JpegColours.YCbCr or JpegColours.Ycck:
                    ColourConversion.FromYCbCr(first, rows[1].Row(y), rows[2].Row(y), target, frame.Width);
                    break;
                default:
                    ColourConversion.FromRgb(first, rows[1].Row(y), rows[2].Row(y), target, frame.Width);
                    break;
            }
            if (colours is JpegColours.Cmyk or JpegColours.Ycck)
            {
                if (colours == JpegColours.Ycck)
                {
                    // The luma form of inks gives their complements.
                    Invert(target);
                }
                ColourConversion.DarkenByBlack(target, rows[3].Row(y), frame.Width);
            }
        }
        return Image.FromPixels(frame.Height, frame.Width, channels, pixels, orientation);
    }

    private static void Invert(Span<byte> row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = (byte)~row[i];
        }
    }

    private static void Transform(JpegComponent c)
    {
        for (int y = 0; y < c.BlocksHigh; y++)
        {
            for (int x = 0; x < c.BlocksWide; x++)
            {
                ReadOnlySpan<short> block = c.Coefficients.AsSpan(((y * c.StoredBlocksWide) + x) * 64, 64);
                bool flat = block[1..].IndexOfAnyExcept((short)0) < 0;
                InverseDct.Block(block, c.Divisors, flat, c.Samples.AsSpan((y * 8 * c.Stride) + (x * 8)), c.Stride);
            }
        }
    }
}
