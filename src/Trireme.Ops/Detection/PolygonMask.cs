namespace Trireme.Operators;

/// <summary>Which elements of a grid lie in polygons, as the tools of the COCO data set decide it.</summary>
internal static class PolygonMask
{
    /// <summary>Borders are drawn on a grid this many times finer.</summary>
    private const int Fine = 5;

    /// <summary>The union of polygons, seen through a window that a grid of size · size elements covers.</summary>
    /// <param name="polygons">Points x, y one after the other.</param>
    /// <param name="window">x1, y1, x2, y2.</param>
    /// <param name="size">The grid's side.</param>
    public static bool[] Of(IEnumerable<float[]> polygons, float[] window, int size)
    {
        float width = Math.Max(window[2] - window[0], 1), height = Math.Max(window[3] - window[1], 1);
        var mask = new bool[size * size];
        foreach (float[] polygon in polygons)
        {
            var own = new bool[size * size];
            int points = polygon.Length / 2;
            for (int i = 0; i < points; i++)
                Edge(Corner(i), Corner((i + 1) % points), own, size);
            for (int i = 0; i < mask.Length; i++)
                mask[i] |= own[i];

            (int X, int Y) Corner(int i) => (Finely((polygon[2 * i] - window[0]) * size / width), Finely((polygon[(2 * i) + 1] - window[1]) * size / height));
        }
        return mask;
    }

    private static int Finely(double place) => (int)((Fine * place) + 0.5);

    // Wherever the border passes from the left to the right half of a column, what lies below changes sides.
    private static void Edge((int X, int Y) from, (int X, int Y) to, bool[] mask, int size)
    {
        int width = Math.Abs(to.X - from.X), height = Math.Abs(to.Y - from.Y), steps = Math.Max(width, height);
        // A walk along the longer side, from its lower end whatever the edge's direction, so that shared edges are the same.
        bool isWide = width >= height;
        if (isWide ? from.X > to.X : from.Y > to.Y)
            (from, to) = (to, from);
        double slope = steps == 0 ? 0 : (double)(isWide ? to.Y - from.Y : to.X - from.X) / steps;
        (int X, int Y) before = default;
        for (int step = 0; step <= steps; step++)
        {
            (int X, int Y) at = isWide ? (from.X + step, (int)(from.Y + (slope * step) + 0.5)) : ((int)(from.X + (slope * step) + 0.5), from.Y + step);
            int left = Math.Min(at.X, before.X);
            if (step > 0 && at.X != before.X && left >= 0 && left % Fine == Fine / 2 && left / Fine < size)
            {
                double row = ((Math.Min(at.Y, before.Y) + 0.5) / Fine) - 0.5;
                for (int y = (int)Math.Ceiling(Math.Clamp(row, 0, size)); y < size; y++)
                    mask[(y * size) + (left / Fine)] ^= true;
            }
            before = at;
        }
    }
}
