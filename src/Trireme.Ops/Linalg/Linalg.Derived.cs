using Trireme.Operators;

namespace Trireme;

public static partial class Linalg
{
    /// <summary>A norm of vectors or matrices; see <see cref="Paddle.Norm"/>.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="p">Which norm; fro where null.</param>
    /// <param name="axis">One axis: vectors; two: matrices; null: all elements as one vector.</param>
    /// <param name="keepdim">Whether reduced dimensions stay, with size 1.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">An axis is outside x, or the norm does not go with the axes.</exception>
    /// <remarks>Mirrors paddle.linalg.norm.</remarks>
    public static Tensor Norm(Tensor x, NormOrder? p = null, Ints? axis = null, bool keepdim = false, string? name = null) => x.Norm(p, axis, keepdim);

    /// <summary>The Moore-Penrose inverses.</summary>
    /// <param name="x">[.., M, N], floating point.</param>
    /// <param name="rcond">Singular values up to this fraction of the largest count as 0.</param>
    /// <param name="hermitian">Whether the matrices are symmetric; the result is the same.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <returns>[.., N, M].</returns>
    /// <exception cref="InvalidArgumentException">x has fewer than two dimensions.</exception>
    /// <remarks>Mirrors paddle.linalg.pinv.</remarks>
    public static Tensor Pinv(Tensor x, double rcond = 1e-15, bool hermitian = false, string? name = null)
    {
        (Tensor u, Tensor s, Tensor vh) = Svd(x);
        return (Matrices.Transposed(vh) * Inverses(s, rcond).Unsqueeze(-2)).Matmul(u, transposeY: true);
    }

    private static Tensor IsKept(Tensor s, double rcond) => s > (s.Max(-1, keepdim: true) * rcond);

    // The part of the largest singular value up to which rounding errors make others.
    private static double RoundingShare(Tensor x)
        => Math.Max(x.Shape[-1], x.Shape[-2]) * Paddle.Finfo(x.DType.Kind == DTypeKind.Float64 ? DType.Float64 : DType.Float32).Eps;

    private static Tensor Count(Tensor conditions) => conditions.Cast(DType.Int64).Sum(-1);

    // 1 / s, and 0 for what counts as 0 beside the largest.
    private static Tensor Inverses(Tensor s, double rcond)
    {
        Tensor kept = IsKept(s, rcond);
        return kept.Where(1.0 / kept.Where(s, (Scalar)1), (Scalar)0);
    }

    /// <summary>Square matrices to an integer power.</summary>
    /// <param name="x">[.., N, N], floating point.</param>
    /// <param name="n">The exponent; negative inverts first.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The matrices are not square, or singular with a negative exponent.</exception>
    /// <remarks>Mirrors paddle.linalg.matrix_power.</remarks>
    public static Tensor MatrixPower(Tensor x, int n, string? name = null)
    {
        if (x.Ndim < 2 || x.Shape[-1] != x.Shape[-2])
            throw new InvalidArgumentException("MatrixPower: x must hold square matrices.", $"x {x.Shape} {x.DType}");
        if (n == 0)
            return Paddle.Ones(x.Shape[-1], x.DType).DiagEmbed().Expand(x.Shape);
        Tensor square = n < 0 ? Inv(x) : x;
        Tensor? result = null;
        for (long left = Math.Abs((long)n); left > 0; left >>= 1)
        {
            if ((left & 1) != 0)
                result = result is null ? square : result.Matmul(square);
            if (left > 1)
                square = square.Matmul(square);
        }
        return result!;
    }

    /// <summary>How many singular values, or eigenvalue sizes, exceed a bound.</summary>
    /// <param name="x">[.., M, N], floating point.</param>
    /// <param name="tol">The bound; max(M, N) · ε · the largest where null.</param>
    /// <param name="hermitian">Whether the matrices are symmetric, so that eigenvalues serve.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <returns>int64 [..].</returns>
    /// <exception cref="InvalidArgumentException">x has fewer than two dimensions.</exception>
    /// <remarks>Mirrors paddle.linalg.matrix_rank.</remarks>
    public static Tensor MatrixRank(Tensor x, double? tol = null, bool hermitian = false, string? name = null)
    {
        Tensor values = hermitian ? Eigvalsh(x).Abs() : SingularValues(x);
        return Count(tol is { } bound ? values > bound : IsKept(values, RoundingShare(x)));
    }

    /// <summary>The product of several matrices, multiplied in the cheapest order.</summary>
    /// <param name="x">At least two matrices; the first may be a row vector, the last a column vector.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">There are fewer than two, or sizes do not fit.</exception>
    /// <remarks>Mirrors paddle.linalg.multi_dot.</remarks>
    public static Tensor MultiDot(IReadOnlyList<Tensor> x, string? name = null)
    {
        if (x.Count < 2)
            throw new InvalidArgumentException($"MultiDot: {x.Count} matrices were given.", null, "Give at least two.");
        int n = x.Count;
        long[] sizes = [x[0].Ndim == 1 ? 1 : x[0].Shape[0], .. x.Take(n - 1).Select(t => (long)t.Shape[-1]), x[^1].Ndim == 1 ? 1 : x[^1].Shape[-1]];
        var cost = new long[n, n];
        var cut = new int[n, n];
        for (int length = 2; length <= n; length++)
        {
            for (int i = 0; i + length <= n; i++)
            {
                int j = i + length - 1;
                cost[i, j] = long.MaxValue;
                for (int k = i; k < j; k++)
                {
                    long c = cost[i, k] + cost[k + 1, j] + (sizes[i] * sizes[k + 1] * sizes[j + 1]);
                    if (c < cost[i, j])
                        (cost[i, j], cut[i, j]) = (c, k);
                }
            }
        }
        return Multiply(0, n - 1);

        Tensor Multiply(int i, int j) => i == j ? x[i] : Multiply(i, cut[i, j]).Matmul(Multiply(cut[i, j] + 1, j));
    }

