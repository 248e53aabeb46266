using Trireme.Operators;

namespace Trireme;

/// <summary>Linear algebra over the matrices in the last two dimensions: paddle.linalg.</summary>
/// <remarks>Computed in double precision inside, whatever the element type.</remarks>
public static partial class Linalg
{
    /// <summary>The inverses of square matrices.</summary>
    /// <param name="x">[.., N, N], floating point.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">A matrix is not square or is singular.</exception>
    /// <remarks>LU with partial pivoting, O(N³). Mirrors paddle.linalg.inv.</remarks>
    public static Tensor Inv(Tensor x, string? name = null) => new InverseOp().Apply(x);

    /// <summary>The determinants of square matrices.</summary>
    /// <param name="x">[.., N, N], floating point.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <returns>[..].</returns>
    /// <exception cref="InvalidArgumentException">The matrices are not square.</exception>
    /// <remarks>Mirrors paddle.linalg.det.</remarks>
    public static Tensor Det(Tensor x, string? name = null) => new DeterminantOp().Apply(x);

    /// <summary>The signs of the determinants and the logarithms of their sizes.</summary>
    /// <param name="x">[.., N, N], floating point.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <returns>[2, ..]: signs, then logarithms.</returns>
    /// <exception cref="InvalidArgumentException">The matrices are not square.</exception>
    /// <remarks>Mirrors paddle.linalg.slogdet.</remarks>
    public static Tensor Slogdet(Tensor x, string? name = null) => new SlogdeterminantOp().Apply(x);

    /// <summary>The solutions of x · result = y.</summary>
    /// <param name="x">[.., N, N], floating point.</param>
    /// <param name="y">[.., N, K] or [.., N]; the dimensions in front broadcast.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not fit, or a matrix is singular.</exception>
    /// <remarks>LU with partial pivoting. Mirrors paddle.linalg.solve.</remarks>
    public static Tensor Solve(Tensor x, Tensor y, string? name = null)
    {
        bool vector = y.Ndim == 1 || (y.Ndim == x.Ndim - 1 && y.Shape == x.Shape[..^1]);
        (x, y) = Systems(x, vector ? y.Unsqueeze(-1) : y);
        Tensor result = new SolveOp().Apply(x, y);
        return vector ? result.Squeeze(-1) : result;
    }

    /// <summary>The solutions of T · result = y for a triangle T of x.</summary>
    /// <param name="x">[.., N, N]; the other triangle is not read.</param>
    /// <param name="y">[.., N, K]; the dimensions in front broadcast.</param>
    /// <param name="upper">Whether T is the upper triangle; otherwise the lower.</param>
    /// <param name="transpose">Whether T is transposed.</param>
    /// <param name="unitriangular">Whether T's diagonal is taken to be ones.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not fit.</exception>
    /// <remarks>Mirrors paddle.linalg.triangular_solve.</remarks>
    public static Tensor TriangularSolve(Tensor x, Tensor y, bool upper = true, bool transpose = false, bool unitriangular = false, string? name = null)
    {
        (x, y) = Systems(x, y);
        return new TriangularSolveOp(upper, transpose, unitriangular).Apply(x, y);
    }

    /// <summary>The triangular factors L with L · Lᵀ = x of symmetric positive definite matrices.</summary>
    /// <param name="x">[.., N, N]; one triangle is read.</param>
    /// <param name="upper">Whether the result is Lᵀ.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">A matrix is not positive definite.</exception>
    /// <remarks>Mirrors paddle.linalg.cholesky.</remarks>
    public static Tensor Cholesky(Tensor x, bool upper = false, string? name = null) => new CholeskyOp(upper).Apply(x);

    /// <summary>The solutions of A · result = x, given A's Cholesky factor.</summary>
    /// <param name="x">[.., N, K]: the right-hand sides.</param>
    /// <param name="y">[.., N, N]: the factor of A.</param>
    /// <param name="upper">Whether the factor is the upper one.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The shapes do not fit.</exception>
    /// <remarks>Mirrors paddle.linalg.cholesky_solve.</remarks>
    public static Tensor CholeskySolve(Tensor x, Tensor y, bool upper = false, string? name = null)
        => TriangularSolve(y, TriangularSolve(y, x, upper, transpose: upper), upper, transpose: !upper);

    /// <summary>Eigenvalues, ascending, and eigenvectors of symmetric matrices.</summary>
    /// <param name="x">[.., N, N]; one triangle is read.</param>
    /// <param name="UPLO">L reads the lower triangle, U the upper.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <returns>[.., N], and [.., N, N] with an eigenvector in each column.</returns>
    /// <exception cref="InvalidArgumentException">The matrices are not square.</exception>
    /// <remarks>Tridiagonal form and implicit QL steps. Mirrors paddle.linalg.eigh.</remarks>
    public static (Tensor Values, Tensor Vectors) Eigh(Tensor x, string UPLO = "L", string? name = null)
    {
        Tensor[] result = new EighOp(UPLO).ApplyAll(x);
        return (result[0], result[1]);
    }

    /// <summary>The eigenvalues of symmetric matrices, ascending.</summary>
    /// <param name="x">[.., N, N]; one triangle is read.</param>
    /// <param name="UPLO">L reads the lower triangle, U the upper.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The matrices are not square.</exception>
    /// <remarks>Mirrors paddle.linalg.eigvalsh.</remarks>
    public static Tensor Eigvalsh(Tensor x, string UPLO = "L", string? name = null) => new EigvalshOp(UPLO).ApplyAll(x)[0];

    /// <summary>Q · R = x with orthonormal columns in Q and R upper triangular.</summary>
    /// <param name="x">[.., M, N], floating point.</param>
    /// <param name="mode">reduced: Q [M, min], R [min, N]; complete: Q [M, M], R [M, N].</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The mode is not known.</exception>
    /// <remarks>Householder reflections. Differentiable in mode reduced for M at least N. Mirrors paddle.linalg.qr.</remarks>
    public static (Tensor Q, Tensor R) Qr(Tensor x, string mode = "reduced", string? name = null)
    {
        Tensor[] result = new QrOp(mode).ApplyAll(x);
        return (result[0], result[1]);
    }

    /// <summary>U · diag(S) · VH = x with orthonormal columns in U and rows in VH, S descending.</summary>
    /// <param name="x">[.., M, N], floating point.</param>
    /// <param name="fullMatrices">Whether U and VH are square.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">x has fewer than two dimensions.</exception>
    /// <remarks>Bidiagonal form and implicit QR steps. Mirrors paddle.linalg.svd.</remarks>
    public static (Tensor U, Tensor S, Tensor VH) Svd(Tensor x, bool fullMatrices = false, string? name = null)
    {
        Tensor[] result = new SvdOp(fullMatrices).ApplyAll(x);
        return (result[0], result[1], result[2]);
    }

    private static Tensor SingularValues(Tensor x) => new SvdvalsOp().Apply(x);

    private static (Tensor X, Tensor Y) Systems(Tensor x, Tensor y)
    {
        if (x.Ndim < 2 || y.Ndim < 2)
            throw new InvalidArgumentException("The matrix and the right-hand side need at least two dimensions.", $"x {x.Shape} {x.DType}, y {y.Shape} {y.DType}");
        Shape batch = Paddle.BroadcastShape(x.Shape[..^2], y.Shape[..^2]);
        Shape a = (int[])[.. batch.AsSpan(), .. x.Shape[^2..].AsSpan()], b = (int[])[.. batch.AsSpan(), .. y.Shape[^2..].AsSpan()];
        return (x.Shape == a ? x : x.Expand(a), y.Shape == b ? y : y.Expand(b));
    }
}
