using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix: reduced to tridiagonal form, then the QL iteration with Wilkinson's shift (Golub and Van Loan, Matrix
/// Computations (2013), section 8.3; Dubrulle, Martin and Wilkinson, The implicit QL algorithm (1968)).
/// </summary>
internal static unsafe class SymmetricEigen
{
    // Two or three are the rule; rounding can keep no value from converging for so long.
    private const int MaxSweepsPerValue = 60;

    // Beside a diagonal whose size times Epsilon it does not exceed, or up to Nothing anyway, an element counts as 0.
    private const double Epsilon = 1.0 / (1L << 53), Nothing = 1e-290;

    /// <summary>How many numbers of working memory <see cref="Run"/> needs.</summary>
    public static long Length(int n)
        => (2 * WorkPieces.Length(n)) + Math.Max(Rotations.Length(n), Math.Max(Tridiagonal.Length(n), Householder.Length(n)));

    /// <summary>
    /// A symmetric, rows <paramref name="pitch"/> apart, is overwritten; values become the eigenvalues, ascending, and the rows of <paramref name="vectors"/>,
    /// as far apart, the eigenvectors, unless these are null: then the values alone are worked out.
    /// All are NaN where an element of A is not finite. False where the iteration does not end.
    /// </summary>
    public static bool Run<L>(double* a, int n, int pitch, double* values, double* vectors, double* work)
        where L : struct, ILanes<L, double>
    {
        double scale = MatrixScale.Apply<L>(a, n, n, pitch);
        if (double.IsNaN(scale))
        {
            new Span<double>(values, n).Fill(double.NaN);
            if (vectors != null)
                new Span<double>(vectors, checked(n * pitch)).Fill(double.NaN);
            return true;
        }
        var pieces = new WorkPieces(work);
        double* beside = pieces.Take(n), tau = pieces.Take(n), rest = pieces.Take(0);
        Tridiagonal.Reduce<L>(a, n, pitch, values, beside, tau, rest);
        if (vectors != null)
            Tridiagonal.Form<L>(a, n, pitch, tau, vectors, rest);
        // Rows without columns are not rotated.
        var rotations = new Rotations(vectors, n, vectors != null ? n : 0, pitch, rest);
        if (!Iterate<L>(values, beside, n, ref rotations))
            return false;
        rotations.Apply<L>();
        if (vectors != null)
            RowOrder.Sort<L>(values, n, false, vectors, n, pitch, vectors, 0, 0);
        else
            new Span<double>(values, n).Sort();
        Vectors.Divide<L>(scale, values, n);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Iterate<L>(double* d, double* e, int n, ref Rotations rotations)
        where L : struct, ILanes<L, double>
    {
        for (int first = 0; first < n - 1; first++)
        {
            for (int sweep = 0; ; sweep++)
            {
                int last = first;
                while (last < n - 1 && Math.Abs(e[last]) > (Epsilon * (Math.Abs(d[last]) + Math.Abs(d[last + 1]))) + Nothing)
                    last++;
                if (last < n - 1)
                    e[last] = 0;
                if (last == first)
                    break;
                if (sweep == MaxSweepsPerValue)
                    return false;
                Sweep(d, e, first, last, rotations.Begin<L>(last, -1, last - first));
            }
        }
        return true;
    }

    // One sweep over rows first to last, from the last up; the shift is the eigenvalue of the first two rows that is closer to d[first].
    [MethodImpl(Compiled.Alone)]
    private static void Sweep(double* d, double* e, int first, int last, double* factors)
    {
        double slope = (d[first + 1] - d[first]) / (2 * e[first]);
        double shift = d[first] - (e[first] / (slope + Math.CopySign(PlaneRotation.Length(slope, 1), slope)));
        double bulge = d[last] - shift, cosine = 1, sine = 1, taken = 0;
        for (int i = last - 1; i >= first; i--)
        {
            double off = cosine * e[i];
            e[i + 1] = PlaneRotation.Of(bulge, sine * e[i], out cosine, out sine);
            double rest = d[i + 1] - taken, mixed = ((d[i] - rest) * sine) + (2 * cosine * off);
            taken = sine * mixed;
            d[i + 1] = rest + taken;
            bulge = (cosine * mixed) - off;
            *factors++ = cosine;
            *factors++ = sine;
        }
        d[first] -= taken;
        e[first] = bulge;
        e[last] = 0;
    }
}
