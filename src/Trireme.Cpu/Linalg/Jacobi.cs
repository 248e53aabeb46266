namespace Trireme.Cpu;

/// <summary>Eigenvalues and singular values of one matrix by Jacobi rotations, in double precision: slow for large matrices, accurate to the last digits.</summary>
internal static class Jacobi
{
    private const int MaxSweeps = 60;

    /// <summary>A·V = V·diag(values) of a symmetric A [n, n], values ascending; column j of V [n, n] belongs to value j. A is overwritten.</summary>
    public static void Eigen(Span<double> a, int n, Span<double> values, Span<double> v)
    {
        v.Clear();
        for (int i = 0; i < n; i++)
            v[(i * n) + i] = 1;
        for (int sweep = 0; sweep < MaxSweeps; sweep++)
        {
            bool rotated = false;
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    double apq = a[(p * n) + q], app = a[(p * n) + p], aqq = a[(q * n) + q];
                    if (Math.Abs(apq) <= 1e-17 * Math.Sqrt(Math.Abs(app * aqq)) || Math.Abs(apq) < 1e-300)
                        continue;
                    rotated = true;
                    (double c, double s) = Rotation(app, aqq, apq);
                    for (int k = 0; k < n; k++)
                    {
                        double akp = a[(k * n) + p], akq = a[(k * n) + q];
                        a[(k * n) + p] = (c * akp) - (s * akq);
                        a[(k * n) + q] = (s * akp) + (c * akq);
                    }
                    for (int k = 0; k < n; k++)
                    {
                        double apk = a[(p * n) + k], aqk = a[(q * n) + k];
                        a[(p * n) + k] = (c * apk) - (s * aqk);
                        a[(q * n) + k] = (s * apk) + (c * aqk);
                        double vkp = v[(k * n) + p], vkq = v[(k * n) + q];
                        v[(k * n) + p] = (c * vkp) - (s * vkq);
                        v[(k * n) + q] = (s * vkp) + (c * vkq);
                    }
                    a[(p * n) + q] = a[(q * n) + p] = 0;
                }
            }
            if (!rotated)
                break;
        }
        var order = new int[n];
        var found = new double[n];
        for (int i = 0; i < n; i++)
            (order[i], found[i]) = (i, a[(i * n) + i]);
        Array.Sort(found, order);
        double[] vectors = v.ToArray();
        for (int j = 0; j < n; j++)
        {
            values[j] = found[j];
            for (int i = 0; i < n; i++)
                v[(i * n) + j] = vectors[(i * n) + order[j]];
        }
    }

    /// <summary>
    /// A = U·diag(s)·Vᵀ for A given by its columns (column j at columns[j·m]), m ≥ n: the columns are overwritten with U's, V's columns follow
    /// in <paramref name="v"/>, s is descending. Columns of U that belong to a singular value of 0 are left 0.
    /// </summary>
    public static void Svd(Span<double> columns, int m, int n, Span<double> s, Span<double> v)
    {
        v.Clear();
        for (int i = 0; i < n; i++)
            v[(i * n) + i] = 1;
        for (int sweep = 0; sweep < MaxSweeps; sweep++)
        {
            bool rotated = false;
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    Span<double> x = columns.Slice(p * m, m), y = columns.Slice(q * m, m);
                    double xx = System.Numerics.Tensors.TensorPrimitives.SumOfSquares<double>(x), yy = System.Numerics.Tensors.TensorPrimitives.SumOfSquares<double>(y);
                    double xy = System.Numerics.Tensors.TensorPrimitives.Dot<double>(x, y);
                    if (Math.Abs(xy) <= 1e-15 * Math.Sqrt(xx * yy) || Math.Abs(xy) < 1e-300)
                        continue;
                    rotated = true;
                    (double c, double d) = Rotation(xx, yy, xy);
                    Rotate(x, y, c, d);
                    Rotate(v.Slice(p * n, n), v.Slice(q * n, n), c, d);
                }
            }
            if (!rotated)
                break;
        }
        var order = new int[n];
        var norms = new double[n];
        for (int j = 0; j < n; j++)
            (order[j], norms[j]) = (j, -Math.Sqrt(System.Numerics.Tensors.TensorPrimitives.SumOfSquares<double>(columns.Slice(j * m, m))));
        Array.Sort(norms, order);
        double[] us = columns.ToArray(), vs = v.ToArray();
        double threshold = n == 0 ? 0 : -norms[0] * 1e-300;
        for (int j = 0; j < n; j++)
        {
            s[j] = norms[j] == 0 ? 0 : -norms[j];
            vs.AsSpan(order[j] * n, n).CopyTo(v.Slice(j * n, n));
            Span<double> u = columns.Slice(j * m, m);
            if (s[j] > threshold)
                System.Numerics.Tensors.TensorPrimitives.Divide(us.AsSpan(order[j] * m, m), s[j], u);
            else
                u.Clear();
        }
    }

    /// <summary>Fills up columns (column j at columns[j·m]) that are 0 so that all are orthonormal.</summary>
    public static void Complete(Span<double> columns, int m, int count)
    {
        int unit = 0;
        for (int j = 0; j < count; j++)
        {
            Span<double> u = columns.Slice(j * m, m);
            // What was left by others but not by this one has a norm near 0 or, for a value of 0, exactly 0.
            while (System.Numerics.Tensors.TensorPrimitives.SumOfSquares<double>(u) < 0.25)
            {
                u.Clear();
                u[unit++] = 1;
                for (int round = 0; round < 2; round++)
                {
                    for (int i = 0; i < count; i++)
                    {
                        Span<double> other = columns.Slice(i * m, m);
                        if (i != j)
                            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(other, -System.Numerics.Tensors.TensorPrimitives.Dot<double>(other, u), u, u);
                    }
                }
                double norm = Math.Sqrt(System.Numerics.Tensors.TensorPrimitives.SumOfSquares<double>(u));
                if (norm > 1e-8)
                    System.Numerics.Tensors.TensorPrimitives.Divide(u, norm, u);
                else
                    u.Clear();
            }
        }
    }

    // The rotation that makes the off-diagonal element of [[p, o], [o, q]] vanish.
    private static (double Cosine, double Sine) Rotation(double p, double q, double o)
    {
        double theta = (q - p) / (2 * o);
        double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(1 + (theta * theta)));
        double c = 1 / Math.Sqrt(1 + (t * t));
        return (c, t * c);
    }

    private static void Rotate(Span<double> x, Span<double> y, double c, double s)
    {
        for (int i = 0; i < x.Length; i++)
            (x[i], y[i]) = ((c * x[i]) - (s * y[i]), (s * x[i]) + (c * y[i]));
    }
}
