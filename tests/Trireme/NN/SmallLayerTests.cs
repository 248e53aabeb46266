using Trireme.IO;
using Trireme.NN;
using Trireme.Random;
using Xunit;

namespace Trireme.Tests.NN;

public sealed class SmallLayerTests
{
    [Fact]
    public void BilinearIsTheDoubleSum()
    {
        using var seed = new Generator(2).UseOnThisThread();
        var layer = new Bilinear(3, 2, 4);
        layer.Bias!.SetValue(Paddle.Randn([1, 4]));
        Tensor a = Paddle.Randn([5, 3]), b = Paddle.Randn([5, 2]), y = layer.Call(a, b);
        Assert.Equal([5, 4], y.Shape.ToArray());
        for (int n = 0; n < 5; n++)
        {
            for (int k = 0; k < 4; k++)
            {
                double sum = layer.Bias[0, k].Item();
                for (int i = 0; i < 3; i++)
                {
                    for (int j = 0; j < 2; j++)
                        sum += a[n, i].Item() * layer.Weight[k, i, j].Item() * b[n, j].Item();
                }
                Assert.Equal(sum, y[n, k].Item(), 1e-4);
            }
        }
        Assert.Null(new Bilinear(3, 2, 4, biasAttr: false).Bias);
        Assert.Throws<InvalidArgumentException>(() => new Bilinear(0, 2, 4));
    }

    [Fact]
    public void UnflattenSplitsAnAxis()
    {
        Assert.Equal([2, 3, 4, 5], new Unflatten(1, [3, -1]).Call(Paddle.Zeros([2, 12, 5])).Shape.ToArray());
        Assert.Throws<InvalidArgumentException>(() => new Unflatten(-1, [3, 3]).Call(Paddle.Zeros([2, 12])));
    }

    [Fact]
    public void ASubsetComesInRandomOrder()
    {
        using var seed = new Generator(4).UseOnThisThread();
        var sampler = new SubsetRandomSampler([7, 3, 9, 11, 20]);
        Assert.Equal(5, sampler.Length);
        int[][] passes = Enumerable.Range(0, 8).Select(_ => sampler.ToArray()).ToArray();
        Assert.All(passes, p => Assert.Equal([3, 7, 9, 11, 20], p.Order()));
        Assert.True(passes.DistinctBy(p => string.Join(" ", p)).Count() > 1);
        Assert.Throws<InvalidArgumentException>(() => new SubsetRandomSampler([]));
    }
}
