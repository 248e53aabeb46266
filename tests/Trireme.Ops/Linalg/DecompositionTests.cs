using Trireme.Cpu;
using Algebra = Trireme.Linalg;

namespace Trireme.Tests.Ops.Linalg;

/// <summary>Decompositions of matrices that are hard for one reason or another: what they must multiply to is known.</summary>
public sealed class DecompositionTests
{
    private static readonly double Epsilon = Math.BitIncrement(1.0) - 1;

    /// <summary>Sizes around those of vectors, blocks and panels.</summary>
    public static TheoryData<int> Sizes => [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 23, 24, 25, 26, 31, 32, 33, 34, 47, 48, 63, 64, 65, 66, 70, 97, 129, 150];

    /// <summary>Heights and widths.</summary>
    public static TheoryData<int, int> Shapes
    {
        get
        {
            var data = new TheoryData<int, int>();
            (int, int)[] shapes =
            [
                (1, 1), (2, 1), (1, 2), (3, 2), (2, 5), (8, 3), (9, 9), (24, 25), (33, 20), (20, 33), (64, 31), (70, 65), (65, 70), (100, 33), (130, 70), (40, 129),
                (300, 5),
            ];
            foreach ((int m, int n) in shapes)
                data.Add(m, n);
            return data;
        }
    }

    /// <summary>Matrices that break weak methods, each with a size.</summary>
    public static TheoryData<string, int> Hard
    {
        get
        {
            var data = new TheoryData<string, int>();
            string[] kinds =
            [
                "zero", "identity", "ones", "rank one", "clustered", "repeated", "graded", "graded back", "huge", "tiny", "negative", "diagonal", "wilkinson",
                "no coupling",
            ];
            foreach (string kind in kinds)
            {
                foreach (int n in (int[])[1, 2, 3, 8, 21, 40, 130])
                    data.Add(kind, n);
            }
            return data;
        }
    }

    private static double[] Random(int seed, int count)
    {
        var random = new System.Random(seed);
        var values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = (random.NextDouble() * 2) - 1;
        return values;
    }

    private static Tensor Random(int seed, params int[] shape) => Tensor.From<double>(Random(seed, shape.Aggregate(1, (a, b) => a * b)), shape);

    private static Tensor Identity(int n) => Paddle.Ones(n, DType.Float64).DiagEmbed();

    private static Tensor Turned(Tensor x) => x.Transpose([.. Enumerable.Range(0, x.Ndim - 2), x.Ndim - 1, x.Ndim - 2]);

    private static double Largest(Tensor x) => x.Size == 0 ? 0 : x.Cast(DType.Float64).Abs().Max().Item<double>();

    /// <summary>The difference is at most some roundings of each of n steps, measured against the largest element there is.</summary>
    private static void Close(Tensor actual, Tensor expected, int n, double scale, double epsilon = 0)
    {
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        double difference = Largest(actual.Cast(DType.Float64) - expected.Cast(DType.Float64)), allowed = 4 * (epsilon == 0 ? Epsilon : epsilon) * (n + 4) * scale;
        Assert.True(difference <= allowed, $"{difference:g3} apart, {allowed:g3} would be rounding");
    }

    private static Tensor Symmetric(string kind, int n)
    {
        Tensor q = Algebra.Qr(Random(n, n, n)).Q;
        double[] values = [.. Enumerable.Range(0, n).Select(i => (double)i)];
        switch (kind)
        {
            case "zero":
                return Paddle.Zeros((n, n), DType.Float64);
            case "identity":
                return Identity(n);
            case "ones":
                return Paddle.Ones((n, n), DType.Float64);
            case "rank one":
                Tensor x = Random(3, n, 1);
                return x.Matmul(x, transposeY: true);
            case "diagonal":
                return Tensor.From<double>(Random(4, n), [n]).DiagEmbed();
            case "wilkinson":
                var w = new double[n * n];
                for (int i = 0; i < n; i++)
                {
                    w[(i * n) + i] = Math.Abs(i - (n / 2));
                    if (i > 0)
                        w[(i * n) + i - 1] = w[((i - 1) * n) + i] = 1;
                }
                return Tensor.From<double>(w, (n, n));
            case "no coupling":
                Tensor half = Random(5, n, n), mask = Tensor.From<double>([.. Enumerable.Range(0, n * n).Select(i => (i / n % 3 == i % n % 3) ? 1.0 : 0)], (n, n));
                return (half + Turned(half)) * mask;
            case "graded" or "graded back":
                Tensor s = Tensor.From<double>([.. values.Select(i => Math.Pow(10, -12 * (kind == "graded" ? i : n - 1 - i) / n))], (n, 1)), r = Random(6, n, n);
                return s * (r + Turned(r)) * Turned(s);
            case "clustered":
                values = [.. values.Select(i => 1 + (i * 1e-14))];
                break;
            case "repeated":
                values = [.. values.Select(i => Math.Floor(i / 3) - 2)];
                break;
            case "huge":
                values = [.. values.Select(i => (i + 1) * 1e290)];
                break;
            case "tiny":
                values = [.. values.Select(i => (i - 1) * 1e-290)];
                break;
            default:
                values = [.. values.Select(i => -1 - i)];
                break;
        }
        return (q * Tensor.From<double>(values, (1, n))).Matmul(q, transposeY: true);
    }

