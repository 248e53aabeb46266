using Xunit;

namespace Trireme.Tests.Ops.Sampling;

public class BinomialTests
{
    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(12, 0.5)]
    [InlineData(40, 0.97)]
    [InlineData(1000, 0.01)]
    public void Frequencies_are_those_of_the_distribution(int count, double prob)
    {
        using Random.Generator.Override seeded = new Random.Generator(11).UseOnThisThread();
        const int draws = 40_000;
        long[] drawn = Paddle.Binomial(Paddle.Full([draws], count, "int64"), Paddle.ToTensor(prob, "float64")).ToArray<long>();
        Assert.All(drawn, k => Assert.InRange(k, 0, count));
        // The probability of k from that of k - 1; a cell may miss by five standard deviations.
        double probability = Math.Pow(1 - prob, count);
        for (int k = 0; k <= count; k++)
        {
            double expected = draws * probability;
            Assert.InRange(drawn.Count(d => d == k), expected - (5 * Math.Sqrt(expected)) - 5, expected + (5 * Math.Sqrt(expected)) + 5);
            probability *= (double)(count - k) / (k + 1) * prob / (1 - prob);
        }
    }

    [Fact]
    public void Sure_outcomes_shapes_and_errors()
    {
        Tensor drawn = Paddle.Binomial(Paddle.ToTensor(new[,] { { 5 }, { 0 } }), Paddle.ToTensor(new[] { 0f, 1f }));
        Assert.Equal(("int64", "[2, 2]"), (drawn.DType.Name, drawn.Shape.ToString()));
        Assert.Equal([0L, 5, 0, 0], drawn.ToArray<long>());
        Assert.Throws<InvalidArgumentException>(() => Paddle.Binomial(Paddle.ToTensor(new[] { -1 }), Paddle.ToTensor(new[] { 0.5 })));
        Assert.Throws<InvalidArgumentException>(() => Paddle.Binomial(Paddle.ToTensor(new[] { 1 }), Paddle.ToTensor(new[] { 1.5 })));
        Assert.Throws<InvalidArgumentException>(() => Paddle.Binomial(Paddle.ToTensor(new[] { 1 }), Paddle.ToTensor(new[] { double.NaN })));
        Assert.Throws<InvalidArgumentException>(() => Paddle.Binomial(Paddle.ToTensor(new[] { 1.5 }), Paddle.ToTensor(new[] { 0.5 })));
    }
}
