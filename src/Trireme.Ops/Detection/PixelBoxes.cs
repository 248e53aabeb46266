namespace Trireme.Operators;

/// <summary>Boxes in pixels: a side is one more than the difference of its coordinates.</summary>
internal static class PixelBoxes
{
    public static float[] At(float[] boxes, int index) => boxes[(4 * index)..((4 * index) + 4)];

    public static bool HasExtent(float[] box) => box[2] - box[0] + 1 > 0 && box[3] - box[1] + 1 > 0;

    /// <summary>Intersection over union.</summary>
    public static double Overlap(float[] a, float[] b)
    {
        double w = Math.Min(a[2], b[2]) - Math.Max(a[0], b[0]) + 1, h = Math.Min(a[3], b[3]) - Math.Max(a[1], b[1]) + 1;
        double Area(float[] box) => (box[2] - box[0] + 1.0) * (box[3] - box[1] + 1.0);
        return w <= 0 || h <= 0 ? 0 : w * h / (Area(a) + Area(b) - (w * h));
    }

    /// <summary>How a box must be moved and stretched to become another, relative to its own size.</summary>
    public static float[] Delta(float[] from, float[] to)
    {
        float w = from[2] - from[0] + 1, h = from[3] - from[1] + 1, width = to[2] - to[0] + 1, height = to[3] - to[1] + 1;
        return [(to[0] + (width / 2) - from[0] - (w / 2)) / w, (to[1] + (height / 2) - from[1] - (h / 2)) / h, MathF.Log(width / w), MathF.Log(height / h)];
    }
}