    // In the middle of the range, so that the check itself can multiply; a power of two changes no digits.
    private static Tensor Middle(Tensor x, out double factor)
    {
        double largest = Largest(x);
        factor = largest == 0 ? 1 : Math.ScaleB(1, -Math.ILogB(largest) / 2);
        return x * factor * factor;
    }

    private static void CheckEigen(Tensor x, string uplo = "L")
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

    private static void CheckSvd(Tensor x, bool full = false)
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

    [Theory, MemberData(nameof(Sizes))]
    public void Symmetric_matrices_of_any_size(int n)
    {
        CheckEigen(Random(n, n, n), "L");
        CheckEigen(Random(n + 1, n, n), "U");
    }

    [Theory, MemberData(nameof(Hard))]
    public void Symmetric_matrices_that_are_hard(string kind, int n) => CheckEigen(Symmetric(kind, n));

    [Theory, MemberData(nameof(Hard))]
    public void Singular_values_of_matrices_that_are_hard(string kind, int n)
    {
        Tensor x = Symmetric(kind, n);
        CheckSvd(x);
        CheckSvd(x.Triu());
        CheckSvd(x[.., ..((n + 1) / 2)], full: true);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Singular_values_of_any_shape(int m, int n)
    {
        CheckSvd(Random(m, m, n));
        CheckSvd(Random(n, m, n), full: true);
    }

    [Fact]
    public void Large_matrices_of_either_precision()
    {
        CheckEigen(Random(1, 300, 300));
        CheckSvd(Random(2, 300, 300));
        CheckSvd(Random(3, 270, 310), full: true);
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

    [Theory, MemberData(nameof(Shapes))]
    public void Q_and_R_of_any_shape(int m, int n)
    {
        foreach (string mode in (string[])["reduced", "complete"])
        {
            Tensor x = Random(m + n, 2, m, n);
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
            (Tensor q, Tensor r) = Algebra.Qr(Random(8, 20, 9) * size);
            Close(q.Matmul(q, transposeX: true), Identity(9), 20, 1);
            Close(q.Matmul(r * (1 / size)), Random(8, 20, 9), 20, 1);
        }
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Systems_of_any_size(int n)
    {
        Tensor a = Random(n, 2, n, n);
        foreach (int columns in (int[])[1, 2, 9, 40])
        {
            Tensor y = Random(columns, 2, n, columns), x = Algebra.Solve(a, y);
            Close(a.Matmul(x), y, n, 8 * (1 + Largest(x)));
        }
        Tensor inverse = Algebra.Inv(a);
        Close(a.Matmul(inverse), Paddle.Stack([Identity(n), Identity(n)]), n, 8 * (1 + Largest(inverse)));
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Determinants_of_any_size(int n)
    {
        // Of a permutation times a triangle the determinant is the sign times the diagonal's product.
        int[] order = [.. Enumerable.Range(0, n).Reverse()];
        Tensor diagonal = Tensor.From<double>([.. Random(n, n).Select(x => x + Math.CopySign(0.5, x))], [n]);
        Tensor triangle = (Random(n, n, n) * (1.0 / n)).Triu(1) + diagonal.DiagEmbed(), x = Paddle.IndexSelect(triangle, Tensor.From(order, [n]), 0);
        double expected = diagonal.ToArray<double>().Aggregate(1.0, (p, d) => p * d) * (n / 2 % 2 == 0 ? 1 : -1);
        Assert.Equal(expected, Algebra.Det(x).Item<double>(), Math.Abs(expected) * 1e-12);
        double[] log = Algebra.Slogdet(x).ToArray<double>();
        Assert.Equal(Math.Sign(expected), log[0]);
        Assert.Equal(Math.Log(Math.Abs(expected)), log[1], 1e-11);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Cholesky_factors_of_any_size(int n)
    {
        Tensor r = Random(n, n, n), x = r.Matmul(r, transposeY: true) + (Identity(n) * 0.1);
        Tensor lower = Algebra.Cholesky(x.Tril() + (Identity(n) * 0.0)), upper = Algebra.Cholesky(x.Triu(), upper: true);
        Close(lower.Matmul(lower, transposeY: true), x, n, Largest(x));
        Close(upper.Matmul(upper, transposeX: true), x, n, Largest(x));
        Assert.Equal(lower.Tril().ToArray<double>(), lower.ToArray<double>());
        Assert.Equal(upper.Triu().ToArray<double>(), upper.ToArray<double>());
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Triangular_systems_of_any_size(int n)
    {
        Tensor a = (Random(n, n, n) * (1.0 / n)) + Identity(n);
        foreach (int columns in (int[])[1, 3, 32, 71])
        {
            Tensor y = Random(columns, n, columns);
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
                Tensor x = Random(n, n, n) * mask;
                Assert.Equal(0, Algebra.Det(x).Item<double>());
                Assert.Equal([0, double.NegativeInfinity], Algebra.Slogdet(x).ToArray<double>());
                Assert.Contains("matrix 0 of the batch is singular", Assert.Throws<InvalidArgumentException>(() => Algebra.Inv(x)).Message);
                Assert.Contains("matrix 0 of the batch is singular", Assert.Throws<InvalidArgumentException>(() => Algebra.Solve(x, x)).Message);
                Tensor indefinite = Identity(n) - (Identity(n) * (1 - mask) * 2);
                Assert.Contains("not positive definite", Assert.Throws<InvalidArgumentException>(() => Algebra.Cholesky(indefinite)).Message);
            }
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_number_comes_out_as_none(double value)
    {
        foreach (int n in (int[])[1, 3, 40, 70])
        {
            double[] values = Random(n, n * n);
            values[n * n / 2] = value;
            values[^1] = value;
            Tensor x = Tensor.From<double>(values, (n, n)), symmetric = (x + Turned(x)).Tril();
            (Tensor w, Tensor v) = Algebra.Eigh(symmetric);
            Assert.All(w.ToArray<double>().Concat(v.ToArray<double>()), y => Assert.True(double.IsNaN(y)));
            (Tensor u, Tensor s, Tensor vh) = Algebra.Svd(x, fullMatrices: true);
            Assert.All(u.ToArray<double>().Concat(s.ToArray<double>()).Concat(vh.ToArray<double>()), y => Assert.True(double.IsNaN(y)));
            Assert.Contains(Algebra.Qr(x).R.ToArray<double>(), y => !double.IsFinite(y));
            Assert.False(double.IsFinite(Algebra.Det(x).Item<double>()));
        }
    }

    [Fact]
    public void Nothing_is_decomposed_into_nothing()
    {
        Assert.Equal([0, 3], Algebra.Eigh(Paddle.Zeros((0, 3, 3))).Values.Shape.ToArray());
        Assert.Equal([0, 2, 4], Algebra.Svd(Paddle.Zeros((0, 2, 4))).VH.Shape.ToArray());
        Assert.Equal([0, 3, 2], Algebra.Qr(Paddle.Zeros((0, 3, 2))).Q.Shape.ToArray());
        Assert.Equal([0, 3, 3], Algebra.Cholesky(Paddle.Zeros((0, 3, 3))).Shape.ToArray());
        Assert.Equal([0, 3, 3], Algebra.Inv(Paddle.Zeros((0, 3, 3))).Shape.ToArray());
        Assert.Equal([2, 0, 0], Algebra.Inv(Paddle.Zeros((2, 0, 0))).Shape.ToArray());
        Assert.Equal([2, 0], Algebra.Eigh(Paddle.Zeros((2, 0, 0))).Values.Shape.ToArray());
        Assert.Equal([1f, 1f], Algebra.Det(Paddle.Zeros((2, 0, 0))).ToArray<float>());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(33)]
    [InlineData(130)]
    public void Single_precision_is_computed_in_double_and_rounded_once(int n)
    {
        Tensor x = Random(n, 2, n, n).Cast(DType.Float32), positive = x.Matmul(x, transposeY: true) + (Identity(n).Cast(DType.Float32) * 1f);
        const double Single = 1.0 / (1 << 23);
        Close(Algebra.Eigvalsh(positive), Algebra.Eigvalsh(positive.Cast(DType.Float64)), 0, Largest(positive) * Math.Sqrt(n), Single);
        Close(Algebra.Svd(x).S, Algebra.Svd(x.Cast(DType.Float64)).S, 0, Math.Sqrt(n), Single);
        Close(Algebra.Cholesky(positive), Algebra.Cholesky(positive.Cast(DType.Float64)), 0, Math.Sqrt(n), Single);
        Close(Algebra.Qr(x).R, Algebra.Qr(x.Cast(DType.Float64)).R, 0, Math.Sqrt(n), Single);
        Tensor inverse = Algebra.Inv(x.Cast(DType.Float64));
        Close(Algebra.Inv(x), inverse, 0, Largest(inverse), Single);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Every_width_of_vectors_decomposes(int bits)
    {
        using var width = LaneWidth.Force(bits);
        foreach (int n in (int[])[3, 45, 70])
        {
            Symmetric_matrices_of_any_size(n);
            Systems_of_any_size(n);
            Cholesky_factors_of_any_size(n);
            Triangular_systems_of_any_size(n);
            Singular_values_of_any_shape(n, n - 2);
            Q_and_R_of_any_shape(n, n - 2);
        }
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        Tensor x = Random(1, 300, 300), positive = x.Matmul(x, transposeY: true) + Identity(300);
        double[][] Results() =>
        [
            Algebra.Eigh(positive).Vectors.ToArray<double>(), Algebra.Svd(x).U.ToArray<double>(), Algebra.Qr(x).Q.ToArray<double>(),
            Algebra.Inv(x).ToArray<double>(), Algebra.Cholesky(positive).ToArray<double>(),
        ];
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            double[][] one = Results();
            Workers.Count = 3;
            Assert.Equal(one, Results());
        }
        finally
        {
            Workers.Count = before;
        }
    }
}
