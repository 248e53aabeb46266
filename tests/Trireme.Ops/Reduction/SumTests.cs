using Xunit;

namespace Trireme.Tests.Ops.Reduction;

public class SumTests
{
    [Theory]
    [InlineData(new[] { 3, 4, 5 }, new[] { 0 })]
    [InlineData(new[] { 3, 4, 5 }, new[] { 1 })]
    [InlineData(new[] { 3, 4, 5 }, new[] { -1 })]
    [InlineData(new[] { 3, 4, 5 }, new[] { 0, 2 })]
    [InlineData(new[] { 3, 4, 5 }, new[] { 0, 1, 2 })]
    [InlineData(new[] { 3, 4, 5 }, new int[0])]
    [InlineData(new[] { 20000, 3 }, new[] { 0 })]
    [InlineData(new[] { 100, 1000 }, new[] { 0 })]
    [InlineData(new[] { 2, 60000 }, new[] { 1 })]
    [InlineData(new[] { 8, 3, 40, 50 }, new[] { 0, 2, 3 })]
    [InlineData(new[] { 8, 3, 40, 50 }, new[] { 1 })]
    [InlineData(new[] { 0, 3 }, new[] { 0 })]
    public void Sum_and_mean(int[] dims, int[] axes)
    {
        Shape shape = dims;
        var values = new double[shape.Numel];
        for (int i = 0; i < values.Length; i++)
            values[i] = (i * 7919 % 1013) - 500;
        Tensor x = Paddle.ToTensor<double>(values, shape);
        var reduced = new bool[dims.Length];
        if (axes.Length == 0)
            Array.Fill(reduced, true);
        foreach (int a in axes)
            reduced[a < 0 ? a + dims.Length : a] = true;
        int[] kept = dims.Select((d, i) => reduced[i] ? 1 : d).ToArray();
        var expect = new double[kept.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
        {
            int rest = i, target = 0, stride = 1;
            for (int a = dims.Length - 1; a >= 0; a--)
            {
                target += reduced[a] ? 0 : rest % dims[a] * stride;
                stride *= kept[a];
                rest /= dims[a];
            }
            expect[target] += values[i];
        }
        Tensor sum = x.Sum(axes, keepdim: true);
        Assert.Equal((Shape)kept, sum.Shape);
        Assert.Equal(expect, sum.ToArray<double>());
        Assert.Equal(expect, x.Sum(axes).ToArray<double>());
        double count = values.Length / (double)expect.Length;
        if (count > 0)
            Assert.Equal(expect.Select(v => v / count), x.Mean(axes).ToArray<double>());
    }

    [Fact]
    public void Gradient_of_a_mean_is_spread()
    {
        Tensor x = Paddle.Ones([4, 5]);
        x.StopGradient = false;
        (x.Mean(0) * Paddle.ToTensor(new[] { 1f, 2, 3, 4, 5 })).Sum().Backward();
        Assert.Equal(0.25f, x.Grad!.ItemAt<float>(0));
        Assert.Equal(1.25f, x.Grad!.ItemAt<float>(19));
    }

    [Fact]
    public void Integers_and_bools_sum_as_int64()
    {
        Assert.Equal(DType.Int64, Paddle.ToTensor(new[] { true, true, false }).Sum().DType);
        Assert.Equal(2, Paddle.ToTensor(new[] { true, true, false }).Sum().Item<long>());
    }

    [Fact]
    public void Axis_outside_is_named()
        => Assert.Contains("axis 2 is outside [-2, 1]", Assert.Throws<InvalidArgumentException>(() => Paddle.Ones([2, 3]).Sum(2)).Message);
}
