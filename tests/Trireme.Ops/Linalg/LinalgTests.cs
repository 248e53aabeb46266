using Algebra = Trireme.Linalg;

namespace Trireme.Tests.Ops.Linalg;

public sealed class LinalgTests
{
    private static Tensor Random(int seed, params int[] shape)
    {
        var random = new System.Random(seed);
        return Tensor.From<double>(Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => (random.NextDouble() * 2) - 1).ToArray(), shape);
    }

    private static void Close(Tensor a, Tensor b, double tolerance = 1e-10)
    {
        Assert.Equal(b.Shape.ToArray(), a.Shape.ToArray());
        double[] x = a.ToArray<double>(), y = b.ToArray<double>();
        for (int i = 0; i < x.Length; i++)
            Assert.True(Math.Abs(x[i] - y[i]) <= tolerance * (1 + Math.Abs(y[i])), $"element {i}: {x[i]} and {y[i]}");
    }

    private static Tensor Identity(int n) => Paddle.Ones(n, DType.Float64).DiagEmbed();

    [Theory]
    [InlineData(5, 3, false)]
    [InlineData(3, 5, false)]
    [InlineData(4, 4, false)]
    [InlineData(5, 3, true)]
    [InlineData(3, 5, true)]
    public void Singular_vectors_are_orthonormal_and_multiply_to_the_matrix(int m, int n, bool full)
    {
        Tensor x = Random(m + n, 2, m, n);
        (Tensor u, Tensor s, Tensor vh) = Algebra.Svd(x, full);
        int k = Math.Min(m, n);
        Close((u[.., .., ..k] * s.Unsqueeze(-2)).Matmul(vh[.., ..k]), x);
        Close(u[0].Matmul(u[0], transposeX: true), Identity(full ? m : k));
        Close(vh[1].Matmul(vh[1], transposeY: true), Identity(full ? n : k));
        Assert.All(Enumerable.Range(1, k - 1), i => Assert.True(s[0, i].Item() <= s[0, i - 1].Item()));
    }

    [Fact]
    public void Rank_deficient_matrices_have_orthonormal_vectors_too()
    {
        Tensor x = Random(1, 4, 1).Matmul(Random(2, 1, 3));
        (Tensor u, Tensor s, _) = Algebra.Svd(x);
        Close(u.Matmul(u, transposeX: true), Identity(3));
        Assert.Equal(1, Algebra.MatrixRank(x).Item<long>());
        Assert.True(s[1].Item() < 1e-12);
        (Tensor zeros, _, _) = Algebra.Svd(Paddle.Zeros((3, 2), DType.Float64));
        Close(zeros.Matmul(zeros, transposeX: true), Identity(2));
    }

    [Theory]
    [InlineData(5, 3, "reduced")]
    [InlineData(3, 5, "reduced")]
    [InlineData(5, 3, "complete")]
    public void Q_is_orthonormal_and_R_triangular(int m, int n, string mode)
    {
        Tensor x = Random(m * n, m, n);
        (Tensor q, Tensor r) = Algebra.Qr(x, mode);
        Close(q.Matmul(r), x);
        Close(q.Matmul(q, transposeX: true), Identity(q.Shape[1]));
        Close(r.Triu(), r);
    }

    [Fact]
    public void Eigenvectors_are_turned_into_multiples_of_themselves()
    {
        Tensor a = Random(7, 6, 6), x = a + a.T();
        (Tensor w, Tensor v) = Algebra.Eigh(x);
        Close(x.Matmul(v), v * w.Unsqueeze(0));
        Close(v.Matmul(v, transposeX: true), Identity(6));
        Close(Algebra.Eigvalsh(x.Tril(), "L"), w);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 40)]
    [InlineData(70, 33)]
    [InlineData(9, 50)]
    public void Values_alone_are_those_that_come_with_vectors(int m, int n)
    {
        Tensor x = Random(m + n, 2, m, n), square = x.Matmul(x, transposeY: true), s = Algebra.Svd(x).S;
        Close(Algebra.Eigvalsh(square), Algebra.Eigh(square).Values, 1e-9);
        Close(Algebra.Cond(x), s.Max(-1) / s.Min(-1), 1e-6);
        Assert.Equal([(long)Math.Min(m, n), Math.Min(m, n)], Algebra.MatrixRank(x).ToArray<long>());
        Assert.All(Algebra.Eigvalsh(square * double.NaN).ToArray<double>(), value => Assert.True(double.IsNaN(value)));
        Assert.All(Algebra.Cond(x * double.NaN).ToArray<double>(), value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Larger_systems_are_solved_to_rounding()
    {
        Tensor a = Random(3, 60, 60), b = Random(4, 60, 2);
        Close(a.Matmul(Algebra.Solve(a, b)), b, 1e-9);
        Close(Algebra.Pinv(Random(5, 4, 6)).Matmul(Random(5, 4, 6)).Matmul(Algebra.Pinv(Random(5, 4, 6))), Algebra.Pinv(Random(5, 4, 6)), 1e-9);
    }

    [Fact]
    public void Errors_say_which_matrix_and_why()
    {
        Assert.Contains("matrix 1 of the batch is singular", Assert.Throws<InvalidArgumentException>(() => Algebra.Inv(Paddle.Stack([Identity(2), Paddle.Zeros((2, 2), DType.Float64)]))).Message);
        Assert.Contains("not square: 2 by 3", Assert.Throws<InvalidArgumentException>(() => Algebra.Det(Random(1, 2, 3))).Message);
        Assert.Contains("not positive definite", Assert.Throws<InvalidArgumentException>(() => Algebra.Cholesky(Identity(2) * -1.0)).Message);
        Assert.Contains("so Y's dimension -2 must be 3, not 2", Assert.Throws<InvalidArgumentException>(() => Random(1, 2, 3).Matmul(Random(1, 2, 3))).Message);
        Assert.Contains("'k' is no dimension", Assert.Throws<InvalidArgumentException>(() => Paddle.Einsum("ij->ik", Random(1, 2, 3))).Message);
        Assert.Contains("names 3 operands, 1 were given", Assert.Throws<InvalidArgumentException>(() => Paddle.Einsum("i,j,k", Random(1, 2))).Message);
    }

    [Fact]
    public void Integers_multiply_exactly()
    {
        Tensor x = Tensor.From<long>([1, 2, 3, 4], (2, 2));
        Assert.Equal([7L, 10, 15, 22], x.Matmul(x).ToArray<long>());
        Assert.Equal([5L, 11, 11, 25], x.Matmul(x, transposeY: true).ToArray<long>());
        Assert.Equal([0f, 0, 0, 0], Paddle.Zeros((2, 0)).Matmul(Paddle.Zeros((0, 2))).ToArray<float>());
    }
}
