using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>
/// The factorization P · A = L · U with partial pivoting. Panels of columns are factored by themselves, turned so that their columns lie in a row;
/// the rest of the matrix is brought up to date by one matrix product for each (Golub and Van Loan, Matrix Computations (2013), section 3.4).
/// </summary>
internal static unsafe class LuFactor
{
    private const int PanelColumns = 32, NarrowPanelColumns = 16;

    // Up to here panels are narrower: the products after them are not what takes the time.
    private const int NarrowUpTo = 192;

    // Smaller matrices are factored where they lie.
    private const int Small = 24;

    /// <summary>How many numbers of working memory <see cref="Run"/> needs.</summary>
    public static long Length(int n) => n <= Small ? 0 : PanelColumns * (long)WorkPieces.Pitch(n);

    /// <summary>
    /// Overwrites A with L below the diagonal (ones on it) and U above, such that row i of L·U is row pivots[i] of A. Returns the sign of
    /// the permutation, or 0 where a pivot is 0; the factorization goes on then, so that U's diagonal still multiplies to the determinant.
    /// </summary>
    public static int Run<L>(double* a, int n, int pitch, int* pivots, double* work)
        where L : struct, ILanes<L, double>
    {
        for (int i = 0; i < n; i++)
            pivots[i] = i;
        return n <= Small ? InPlace<L>(a, n, pitch, pivots) : Blocked<L>(a, n, pitch, pivots, work);
    }

    private static int Blocked<L>(double* a, int n, int pitch, int* pivots, double* work)
        where L : struct, ILanes<L, double>
    {
        int sign = 1, width = n <= NarrowUpTo ? NarrowPanelColumns : PanelColumns;
        bool singular = false;
        int* found = stackalloc int[PanelColumns];
        for (int first = 0; first < n; first += width)
        {
            int columns = Math.Min(width, n - first), rows = n - first, right = rows - columns, panelPitch = WorkPieces.Pitch(rows);
            double* top = a + ((nint)first * pitch), corner = top + first;
            MatrixBatch.Transpose(corner, pitch, rows, columns, work, panelPitch);
            singular |= !Panel<L>(work, rows, columns, panelPitch, found);
            MatrixBatch.Transpose(work, panelPitch, columns, rows, corner, pitch);
            for (int j = 0; j < columns; j++)
            {
                if (found[j] == j)
                    continue;
                sign = -sign;
                double* row = top + ((nint)j * pitch), other = top + ((nint)found[j] * pitch);
                Vectors.Swap<L>(row, other, first);
                Vectors.Swap<L>(row + first + columns, other + first + columns, right);
                (pivots[first + j], pivots[first + found[j]]) = (pivots[first + found[j]], pivots[first + j]);
            }
            if (right == 0)
                break;
            Substitution.SolveBlock<L>(new Triangle(corner, pitch, true, false, true), columns, corner + columns, pitch, right);
            double* below = corner + ((nint)columns * pitch);
            Gemm.Run(false, false, right, right, columns, -1.0, below, pitch, corner + columns, pitch, 1.0, below + columns, pitch);
        }
        return singular ? 0 : sign;
    }

    // Columns of a panel, each from end to end; false where a pivot is 0.
    [MethodImpl(Compiled.Alone)]
    private static bool Panel<L>(double* panel, int rows, int columns, int pitch, int* found)
        where L : struct, ILanes<L, double>
    {
        bool regular = true;
        for (int j = 0; j < columns; j++)
        {
            double* column = panel + ((nint)j * pitch);
            double largest = Vectors.MaxAbs<L>(column + j, rows - j);
            int best = j;
            while (best < rows - 1 && Math.Abs(column[best]) != largest)
                best++;
            found[j] = best;
            if (largest == 0)
            {
                regular = false;
                found[j] = j;
                continue;
            }
            for (int i = 0; i < columns && best != j; i++)
            {
                double* other = panel + ((nint)i * pitch);
                (other[j], other[best]) = (other[best], other[j]);
            }
            int below = rows - j - 1, next = j + 1;
            Vectors.Divide<L>(column[j], column + next, below);
            for (; next <= columns - 4; next += 4)
                AddToFour<L>(column + j, panel + ((nint)next * pitch) + j, pitch, below);
            for (; next < columns; next++)
            {
                double* other = panel + ((nint)next * pitch) + j;
                Vectors.AddScaled<L>(-*other, column + j + 1, other + 1, below);
            }
        }
        return regular;
    }

    // Four columns less the multiple of x that their first elements ask for; behind those there are so many.
    [MethodImpl(Compiled.Alone)]
    private static void AddToFour<L>(double* x, double* columns, int pitch, int count)
        where L : struct, ILanes<L, double>
    {
        double* a = columns, b = a + pitch, c = b + pitch, d = c + pitch;
        L p = L.All(-*a++), q = L.All(-*b++), r = L.All(-*c++), s = L.All(-*d++);
        x++;
        int i = 0;
        for (; i <= count - L.Count; i += L.Count)
        {
            L y = L.Load(x + i);
            L.MulAdd(p, y, L.Load(a + i)).Store(a + i);
            L.MulAdd(q, y, L.Load(b + i)).Store(b + i);
            L.MulAdd(r, y, L.Load(c + i)).Store(c + i);
            L.MulAdd(s, y, L.Load(d + i)).Store(d + i);
        }
        if (i == count)
            return;
        int rest = count - i;
        L z = L.LoadFirst(x + i, rest);
        L.MulAdd(p, z, L.LoadFirst(a + i, rest)).StoreFirst(a + i, rest);
        L.MulAdd(q, z, L.LoadFirst(b + i, rest)).StoreFirst(b + i, rest);
        L.MulAdd(r, z, L.LoadFirst(c + i, rest)).StoreFirst(c + i, rest);
        L.MulAdd(s, z, L.LoadFirst(d + i, rest)).StoreFirst(d + i, rest);
    }

    [MethodImpl(Compiled.Alone)]
    private static int InPlace<L>(double* a, int n, int pitch, int* pivots)
        where L : struct, ILanes<L, double>
    {
        int sign = 1;
        bool singular = false;
        for (int k = 0; k < n; k++)
        {
            double* row = a + (k * pitch);
            int best = k;
            for (int i = k + 1; i < n; i++)
            {
                if (Math.Abs(a[(i * pitch) + k]) > Math.Abs(a[(best * pitch) + k]))
                    best = i;
            }
            if (best != k)
            {
                double* other = a + (best * pitch);
                for (int j = 0; j < n; j++)
                    (row[j], other[j]) = (other[j], row[j]);
                (pivots[k], pivots[best]) = (pivots[best], pivots[k]);
                sign = -sign;
            }
            double pivot = row[k];
            if (pivot == 0)
            {
                singular = true;
                continue;
            }
            for (int i = k + 1; i < n; i++)
            {
                double* other = a + (i * pitch);
                double factor = other[k] /= pivot;
                int j = k + 1;
                for (; j <= n - L.Count; j += L.Count)
                    L.MulAdd(L.All(-factor), L.Load(row + j), L.Load(other + j)).Store(other + j);
                for (; j < n; j++)
                    other[j] = double.MultiplyAddEstimate(-factor, row[j], other[j]);
            }
        }
        return singular ? 0 : sign;
    }
}
