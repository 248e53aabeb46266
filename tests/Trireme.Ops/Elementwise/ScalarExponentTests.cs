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
}
