namespace Trireme.Operators;

/// <summary>
/// Regions with four corners each, straightened: X [N, C, H, W], ROIs [R, 8] (x, y of the corners clockwise from the upper left) → Out [R, C, height, width];
/// Mask int32 [R, 1, height, width] = which elements lie in the region and the image, others are 0; TransformMatrix [R, 9] leads from Out's places to X's.
/// </summary>
/// <param name="TransformedHeight">Out's height.</param>
/// <param name="TransformedWidth">Out's width; a region that is narrower fills its left part.</param>
/// <param name="SpatialScale">What turns the regions' coordinates into X's.</param>
/// <remarks>The regions of one image are one sequence; without sequences they are the first image's. The gradient is X's alone.</remarks>
[Op("roi_perspective_transform", "X, ROIs -> Out, Mask, TransformMatrix, Out2InIdx~, Out2InWeights~")]
public sealed record RoiPerspectiveTransformOp(int TransformedHeight, int TransformedWidth, float SpatialScale = 1f) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta x = c["X"];
        c.Require(x.DType.IsFloating && x.Shape.Rank == 4, "X must be floating point [N, C, H, W].");
        c.Require(c["ROIs"].Shape is { Rank: 2 } rois && rois[1] == 8, "ROIs must be [R, 8].");
        c.Require(TransformedHeight > 0 && TransformedWidth > 0 && SpatialScale > 0,
            $"the size is {TransformedHeight} by {TransformedWidth}, the scale {SpatialScale}.", "They must be positive.");
        int regions = c["ROIs"].Shape[0];
        c["Out"] = x with { Shape = [regions, x.Shape[1], TransformedHeight, TransformedWidth] };
        c["Mask"] = new TensorMeta([regions, 1, TransformedHeight, TransformedWidth], DType.Int32);
        c["TransformMatrix"] = c["ROIs"] with { Shape = (regions, 9) };
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        Tensor x = c["X"], rois = c["ROIs"];
        int regions = rois.Shape[0], channels = x.Shape[1], height = x.Shape[2], width = x.Shape[3], size = TransformedHeight * TransformedWidth;
        double[] corners = rois.Cast(DType.Float64).ToArray<double>();
        int[] owners = rois.Lod is { } lod ? Sequences.Owners(lod[-1]) : new int[regions];
        // Each element of the result is a blend of four elements of X, the same for all channels.
        var places = new int[4][];
        var shares = new double[4][];
        for (int i = 0; i < 4; i++)
            (places[i], shares[i]) = (new int[regions * size], new double[regions * size]);
        var mask = new int[regions * size];
        var matrices = new List<double>();
        for (int r = 0; r < regions; r++)
        {
            var region = new PerspectiveRegion(corners.AsSpan(8 * r, 8), SpatialScale, TransformedHeight, TransformedWidth);
            matrices.AddRange(region.Matrix);
            for (int i = 0; i < size; i++)
            {
                (double u, double v) = region.Source(i / TransformedWidth, i % TransformedWidth);
                if (!region.Holds(u, v) || !IsWithin(u, width) || !IsWithin(v, height))
                    continue;
                int at = (r * size) + i, image = owners[r] * height * width;
                ((int left, int right), double across) = Neighbours(u, width);
                ((int top, int below), double down) = Neighbours(v, height);
                mask[at] = 1;
                (places[0][at], shares[0][at]) = (image + (top * width) + left, (1 - down) * (1 - across));
                (places[1][at], shares[1][at]) = (image + (top * width) + right, (1 - down) * across);
                (places[2][at], shares[2][at]) = (image + (below * width) + left, down * (1 - across));
                (places[3][at], shares[3][at]) = (image + (below * width) + right, down * across);
            }
        }
        Tensor pixels = x.Transpose([0, 2, 3, 1]).Reshape([x.Shape[0] * height * width, channels]), sum = Part(0);
        for (int i = 1; i < 4; i++)
            sum += Part(i);
        c["Out"] = sum.Reshape([regions, TransformedHeight, TransformedWidth, channels]).Transpose([0, 3, 1, 2]);
        c["Mask"] = Tensor.From<int>(mask, [regions, 1, TransformedHeight, TransformedWidth]);
        c["TransformMatrix"] = Tensor.From<double>(matrices.ToArray(), (regions, 9)).Cast(rois.DType);

        Tensor Part(int i) => Sequences.Rows(pixels, places[i]) * Tensor.From<double>(shares[i], (regions * size, 1)).Cast(x.DType);
    }

    // Half an element around the image still counts as its border.
    private static bool IsWithin(double at, int size)
        => at > -0.5 + PerspectiveRegion.Tolerance && at < size - 0.5 - PerspectiveRegion.Tolerance;

    private static ((int Low, int High), double Past) Neighbours(double at, int size)
    {
        int low = at <= PerspectiveRegion.Tolerance ? 0 : (int)at;
        return low >= size - 1 ? ((size - 1, size - 1), 0) : ((low, low + 1), at <= PerspectiveRegion.Tolerance ? 0 : at - low);
    }
}

