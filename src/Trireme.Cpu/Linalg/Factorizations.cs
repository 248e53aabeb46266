namespace Trireme.Cpu;

/// <summary>Triangular factorizations of one matrix in double precision, row-major.</summary>
internal static class Factorizations
{
    /// <summary>
    /// Overwrites A with L below the diagonal (ones on it) and U above, such that row i of L·U is row pivots[i] of A. Returns the sign of
    /// the permutation, or 0 where a pivot is 0; the factorization goes on then, so that U's diagonal still multiplies to the determinant.
    /// </summary>
    public static int Lu(Span<double> a, int n, Span<int> pivots)
    {
        int sign = 1;
        bool singular = false;
        for (int i = 0; i < n; i++)
            pivots[i] = i;
        for (int k = 0; k < n; k++)
        {
            int best = k;
            for (int i = k + 1; i < n; i++)
            {
                if (Math.Abs(a[(i * n) + k]) > Math.Abs(a[(best * n) + k]))
                    best = i;
            }
            if (a[(best * n) + k] == 0)
            {
                singular = true;
                continue;
            }
            if (best != k)
            {
                for (int j = 0; j < n; j++)
                    (a[(k * n) + j], a[(best * n) + j]) = (a[(best * n) + j], a[(k * n) + j]);
                (pivots[k], pivots[best]) = (pivots[best], pivots[k]);
                sign = -sign;
            }
            ReadOnlySpan<double> pivotRow = a.Slice((k * n) + k + 1, n - k - 1);
            for (int i = k + 1; i < n; i++)
            {
                double factor = a[(i * n) + k] /= a[(k * n) + k];
                if (factor != 0)
                    System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(pivotRow, -factor, a.Slice((i * n) + k + 1, n - k - 1), a.Slice((i * n) + k + 1, n - k - 1));
            }
        }
        return singular ? 0 : sign;
    }

    /// <summary>X = A⁻¹ · B from A's factorization; B [n, columns] and X may not be the same memory.</summary>
    public static void LuSolve(ReadOnlySpan<double> lu, ReadOnlySpan<int> pivots, int n, ReadOnlySpan<double> b, Span<double> x, int columns)
    {
        for (int i = 0; i < n; i++)
            b.Slice(pivots[i] * columns, columns).CopyTo(x.Slice(i * columns, columns));
        Substitute(lu, n, x, columns, lower: true, transposed: false, unit: true);
        Substitute(lu, n, x, columns, lower: false, transposed: false, unit: false);
    }

    /// <summary>Overwrites X [n, columns] with T⁻¹ · X for a triangular T, or its transpose's inverse times X.</summary>
    public static void Substitute(ReadOnlySpan<double> t, int n, Span<double> x, int columns, bool lower, bool transposed, bool unit)
    {
        bool forward = lower != transposed;
        for (int step = 0; step < n; step++)
        {
            int i = forward ? step : n - 1 - step;
            Span<double> row = x.Slice(i * columns, columns);
            for (int done = 0; done < step; done++)
            {
                int j = forward ? done : n - 1 - done;
                double factor = transposed ? t[(j * n) + i] : t[(i * n) + j];
                if (factor != 0)
                    System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(x.Slice(j * columns, columns), -factor, row, row);
            }
            if (!unit)
                System.Numerics.Tensors.TensorPrimitives.Divide(row, t[(i * n) + i], row);
        }
    }

    /// <summary>Overwrites the lower triangle of a symmetric A with L of L·Lᵀ = A and the rest with zeros; false where A is not positive definite.</summary>
    public static bool Cholesky(Span<double> a, int n)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = a[(i * n) + j] - System.Numerics.Tensors.TensorPrimitives.Dot<double>(a.Slice(i * n, j), a.Slice(j * n, j));
                if (i != j)
                    a[(i * n) + j] = sum / a[(j * n) + j];
                else if (sum > 0)
                    a[(i * n) + i] = Math.Sqrt(sum);
                else
                    return false;
            }
            a.Slice((i * n) + i + 1, n - i - 1).Clear();
        }
        return true;
    }

    /// <summary>Q [m, columns] with orthonormal columns and R [columns, n] upper triangular of Q·R = A [m, n], by Householder reflections. A is overwritten.</summary>
    public static void Qr(Span<double> a, int m, int n, Span<double> q, Span<double> r, int columns)
    {
        int steps = Math.Min(m, n);
        var reflectors = new double[steps * m];
        var scale = new double[steps];
        for (int k = 0; k < steps; k++)
        {
            Span<double> v = reflectors.AsSpan(k * m, m);
            double norm = 0;
            for (int i = k; i < m; i++)
            {
                v[i] = a[(i * n) + k];
                norm += v[i] * v[i];
            }
            norm = Math.Sqrt(norm);
            if (norm == 0)
                continue;
            v[k] += v[k] >= 0 ? norm : -norm;
            scale[k] = 2 / System.Numerics.Tensors.TensorPrimitives.SumOfSquares<double>(v[k..]);
            Reflect(a, n, m, v, scale[k], k, k);
        }
        for (int i = 0; i < columns; i++)
        {
            for (int j = 0; j < n; j++)
                r[(i * n) + j] = i <= j && i < m ? a[(i * n) + j] : 0;
        }
        q.Clear();
        for (int i = 0; i < Math.Min(m, columns); i++)
            q[(i * columns) + i] = 1;
        for (int k = steps - 1; k >= 0; k--)
        {
            if (scale[k] != 0)
                Reflect(q, columns, m, reflectors.AsSpan(k * m, m), scale[k], k, 0);
        }
    }

    // A[from.., firstColumn..] -= scale · v · (vᵀ · A).
    private static void Reflect(Span<double> a, int columns, int m, ReadOnlySpan<double> v, double scale, int from, int firstColumn)
    {
        int width = columns - firstColumn;
        var dots = new double[width];
        for (int i = from; i < m; i++)
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(a.Slice((i * columns) + firstColumn, width), v[i], dots, dots);
        for (int i = from; i < m; i++)
        {
            Span<double> row = a.Slice((i * columns) + firstColumn, width);
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(dots, -scale * v[i], row, row);
        }
    }
}
