using Xunit;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.Ops.Elementwise;

public class FunctionTests
{
    [Fact]
    public void Erf_in_single_precision_follows_double()
    {
        double[] x = Enumerable.Range(-5000, 10001).Select(i => i * 0.001).ToArray();
        double[] want = Paddle.ToTensor(x).Erf().ToArray<double>();
        float[] got = Paddle.ToTensor(x, dtype: "float32").Erf().ToArray<float>();
        for (int i = 0; i < x.Length; i++)
            Assert.True(Math.Abs(got[i] - want[i]) <= 5e-7 * Math.Abs(want[i]) + 1e-9, $"erf({x[i]}): {got[i]} for {want[i]}");
    }

    [Fact]
    public void Exp_and_sigmoid_in_single_precision_are_within_a_unit_of_double()
    {
        float[] x = [.. Enumerable.Range(-10600, 19500).Select(i => i * 0.01f), -104.1f, -103.97f, -87.3f, 88.72f, 88.73f, 1e30f, -1e30f, 1e-30f, 0, -0f];
        float[] e = Paddle.ToTensor(x).Exp().ToArray<float>(), s = F.Sigmoid(Paddle.ToTensor(x)).ToArray<float>();
        for (int i = 0; i < x.Length; i++)
        {
            Near(Math.Exp(x[i]), e[i], $"exp({x[i]})");
            // 1 + exp(−x) is infinite beyond.
            if (x[i] > -88.7f)
                Near(1 / (1 + Math.Exp(-x[i])), s[i], $"sigmoid({x[i]})");
            else
                Assert.InRange(s[i], 0, 3.1e-39f);
        }
        Tensor odd = Paddle.ToTensor(new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity });
        Assert.Equal([float.NaN, float.PositiveInfinity, 0], odd.Exp().ToArray<float>());
        Assert.Equal([float.NaN, 1, 0], F.Sigmoid(odd).ToArray<float>());

        static void Near(double want, float got, string what)
        {
            if (want > float.MaxValue)
                Assert.Equal(float.PositiveInfinity, got);
            else
                Assert.True(Math.Abs(got - want) <= (1.9e-7 * want) + 1.5e-45, $"{what}: {got} for {want}");
        }
    }

    [Fact]
    public void Expm1_and_log1p_keep_their_digits_near_zero()
    {
        double[] x = [-0.9, -1e-3, -1e-7, 0, 1e-20, 1e-12, 3e-9, 1e-5, 0.01, 0.5, 2, 30, -40, 1e-8, 0.25, -0.25, 1.5];
        float[] e = Paddle.ToTensor(x, dtype: "float32").Expm1().ToArray<float>(), l = Paddle.ToTensor(x, dtype: "float32").Log1p().ToArray<float>();
        for (int i = 0; i < x.Length; i++)
        {
            double v = (float)x[i], expm1 = Math.Abs(v) < 1e-3 ? v + (v * v / 2) + (v * v * v / 6) : Math.Exp(v) - 1;
            double log1p = Math.Abs(v) < 1e-3 ? v - (v * v / 2) + (v * v * v / 3) : Math.Log(1 + v);
            Assert.Equal(expm1, e[i], Math.Abs(expm1) * 4e-7);
            if (v > -1)
                Assert.Equal(log1p, l[i], Math.Abs(log1p) * 4e-7);
        }
        Tensor odd = Paddle.ToTensor(new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, -1, -2, 0, 1, 2 });
        Assert.Equal([float.NaN, float.PositiveInfinity, -1], odd.Expm1().ToArray<float>()[..3]);
        Assert.Equal([float.NaN, float.PositiveInfinity, float.NaN, float.NegativeInfinity, float.NaN, 0], odd.Log1p().ToArray<float>()[..6]);
    }

    [Fact]
    public void Special_functions_at_known_points()
    {
        Assert.Equal(Math.Log(24), One(5).Lgamma().Item(), 1e-13);
        Assert.Equal(0.5 * Math.Log(Math.PI), One(0.5).Lgamma().Item(), 1e-14);
        Assert.Equal(0, One(1).Lgamma().Item(), 1e-16);
        Assert.Equal(-0.57721566490153286, One(1).Digamma().Item(), 1e-14);
        Assert.Equal(Math.PI * Math.PI / 6, One(1).Polygamma(1).Item(), 1e-13);
        Assert.Equal(1.2660658777520083, One(1).I0().Item(), 1e-14);
        Assert.Equal(0.56515910399248503, One(1).I1().Item(), 1e-14);
        Assert.Equal(0.3, One(0.3).Erfinv().Erf().Item(), 1e-15);
        Assert.Equal(0.999999, One(0.999999).Erfinv().Erf().Item(), 1e-14);
        Assert.Equal(double.PositiveInfinity, One(1).Erfinv().Item());
        Assert.Equal(double.PositiveInfinity, One(0).Lgamma().Item());
    }

    [Fact]
    public void In_place_forms_keep_the_tensor_and_its_gradient()
    {
        Tensor x = Paddle.ToTensor(new[] { 1.0, 4, 9 }, stopGradient: false), y = x * 1;
        Tensor same = y.Sqrt_();
        Assert.Same(y, same);
        Assert.Equal([1.0, 2, 3], y.ToArray<double>());
        y.Multiply_(y).Sum().Backward();
        Assert.Equal([1.0, 1, 1], x.Grad!.ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Contains("leaf", Assert.Throws<PreconditionNotMetException>(() => x.Exp_()).Message);
        using (Paddle.NoGrad())
            x.Add_(Paddle.Ones([3], "float64"));
        Assert.False(x.StopGradient);
        Assert.Equal(10, x.ItemAt<double>(2));
        Assert.Throws<InvalidArgumentException>(() => Paddle.Ones([3]).Add_(Paddle.Ones([2, 3])));
    }

    [Fact]
    public void Softmax_survives_large_numbers_and_empty_batches()
    {
        Assert.Equal([0.5f, 0.5f], F.Softmax(Paddle.ToTensor(new[] { 1000f, 1000f })).ToArray<float>());
        Assert.Equal((Shape)new[] { 0, 4 }, F.Softmax(Paddle.Zeros([0, 4])).Shape);
        Assert.Contains("axis 2 is outside [-2, 1]", Assert.Throws<InvalidArgumentException>(() => F.Softmax(Paddle.Ones([2, 3]), 2)).Message);
    }

    private static Tensor One(double x) => Paddle.ToTensor(x, dtype: "float64");
}
