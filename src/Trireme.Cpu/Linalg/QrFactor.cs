namespace Trireme.Cpu;

/// <summary>
/// Q · R = A by Householder reflections, a panel of columns at a time (Golub and Van Loan, Matrix Computations (2013), section 5.2). The diagonal of R has
/// the signs that LAPACK gives it.
/// </summary>
/// <remarks>Everything is transposed, so that the columns which are reflected lie in a row.</remarks>
internal static unsafe class QrFactor
{
    /// <summary>How many numbers of working memory <see cref="Run"/> needs.</summary>
    public static long Length(int n) => Householder.Length(n);

    /// <summary>
    /// Factors A [m, n], given by its columns at [n, pitch]. The first min(m, n) of these are overwritten with reflections, Q being the product of
    /// all; the rows of <paramref name="r"/> [n, rPitch], at least as wide as R is high, become columns of R, zeros below the diagonal included.
    /// </summary>
    public static void Run<L>(double* at, int m, int n, int pitch, double* tau, double* r, int rPitch, double* work)
        where L : struct, ILanes<L, double>
    {
        int steps = Math.Min(m, n);
        for (int first = 0; first < steps; first += Householder.Block)
        {
            int count = Math.Min(Householder.Block, steps - first), next = first + count;
            for (int k = first; k < next; k++)
            {
                double* column = at + ((nint)k * pitch), target = r + ((nint)k * rPitch);
                new Span<double>(target, rPitch).Clear();
                new Span<double>(column, k).CopyTo(new Span<double>(target, k));
                new Span<double>(column, k).Clear();
                tau[k] = Householder.Make<L>(column + k, m - k, 0, out target[k]);
                Householder.ReflectRows<L>(column + pitch + k, next - k - 1, m - k, pitch, column + k, tau[k]);
            }
            double* corner = at + ((nint)first * pitch) + first;
            if (next < n)
                Householder.ReflectRows<L>(corner + ((nint)count * pitch), n - next, m - first, pitch, corner, pitch, tau + first, count, false, work);
        }
        for (int k = steps; k < n; k++)
        {
            new Span<double>(r + ((nint)k * rPitch), rPitch).Clear();
            new Span<double>(at + ((nint)k * pitch), m).CopyTo(new Span<double>(r + ((nint)k * rPitch), m));
        }
    }
}
