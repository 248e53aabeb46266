using Xunit;

namespace Trireme.Tests.Ops.Elementwise;

public sealed class ScalarExponentTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(70)]
    public void A_power_of_one_exponent_and_its_slope_are_those_of_Math(int count)
    {
        double[] v = Enumerable.Range(0, count).Select(i => 0.5 + (1.5 * i / count)).ToArray();
        Tensor x = Tensor.From<double>(v, count), y = Tensor.From<double>([1.7], 1);
        x.StopGradient = false;
        Tensor p = x.Pow(y);
        double[] found = p.ToArray<double>();
        p.Sum().Backward();
        double[] slope = x.Grad!.ToArray<double>();
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(Math.Pow(v[i], 1.7), found[i], 1e-12);
            Assert.Equal(1.7 * Math.Pow(v[i], 0.7), slope[i], 1e-12);
        }
    }

    [Fact]
    public void Powers_of_floats_are_those_of_Math_for_every_kind_of_base_and_exponent()
    {
        float[] bases = [1e-38f, 0.001f, 0.7f, 1, 1.5f, 9, 1e30f, 3e38f], others = [0, -0f, -1, -2.5f, float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        float[] exponents = [-3, -1, -0.5f, 0, 0.25f, 1, 2, 2.5f, 30], ends = [float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        // Tiles of ordinary numbers, and one of every kind.
        foreach ((float[] b, float[] e) in ((float[], float[])[])[(bases, exponents), ([.. bases, .. others], [.. exponents, .. ends])])
        {
            (float Base, float Exponent)[] pairs = [.. b.SelectMany(x => e.Select(y => (x, y)))];
            float[] all = [.. Enumerable.Range(0, 700).Select(i => pairs[i % pairs.Length].Base)], to = [.. Enumerable.Range(0, 700).Select(i => pairs[i % pairs.Length].Exponent)];
            Compare(Paddle.ToTensor(all).Pow(Paddle.ToTensor(to)), i => Math.Pow(all[i], to[i]));
            foreach (float exponent in e)
                Compare(Paddle.ToTensor(all).Pow(exponent), i => Math.Pow(all[i], exponent));
            foreach (float x in b)
                Compare(Paddle.Full([1], x).Pow(Paddle.ToTensor(to)), i => Math.Pow(x, to[i]));
        }

        static void Compare(Tensor powers, Func<int, double> expected)
        {
            float[] found = powers.ToArray<float>();
            for (int i = 0; i < found.Length; i++)
            {
                float power = (float)expected(i);
                Assert.True(power.Equals(found[i]) || Math.Abs(power - found[i]) <= (Math.Abs(power) * 2e-7f) + float.Epsilon, $"Number {i} is {found[i]}, not {power}");
            }
        }
    }
}
