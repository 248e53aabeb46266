using static Trireme.Tests.Ops.Linalg.MatrixSamples;
using Algebra = Trireme.Linalg;

namespace Trireme.Tests.Ops.Linalg;

/// <summary>Triangular and orthogonal factors, and what is solved with them, on both sides of the sizes of vectors, blocks and panels.</summary>
public sealed class FactorizationTests
{
    [Theory, MemberData(nameof(Shapes), MemberType = typeof(MatrixSamples))]
    public void Q_and_R_of_any_shape(int m, int n)
    {
        foreach (string mode in (string[])["reduced", "complete"])
        {
            Tensor x = Numbers(m + n, 2, m, n);
            (Tensor q, Tensor r) = Algebra.Qr(x, mode);
            Close(q.Matmul(r), x, Math.Max(m, n), 2);
            Close(q[1].Matmul(q[1], transposeX: true), Identity(q.Shape[^1]), Math.Max(m, n), 1);
            Assert.Equal(r.Triu().ToArray<double>(), r.ToArray<double>());
        }
    }

    [Fact]
    public void Columns_that_need_no_reflection_keep_their_sign()
    {
        (Tensor q, Tensor r) = Algebra.Qr(Identity(40));
        Assert.Equal(Identity(40).ToArray<double>(), q.ToArray<double>());
        Assert.Equal(Identity(40).ToArray<double>(), r.ToArray<double>());
        (q, r) = Algebra.Qr(Paddle.Zeros((4, 3), DType.Float64));
        Close(q.Matmul(q, transposeX: true), Identity(3), 3, 1);
        Assert.Equal(0, Largest(r));
    }

    [Fact]
    public void Columns_whose_squares_are_no_numbers_are_made_orthogonal()
    {
        foreach (double size in (double[])[1e200, 1e-200])
        {
            (Tensor q, Tensor r) = Algebra.Qr(Numbers(8, 20, 9) * size);
            Close(q.Matmul(q, transposeX: true), Identity(9), 20, 1);
            Close(q.Matmul(r * (1 / size)), Numbers(8, 20, 9), 20, 1);
        }
    }

    [Theory, MemberData(nameof(Sizes), MemberType = typeof(MatrixSamples))]
    public void Systems_of_any_size(int n)
    {
        Tensor a = Numbers(n, 2, n, n);
        foreach (int columns in (int[])[1, 2, 9, 40])
        {
            Tensor y = Numbers(columns, 2, n, columns), x = Algebra.Solve(a, y);
            Close(a.Matmul(x), y, n, 8 * (1 + Largest(x)));
        }
        Tensor inverse = Algebra.Inv(a);
        Close(a.Matmul(inverse), Paddle.Stack([Identity(n), Identity(n)]), n, 8 * (1 + Largest(inverse)));
    }

    [Theory, MemberData(nameof(Sizes), MemberType = typeof(MatrixSamples))]
    public void Determinants_of_any_size(int n)
    {
        // Of a permutation times a triangle the determinant is the sign times the diagonal's product.
        int[] order = [.. Enumerable.Range(0, n).Reverse()];
        Tensor diagonal = Tensor.From<double>([.. Numbers(n, n).Select(x => x + Math.CopySign(0.5, x))], [n]);
        Tensor triangle = (Numbers(n, n, n) * (1.0 / n)).Triu(1) + diagonal.DiagEmbed(), x = Paddle.IndexSelect(triangle, Tensor.From(order, [n]), 0);
        double expected = diagonal.ToArray<double>().Aggregate(1.0, (p, d) => p * d) * (n / 2 % 2 == 0 ? 1 : -1);
        Assert.Equal(expected, Algebra.Det(x).Item<double>(), Math.Abs(expected) * 1e-12);
        double[] log = Algebra.Slogdet(x).ToArray<double>();
        Assert.Equal(Math.Sign(expected), log[0]);
        Assert.Equal(Math.Log(Math.Abs(expected)), log[1], 1e-11);
    }

    [Theory, MemberData(nameof(Sizes), MemberType = typeof(MatrixSamples))]
    public void Cholesky_factors_of_any_size(int n)
    {
        Tensor r = Numbers(n, n, n), x = r.Matmul(r, transposeY: true) + (Identity(n) * 0.1);
        Tensor lower = Algebra.Cholesky(x.Tril() + (Identity(n) * 0.0)), upper = Algebra.Cholesky(x.Triu(), upper: true);
        Close(lower.Matmul(lower, transposeY: true), x, n, Largest(x));
        Close(upper.Matmul(upper, transposeX: true), x, n, Largest(x));
        Assert.Equal(lower.Tril().ToArray<double>(), lower.ToArray<double>());
        Assert.Equal(upper.Triu().ToArray<double>(), upper.ToArray<double>());
    }

    [Theory, MemberData(nameof(Sizes), MemberType = typeof(MatrixSamples))]
    public void Triangular_systems_of_any_size(int n)
    {
        Tensor a = (Numbers(n, n, n) * (1.0 / n)) + Identity(n);
        foreach (int columns in (int[])[1, 3, 32, 71])
        {
            Tensor y = Numbers(columns, n, columns);
            for (int form = 0; form < 8; form++)
            {
                bool upper = (form & 1) != 0, transpose = (form & 2) != 0, unit = (form & 4) != 0;
                Tensor t = unit ? (upper ? a.Triu(1) : a.Tril(-1)) + Identity(n) : upper ? a.Triu() : a.Tril();
                Close(t.Matmul(Algebra.TriangularSolve(a, y, upper, transpose, unit), transposeX: transpose), y, n, 8);
            }
        }
    }

    [Fact]
    public void A_pivot_of_0_in_any_block_is_found()
    {
        foreach (int n in (int[])[3, 24, 40, 100])
        {
            foreach (int at in (int[])[0, n / 2, n - 1])
            {
                Tensor mask = Tensor.From<double>([.. Enumerable.Range(0, n).Select(j => j == at ? 0.0 : 1)], (1, n));
                Tensor x = Numbers(n, n, n) * mask;
                Assert.Equal(0, Algebra.Det(x).Item<double>());
                Assert.Equal([0, double.NegativeInfinity], Algebra.Slogdet(x).ToArray<double>());
                Assert.Contains("matrix 0 of the batch is singular", Assert.Throws<InvalidArgumentException>(() => Algebra.Inv(x)).Message);
                Assert.Contains("matrix 0 of the batch is singular", Assert.Throws<InvalidArgumentException>(() => Algebra.Solve(x, x)).Message);
                Tensor indefinite = Identity(n) - (Identity(n) * (1 - mask) * 2);
                Assert.Contains("not positive definite", Assert.Throws<InvalidArgumentException>(() => Algebra.Cholesky(indefinite)).Message);
            }
        }
    }
}