    /// <summary>Least-squares solutions of x · result = y, of least norm where there are several.</summary>
    /// <param name="x">[.., M, N], floating point.</param>
    /// <param name="y">[.., M, K].</param>
    /// <param name="rcond">Singular values up to this fraction of the largest count as 0; max(M, N) · ε where null.</param>
    /// <param name="driver">Which routine LAPACK would use; the result is the same.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <returns>Solutions [.., N, K], sums of squared residuals [.., K] (empty unless M &gt; N and x has full rank), ranks, singular values.</returns>
    /// <exception cref="InvalidArgumentException">The shapes do not fit.</exception>
    /// <remarks>Mirrors paddle.linalg.lstsq.</remarks>
    public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) Lstsq(
        Tensor x, Tensor y, double? rcond = null, string? driver = null, string? name = null)
    {
        (x, y) = Systems(x, y);
        if (x.Shape[-2] != y.Shape[-2])
            throw new InvalidArgumentException("Lstsq: x and y have different numbers of rows.", $"x {x.Shape} {x.DType}, y {y.Shape} {y.DType}");
        double bound = rcond ?? RoundingShare(x);
        (Tensor u, Tensor s, Tensor vh) = Svd(x);
        Tensor solution = vh.Matmul(u.Matmul(y, transposeX: true) * Inverses(s, bound).Unsqueeze(-1), transposeX: true);
        Tensor rank = Count(IsKept(s, bound));
        bool determined = x.Shape[-2] > x.Shape[-1] && rank.Size > 0 && rank.Min().Item<long>() == x.Shape[-1];
        Tensor residuals = determined ? (x.Matmul(solution) - y).Square().Sum(-2) : Paddle.Zeros(0, x.DType);
        return (solution, residuals, rank, s);
    }

    /// <summary>Covariances of variables.</summary>
    /// <param name="x">One or two dimensions: variables and observations.</param>
    /// <param name="rowvar">Whether a row is a variable; otherwise a column.</param>
    /// <param name="ddof">Whether the divisor is the number of observations less one; otherwise the number.</param>
    /// <param name="fweights">How often each observation was made; once where null.</param>
    /// <param name="aweights">How much each observation counts; equally where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">x has more than two dimensions.</exception>
    /// <remarks>Mirrors paddle.linalg.cov.</remarks>
    public static Tensor Cov(Tensor x, bool rowvar = true, bool ddof = true, Tensor? fweights = null, Tensor? aweights = null, string? name = null)
    {
        if (x.Ndim is 0 or > 2)
            throw new InvalidArgumentException($"Cov: x has {x.Ndim} dimensions.", $"x {x.Shape} {x.DType}", "It must have one or two.");
        Tensor rows = x.Ndim == 1 ? x.Unsqueeze(0) : rowvar ? x : x.T();
        Tensor? weights = fweights is null ? aweights?.Cast(x.DType) : aweights is null ? fweights.Cast(x.DType) : fweights.Cast(x.DType) * aweights.Cast(x.DType);
        int degrees = ddof ? 1 : 0;
        Tensor result;
        if (weights is null)
        {
            Tensor centered = rows - rows.Mean(1, keepdim: true);
            result = centered.Matmul(centered, transposeY: true) / (double)(rows.Shape[1] - degrees);
        }
        else
        {
            Tensor total = weights.Sum(), centered = rows - ((rows * weights).Sum(1, keepdim: true) / total);
            Tensor lost = aweights is null ? total - degrees : total - ((weights * aweights.Cast(x.DType)).Sum() / total * degrees);
            result = (centered * weights).Matmul(centered, transposeY: true) / lost;
        }
        return x.Ndim == 1 ? result.Squeeze() : result;
    }

    /// <summary>Correlation coefficients of variables.</summary>
    /// <param name="x">One or two dimensions: variables and observations.</param>
    /// <param name="rowvar">Whether a row is a variable; otherwise a column.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">x has more than two dimensions.</exception>
    /// <remarks>Mirrors paddle.linalg.corrcoef.</remarks>
    public static Tensor Corrcoef(Tensor x, bool rowvar = true, string? name = null)
    {
        Tensor covariance = Cov(x, rowvar);
        if (covariance.Ndim == 0)
            return covariance / covariance;
        Tensor deviation = covariance.Diagonal().Sqrt();
        return (covariance / deviation.Unsqueeze(1) / deviation.Unsqueeze(0)).Clip(-1, 1);
    }

    /// <summary>Condition numbers: the norm of a matrix times that of its inverse.</summary>
    /// <param name="x">[.., M, N]; square unless p is 2, -2 or null.</param>
    /// <param name="p">Which norm: fro, nuc, 1, -1, 2, -2, inf or -inf; 2 where null.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The norm does not exist, or a matrix is singular.</exception>
    /// <remarks>Mirrors paddle.linalg.cond.</remarks>
    public static Tensor Cond(Tensor x, NormOrder? p = null, string? name = null)
    {
        NormOrder order = p ?? 2;
        if (order.Name is null && Math.Abs(order.Value) == 2)
        {
            Tensor s = SingularValues(x);
            return order.Value > 0 ? s.Max(-1) / s.Min(-1) : s.Min(-1) / s.Max(-1);
        }
        return x.Norm(order, (-2, -1)) * Inv(x).Norm(order, (-2, -1));
    }
}
