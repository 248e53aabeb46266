namespace Trireme.Vision.Text;

/// <summary>The mean of a map over the pixels inside a convex polygon, its rim included.</summary>
internal static class ConvexMean
{
    // Corners computed from a direction miss the pixels they stand for by rounding.
    private const double Slack = 1e-6;

    public static double Inside(ReadOnlySpan<float> map, int height, int width, ReadOnlySpan<PixelPoint> polygon)
    {
        double top = double.MaxValue, bottom = double.MinValue;
        foreach (PixelPoint p in polygon)
            (top, bottom) = (Math.Min(top, p.Y), Math.Max(bottom, p.Y));
        double sum = 0;
        long count = 0;
        int last = Math.Min((int)Math.Floor(bottom + Slack), height - 1);
        for (int y = Math.Max((int)Math.Ceiling(top - Slack), 0); y <= last; y++)
        {
            (double left, double right) = Extent(polygon, Math.Clamp(y, top, bottom));
            int from = Math.Max((int)Math.Ceiling(left - Slack), 0), to = Math.Min((int)Math.Floor(right + Slack), width - 1);
            for (int x = from; x <= to; x++)
                sum += map[(y * width) + x];
            count += Math.Max(to - from + 1, 0);
        }
        return count == 0 ? 0 : sum / count;
    }

    /// <summary>From where to where a row lies inside.</summary>
    private static (double Left, double Right) Extent(ReadOnlySpan<PixelPoint> polygon, double y)
    {
        double left = double.MaxValue, right = double.MinValue;
        for (int i = 0; i < polygon.Length; i++)
        {
            PixelPoint a = polygon[i], b = polygon[(i + 1) % polygon.Length];
            if (a.Y > b.Y)
                (a, b) = (b, a);
            if (y < a.Y || y > b.Y)
                continue;
            double share = b.Y > a.Y ? (y - a.Y) / (b.Y - a.Y) : 0, x = a.X + (share * (b.X - a.X));
            (left, right) = (Math.Min(left, x), Math.Max(right, x));
            if (a.Y == b.Y)
                (left, right) = (Math.Min(left, b.X), Math.Max(right, b.X));
        }
        return (left, right);
    }
}
