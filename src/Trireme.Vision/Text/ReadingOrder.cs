namespace Trireme.Vision.Text;

/// <summary>The order in which boxes are read.</summary>
public static class ReadingOrder
{
    /// <summary>Boxes from top to bottom, and from left to right where they stand on one line.</summary>
    /// <param name="boxes">The boxes.</param>
    /// <param name="lineTolerance">Boxes whose upper left corners differ by fewer rows than this stand on one line; not negative.</param>
    /// <returns>A new list.</returns>
    /// <exception cref="InvalidArgumentException">The tolerance is negative or not a number.</exception>
    /// <remarks>O(n log n), plus the exchanges within lines. The rule of PaddleOCR, whose tolerance is 10 pixels.</remarks>
    public static List<TextBox> Sort(IEnumerable<TextBox> boxes, double lineTolerance = 10)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        if (!(lineTolerance >= 0))
            throw new InvalidArgumentException($"Sort: lineTolerance is {lineTolerance}.", "It must be a number of rows, not negative.");
        List<TextBox> sorted = [.. boxes.OrderBy(b => b.Corners.TopLeft.Y).ThenBy(b => b.Corners.TopLeft.X)];
        for (int i = 1; i < sorted.Count; i++)
        {
            for (int j = i; j > 0 && StandsBefore(sorted[j], sorted[j - 1], lineTolerance); j--)
                (sorted[j], sorted[j - 1]) = (sorted[j - 1], sorted[j]);
        }
        return sorted;
    }

    private static bool StandsBefore(TextBox box, TextBox other, double tolerance)
        => Math.Abs(box.Corners.TopLeft.Y - other.Corners.TopLeft.Y) < tolerance && box.Corners.TopLeft.X < other.Corners.TopLeft.X;
}
