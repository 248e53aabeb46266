using Trireme.Cpu;
using static Trireme.Tests.Ops.Linalg.MatrixSamples;
using Algebra = Trireme.Linalg;

namespace Trireme.Tests.Ops.Linalg;

/// <summary>What all decompositions have in common.</summary>
public sealed class DecompositionTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_number_comes_out_as_none(double value)
    {
        foreach (int n in (int[])[1, 3, 40, 70])
        {
            double[] values = Numbers(n, n * n);
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
        Tensor x = Numbers(n, 2, n, n).Cast(DType.Float32), positive = x.Matmul(x, transposeY: true) + (Identity(n).Cast(DType.Float32) * 1f);
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
        var factors = new FactorizationTests();
        foreach (int n in (int[])[3, 45, 70])
        {
            EigenTests.CheckEigen(Numbers(n, n, n));
            EigenTests.CheckSvd(Numbers(n, n, n - 2));
            factors.Systems_of_any_size(n);
            factors.Cholesky_factors_of_any_size(n);
            factors.Triangular_systems_of_any_size(n);
            factors.Q_and_R_of_any_shape(n, n - 2);
        }
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        Tensor x = Numbers(1, 300, 300), positive = x.Matmul(x, transposeY: true) + Identity(300);
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
