using Trireme.Cpu;
using Trireme.Cpu.Sampling;
using Trireme.Random;
using Xunit;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.Ops.Sampling;

public class RandomTests
{
    [Fact]
    public unsafe void Blocks_in_lanes_are_the_blocks_of_the_stream()
    {
        var stream = new RandomStream(0x123456789ABCDEF0, 0x1_0000_0007);
        uint* words = stackalloc uint[4 * 21];
        PhiloxBlocks.Fill(stream, 0xFFFF_FFFA, 21, words);
        for (int i = 0; i < 21; i++)
            Assert.Equal(stream.Block(0xFFFF_FFFA + i), (words[4 * i], words[(4 * i) + 1], words[(4 * i) + 2], words[(4 * i) + 3]));
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers_on_any_number_of_threads()
    {
        using var seed = new Generator(0).UseOnThisThread();
        int before = Workers.Count;
        try
        {
            Workers.Count = 1;
            Paddle.Seed(5);
            float[] one = Paddle.Randn([50_000]).ToArray<float>();
            Workers.Count = 4;
            Paddle.Seed(5);
            Assert.Equal(one, Paddle.Randn([50_000]).ToArray<float>());
        }
        finally
        {
            Workers.Count = before;
        }
    }

    [Fact]
    public void Distributions_have_their_moments()
    {
        using var seed = new Generator(1).UseOnThisThread();
        Moments(Paddle.Uniform([100_001], min: -1, max: 3), 1, 16.0 / 12);
        Moments(Paddle.Randn([100_001]), 0, 1);
        Moments(Paddle.Normal(2, 3, 100_001), 2, 9);
        Moments(Paddle.Gaussian([100_001], dtype: "float64"), 0, 1);
        Moments(Paddle.Full([100_001], 0.3).Bernoulli(), 0.3, 0.21);
        Moments(Paddle.Full([100_001], 4.5).Poisson(), 4.5, 4.5);
        Moments(Paddle.Zeros([100_001]).Exponential_(2), 0.5, 0.25);
        Moments(Paddle.Randint(0, 10, 100_001).Cast("float32"), 4.5, 8.25);
    }

    [Fact]
    public void Permutations_and_samples()
    {
        using var seed = new Generator(3).UseOnThisThread();
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), Paddle.Randperm(1000).ToArray<long>().Order());
        long[] drawn = Paddle.ToTensor(new[] { 0.0, 2, 0, 1, 5 }).Multinomial(3).ToArray<long>();
        Assert.Equal([1L, 3, 4], drawn.Order());
        Assert.Throws<InvalidArgumentException>(() => Paddle.ToTensor(new[] { 0.0, 2 }).Multinomial(3));
    }

    [Fact]
    public void Dropout_zeroes_and_scales()
    {
        using var seed = new Generator(7).UseOnThisThread();
        Tensor x = Paddle.Ones([100, 1000]);
        x.StopGradient = false;
        Tensor y = F.Dropout(x, 0.25);
        float[] values = y.ToArray<float>();
        Assert.All(values, v => Assert.True(v == 0 || v == 1 / 0.75f));
        Assert.Equal(0.25, values.Count(v => v == 0) / 100_000.0, 0.01);
        y.Sum().Backward();
        Assert.Equal(values, x.Grad!.ToArray<float>());
        float[] channels = F.Dropout2d(Paddle.Ones([4, 8, 3, 3]), 0.5).ToArray<float>();
        for (int i = 0; i < channels.Length; i++)
            Assert.Equal(channels[i / 9 * 9], channels[i]);
        Assert.Same(x, F.Dropout(x, training: false));
        Moments(F.AlphaDropout(Paddle.Randn([100_000]), 0.3), 0, 1);
    }

    private static void Moments(Tensor x, double mean, double variance)
    {
        Tensor wide = x.Cast("float64");
        Assert.Equal(mean, wide.Mean().Item(), 5 * Math.Sqrt(variance / x.Size));
        Assert.Equal(variance, wide.Var().Item(), 0.06 * variance);
    }
}
