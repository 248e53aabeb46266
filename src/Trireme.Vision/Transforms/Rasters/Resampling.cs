using System.Numerics;
using System.Runtime.InteropServices;

namespace Trireme.Vision.Transforms.Rasters;

/// <summary>
/// Resizing as a weighted mean along rows, then along columns. For images the filter widens with the reduction (as Pillow's does, no aliasing) and bytes are
/// rounded after each pass; tensors are sampled at points (as OpenCV and interpolate do) except with "area".
/// </summary>
internal static class Resampling
{
    public static Raster Resize(Raster image, int height, int width, string interpolation)
    {
        if (height == image.Height && width == image.Width)
            return image.WithData(height, width, (byte[])image.Data.Clone());
        if (interpolation == "nearest")
            return Nearest(image, height, width);
        ResamplingFilter filter = ResamplingFilter.Named(interpolation, image.Layout == PixelLayout.Image);
        Raster narrow = width == image.Width ? image : Horizontal(image, new Weights(image.Width, width, filter));
        return height == narrow.Height ? narrow : Vertical(narrow, new Weights(narrow.Height, height, filter));
    }

    private static Raster Nearest(Raster image, int height, int width)
    {
        Raster result = image.Blank(height, width);
        int size = image.PixelSize;
        bool middle = image.Layout == PixelLayout.Image;
        int[] rows = Nearest(image.Height, height, middle), columns = Nearest(image.Width, width, middle);
        for (int p = 0; p < image.Planes; p++)
        {
            for (int y = 0; y < height; y++)
            {
                ReadOnlySpan<byte> from = image.Row(p, rows[y]);
                Span<byte> to = result.Row(p, y);
                for (int x = 0; x < width; x++)
                    from.Slice(columns[x] * size, size).CopyTo(to[(x * size)..]);
            }
        }
        return result;
    }

    /// <summary>Where each target position looks: Pillow takes the middle of the target pixel, OpenCV its corner.</summary>
    private static int[] Nearest(int from, int to, bool middle)
    {
        var positions = new int[to];
        double scale = (double)from / to, at = middle ? scale / 2 : 0;
        for (int i = 0; i < to; i++)
        {
            positions[i] = Math.Min((int)(middle ? at : i * scale), from - 1);
            // Pillow adds up, which decides on which side of a pixel's edge a position falls.
            at += scale;
        }
        return positions;
    }

    private static Raster Horizontal(Raster image, Weights weights)
    {
        Raster result = image.Blank(image.Height, weights.Count);
        float[] row = new float[image.Width * image.Inner], line = new float[weights.Count * image.Inner];
        for (int p = 0; p < image.Planes; p++)
        {
            for (int y = 0; y < image.Height; y++)
            {
                Load(image, image.Row(p, y), row);
                if (image.Inner == 3)
                    Along3(row, line, weights);
                else
                    Along(row, line, weights, image.Inner);
                Store(image, line, result.Row(p, y));
            }
        }
        return result;
    }

    private static void Along(float[] row, float[] line, Weights weights, int inner)
    {
        for (int x = 0; x < weights.Count; x++)
        {
            ReadOnlySpan<float> w = weights.Of(x, out int first);
            for (int c = 0; c < inner; c++)
            {
                float sum = 0;
                for (int k = 0, at = (first * inner) + c; k < w.Length; k++, at += inner)
                    sum += w[k] * row[at];
                line[(x * inner) + c] = sum;
            }
        }
    }

    private static void Along3(float[] row, float[] line, Weights weights)
    {
        for (int x = 0; x < weights.Count; x++)
        {
            ReadOnlySpan<float> w = weights.Of(x, out int first);
            ReadOnlySpan<float> from = row.AsSpan(first * 3, w.Length * 3);
            float r = 0, g = 0, b = 0;
            for (int k = 0, at = 0; k < w.Length && at + 2 < from.Length; k++, at += 3)
            {
                r += w[k] * from[at];
                g += w[k] * from[at + 1];
                b += w[k] * from[at + 2];
            }
            (line[3 * x], line[(3 * x) + 1], line[(3 * x) + 2]) = (r, g, b);
        }
    }

    private static Raster Vertical(Raster image, Weights weights)
    {
        Raster result = image.Blank(weights.Count, image.Width);
        float[] row = new float[image.Width * image.Inner], sum = new float[row.Length];
        for (int p = 0; p < image.Planes; p++)
        {
            for (int y = 0; y < weights.Count; y++)
            {
                ReadOnlySpan<float> w = weights.Of(y, out int first);
                Array.Clear(sum);
                for (int k = 0; k < w.Length; k++)
                {
                    Load(image, image.Row(p, first + k), row);
                    Accumulate(sum, row, w[k]);
                }
                Store(image, sum, result.Row(p, y));
            }
        }
        return result;
    }

    private static void Accumulate(float[] sum, float[] row, float weight)
    {
        int i = 0;
        var w = new Vector<float>(weight);
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(sum, i) + (w * new Vector<float>(row, i))).CopyTo(sum, i);
        for (; i < row.Length; i++)
            sum[i] += weight * row[i];
    }

    private static void Load(Raster image, ReadOnlySpan<byte> from, float[] to)
    {
        if (image.IsFloat)
        {
            MemoryMarshal.Cast<byte, float>(from).CopyTo(to);
            return;
        }
        for (int i = 0; i < from.Length; i++)
            to[i] = from[i];
    }

    private static void Store(Raster image, ReadOnlySpan<float> from, Span<byte> to)
    {
        if (image.IsFloat)
        {
            MemoryMarshal.AsBytes(from).CopyTo(to);
            return;
        }
        for (int i = 0; i < to.Length; i++)
            to[i] = (byte)Math.Clamp((int)(from[i] + 0.5f), 0, 255);
    }
}
