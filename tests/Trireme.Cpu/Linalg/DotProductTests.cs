using Trireme.Cpu;

namespace Trireme.Tests.Cpu;

public sealed unsafe class DotProductTests
{
    [Theory, InlineData(32_768), InlineData(50_001), InlineData(200_000)]
    public void Is_the_sum_of_the_products(int n)
    {
        var random = new System.Random(n);
        float[] x = [.. Enumerable.Range(0, n).Select(_ => random.NextSingle() - 0.5f)], y = [.. Enumerable.Range(0, n).Select(_ => random.NextSingle())];
        Assert.True(DotProduct.Suits(n));
        double expected = x.Zip(y, (a, b) => (double)a * b).Sum();
        fixed (float* a = x, b = y)
            Assert.Equal(expected, DotProduct.Of(a, b, n), 0.02);
        Assert.Equal(expected, Paddle.ToTensor<float>(x, [n]).Dot(Paddle.ToTensor<float>(y, [n])).Item<float>(), 0.02);
        long[] whole = [.. Enumerable.Range(0, n).Select(i => (long)i)];
        fixed (long* a = whole)
            Assert.Equal(whole.Sum(i => i * i), DotProduct.Of(a, a, n));
    }
}
