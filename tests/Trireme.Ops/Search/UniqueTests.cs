namespace Trireme.Tests.Ops.Search;

public sealed class UniqueTests
{
    private static readonly DType[] Numbers =
        [DType.Float32, DType.Float64, DType.Int64, DType.Int32, DType.Int16, DType.Int8, DType.UInt8, DType.Float16];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 100)]
    [InlineData(333, 5)]
    [InlineData(70_001, 100)]
    public void Elements_come_in_order_with_first_positions_places_and_counts(int n, int range)
    {
        var random = new System.Random(n);
        double[] values = Enumerable.Range(0, n).Select(_ => (double)random.Next(range)).ToArray();
        foreach (DType dtype in Numbers)
            Check(values, dtype);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(5_000)]
    public void Numbers_far_apart_and_below_zero(int n)
    {
        var random = new System.Random(n);
        double[] values = Enumerable.Range(0, n).Select(_ => (double)random.Next(-4000, 4000) * (1 << 19)).ToArray();
        foreach (DType dtype in new[] { DType.Int64, DType.Int32, DType.Float64, DType.Float32 })
            Check(values, dtype);
        double[] near = values.Select(v => (v / (1 << 19)) - 20).ToArray();
        foreach (DType dtype in new[] { DType.Int64, DType.Int32, DType.Int16 })
            Check(near, dtype);
    }

    [Fact]
    public void The_ends_of_the_range_of_integers()
    {
        long[] ends = [long.MaxValue, long.MinValue, 0, long.MaxValue, long.MinValue];
        Assert.Equal([long.MinValue, 0, long.MaxValue], Tensor.From<long>(ends, 5).Unique().ToArray<long>());
        long[] last = [long.MaxValue, long.MaxValue - 2, long.MaxValue];
        Assert.Equal([long.MaxValue - 2, long.MaxValue], Tensor.From<long>(last, 3).Unique().ToArray<long>());
        Tensor[] first = Tensor.From<long>([long.MinValue + 1, long.MinValue], 2).Unique(true, true, true);
        Assert.Equal([long.MinValue, long.MinValue + 1], first[0].ToArray<long>());
        Assert.Equal([1L, 0], first[1].ToArray<long>());
        Assert.Equal([1L, 0], first[2].ToArray<long>());
    }

    [Fact]
    public void Nan_comes_last_and_once()
        => Assert.Equal([-1f, 0, 2, float.NaN], Tensor.From<float>([float.NaN, 0f, 2, -0f, -1, float.NaN], 6).Unique().ToArray<float>());

    [Fact]
    public void Of_nothing_there_is_nothing()
    {
        foreach (DType dtype in Numbers)
            Assert.All(Paddle.Zeros([0], dtype).Unique(true, true, true), t => Assert.Equal([0], t.Shape.ToArray()));
    }

    [Fact]
    public void Runs_without_an_axis()
    {
        Tensor[] runs = Tensor.From<long>([3, 3, 1, 1, 1, 3], (2, 3)).UniqueConsecutive(true, true, dtype: DType.Int32);
        Assert.Equal([3L, 1, 3], runs[0].ToArray<long>());
        Assert.Equal([0, 0, 1, 1, 1, 2], runs[1].ToArray<int>());
        Assert.Equal([2, 3, 1], runs[2].ToArray<int>());
    }

    private static void Check(double[] values, DType dtype)
    {
        double[] expected = [.. values.Distinct().Order()];
        var place = expected.Select((v, i) => (v, i)).ToDictionary(p => p.v, p => p.i);
        Tensor x = Tensor.From<double>(values, values.Length).Cast(dtype);
        Assert.Equal(expected, x.Unique().Cast("float64").ToArray<double>());
        foreach (DType positions in new[] { DType.Int32, DType.Int64 })
        {
            Tensor[] result = x.Unique(true, true, true, dtype: positions);
            Assert.Equal(expected, result[0].Cast("float64").ToArray<double>());
            Assert.All(result[1..], t => Assert.Equal(positions, t.DType));
            Assert.Equal(expected.Select(v => (long)Array.IndexOf(values, v)), result[1].Cast("int64").ToArray<long>());
            Assert.Equal(values.Select(v => (long)place[v]), result[2].Cast("int64").ToArray<long>());
            Assert.Equal(expected.Select(v => (long)values.Count(w => w == v)), result[3].Cast("int64").ToArray<long>());
        }
    }
}
