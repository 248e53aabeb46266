namespace Trireme.Vision.Text;

/// <summary>The smallest convex polygon around points.</summary>
public static class ConvexHull
{
    /// <summary>The corners of the convex hull, none of them on the line between its neighbours.</summary>
    /// <param name="points">At least one point; all finite.</param>
    /// <returns>The corners, clockwise as seen in a picture, from the leftmost; one or two where the points lie on one place or line.</returns>
    /// <exception cref="InvalidArgumentException">There are no points, or one is not finite.</exception>
    /// <remarks>O(n log n): A. M. Andrew's monotone chain, 1979.</remarks>
    public static PixelPoint[] Of(IEnumerable<PixelPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        PixelPoint[] sorted = [.. points];
        if (sorted.Length == 0)
            throw new InvalidArgumentException("ConvexHull: no points were given.", null, "Pass at least one.");
        foreach (PixelPoint p in sorted)
        {
            if (!double.IsFinite(p.X) || !double.IsFinite(p.Y))
                throw new InvalidArgumentException($"ConvexHull: the point {p} is not finite.");
        }
        Array.Sort(sorted, (a, b) => a.X != b.X ? a.X.CompareTo(b.X) : a.Y.CompareTo(b.Y));
        var hull = new List<PixelPoint>();
        foreach (PixelPoint p in sorted)
            Append(hull, p, 0);
        int first = hull.Count - 1;
        for (int i = sorted.Length - 2; i >= 0; i--)
            Append(hull, sorted[i], first);
        if (hull.Count > 1)
            hull.RemoveAt(hull.Count - 1);    // the way back ends where the way out began
        return [.. hull];
    }

    /// <summary>Adds a point of one chain, which starts at <paramref name="first"/>, and drops what it makes superfluous.</summary>
    private static void Append(List<PixelPoint> hull, PixelPoint point, int first)
    {
        while (hull.Count > first + 1 && PixelPoint.Cross(hull[^2], hull[^1], point) <= 0)
            hull.RemoveAt(hull.Count - 1);
        if (hull.Count == 0 || hull[^1] != point)
            hull.Add(point);
    }
}
