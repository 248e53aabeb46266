namespace Trireme.Vision.Transforms.Rasters;

/// <summary>Cutting, mirroring and padding: pixels move, samples stay as they are.</summary>
internal static class Geometry
{
    /// <summary>A rectangle; what lies outside the image is zero.</summary>
    public static Raster Crop(Raster image, int top, int left, int height, int width)
    {
        Raster result = image.Blank(height, width);
        int x0 = Math.Max(left, 0), x1 = Math.Min(left + width, image.Width);
        if (x1 <= x0)
            return result;
        int size = image.PixelSize;
        for (int p = 0; p < image.Planes; p++)
        {
            for (int y = Math.Max(top, 0); y < Math.Min(top + height, image.Height); y++)
                image.Row(p, y)[(x0 * size)..(x1 * size)].CopyTo(result.Row(p, y - top)[((x0 - left) * size)..]);
        }
        return result;
    }

    /// <summary>The image with a rectangle inside it in one colour.</summary>
    public static Raster Cover(Raster image, int top, int left, int height, int width, byte[][] colour)
    {
        Raster result = image.WithData(image.Height, image.Width, (byte[])image.Data.Clone());
        for (int p = 0; p < image.Planes; p++)
        {
            for (int y = top; y < top + height; y++)
            {
                Span<byte> row = result.Row(p, y).Slice(left * image.PixelSize, width * image.PixelSize);
                for (int at = 0; at < row.Length; at += image.PixelSize)
                    colour[p].CopyTo(row[at..]);
            }
        }
        return result;
    }

    public static Raster FlipRows(Raster image)
    {
        Raster result = image.Blank(image.Height, image.Width);
        for (int p = 0; p < image.Planes; p++)
        {
            for (int y = 0; y < image.Height; y++)
                image.Row(p, y).CopyTo(result.Row(p, image.Height - 1 - y));
        }
        return result;
    }

    public static Raster FlipColumns(Raster image)
    {
        Raster result = image.Blank(image.Height, image.Width);
        int size = image.PixelSize;
        for (int p = 0; p < image.Planes; p++)
        {
            for (int y = 0; y < image.Height; y++)
            {
                Span<byte> from = image.Row(p, y), to = result.Row(p, y);
                if (size == 1)
                {
                    from.CopyTo(to);
                    to.Reverse();
                    continue;
                }
                for (int a = 0, b = from.Length - size; a < from.Length; a += size, b -= size)
                    from.Slice(a, size).CopyTo(to[b..]);
            }
        }
        return result;
    }

    /// <summary>Borders around the image.</summary>
    public static Raster Pad(Raster image, int left, int top, int right, int bottom, byte[][] fill, PaddingMode mode)
    {
        int height = image.Height + top + bottom, width = image.Width + left + right, size = image.PixelSize;
        Raster result = image.Blank(height, width);
        var columns = new int[width];
        for (int x = 0; x < width; x++)
            columns[x] = Source(x - left, image.Width, mode);
        for (int p = 0; p < image.Planes; p++)
        {
            for (int y = 0; y < height; y++)
            {
                int from = Source(y - top, image.Height, mode);
                Span<byte> to = result.Row(p, y);
                Span<byte> row = from < 0 ? default : image.Row(p, from);
                row.CopyTo(to[(left * size)..]);
                for (int x = 0; x < width; x++)
                {
                    if (x == left && from >= 0)
                        x += image.Width;
                    if (x >= width)
                        break;
                    ReadOnlySpan<byte> pixel = from < 0 || columns[x] < 0 ? fill[p] : row.Slice(columns[x] * size, size);
                    pixel.CopyTo(to[(x * size)..]);
                }
            }
        }
        return result;
    }

    /// <summary>Where the sample at a position comes from: -1 is the fill colour.</summary>
    private static int Source(int at, int length, PaddingMode mode)
    {
        if (at >= 0 && at < length)
            return at;
        return mode switch
        {
            PaddingMode.Edge => at < 0 ? 0 : length - 1,
            PaddingMode.Reflect => at < 0 ? -at : (2 * length) - 2 - at,
            PaddingMode.Symmetric => at < 0 ? -1 - at : (2 * length) - 1 - at,
            _ => -1,
        };
    }
}
