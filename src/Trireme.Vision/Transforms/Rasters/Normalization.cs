using System.Numerics;

namespace Trireme.Vision.Transforms.Rasters;

/// <summary>Less the mean, divided by the deviation, channel by channel.</summary>
internal static class Normalization
{
    public static Tensor Run(object? picture, Numbers mean, Numbers std, bool channelsFirst, bool reverse)
    {
        if (picture is Tensor { DType.Kind: DTypeKind.Float32, Ndim: 3 } tensor && !reverse)
        {
            // The caller says where the channels are, so that no guess is needed.
            Shape s = tensor.Shape;
            (int channels, int pixels) = channelsFirst ? (s[0], s[1] * s[2]) : (s[2], s[0] * s[1]);
            Tensor result = Tensor.Allocate(s, DType.Float32);
            Run(tensor.Span<float>(), result.Span<float>(), channels, pixels, channelsFirst, mean, std);
            GC.KeepAlive(tensor);
            GC.KeepAlive(result);
            return result;
        }
        Raster raster = Raster.Of(picture, "Normalize");
        ReadOnlySpan<float> floats = raster.IsFloat ? raster.Floats : Array.ConvertAll(raster.Data, v => (float)v);
        using Tensor arranged = TensorConversion.Arrange(raster, floats, channelsFirst);
        Tensor output = Tensor.Allocate(arranged.Shape, DType.Float32);
        if (reverse)
            Reverse(arranged.Span<float>(), raster.Channels, raster.Height * raster.Width, channelsFirst);
        Run(arranged.Span<float>(), output.Span<float>(), raster.Channels, raster.Height * raster.Width, channelsFirst, mean, std);
        GC.KeepAlive(output);
        return output;
    }

    public static void RequirePositive(Numbers mean, Numbers std)
    {
        foreach (double d in std)
        {
            if (!(d > 0))
                throw new InvalidArgumentException($"Normalize: std {std} is not possible.", "Every number must be above 0.");
        }
        if (mean.Count == 0 || std.Count == 0)
            throw new InvalidArgumentException("Normalize: mean and std must not be empty.", $"mean has {mean.Count} numbers, std {std.Count}.");
    }

    private static void Run(ReadOnlySpan<float> from, Span<float> to, int channels, int pixels, bool channelsFirst, Numbers mean, Numbers std)
    {
        double[] means = mean.Each(channels, "Normalize: mean"), deviations = std.Each(channels, "Normalize: std");
        for (int c = 0; c < channels; c++)
        {
            float m = (float)means[c], d = (float)deviations[c];
            if (channelsFirst || channels == 1)
            {
                Run(from.Slice(c * pixels, pixels), to.Slice(c * pixels, pixels), m, d);
                continue;
            }
            for (int i = c; i < from.Length; i += channels)
                to[i] = (from[i] - m) / d;
        }
    }

    private static void Run(ReadOnlySpan<float> from, Span<float> to, float mean, float deviation)
    {
        int i = 0;
        Vector<float> m = new(mean), d = new(deviation);
        for (; i <= from.Length - Vector<float>.Count; i += Vector<float>.Count)
            ((new Vector<float>(from[i..]) - m) / d).CopyTo(to[i..]);
        for (; i < from.Length; i++)
            to[i] = (from[i] - mean) / deviation;
    }

    private static void Reverse(Span<float> values, int channels, int pixels, bool channelsFirst)
    {
        int step = channelsFirst ? 1 : channels, apart = channelsFirst ? pixels : 1;
        for (int c = 0; c < channels / 2; c++)
        {
            int other = channels - 1 - c;
            for (int i = 0; i < pixels; i++)
                (values[(c * apart) + (i * step)], values[(other * apart) + (i * step)]) = (values[(other * apart) + (i * step)], values[(c * apart) + (i * step)]);
        }
    }
}
