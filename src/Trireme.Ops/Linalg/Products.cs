using Trireme.Operators;

namespace Trireme
{
    public static partial class Paddle
    {
        /// <summary>The sums of the diagonals of the planes of two axes.</summary>
        /// <param name="x">A tensor with at least two dimensions.</param>
        /// <param name="offset">Which diagonal: above the main one where positive.</param>
        /// <param name="axis1">The rows' axis.</param>
        /// <param name="axis2">The columns' axis.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The axes are outside x or the same.</exception>
        /// <remarks>Mirrors paddle.trace.</remarks>
        public static Tensor Trace(this Tensor x, int offset = 0, int axis1 = 0, int axis2 = 1, string? name = null)
            => x.Diagonal(offset, axis1, axis2).Sum(-1);

        /// <summary>The inverses of square matrices; see <see cref="Linalg.Inv"/>.</summary>
        /// <param name="x">[.., N, N], floating point.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">A matrix is not square or is singular.</exception>
        /// <remarks>Mirrors paddle.inverse.</remarks>
        public static Tensor Inverse(this Tensor x, string? name = null) => Linalg.Inv(x);

        /// <summary>The triangular factors of symmetric positive definite matrices; see <see cref="Linalg.Cholesky"/>.</summary>
        /// <param name="x">[.., N, N]; one triangle is read.</param>
        /// <param name="upper">Whether the result is the upper triangle.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">A matrix is not positive definite.</exception>
        /// <remarks>Mirrors paddle.cholesky.</remarks>
        public static Tensor Cholesky(this Tensor x, bool upper = false, string? name = null) => Linalg.Cholesky(x, upper);

        /// <summary>The eigenvalues of symmetric matrices, ascending; see <see cref="Linalg.Eigvalsh"/>.</summary>
        /// <param name="x">[.., N, N]; one triangle is read.</param>
        /// <param name="UPLO">L reads the lower triangle, U the upper.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The matrices are not square.</exception>
        /// <remarks>Mirrors paddle.eigvalsh.</remarks>
        public static Tensor Eigvalsh(this Tensor x, string UPLO = "L", string? name = null) => Linalg.Eigvalsh(x, UPLO);

        /// <summary>The sums of products over the last dimensions; a scalar multiplies.</summary>
        /// <param name="x">[.., K].</param>
        /// <param name="y">[.., K].</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>x's dimensions without the last, then y's.</returns>
        /// <exception cref="InvalidArgumentException">The last dimensions differ.</exception>
        /// <remarks>Mirrors paddle.inner.</remarks>
        public static Tensor Inner(this Tensor x, Tensor y, string? name = null)
        {
            if (x.Ndim == 0 || y.Ndim == 0)
                return x * y;
            if (x.Shape[-1] != y.Shape[-1])
                throw new InvalidArgumentException("Inner: the last dimensions differ.", $"x {x.Shape} {x.DType}, y {y.Shape} {y.DType}");
            return Contract(x, [x.Ndim - 1], y, [y.Ndim - 1]);
        }

        /// <summary>The products of all pairs of elements.</summary>
        /// <param name="x">A tensor; it is flattened.</param>
        /// <param name="y">A tensor; it is flattened.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>[elements of x, elements of y].</returns>
        /// <remarks>Mirrors paddle.outer.</remarks>
        public static Tensor Outer(this Tensor x, Tensor y, string? name = null) => x.Flatten().Unsqueeze(1) * y.Flatten().Unsqueeze(0);

        /// <summary>The Kronecker product: every element of x times all of y.</summary>
        /// <param name="x">One tensor.</param>
        /// <param name="y">The other; dimensions are aligned at the end.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>The products of the dimensions.</returns>
        /// <remarks>Mirrors paddle.kron.</remarks>
        public static Tensor Kron(this Tensor x, Tensor y, string? name = null)
        {
            int rank = Math.Max(x.Ndim, y.Ndim);
            int[] a = [.. Enumerable.Repeat(1, rank - x.Ndim), .. x.Shape.AsSpan()], b = [.. Enumerable.Repeat(1, rank - y.Ndim), .. y.Shape.AsSpan()];
            Tensor left = Reshape2Op.ViewOf(x, a.SelectMany(d => new[] { d, 1 }).ToArray()), right = Reshape2Op.ViewOf(y, b.SelectMany(d => new[] { 1, d }).ToArray());
            return Reshape2Op.ViewOf(left * right, a.Zip(b, (p, q) => p * q).ToArray());
        }

        /// <summary>The vector product along an axis of length 3.</summary>
        /// <param name="x">One tensor.</param>
        /// <param name="y">The other; they broadcast.</param>
        /// <param name="axis">The axis; 9 takes the first of length 3.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The axis has not length 3.</exception>
        /// <remarks>Mirrors paddle.cross.</remarks>
        public static Tensor Cross(this Tensor x, Tensor y, int axis = 9, string? name = null)
        {
            axis = axis == 9 ? Array.IndexOf(x.Shape.ToArray(), 3) : Axes.Of(x, axis, "Cross");
            if (axis < 0 || x.Shape[axis] != 3 || y.Ndim != x.Ndim || y.Shape[axis] != 3)
                throw new InvalidArgumentException("Cross: there is no axis of length 3.", $"x {x.Shape} {x.DType}, y {y.Shape} {y.DType}, axis {axis}");
            return (x.Roll(-1, axis) * y.Roll(-2, axis)) - (x.Roll(-2, axis) * y.Roll(-1, axis));
        }

