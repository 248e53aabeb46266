using System.Collections.Concurrent;
using Trireme.Formats.Images;

namespace Trireme.Vision.Transforms.Rasters;

/// <summary>ToTensor and Normalize of an Image in one pass, bit for bit what the two give: the value of a byte is computed once for each channel.</summary>
internal sealed class TensorNormalizer
{
    private readonly Normalize _normalize;
    private readonly bool _channelsFirst;
    private readonly ConcurrentDictionary<int, float[][]> _tables = new();

    private TensorNormalizer(Normalize normalize, bool channelsFirst)
    {
        _normalize = normalize;
        _channelsFirst = channelsFirst;
    }

    /// <summary>Null where the two are not these, or do something else than change one image.</summary>
    public static TensorNormalizer? Of(object? first, object? second)
    {
        if (first is not ToTensor toTensor || second is not Normalize normalize || toTensor.Keys is not ["image"] || normalize.Keys is not ["image"])
            return null;
        bool channelsFirst = toTensor.ChannelsFirst;
        return channelsFirst == normalize.ChannelsFirst && !normalize.ToRgb ? new TensorNormalizer(normalize, channelsFirst) : null;
    }

    /// <summary>Null where one table a channel does not serve.</summary>
    public Tensor? TryApply(Image image)
    {
        int channels = image.Channels, pixels = image.Height * image.Width;
        if (channels > 1 && !_channelsFirst)
            return null;
        Tensor tensor = Tensor.Allocate(_channelsFirst ? [channels, image.Height, image.Width] : [image.Height, image.Width, channels], DType.Float32);
        Span<float> to = tensor.Span<float>();
        if (channels == 1)
        {
            TensorConversion.Divide(image.Pixels, to, (float)_normalize.Mean.Each(1, "Normalize: mean")[0], (float)_normalize.Std.Each(1, "Normalize: std")[0]);
        }
        else
        {
            float[][] tables = _tables.GetOrAdd(channels, Tables);
            for (int c = 0; c < channels; c++)
                TensorConversion.Look(image.Pixels, c, channels, tables[c], to.Slice(c * pixels, pixels));
        }
        GC.KeepAlive(tensor);
        return tensor;
    }

    private float[][] Tables(int channels)
    {
        double[] means = _normalize.Mean.Each(channels, "Normalize: mean"), deviations = _normalize.Std.Each(channels, "Normalize: std");
        var tables = new float[channels][];
        for (int c = 0; c < channels; c++)
        {
            float m = (float)means[c], d = (float)deviations[c];
            tables[c] = Array.ConvertAll(TensorConversion.Unit, v => (v - m) / d);
        }
        return tables;
    }
}
