namespace Trireme.Vision.Text;

/// <summary>Turns the probability map of a DB text detector (differentiable binarization) into boxes.</summary>
/// <remarks>
/// Pixels above a threshold form regions; around each the rectangle of least area is laid. Networks of this kind are trained on shrunk text regions, so the
/// rectangle is grown by area x <see cref="UnclipRatio"/> / perimeter on every side, which is what offsetting its outline with round corners and laying the
/// rectangle anew gives. Mirrors DBPostProcess of PaddleOCR for boxes of four corners; after M. Liao et al., "Real-time scene text detection with
/// differentiable binarization", 2020.
/// </remarks>
public sealed class DBPostProcess
{
    // A rectangle grown by unclipping must have gained at least this much.
    private const double LeastGain = 2;

    // Boxes not longer than this in the picture are specks.
    private const int Speck = 3;

    /// <summary>Sets the thresholds.</summary>
    /// <param name="thresh">Above which probability a pixel belongs to a region; 0 to 1.</param>
    /// <param name="boxThresh">The least mean probability inside a rectangle; 0 to 1.</param>
    /// <param name="maxCandidates">How many regions are looked at; at least 1.</param>
    /// <param name="unclipRatio">How far a rectangle grows; not negative.</param>
    /// <param name="minSize">The least shorter side of a rectangle before it grows, in pixels of the map; not negative.</param>
    /// <exception cref="InvalidArgumentException">A value is out of its range.</exception>
    public DBPostProcess(double thresh = 0.3, double boxThresh = 0.6, int maxCandidates = 1000, double unclipRatio = 1.5, double minSize = 3)
    {
        if (!(thresh is >= 0 and <= 1) || !(boxThresh is >= 0 and <= 1))
            throw new InvalidArgumentException($"DBPostProcess: thresh is {thresh}, boxThresh {boxThresh}.", "Both must be from 0 to 1.");
        if (maxCandidates < 1 || !(unclipRatio >= 0) || !(minSize >= 0) || double.IsInfinity(unclipRatio))
        {
            throw new InvalidArgumentException($"DBPostProcess: maxCandidates is {maxCandidates}, unclipRatio {unclipRatio}, minSize {minSize}.",
                "maxCandidates must be at least 1, the others must not be negative.");
        }
        (Thresh, BoxThresh, MaxCandidates, UnclipRatio, MinSize) = (thresh, boxThresh, maxCandidates, unclipRatio, minSize);
    }

    /// <summary>Above which probability a pixel belongs to a region.</summary>
    public double Thresh { get; }

    /// <summary>The least mean probability inside a rectangle.</summary>
    public double BoxThresh { get; }

    /// <summary>How many regions are looked at.</summary>
    public int MaxCandidates { get; }

    /// <summary>A rectangle grows on every side by area x this / perimeter.</summary>
    public double UnclipRatio { get; }

    /// <summary>The least shorter side of a rectangle before it grows.</summary>
    public double MinSize { get; }

    /// <summary>The boxes in a map of probabilities, in reading order.</summary>
    /// <param name="probabilities">Float32, shape [H, W] with any number of leading ones: what the network gives for one picture.</param>
    /// <param name="height">Rows of the picture; at least 1.</param>
    /// <param name="width">Columns of the picture; at least 1.</param>
    /// <returns>Boxes in pixels of the picture, inside it.</returns>
    /// <exception cref="InvalidArgumentException">The tensor is not such a map, or a size is below 1.</exception>
    public List<TextBox> Decode(Tensor probabilities, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        Shape s = probabilities.Shape;
        if (probabilities.DType != DType.Float32 || s.Rank < 2 || s.Numel != (long)s[s.Rank - 2] * s[s.Rank - 1])
        {
            throw new InvalidArgumentException("DBPostProcess: this is no map of probabilities.", $"It is a tensor {s} of {probabilities.DType}.",
                "Pass float32 of shape [1, 1, H, W], one picture at a time.");
        }
        return Decode(probabilities.ToArray<float>(), s[s.Rank - 2], s[s.Rank - 1], height, width);
    }

    /// <summary>The boxes in a map of probabilities, in reading order.</summary>
    /// <param name="probabilities">The map by rows, 0 to 1.</param>
    /// <param name="mapHeight">Rows of the map; at least 1.</param>
    /// <param name="mapWidth">Columns of the map; at least 1.</param>
    /// <param name="height">Rows of the picture; at least 1.</param>
    /// <param name="width">Columns of the picture; at least 1.</param>
    /// <returns>Boxes in pixels of the picture, inside it.</returns>
    /// <exception cref="InvalidArgumentException">A size is below 1, or the map has another number of values.</exception>
    /// <remarks>O(pixels of the map), besides what the rectangles cost.</remarks>
    public List<TextBox> Decode(ReadOnlySpan<float> probabilities, int mapHeight, int mapWidth, int height, int width)
    {
        if (mapHeight < 1 || mapWidth < 1 || height < 1 || width < 1 || probabilities.Length != (long)mapHeight * mapWidth)
        {
            throw new InvalidArgumentException("DBPostProcess: the sizes do not fit.",
                $"A map of {mapHeight} x {mapWidth} with {probabilities.Length} values, a picture of {height} x {width}.",
                "Both must have at least one pixel, the map one value a pixel.");
        }
        var mask = new bool[probabilities.Length];
        for (int i = 0; i < mask.Length; i++)
            mask[i] = probabilities[i] > Thresh;
        var boxes = new List<TextBox>();
        // The rim of a hole encloses what is not text: only the outsides of regions are candidates.
        foreach (Contour contour in ContourTracing.FindContours(mask, mapHeight, mapWidth).Where(c => !c.IsHole).Take(MaxCandidates))
        {
            RotatedRectangle tight = RotatedRectangle.Enclosing(contour.Points.Select(p => new PixelPoint(p.X, p.Y)));
            if (tight.ShorterSide < MinSize)
                continue;
            double score = ConvexMean.Inside(probabilities, mapHeight, mapWidth, tight.ToQuad().ToArray());
            RotatedRectangle grown = Unclip(tight);
            if (score < BoxThresh || grown.ShorterSide < MinSize + LeastGain)
                continue;
            Quad corners = grown.ToQuad().Each(p => new PixelPoint(
                Math.Clamp(p.X * width / mapWidth, 0, width - 1), Math.Clamp(p.Y * height / mapHeight, 0, height - 1)));
            if ((int)corners.TopLeft.DistanceTo(corners.TopRight) > Speck && (int)corners.TopLeft.DistanceTo(corners.BottomLeft) > Speck)
                boxes.Add(new TextBox(corners, score));
        }
        return ReadingOrder.Sort(boxes);
    }

    /// <summary>The rectangle grown by area x <see cref="UnclipRatio"/> / perimeter on every side.</summary>
    /// <param name="rectangle">The rectangle around a shrunk region; one without a perimeter stays as it is.</param>
    public RotatedRectangle Unclip(RotatedRectangle rectangle)
        => rectangle.Perimeter > 0 ? rectangle.Expand(rectangle.Area * UnclipRatio / rectangle.Perimeter) : rectangle;
}
