namespace Trireme.Vision.Transforms.Rasters;

/// <summary>Turning the colours around the circle of hues. Bytes go through a hue of one byte, as in Pillow's HSV images.</summary>
internal static class Hue
{
    public static Raster Shift(Raster image, double factor)
    {
        if (!(factor is >= -0.5 and <= 0.5))
            throw new InvalidArgumentException($"AdjustHue: hueFactor is {factor}.", "It must be from -0.5 to 0.5.");
        Raster result = image.WithData(image.Height, image.Width, (byte[])image.Data.Clone());
        if (image.Channels < 3)
            return result;
        (int red, int step) = image.Channel(0);
        int green = image.Channel(1).Start, blue = image.Channel(2).Start, pixels = image.Height * image.Width;
        byte turn = unchecked((byte)(int)(factor * 255));
        for (int i = 0, o = 0; i < pixels; i++, o += step)
        {
            if (image.IsFloat)
                ShiftFloat(result.Floats, red + o, green + o, blue + o, (float)factor);
            else
                ShiftByte(result.Data, red + o, green + o, blue + o, turn);
        }
        return result;
    }

    private static void ShiftFloat(Span<float> data, int red, int green, int blue, float turn)
    {
        (float hue, float saturation, float value) = ToHsv(data[red], data[green], data[blue]);
        hue += turn;
        (data[red], data[green], data[blue]) = FromHsv(hue - MathF.Floor(hue), saturation, value);
    }

    private static void ShiftByte(byte[] data, int red, int green, int blue, byte turn)
    {
        (float hue, float saturation, float value) = ToHsv(data[red], data[green], data[blue]);
        byte h = unchecked((byte)((int)(hue * 255.0) + turn)), s = (byte)(int)(saturation * 255.0);
        (float r, float g, float b) = FromHsv(h / 255f, s / 255f, value);
        (data[red], data[green], data[blue]) = ((byte)(r + 0.5f), (byte)(g + 0.5f), (byte)(b + 0.5f));
    }

    private static (float Hue, float Saturation, float Value) ToHsv(float r, float g, float b)
    {
        float max = Math.Max(r, Math.Max(g, b)), range = max - Math.Min(r, Math.Min(g, b));
        if (range <= 0)
            return (0, 0, max);
        float fromRed = (max - r) / range, fromGreen = (max - g) / range, fromBlue = (max - b) / range;
        float sextant = max == r ? fromBlue - fromGreen : max == g ? 2 + fromRed - fromBlue : 4 + fromGreen - fromRed;
        return ((float)(((sextant / 6.0) + 1) % 1), range / max, max);
    }

    private static (float R, float G, float B) FromHsv(float hue, float saturation, float value)
    {
        float sextant = hue * 6, f = sextant - MathF.Floor(sextant);
        float p = value * (1 - saturation), q = value * (1 - (saturation * f)), t = value * (1 - (saturation * (1 - f)));
        return ((int)sextant % 6) switch
        {
            0 => (value, t, p),
            1 => (q, value, p),
            2 => (p, value, t),
            3 => (p, q, value),
            4 => (t, p, value),
            _ => (value, p, q),
        };
    }
}
