namespace Trireme.Vision.Text;

/// <summary>Finds the borders of the regions in a mask.</summary>
public static class ContourTracing
{
    private const sbyte Unset = 0, Set = 1, Followed = 2, FollowedWithGapAtRight = -2;

    // Clockwise as seen, from the right.
    private static readonly (int X, int Y)[] Directions = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)];

    /// <summary>Every border of a mask, in the order in which a scan by rows meets them.</summary>
    /// <param name="mask">Whether each pixel is set, by rows.</param>
    /// <param name="height">Rows; at least 1.</param>
    /// <param name="width">Columns; at least 1.</param>
    /// <returns>One outer contour for every region of set pixels that touch at a side or corner, one hole for every region of unset pixels that touch at
    /// sides and do not reach the edge of the mask.</returns>
    /// <exception cref="InvalidArgumentException">A size is below 1, or the mask has another number of pixels.</exception>
    /// <remarks>O(pixels). Border following after S. Suzuki and K. Abe, "Topological structural analysis of digitized binary images", 1985.</remarks>
    public static List<Contour> FindContours(ReadOnlySpan<bool> mask, int height, int width)
    {
        if (height < 1 || width < 1 || mask.Length != (long)height * width)
        {
            throw new InvalidArgumentException("FindContours: the mask does not have the size given.",
                $"{height} rows of {width} columns against {mask.Length} pixels.", "Pass one bool a pixel, row by row.");
        }
        // A rim of unset pixels all around: no neighbour is ever outside.
        int stride = width + 2;
        var state = new sbyte[(height + 2) * stride];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                state[((y + 1) * stride) + x + 1] = mask[(y * width) + x] ? Set : Unset;
        }
        var contours = new List<Contour>();
        for (int y = 1; y <= height; y++)
        {
            for (int x = 1; x <= width; x++)
            {
                int at = (y * stride) + x;
                if (state[at] == Set && state[at - 1] == Unset)
                    contours.Add(new Contour(Follow(state, stride, x, y, towards: 4), IsHole: false));
                else if (state[at] >= Set && state[at + 1] == Unset)
                    contours.Add(new Contour(Follow(state, stride, x, y, towards: 0), IsHole: true));
            }
        }
        return contours;
    }

    /// <summary>Follows a border from a pixel whose neighbour in one direction is on its other side.</summary>
    private static List<(int X, int Y)> Follow(sbyte[] state, int stride, int startX, int startY, int towards)
    {
        var points = new List<(int X, int Y)>();
        int back = NextSet(state, stride, startX, startY, towards, turn: 1, out _);
        if (back < 0)
        {
            state[(startY * stride) + startX] = FollowedWithGapAtRight;
            return [(startX - 1, startY - 1)];
        }
        (int endX, int endY) = (startX + Directions[back].X, startY + Directions[back].Y);
        (int x, int y) = (startX, startY);
        while (true)
        {
            points.Add((x - 1, y - 1));
            int next = NextSet(state, stride, x, y, (back + 7) % 8, turn: 7, out bool gapAtRight);
            int at = (y * stride) + x;
            if (gapAtRight)
                state[at] = FollowedWithGapAtRight;
            else if (state[at] == Set)
                state[at] = Followed;
            (int toX, int toY) = (x + Directions[next].X, y + Directions[next].Y);
            if ((toX, toY) == (startX, startY) && (x, y) == (endX, endY))
                return points;
            (x, y) = (toX, toY);
            back = (next + 4) % 8;
        }
    }

    /// <summary>The first direction in which a neighbour is set, or -1; and whether the right neighbour was met unset on the way.</summary>
    private static int NextSet(sbyte[] state, int stride, int x, int y, int from, int turn, out bool gapAtRight)
    {
        gapAtRight = false;
        for (int i = 0, direction = from; i < 8; i++, direction = (direction + turn) % 8)
        {
            (int dx, int dy) = Directions[direction];
            if (state[((y + dy) * stride) + x + dx] != Unset)
                return direction;
            gapAtRight |= direction == 0;
        }
        return -1;
    }
}
