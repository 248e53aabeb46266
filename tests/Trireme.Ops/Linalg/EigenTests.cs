using static Trireme.Tests.Ops.Linalg.MatrixSamples;
using Algebra = Trireme.Linalg;

namespace Trireme.Tests.Ops.Linalg;

/// <summary>Eigenvalues and singular values, and their vectors, of matrices that are hard for one reason or another.</summary>
public sealed class EigenTests
{
    internal static void CheckEigen(Tensor x, string uplo = "L")
    {
        int n = x.Shape[-1];
        (Tensor w, Tensor v) = Algebra.Eigh(x, uplo);
        Tensor lower = x.Tril(), full = uplo == "L" ? lower + Turned(x.Tril(-1)) : x.Triu() + Turned(x.Triu(1));
        full = Middle(full, out double factor);
        Close((v * (w * factor * factor).Unsqueeze(-2)).Matmul(v, transposeY: true), full, n, Largest(full) * Math.Sqrt(n));
        Close(v.Matmul(v, transposeX: true), Identity(n), n, 1);
        double[] values = w.ToArray<double>();
        for (int i = 1; i < n; i++)
            Assert.True(values[i - 1] <= values[i]);
    }

    internal static void CheckSvd(Tensor x, bool full = false)
    {
        int m = x.Shape[-2], n = x.Shape[-1], few = Math.Min(m, n), many = Math.Max(m, n);
        (Tensor u, Tensor s, Tensor vh) = Algebra.Svd(x, full);
        x = Middle(x, out double factor);
        Close((u[.., ..few] * (s * factor * factor).Unsqueeze(-2)).Matmul(vh[..few]), x, many, Largest(x) * Math.Sqrt(many));
        Close(u.Matmul(u, transposeX: true), Identity(full ? m : few), many, 1);
        Close(vh.Matmul(vh, transposeY: true), Identity(full ? n : few), many, 1);
        double[] values = s.ToArray<double>();
        Assert.True(values[^1] >= 0);
        for (int i = 1; i < few; i++)
            Assert.True(values[i - 1] >= values[i]);
    }

    [Theory, MemberData(nameof(Sizes), MemberType = typeof(MatrixSamples))]
    public void Symmetric_matrices_of_any_size(int n)
    {
        CheckEigen(Numbers(n, n, n), "L");
        CheckEigen(Numbers(n + 1, n, n), "U");
    }

    [Theory, MemberData(nameof(Hard), MemberType = typeof(MatrixSamples))]
    public void Symmetric_matrices_that_are_hard(string kind, int n) => CheckEigen(Symmetric(kind, n));

    [Theory, MemberData(nameof(Hard), MemberType = typeof(MatrixSamples))]
    public void Singular_values_of_matrices_that_are_hard(string kind, int n)
    {
        Tensor x = Symmetric(kind, n);
        CheckSvd(x);
        CheckSvd(x.Triu());
        CheckSvd(x[.., ..((n + 1) / 2)], full: true);
    }

    [Theory, MemberData(nameof(Shapes), MemberType = typeof(MatrixSamples))]
    public void Singular_values_of_any_shape(int m, int n)
    {
        CheckSvd(Numbers(m, m, n));
        CheckSvd(Numbers(n, m, n), full: true);
    }

    [Fact]
    public void Large_matrices_of_either_precision()
    {
        CheckEigen(Numbers(1, 300, 300));
        CheckSvd(Numbers(2, 300, 300));
        CheckSvd(Numbers(3, 270, 310), full: true);
    }

    // The second difference has the eigenvalues 2 - 2 cos(jπ / (n + 1)); the difference, its factor, has their roots for singular values.
    [Theory]
    [InlineData(10)]
    [InlineData(131)]
    public void Eigenvalues_of_the_second_difference_are_known(int n)
    {
        var second = new double[n * n];
        var first = new double[(n + 1) * n];
        for (int i = 0; i < n; i++)
        {
            second[(i * n) + i] = 2;
            if (i > 0)
                second[(i * n) + i - 1] = second[((i - 1) * n) + i] = -1;
            first[(i * n) + i] = 1;
            first[((i + 1) * n) + i] = -1;
        }
        double[] expected = [.. Enumerable.Range(1, n).Select(j => 2 * Math.Sin(j * Math.PI / (2 * (n + 1))))];
        Close(Algebra.Eigvalsh(Tensor.From<double>(second, (n, n))), Tensor.From<double>([.. expected.Select(x => x * x)], [n]), n, 1);
        Close(Algebra.Svd(Tensor.From<double>(first, (n + 1, n))).S, Tensor.From<double>([.. expected.Reverse()], [n]), n, 1);
    }
}
