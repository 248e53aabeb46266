namespace Trireme.Vision.Transforms.Rasters;

/// <summary>Brightness, contrast, saturation and grey; images as Pillow computes them, tensors in floats between black and white.</summary>
internal static class Colour
{
    public static Raster Brightness(Raster image, float factor) => Blend(image, factor, (_, _) => 0);

    public static Raster Contrast(Raster image, float factor)
    {
        float[] luma = Luma(image);
        double sum = 0;
        foreach (float v in luma)
            sum += v;
        double mean = sum / luma.Length;
        float grey = image.IsFloat ? (float)mean : (int)(mean + 0.5);
        return Blend(image, factor, (_, _) => grey);
    }

    public static Raster Saturation(Raster image, float factor)
    {
        float[] luma = Luma(image);
        return Blend(image, factor, (_, i) => luma[i]);
    }

    /// <summary>The luma in one channel, or repeated in three.</summary>
    public static Raster Grey(Raster image, int channels)
    {
        float[] luma = Luma(image);
        Raster result = image.WithChannels(channels);
        for (int c = 0; c < channels; c++)
        {
            (int at, int step) = result.Channel(c);
            for (int i = 0; i < luma.Length; i++, at += step)
                Set(result, at, luma[i]);
        }
        return result;
    }

    /// <summary>The luma of every pixel; of bytes rounded to whole numbers.</summary>
    private static float[] Luma(Raster image)
    {
        var luma = new float[image.Height * image.Width];
        if (image.Channels < 3)
        {
            (int at, int step) = image.Channel(0);
            for (int i = 0; i < luma.Length; i++, at += step)
                luma[i] = image.IsFloat ? image.Floats[at] : image.Data[at];
            return luma;
        }
        (int red, int apart) = image.Channel(0);
        (int green, int blue) = (image.Channel(1).Start, image.Channel(2).Start);
        if (image.IsFloat)
        {
            ReadOnlySpan<float> f = image.Floats;
            for (int i = 0, o = 0; i < luma.Length; i++, o += apart)
                luma[i] = (0.299f * f[red + o]) + (0.587f * f[green + o]) + (0.114f * f[blue + o]);
            return luma;
        }
        ReadOnlySpan<byte> b = image.Data;
        // ITU-R 601-2 in sixteenths of a bit, rounded: what Pillow's convert("L") gives.
        for (int i = 0, o = 0; i < luma.Length; i++, o += apart)
            luma[i] = ((b[red + o] * 19595) + (b[green + o] * 38470) + (b[blue + o] * 7471) + 0x8000) >> 16;
        return luma;
    }

    /// <summary>other + factor (image - other), kept between black and white; alpha stays.</summary>
    private static Raster Blend(Raster image, float factor, Func<int, int, float> other)
    {
        if (!(factor >= 0) || float.IsInfinity(factor))
            throw new InvalidArgumentException($"A colour factor of {factor} is not possible.", "It must be at least 0; 1 changes nothing.");
        Raster result = image.WithData(image.Height, image.Width, (byte[])image.Data.Clone());
        int colours = image.Channels is 2 or 4 ? image.Channels - 1 : image.Channels, pixels = image.Height * image.Width;
        for (int c = 0; c < colours; c++)
        {
            (int at, int step) = image.Channel(c);
            for (int i = 0; i < pixels; i++, at += step)
            {
                float to = other(c, i), value = image.IsFloat ? image.Floats[at] : image.Data[at];
                Set(result, at, to + (factor * (value - to)));
            }
        }
        return result;
    }

    private static void Set(Raster image, int at, float value)
    {
        value = Math.Clamp(value, 0, image.White);
        if (image.IsFloat)
            image.Floats[at] = value;
        else
            image.Data[at] = (byte)value;
    }
}