/// <summary>A region with four corners, and the perspective that leads from a rectangle onto it.</summary>
internal sealed class PerspectiveRegion
{
    /// <summary>Places that are nearer than this are the same.</summary>
    public const double Tolerance = 1e-4;

    private readonly (double X, double Y)[] _corners = new (double, double)[4];

    public PerspectiveRegion(ReadOnlySpan<double> corners, double scale, int height, int width)
    {
        for (int i = 0; i < 4; i++)
            _corners[i] = (corners[2 * i] * scale, corners[(2 * i) + 1] * scale);
        (double x0, double y0) = _corners[0];
        (double x1, double y1) = _corners[1];
        (double x2, double y2) = _corners[2];
        (double x3, double y3) = _corners[3];
        // The rectangle has the whole height; its width keeps the region's proportions where there is room.
        double wide = (Length(0) + Length(2)) / 2, high = (Length(1) + Length(3)) / 2;
        double rows = Math.Max(2, height) - 1, most = high > 0 ? Math.Round(wide * rows / high, MidpointRounding.AwayFromZero) + 1 : width;
        double columns = Math.Max(2, Math.Min(most, width)) - 1;
        // The square-to-quadrilateral map of Heckbert 1989, per step of the rectangle; the small number keeps degenerate regions finite.
        (double ax, double ay, double bx, double by) = (x1 - x2, y1 - y2, x3 - x2, y3 - y2);
        (double sx, double sy) = (x0 - x1 + x2 - x3, y0 - y1 + y2 - y3);
        double area = (ax * by) - (bx * ay) + 1e-5, g = ((sx * by) - (bx * sy)) / area / columns, h = ((ax * sy) - (sx * ay)) / area / rows;
        Matrix =
        [
            ((x1 - x0) / columns) + (g * x1), ((x3 - x0) / rows) + (h * x3), x0,
            ((y1 - y0) / columns) + (g * y1), ((y3 - y0) / rows) + (h * y3), y0,
            g, h, 1,
        ];

        double Length(int i)
        {
            (double x, double y) = (_corners[i].X - _corners[(i + 1) % 4].X, _corners[i].Y - _corners[(i + 1) % 4].Y);
            return Math.Sqrt((x * x) + (y * y));
        }
    }

    /// <summary>Row after row: from column and row of the rectangle to place times weight, and the weight.</summary>
    public double[] Matrix { get; }

    public (double X, double Y) Source(int row, int column)
    {
        double Line(int i) => (Matrix[3 * i] * column) + (Matrix[(3 * i) + 1] * row) + Matrix[(3 * i) + 2];
        return (Line(0) / Line(2), Line(1) / Line(2));
    }

    /// <summary>Whether a place is in the region or on its border.</summary>
    public bool Holds(double x, double y)
    {
        bool inside = false;
        for (int i = 0; i < 4; i++)
        {
            ((double x0, double y0), (double x1, double y1)) = (_corners[i], _corners[(i + 1) % 4]);
            double low = Math.Min(y0, y1), high = Math.Max(y0, y1);
            if (high - low < Tolerance)
            {
                if (Math.Abs(y - low) < Tolerance && x > Math.Min(x0, x1) - Tolerance && x < Math.Max(x0, x1) + Tolerance)
                    return true;
                continue;
            }
            double crossing = ((y - y0) * (x1 - x0) / (y1 - y0)) + x0;
            if (y > low - Tolerance && y < high + Tolerance && Math.Abs(crossing - x) < Tolerance)
                return true;
            // A ray to the right leaves an odd number of times; of two edges that meet at its height only the upper one counts.
            if (y >= low + Tolerance && y <= high + Tolerance && crossing - x > Tolerance)
                inside = !inside;
        }
        return inside;
    }
}
