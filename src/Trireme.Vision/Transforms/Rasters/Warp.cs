using System.Runtime.InteropServices;

namespace Trireme.Vision.Transforms.Rasters;

/// <summary>Turning and distorting: every target pixel is looked up in the source.</summary>
internal static class Warp
{
    /// <summary>Turns anticlockwise by an angle in degrees about a point (the middle where null), as Pillow's rotate does.</summary>
    public static Raster Rotate(Raster image, double angle, bool bilinear, bool expand, Numbers? center, byte[][] fill)
    {
        (int w, int h) = (image.Width, image.Height);
        angle = ((angle % 360) + 360) % 360;
        if (center is null && angle is 0 or 180 || (angle is 90 or 270 && (expand || w == h) && center is null))
            return Turn(image, (int)angle / 90);
        double radians = angle * Math.PI / 180, cos = Math.Round(Math.Cos(radians), 15), sin = Math.Round(Math.Sin(radians), 15);
        // From target to source: clockwise about the centre.
        (double cx, double cy) = center is { } c ? (c[0], c[1]) : (w / 2.0, h / 2.0);
        var map = new Map(cos, -sin, cx - (cos * cx) + (sin * cy), sin, cos, cy - (sin * cx) - (cos * cy));
        if (!expand)
            return Run(image, map, h, w, bilinear, fill);
        double x0 = double.MaxValue, y0 = double.MaxValue, x1 = double.MinValue, y1 = double.MinValue;
        foreach ((int x, int y) in new[] { (0, 0), (w, 0), (w, h), (0, h) })
        {
            (double u, double v) = map.At(x, y);
            (x0, x1, y0, y1) = (Math.Min(x0, u), Math.Max(x1, u), Math.Min(y0, v), Math.Max(y1, v));
        }
        int width = (int)(Math.Ceiling(x1) - Math.Floor(x0)), height = (int)(Math.Ceiling(y1) - Math.Floor(y0));
        (double tx, double ty) = map.At(-(width - w) / 2.0, -(height - h) / 2.0);
        return Run(image, map with { C = tx, F = ty }, height, width, bilinear, fill);
    }

    /// <summary>
    /// Where pixels of an image come from that is sheared, turned clockwise, and stretched about a centre, and then moved. Angles are in degrees.
    /// </summary>
    public static Map Affine(double angle, (double X, double Y) move, double scale, (double X, double Y) shear, (double X, double Y) centre)
    {
        const double Radian = Math.PI / 180;
        double turn = (angle - shear.Y) * Radian, slope = Math.Tan(shear.X * Radian), upright = Math.Cos(shear.Y * Radian);
        // Forwards [[a, b], [c, d]] has the determinant 1 before it is scaled, so that its inverse is written at once.
        double a = Math.Cos(turn) / upright, b = -(a * slope) - Math.Sin(angle * Radian);
        double c = Math.Sin(turn) / upright, d = Math.Cos(angle * Radian) - (c * slope);
        (double x, double y) = (centre.X + move.X, centre.Y + move.Y);
        return new Map(d / scale, -b / scale, centre.X - (((d * x) - (b * y)) / scale), -c / scale, a / scale, centre.Y - (((a * y) - (c * x)) / scale));
    }

    /// <summary>Where pixels of an image come from whose corners are moved, in the order of a quadrilateral.</summary>
    public static Map Perspective(Numbers[] start, Numbers[] end, string name)
    {
        ReadOnlySpan<double> h = Text.Homography.Between(Corners(end, name), Corners(start, name)).Coefficients;
        return new Map(h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7]);
    }

    private static Text.Quad Corners(Numbers[] points, string name)
    {
        if (points.Length != 4 || points.Any(p => p.Count != 2))
            throw new InvalidArgumentException($"{name}: {points.Length} points came: {string.Join(", ", points)}.",
                "Four are needed, each a column and a row.");
        return new Text.Quad(At(0), At(1), At(2), At(3));

        Text.PixelPoint At(int i) => new(points[i][0], points[i][1]);
    }

    /// <summary>Quarter turns anticlockwise; exact.</summary>
    private static Raster Turn(Raster image, int quarters)
    {
        if (quarters == 0)
            return image.WithData(image.Height, image.Width, (byte[])image.Data.Clone());
        if (quarters == 2)
            return Geometry.FlipColumns(Geometry.FlipRows(image));
        (int h, int w, int size) = (image.Height, image.Width, image.PixelSize);
        Raster result = image.Blank(w, h);
        for (int p = 0; p < image.Planes; p++)
        {
            for (int y = 0; y < w; y++)
            {
                Span<byte> to = result.Row(p, y);
                for (int x = 0; x < h; x++)
                {
                    (int sy, int sx) = quarters == 1 ? (x, w - 1 - y) : (h - 1 - x, y);
                    image.Row(p, sy).Slice(sx * size, size).CopyTo(to[(x * size)..]);
                }
            }
        }
        return result;
    }

    /// <summary>Looks every pixel up at the map of its middle; outside the source stands the fill colour.</summary>
    public static Raster Run(Raster image, Map map, int height, int width, bool bilinear, byte[][] fill)
    {
        Raster result = image.Blank(height, width);
        int size = image.PixelSize;
        for (int p = 0; p < image.Planes; p++)
        {
            for (int y = 0; y < height; y++)
            {
                Span<byte> to = result.Row(p, y);
                for (int x = 0; x < width; x++)
                {
                    (double u, double v) = map.At(x + 0.5, y + 0.5);
                    Span<byte> target = to.Slice(x * size, size);
                    if (!(u >= 0 && u < image.Width && v >= 0 && v < image.Height))
                        fill[p].CopyTo(target);
                    else if (bilinear)
                        Mix(image, p, u - 0.5, v - 0.5, target);
                    else
                        image.Row(p, (int)v).Slice((int)u * size, size).CopyTo(target);
                }
            }
        }
        return result;
    }

    private static void Mix(Raster image, int plane, double u, double v, Span<byte> target)
    {
        (int x, int y) = ((int)Math.Floor(u), (int)Math.Floor(v));
        float a = (float)(u - x), b = (float)(v - y);
        int size = image.PixelSize, left = Math.Max(x, 0) * size, right = Math.Min(x + 1, image.Width - 1) * size;
        ReadOnlySpan<byte> above = image.Row(plane, Math.Max(y, 0)), below = image.Row(plane, Math.Min(y + 1, image.Height - 1));
        for (int c = 0; c < image.Inner; c++)
        {
            float mixed = Mix(Mix(Sample(above[left..], c, image.IsFloat), Sample(above[right..], c, image.IsFloat), a),
                Mix(Sample(below[left..], c, image.IsFloat), Sample(below[right..], c, image.IsFloat), a), b);
            if (image.IsFloat)
                MemoryMarshal.Cast<byte, float>(target)[c] = mixed;
            else
                target[c] = (byte)(mixed + 0.5f);
        }
    }

    private static float Mix(float from, float to, float share) => from + (share * (to - from));

    private static float Sample(ReadOnlySpan<byte> pixel, int channel, bool isFloat)
        => isFloat ? MemoryMarshal.Cast<byte, float>(pixel)[channel] : pixel[channel];

    /// <summary>Source = (A x + B y + C, D x + E y + F) / (G x + H y + 1).</summary>
    internal readonly record struct Map(double A, double B, double C, double D, double E, double F, double G = 0, double H = 0)
    {
        public (double X, double Y) At(double x, double y)
        {
            double scale = (G * x) + (H * y) + 1;
            return (((A * x) + (B * y) + C) / scale, ((D * x) + (E * y) + F) / scale);
        }
    }
}
