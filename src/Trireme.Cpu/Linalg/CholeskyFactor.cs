using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>
/// The Cholesky factorization A = Uᵀ · U, block row after block row: what the rows above contribute is one matrix product (the left-looking order of
/// Golub and Van Loan, Matrix Computations (2013), section 4.2).
/// </summary>
internal static unsafe class CholeskyFactor
{
    private const int StripVectors = 4;

    /// <summary>
    /// Overwrites the upper triangle of a symmetric A [n, n] with U; what is below the diagonal and, to the end of the last cache line, behind the rows
    /// is lost. False where A is not positive definite.
    /// </summary>
    public static bool Run<L>(double* a, int n, int pitch)
        where L : struct, ILanes<L, double>
    {
        for (int first = 0; first < n; first += Substitution.Block)
        {
            int rows = Math.Min(Substitution.Block, n - first), right = n - first - rows;
            double* above = a + first, corner = above + ((nint)first * pitch);
            if (first > 0)
                Gemm.Run(true, false, rows, n - first, first, -1.0, above, pitch, above, pitch, 1.0, corner, pitch);
            if (!Corner<L>(corner, rows, pitch))
                return false;
            if (right > 0)
                Substitution.SolveBlock<L>(new Triangle(corner, pitch, false, true, false), rows, corner + rows, pitch, right);
        }
        return true;
    }

    // The same order inside a block, a few vectors of columns at a time: their sums over the rows above stay in registers.
    [MethodImpl(Compiled.Alone)]
    private static bool Corner<L>(double* u, int n, int pitch)
        where L : struct, ILanes<L, double>
    {
        int count = L.Count, column = 0;
        for (; column <= n - (StripVectors * count); column += StripVectors * count)
        {
            for (int i = 0; i < column + (StripVectors * count); i++)
            {
                double* own = u + ((nint)i * pitch) + column, factors = u + i, row = u + column;
                L a = L.Load(own), b = L.Load(own + count), c = L.Load(own + (2 * count)), d = L.Load(own + (3 * count));
                L e = L.Zero, f = L.Zero, g = L.Zero, h = L.Zero;
                for (int j = 0; j < i; j++)
                {
                    L p = L.All(factors);
                    e = L.MulAdd(p, L.Load(row), e);
                    f = L.MulAdd(p, L.Load(row + count), f);
                    g = L.MulAdd(p, L.Load(row + (2 * count)), g);
                    h = L.MulAdd(p, L.Load(row + (3 * count)), h);
                    factors += pitch;
                    row += pitch;
                }
                (a, b, c, d) = (a - e, b - f, c - g, d - h);
                L divisor;
                if (i < column)
                {
                    divisor = L.All(factors);
                }
                else
                {
                    a.Store(own);
                    b.Store(own + count);
                    c.Store(own + (2 * count));
                    d.Store(own + (3 * count));
                    if (!(*factors > 0))
                        return false;
                    divisor = L.All(Math.Sqrt(*factors));
                }
                (a / divisor).Store(own);
                (b / divisor).Store(own + count);
                (c / divisor).Store(own + (2 * count));
                (d / divisor).Store(own + (3 * count));
            }
        }
        for (; column < n; column += count)
        {
            for (int i = 0; i < Math.Min(n, column + count); i++)
            {
                double* own = u + ((nint)i * pitch) + column, factors = u + i, row = u + column;
                L a = L.Load(own), sum = L.Zero;
                for (int j = 0; j < i; j++)
                {
                    sum = L.MulAdd(L.All(factors), L.Load(row), sum);
                    factors += pitch;
                    row += pitch;
                }
                a -= sum;
                double divisor = *factors;
                if (i >= column)
                {
                    a.Store(own);
                    if (!(*factors > 0))
                        return false;
                    divisor = Math.Sqrt(*factors);
                }
                (a / L.All(divisor)).Store(own);
            }
        }
        return true;
    }
}
