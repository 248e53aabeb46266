using Trireme.Cpu;
using Trireme.Random;

namespace Trireme.Tests.Ops.Sampling;

public sealed class PermutationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4_097)]
    [InlineData(70_001)]
    [InlineData(300_000)]
    public void Every_number_is_there_once_on_any_number_of_threads(int n)
    {
        int before = Workers.Count;
        try
        {
            foreach (DType dtype in new[] { DType.Int64, DType.Int32, DType.Float32 })
            {
                Workers.Count = 1;
                double[] one = Draw(n, dtype);
                Assert.Equal(Enumerable.Range(0, n).Select(i => (double)i), one.Order());
                Workers.Count = 3;
                Assert.Equal(one, Draw(n, dtype));
            }
        }
        finally
        {
            Workers.Count = before;
        }
    }

    [Fact]
    public void All_orders_are_equally_likely()
    {
        using var seed = new Generator(3).UseOnThisThread();
        const int draws = 12_000;
        var found = new Dictionary<string, int>();
        for (int i = 0; i < draws; i++)
        {
            string order = string.Join(' ', Paddle.Randperm(4).ToArray<long>());
            found[order] = found.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(24, found.Count);
        double each = draws / 24.0;
        // 23 degrees of freedom: above 50 once in a thousand.
        Assert.True(found.Values.Sum(count => (count - each) * (count - each) / each) < 50);
    }

    [Fact]
    public void Any_number_comes_to_any_part()
    {
        const int n = 160_000, parts = 20, part = n / parts;
        double[] order = Draw(n, DType.Int32);
        var counts = new double[parts * parts];
        for (int i = 0; i < n; i++)
            counts[(i / part * parts) + ((int)order[i] / part)]++;
        const double each = (double)part / parts;
        // 361 degrees of freedom: above 450 once in a thousand. Neighbours do not stay together either.
        Assert.True(counts.Sum(count => (count - each) * (count - each) / each) < 450);
        Assert.InRange(order.Zip(order.Skip(1)).Count(p => Math.Abs(p.First - p.Second) == 1), 0, 12);
    }

    private static double[] Draw(int n, DType dtype)
    {
        using var seed = new Generator(3).UseOnThisThread();
        return Paddle.Randperm(n, dtype).Cast("float64").ToArray<double>();
    }
}
