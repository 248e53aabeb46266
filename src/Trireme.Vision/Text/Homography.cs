namespace Trireme.Vision.Text;

/// <summary>A perspective map of the plane: straight lines stay straight.</summary>
public sealed class Homography
{
    // x' = (h0 x + h1 y + h2) / (h6 x + h7 y + 1), y' = (h3 x + h4 y + h5) / (h6 x + h7 y + 1).
    private readonly double[] _h;

    private Homography(double[] h) => _h = h;

    /// <summary>h0 to h7.</summary>
    internal ReadOnlySpan<double> Coefficients => _h;

    /// <summary>The one perspective map that takes four corners to four others.</summary>
    /// <param name="from">Where the corners are.</param>
    /// <param name="to">Where each shall go.</param>
    /// <exception cref="InvalidArgumentException">Three corners lie on a line, or one is not finite.</exception>
    /// <remarks>O(1): eight linear equations in double precision.</remarks>
    public static Homography Between(Quad from, Quad to)
    {
        Require(from, nameof(from));
        Require(to, nameof(to));
        var equations = new double[8, 9];
        for (int i = 0; i < 4; i++)
        {
            (double x, double y) = from[i];
            (double u, double v) = to[i];
            ReadOnlySpan<double> first = [x, y, 1, 0, 0, 0, -u * x, -u * y, u], second = [0, 0, 0, x, y, 1, -v * x, -v * y, v];
            for (int k = 0; k < 9; k++)
                (equations[2 * i, k], equations[(2 * i) + 1, k]) = (first[k], second[k]);
        }
        return new Homography(Solve(equations)
            ?? throw new InvalidArgumentException($"Homography: no perspective map takes {from} to {to}.", "A corner would lie at infinity."));
    }

    /// <summary>Where a point goes; infinite on the map's vanishing line.</summary>
    /// <param name="point">The point.</param>
    public PixelPoint Map(PixelPoint point)
    {
        (double x, double y) = point;
        double scale = (_h[6] * x) + (_h[7] * y) + 1;
        return new PixelPoint(((_h[0] * x) + (_h[1] * y) + _h[2]) / scale, ((_h[3] * x) + (_h[4] * y) + _h[5]) / scale);
    }

    private static void Require(Quad quad, string name)
    {
        double size = Math.Max(quad.Width, quad.Height);
        for (int i = 0; i < 4; i++)
        {
            // Not greater, so that what is not a number fails too.
            if (!(Math.Abs(PixelPoint.Cross(quad[i], quad[(i + 1) % 4], quad[(i + 2) % 4])) > 1e-9 * size * size) || !double.IsFinite(size))
            {
                throw new InvalidArgumentException($"Homography: {name} has three corners on a line, or one that is not finite.", $"The corners are {quad}.",
                    "Pass four corners that span an area.");
            }
        }
    }

    /// <summary>Gauss's elimination with the largest pivot of each column; null where the equations are not independent.</summary>
    private static double[]? Solve(double[,] a)
    {
        int n = a.GetLength(0);
        for (int column = 0; column < n; column++)
        {
            int pivot = column;
            for (int row = column + 1; row < n; row++)
            {
                if (Math.Abs(a[row, column]) > Math.Abs(a[pivot, column]))
                    pivot = row;
            }
            if (Math.Abs(a[pivot, column]) < 1e-12)
                return null;
            for (int k = 0; k <= n; k++)
                (a[column, k], a[pivot, k]) = (a[pivot, k], a[column, k]);
            for (int row = 0; row < n; row++)
            {
                double factor = a[row, column] / a[column, column];
                for (int k = column; row != column && k <= n; k++)
                    a[row, k] -= factor * a[column, k];
            }
        }
        var solution = new double[n];
        for (int i = 0; i < n; i++)
            solution[i] = a[i, n] / a[i, i];
        return solution;
    }
}
