using System.Numerics;
using Trireme.Formats.Images;

namespace Trireme.Vision.Transforms.Rasters;

/// <summary>Bytes of 0 to 255 to floats of 0 to 1, channels brought to where they are wanted.</summary>
internal static class TensorConversion
{
    /// <summary>Every byte divided by 255, exactly as the division of the float rounds.</summary>
    public static readonly float[] Unit = UnitTable();

    public static Tensor Convert(object? picture, bool channelsFirst)
    {
        if (picture is Image image)
            return FromBytes(image.Pixels, image.Height, image.Width, image.Channels, channelsFirst);
        Raster raster = Raster.Of(picture, "ToTensor");
        if (raster.Layout == PixelLayout.ChannelsFirst && channelsFirst && raster.IsFloat)
            return (Tensor)picture!;
        return raster.IsFloat ? Arrange(raster, raster.Floats, channelsFirst)
            : raster.Planes == 1 ? FromBytes(raster.Data, raster.Height, raster.Width, raster.Inner, channelsFirst)
            : Arrange(raster, Array.ConvertAll(raster.Data, v => Unit[v]), channelsFirst);
    }

    /// <summary>Divides bytes by 255: <paramref name="pixels"/> have their channels innermost.</summary>
    private static Tensor FromBytes(ReadOnlySpan<byte> pixels, int height, int width, int channels, bool channelsFirst)
    {
        Tensor tensor = Tensor.Allocate(channelsFirst ? [channels, height, width] : [height, width, channels], DType.Float32);
        Span<float> to = tensor.Span<float>();
        if (channels == 1 || !channelsFirst)
        {
            Divide(pixels, to);
        }
        else
        {
            for (int c = 0; c < channels; c++)
                Look(pixels, c, channels, Unit, to.Slice(c * height * width, height * width));
        }
        GC.KeepAlive(tensor);
        return tensor;
    }

    /// <summary>One channel through a table of 256 values.</summary>
    public static void Look(ReadOnlySpan<byte> pixels, int channel, int channels, float[] table, Span<float> to)
    {
        for (int i = 0, from = channel; i < to.Length; i++, from += channels)
            to[i] = table[pixels[from]];
    }

    /// <summary>Every byte divided by 255, then optionally less <paramref name="mean"/>, divided by <paramref name="deviation"/>.</summary>
    public static void Divide(ReadOnlySpan<byte> from, Span<float> to, float mean = 0, float deviation = 1)
    {
        int i = 0, lanes = Vector<float>.Count;
        bool normalize = mean != 0 || deviation != 1;
        Vector<float> white = new(255f), m = new(mean), d = new(deviation);
        for (; i <= from.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(from[i..]), out Vector<ushort> low, out Vector<ushort> high);
            Vector.Widen(low, out Vector<uint> a, out Vector<uint> b);
            Vector.Widen(high, out Vector<uint> c, out Vector<uint> e);
            Vector<float> x0 = Vector.ConvertToSingle(a.As<uint, int>()) / white, x1 = Vector.ConvertToSingle(b.As<uint, int>()) / white;
            Vector<float> x2 = Vector.ConvertToSingle(c.As<uint, int>()) / white, x3 = Vector.ConvertToSingle(e.As<uint, int>()) / white;
            if (normalize)
                (x0, x1, x2, x3) = ((x0 - m) / d, (x1 - m) / d, (x2 - m) / d, (x3 - m) / d);
            x0.CopyTo(to[i..]);
            x1.CopyTo(to[(i + lanes)..]);
            x2.CopyTo(to[(i + (2 * lanes))..]);
            x3.CopyTo(to[(i + (3 * lanes))..]);
        }
        for (; i < from.Length; i++)
            to[i] = normalize ? (Unit[from[i]] - mean) / deviation : Unit[from[i]];
    }

    /// <summary>Floats in the wanted order; a grey image gets its channel.</summary>
    public static Tensor Arrange(Raster raster, ReadOnlySpan<float> from, bool channelsFirst)
    {
        (int h, int w, int channels) = (raster.Height, raster.Width, raster.Channels);
        Tensor tensor = Tensor.Allocate(channelsFirst ? [channels, h, w] : [h, w, channels], DType.Float32);
        Span<float> to = tensor.Span<float>();
        for (int c = 0; c < channels; c++)
        {
            (int source, int sourceStep) = raster.Channel(c);
            (int target, int targetStep) = channelsFirst ? (c * h * w, 1) : (c, channels);
            for (int i = 0; i < h * w; i++)
                to[target + (i * targetStep)] = from[source + (i * sourceStep)];
        }
        GC.KeepAlive(tensor);
        return tensor;
    }

    private static float[] UnitTable()
    {
        var table = new float[256];
        for (int i = 0; i < table.Length; i++)
            table[i] = i / 255f;
        return table;
    }
}