        /// <summary>The sums of products over the last dimensions of x and the first of y.</summary>
        /// <param name="x">One tensor.</param>
        /// <param name="y">The other.</param>
        /// <param name="axes">Over how many dimensions.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>The dimensions of x that are left, then those of y.</returns>
        /// <exception cref="InvalidArgumentException">The dimensions summed over differ.</exception>
        /// <remarks>Mirrors paddle.tensordot.</remarks>
        public static Tensor Tensordot(this Tensor x, Tensor y, int axes = 2, string? name = null)
            => Tensordot(x, y, [[.. Enumerable.Range(x.Ndim - axes, Math.Max(0, axes))], [.. Enumerable.Range(0, Math.Max(0, axes))]]);

        /// <summary>The sums of products over pairs of axes.</summary>
        /// <param name="x">One tensor.</param>
        /// <param name="y">The other.</param>
        /// <param name="axes">The axes of x and, in the same order, those of y; one list counts for both.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <returns>The dimensions of x that are left, then those of y.</returns>
        /// <exception cref="InvalidArgumentException">An axis does not exist, or paired dimensions differ.</exception>
        /// <remarks>Mirrors paddle.tensordot.</remarks>
        public static Tensor Tensordot(this Tensor x, Tensor y, int[][] axes, string? name = null)
        {
            int[] a = Axes.Of(x, axes[0], "Tensordot"), b = Axes.Of(y, axes[^1], "Tensordot");
            if (axes.Length > 2 || a.Length != b.Length || a.Zip(b).Any(p => x.Shape[p.First] != y.Shape[p.Second]))
            {
                throw new InvalidArgumentException($"Tensordot: the dimensions to sum over differ.",
                    $"x {x.Shape} {x.DType} along {(Ints)a}, y {y.Shape} {y.DType} along {(Ints)b}");
            }
            return Contract(x, a, y, b);
        }

        private static Tensor Contract(Tensor x, int[] a, Tensor y, int[] b)
        {
            int[] leftX = [.. Enumerable.Range(0, x.Ndim).Except(a)], leftY = [.. Enumerable.Range(0, y.Ndim).Except(b)];
            int inner = a.Aggregate(1, (n, i) => n * x.Shape[i]);
            Shape rows = leftX.Select(i => x.Shape[i]).ToArray(), columns = leftY.Select(i => y.Shape[i]).ToArray();
            Tensor left = Reshape2Op.ViewOf(x.Transpose((int[])[.. leftX, .. a]), ((int)rows.Numel, inner));
            Tensor right = Reshape2Op.ViewOf(y.Transpose((int[])[.. b, .. leftY]), (inner, (int)columns.Numel));
            return Reshape2Op.ViewOf(left.Matmul(right), (int[])[.. rows.AsSpan(), .. columns.AsSpan()]);
        }
    }
}

namespace Trireme.NN
{
    public static partial class Functional
    {
        /// <summary>result[b, k] = Σ x1[b, i] · weight[k, i, j] · x2[b, j] + bias[k].</summary>
        /// <param name="x1">[B, I].</param>
        /// <param name="x2">[B, J].</param>
        /// <param name="weight">[K, I, J].</param>
        /// <param name="bias">[1, K]; none where null.</param>
        /// <param name="name">Unused in eager mode.</param>
        /// <exception cref="InvalidArgumentException">The shapes do not fit.</exception>
        /// <remarks>Mirrors paddle.nn.functional.bilinear.</remarks>
        public static Tensor Bilinear(Tensor x1, Tensor x2, Tensor weight, Tensor? bias = null, string? name = null)
        {
            if (weight.Ndim != 3 || x1.Ndim != 2 || x2.Ndim != 2 || x1.Shape[0] != x2.Shape[0] || weight.Shape[1] != x1.Shape[1] || weight.Shape[2] != x2.Shape[1])
                throw new InvalidArgumentException("Bilinear: weight must be [K, I, J] for x1 [B, I] and x2 [B, J].", $"x1 {x1.Shape}, x2 {x2.Shape}, weight {weight.Shape}");
            int k = weight.Shape[0], i = weight.Shape[1], j = weight.Shape[2];
            Tensor first = Reshape2Op.ViewOf(x1.Matmul(Reshape2Op.ViewOf(weight.Transpose((1, 0, 2)), (i, k * j))), (x1.Shape[0], k, j));
            Tensor result = first.Matmul(x2.Unsqueeze(-1)).Squeeze(-1);
            return bias is null ? result : result + bias;
        }
    }
}
