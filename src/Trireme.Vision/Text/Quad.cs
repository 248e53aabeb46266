namespace Trireme.Vision.Text;

/// <summary>The four corners of a line of text, clockwise as seen, from the upper left one.</summary>
/// <param name="TopLeft">Where the text starts, above.</param>
/// <param name="TopRight">Where it ends, above.</param>
/// <param name="BottomRight">Where it ends, below.</param>
/// <param name="BottomLeft">Where it starts, below.</param>
public readonly record struct Quad(PixelPoint TopLeft, PixelPoint TopRight, PixelPoint BottomRight, PixelPoint BottomLeft)
{
    /// <summary>The longer of the upper and the lower side.</summary>
    public double Width => Math.Max(TopLeft.DistanceTo(TopRight), BottomLeft.DistanceTo(BottomRight));

    /// <summary>The longer of the left and the right side.</summary>
    public double Height => Math.Max(TopLeft.DistanceTo(BottomLeft), TopRight.DistanceTo(BottomRight));

    /// <summary>The corner of a number: 0 upper left, 1 upper right, 2 lower right, 3 lower left.</summary>
    /// <param name="corner">0 to 3.</param>
    /// <exception cref="OutOfRangeException">There is no such corner.</exception>
    public PixelPoint this[int corner] => corner switch
    {
        0 => TopLeft,
        1 => TopRight,
        2 => BottomRight,
        3 => BottomLeft,
        _ => throw new OutOfRangeException($"Quad: there is no corner {corner}.", "A quad has the corners 0 to 3."),
    };

    /// <summary>An upright rectangle.</summary>
    /// <param name="left">The column of the left side.</param>
    /// <param name="top">The row of the upper side.</param>
    /// <param name="right">The column of the right side.</param>
    /// <param name="bottom">The row of the lower side.</param>
    public static Quad Upright(double left, double top, double right, double bottom)
        => new(new(left, top), new(right, top), new(right, bottom), new(left, bottom));

    /// <summary>Four corners in any order, put into this one: the upper of the two leftmost is the upper left corner, and so on.</summary>
    /// <param name="corners">Four points.</param>
    /// <exception cref="InvalidArgumentException">There are not four points.</exception>
    /// <remarks>O(1). The order of PaddleOCR's boxes; of a square on its tip it is arbitrary, but always the same.</remarks>
    public static Quad FromCorners(ReadOnlySpan<PixelPoint> corners)
    {
        if (corners.Length != 4)
            throw new InvalidArgumentException($"Quad: {corners.Length} points were given.", "A quad has 4 corners.");
        PixelPoint[] sorted = corners.ToArray();
        Array.Sort(sorted, (a, b) => a.X != b.X ? a.X.CompareTo(b.X) : a.Y.CompareTo(b.Y));
        (PixelPoint topLeft, PixelPoint bottomLeft) = sorted[0].Y <= sorted[1].Y ? (sorted[0], sorted[1]) : (sorted[1], sorted[0]);
        (PixelPoint topRight, PixelPoint bottomRight) = sorted[2].Y <= sorted[3].Y ? (sorted[2], sorted[3]) : (sorted[3], sorted[2]);
        return new Quad(topLeft, topRight, bottomRight, bottomLeft);
    }

    /// <summary>The corners as an array of four, clockwise from the upper left.</summary>
    public PixelPoint[] ToArray() => [TopLeft, TopRight, BottomRight, BottomLeft];

    /// <summary>The corners with one digit after the point, clockwise from the upper left.</summary>
    public override string ToString() => $"{TopLeft} {TopRight} {BottomRight} {BottomLeft}";

    /// <summary>A quad in a picture of another size.</summary>
    internal Quad Each(Func<PixelPoint, PixelPoint> change) => new(change(TopLeft), change(TopRight), change(BottomRight), change(BottomLeft));
}
