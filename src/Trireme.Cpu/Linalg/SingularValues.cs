using System.Numerics.Tensors;

namespace Trireme.Cpu;

/// <summary>
/// Singular values and vectors: by QR to a square matrix where there are more rows than columns, by reflections to bidiagonal form, by
/// rotations to the values (Golub and Van Loan, Matrix Computations (2013), section 8.6).
/// </summary>
internal static unsafe class SingularValues
{
    /// <summary>How many numbers of working memory <see cref="Run"/> needs.</summary>
    public static long Length(int m, int n)
    {
        long square = (long)n * WorkPieces.Pitch(n);
        return (4 * WorkPieces.Length(n)) + (m > n ? 4 : 2) * square
            + Math.Max(2 * Rotations.Length(n), Math.Max(Bidiagonal.Length(n), Householder.Length(Math.Max(m, n))));
    }

    /// <summary>
    /// A [m, n] with m ≥ n, given by its columns at [n, pitch] with zeros behind them, is overwritten; values become the n singular values, descending,
    /// the first n rows of <paramref name="left"/>, as far apart, the vectors on the side of A's rows, and those of <paramref name="right"/>, the pitch of n
    /// apart, the vectors on the other side; where both are null, the values alone are worked out.
    /// All are NaN where an element of A is not finite. False where the iteration does not end.
    /// </summary>
    /// <remarks><paramref name="left"/> has <paramref name="count"/> rows: n, or m where vectors are wanted that complete a base.</remarks>
    public static bool Run<L>(double* at, int m, int n, int pitch, double* values, double* left, int count, double* right, double* work)
        where L : struct, ILanes<L, double>
    {
        int small = WorkPieces.Pitch(n);
        double scale = MatrixScale.Apply<L>(at, n, m, pitch);
        if (double.IsNaN(scale))
        {
            new Span<double>(values, n).Fill(double.NaN);
            if (left != null)
            {
                new Span<double>(left, checked(count * pitch)).Fill(double.NaN);
                new Span<double>(right, checked(n * small)).Fill(double.NaN);
            }
            return true;
        }
        long square = (long)n * small;
        var pieces = new WorkPieces(work);
        double* beside = pieces.Take(n), tau = pieces.Take(n), onLeftTau = pieces.Take(n), onRightTau = pieces.Take(n);
        double* onLeft = pieces.Take(square), onRight = pieces.Take(square), core = m > n ? pieces.Take(square) : at;
        double* turned = m > n ? pieces.Take(square) : left, rest = pieces.Take(0);
        if (m > n)
            QrFactor.Run<L>(at, m, n, pitch, tau, core, small, rest);
        // The core is the transposed matrix, so left and right have changed places.
        Bidiagonal.Reduce<L>(core, n, small, values, beside, onLeft, onLeftTau, onRight, onRightTau, rest);
        if (left == null)
            return Values<L>(values, beside, n, scale, rest);
        Householder.SetIdentity(right, n, small);
        Householder.ReflectBack<L>(right, n, n, small, onLeft, small, onLeftTau, n, true, rest);
        Householder.SetIdentity(turned, n, small);
        Householder.ReflectBack<L>(turned, n, n, small, onRight, small, onRightTau, n, true, rest);
        var lefts = new Rotations(right, n, n, small, rest);
        var rights = new Rotations(turned, n, n, small, rest + Rotations.Length(n));
        if (!new BidiagonalQr(values, beside, n, ref lefts, ref rights).Run<L>())
            return false;
        lefts.Apply<L>();
        rights.Apply<L>();
        for (int i = 0; i < n; i++)
        {
            if (!double.IsNegative(values[i]))
                continue;
            values[i] = -values[i];
            Vectors.Scale<L>(-1, right + ((nint)i * small), n);
        }
        RowOrder.Sort<L>(values, n, true, right, n, small, turned, n, small);
        Vectors.Divide<L>(scale, values, n);
        if (m == n)
            return true;
        Householder.SetIdentity(left, count, pitch);
        for (int i = 0; i < n; i++)
            new Span<double>(turned + ((nint)i * small), n).CopyTo(new Span<double>(left + ((nint)i * pitch), n));
        Householder.ReflectBack<L>(left, count, m, pitch, at, pitch, tau, n, false, rest);
        return true;
    }

    // Rows without columns are not rotated.
    private static bool Values<L>(double* values, double* beside, int n, double scale, double* work)
        where L : struct, ILanes<L, double>
    {
        var lefts = new Rotations(null, n, 0, 0, work);
        var rights = new Rotations(null, n, 0, 0, work + Rotations.Length(n));
        if (!new BidiagonalQr(values, beside, n, ref lefts, ref rights).Run<L>())
            return false;
        var found = new Span<double>(values, n);
        TensorPrimitives.Abs(found, found);
        found.Sort();
        found.Reverse();
        Vectors.Divide<L>(scale, values, n);
        return true;
    }
}
