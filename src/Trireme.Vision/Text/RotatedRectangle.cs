namespace Trireme.Vision.Text;

/// <summary>A rectangle at any angle.</summary>
/// <param name="Center">The middle.</param>
/// <param name="Axis">The direction of the sides that <paramref name="Width"/> measures; of length 1.</param>
/// <param name="Width">The sides along the axis; not negative.</param>
/// <param name="Height">The sides across the axis; not negative.</param>
public readonly record struct RotatedRectangle(PixelPoint Center, PixelPoint Axis, double Width, double Height)
{
    /// <summary>Width times height.</summary>
    public double Area => Width * Height;

    /// <summary>The sum of the four sides.</summary>
    public double Perimeter => 2 * (Width + Height);

    /// <summary>The length of the shorter sides.</summary>
    public double ShorterSide => Math.Min(Width, Height);

    /// <summary>The rectangle of least area around points.</summary>
    /// <param name="points">At least one point; all finite.</param>
    /// <returns>The rectangle; its height is zero where the points lie on one line.</returns>
    /// <exception cref="InvalidArgumentException">There are no points, or one is not finite.</exception>
    /// <remarks>O(n log n). One side lies on a side of the convex hull (H. Freeman and R. Shapira, 1975); the other extremes advance with it as two pairs of
    /// calipers turn around the hull (G. T. Toussaint, 1983).</remarks>
    public static RotatedRectangle Enclosing(IEnumerable<PixelPoint> points)
    {
        PixelPoint[] hull = ConvexHull.Of(points);
        if (hull.Length == 1)
            return new RotatedRectangle(hull[0], new PixelPoint(1, 0), 0, 0);
        if (hull.Length == 2)
        {
            double length = hull[0].DistanceTo(hull[1]);
            return new RotatedRectangle((hull[0] + hull[1]) * 0.5, (hull[1] - hull[0]) * (1 / length), length, 0);
        }
        RotatedRectangle best = default;
        int right = 0, far = 0, left = 0;
        for (int i = 0; i < hull.Length; i++)
        {
            PixelPoint edge = hull[(i + 1) % hull.Length] - hull[i];
            PixelPoint along = edge * (1 / double.Hypot(edge.X, edge.Y)), across = new(-along.Y, along.X);
            right = Advance(hull, Math.Max(right, i), along);
            far = Advance(hull, Math.Max(far, right), across);
            left = Advance(hull, Math.Max(left, far), along * -1);
            double low = PixelPoint.Dot(At(hull, left), along), high = PixelPoint.Dot(At(hull, right), along);
            double near = PixelPoint.Dot(hull[i], across), distant = PixelPoint.Dot(At(hull, far), across);
            double width = high - low, height = distant - near;
            if (i == 0 || width * height < best.Area)
                best = new RotatedRectangle((along * ((low + high) / 2)) + (across * ((near + distant) / 2)), along, width, height);
        }
        return best;
    }

    /// <summary>The rectangle with every side moved outwards.</summary>
    /// <param name="distance">By how many pixels; at least minus half the shorter side.</param>
    /// <exception cref="InvalidArgumentException">The rectangle would have a side of negative length.</exception>
    public RotatedRectangle Expand(double distance)
    {
        if (!(ShorterSide + (2 * distance) >= 0))
        {
            throw new InvalidArgumentException($"Expand: {distance} pixels are too many to move the sides inwards.",
                $"The rectangle measures {Width} x {Height}.", "Pass at least minus half the shorter side.");
        }
        return this with { Width = Width + (2 * distance), Height = Height + (2 * distance) };
    }

    /// <summary>The corners in the order of a line of text: clockwise from the upper left.</summary>
    public Quad ToQuad()
    {
        PixelPoint along = Axis * (Width / 2), across = new PixelPoint(-Axis.Y, Axis.X) * (Height / 2);
        return Quad.FromCorners([Center - along - across, Center + along - across, Center + along + across, Center - along + across]);
    }

    private static PixelPoint At(PixelPoint[] hull, int index) => hull[index % hull.Length];

    /// <summary>The corner that lies farthest in a direction, from one that lies on the way to it.</summary>
    private static int Advance(PixelPoint[] hull, int index, PixelPoint direction)
    {
        for (int steps = 0; steps < hull.Length && PixelPoint.Dot(At(hull, index + 1) - At(hull, index), direction) > 0; steps++)
            index++;
        return index;
    }
}
