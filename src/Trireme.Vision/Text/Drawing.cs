using Trireme.Formats.Images;

namespace Trireme.Vision.Text;

/// <summary>Draws lines into a picture.</summary>
public static class Drawing
{
    /// <summary>A straight line between two points; what lies outside the picture is left out.</summary>
    /// <param name="picture">The picture to draw into.</param>
    /// <param name="from">One end.</param>
    /// <param name="to">The other end.</param>
    /// <param name="colour">One byte a channel of the picture.</param>
    /// <param name="thickness">Pixels; at least 1.</param>
    /// <exception cref="InvalidArgumentException">A point is not finite, the colour has another number of channels, or the thickness is below 1.</exception>
    /// <remarks>O(length within the picture x thickness²).</remarks>
    public static void Line(Image picture, PixelPoint from, PixelPoint to, ReadOnlySpan<byte> colour, int thickness = 1)
    {
        ArgumentNullException.ThrowIfNull(picture);
        double span = from.DistanceTo(to);
        if (!double.IsFinite(span) || colour.Length != picture.Channels || thickness < 1)
        {
            throw new InvalidArgumentException($"Line: a line from {from} to {to} of thickness {thickness} cannot be drawn.",
                $"The colour has {colour.Length} channels, the picture {picture.Channels}.",
                "Points must be finite, the thickness at least 1, the colour one byte a channel.");
        }
        if (!Clip(ref from, ref to, picture.Width, picture.Height, thickness))
            return;
        int steps = (int)Math.Ceiling(Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)));
        for (int i = 0; i <= steps; i++)
        {
            PixelPoint at = steps == 0 ? from : from + ((to - from) * ((double)i / steps));
            Dot(picture, (int)Math.Round(at.X) - (thickness / 2), (int)Math.Round(at.Y) - (thickness / 2), colour, thickness);
        }
    }

    /// <summary>Straight lines from each point to the next, and from the last to the first.</summary>
    /// <param name="picture">The picture to draw into.</param>
    /// <param name="points">The corners.</param>
    /// <param name="colour">One byte a channel of the picture.</param>
    /// <param name="thickness">Pixels; at least 1.</param>
    /// <exception cref="InvalidArgumentException">As for <see cref="Line"/>.</exception>
    public static void Polygon(Image picture, ReadOnlySpan<PixelPoint> points, ReadOnlySpan<byte> colour, int thickness = 1)
    {
        for (int i = 0; i < points.Length; i++)
            Line(picture, points[i], points[(i + 1) % points.Length], colour, thickness);
    }

    private static void Dot(Image picture, int left, int top, ReadOnlySpan<byte> colour, int size)
    {
        for (int y = Math.Max(top, 0); y < Math.Min(top + size, picture.Height); y++)
        {
            for (int x = Math.Max(left, 0); x < Math.Min(left + size, picture.Width); x++)
                colour.CopyTo(picture.Pixels.AsSpan(((y * picture.Width) + x) * picture.Channels));
        }
    }

    /// <summary>Cuts a line to what can touch the picture, so that far ends cost nothing; false where nothing is left (Liang and Barsky, 1984).</summary>
    private static bool Clip(ref PixelPoint from, ref PixelPoint to, int width, int height, int margin)
    {
        (PixelPoint start, PixelPoint way) = (from, to - from);
        double enter = 0, leave = 1;
        foreach ((double speed, double room) in new[]
        {
            (-way.X, start.X + margin), (way.X, width + margin - start.X), (-way.Y, start.Y + margin), (way.Y, height + margin - start.Y),
        })
        {
            if (speed == 0 && room < 0)
                return false;
            if (speed < 0)
                enter = Math.Max(enter, room / speed);
            else if (speed > 0)
                leave = Math.Min(leave, room / speed);
        }
        (from, to) = (start + (way * enter), start + (way * leave));
        return enter <= leave;
    }
}
