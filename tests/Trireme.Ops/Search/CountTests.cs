using Trireme.Cpu;

namespace Trireme.Tests.Ops.Search;

public sealed class CountTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 9)]
    [InlineData(1000, 4099)]
    [InlineData(17, 30_000)]
    public void Places_in_a_sorted_row_are_counts_of_what_is_smaller(int length, int queries)
    {
        var random = new System.Random(length);
        double[] row = [.. Enumerable.Range(0, length).Select(_ => (double)random.Next(100)).Order()];
        double[] values = Enumerable.Range(0, queries).Select(_ => (double)random.Next(-2, 102)).ToArray();
        foreach (DType dtype in new[] { DType.Float32, DType.Float64, DType.Int32, DType.Int64 })
        {
            Tensor sorted = Tensor.From<double>(row, length).Cast(dtype), x = Tensor.From<double>(values, queries).Cast(dtype);
            Assert.Equal(values.Select(v => (long)row.Count(r => r < v)), Paddle.Searchsorted(sorted, x).ToArray<long>());
            Assert.Equal(values.Select(v => row.Count(r => r <= v)), Paddle.Searchsorted(sorted, x, outInt32: true, right: true).ToArray<int>());
        }
    }

    [Fact]
    public void Each_row_is_searched_in_its_own_sequence()
    {
        Tensor rows = Tensor.From<float>([1, 3, 5, 7, 2, 2, 8, 9, 0, 0, 0, 0], (3, 4)), x = Tensor.From<float>([3, 6, 2, 9, 0, float.NaN], (3, 2));
        Assert.Equal([1L, 3, 0, 3, 0, 4], Paddle.Searchsorted(rows, x).ToArray<long>());
        Assert.Equal([2L, 3, 2, 4, 4, 4], Paddle.Searchsorted(rows, x, right: true).ToArray<long>());
        Assert.Equal([0L, 0], Paddle.Searchsorted(Paddle.Zeros([0]), Paddle.Ones([2])).ToArray<long>());
    }

    [Theory]
    [InlineData(0, 1, 3)]
    [InlineData(10, 5, 0)]
    [InlineData(200_003, 17, 0)]
    [InlineData(200_003, 70_000, 80_000)]
    public void Bins_count_their_number(int n, int range, int least)
    {
        var random = new System.Random(n);
        long[] values = Enumerable.Range(0, n).Select(_ => (long)random.Next(range)).ToArray();
        var expected = new long[Math.Max(least, n == 0 ? 0 : values.Max() + 1)];
        foreach (long value in values)
            expected[value]++;
        foreach (DType dtype in new[] { DType.Int32, DType.Int64 })
            Assert.Equal(expected, Tensor.From<long>(values, n).Cast(dtype).Bincount(minlength: least).ToArray<long>());
    }

    [Theory]
    [InlineData(1, 128)]
    [InlineData(5, 1000)]
    [InlineData(40, 643)]
    [InlineData(5, 70_007)]
    public void The_first_of_the_sorted_are_those_of_long_lines(int k, int length)
    {
        var random = new System.Random(k);
        // Few different values make ties where the choice ends; one line is all the same, one has more NaN than are taken and one has fewer.
        float[] values = Enumerable.Range(0, 5 * length).Select(i => i < length ? 3f : random.Next(9 * length / 8) - (length / 2)).ToArray();
        for (int i = 0; i < k + 1; i++)
            values[length + (i * (length / (k + 1)))] = float.NaN;
        values[(2 * length) + (length / 2)] = float.NaN;
        for (int i = 3 * length; i < 4 * length; i++)
            values[i] = MathF.Round(values[i] / length * 4) * (i % 2 == 0 ? 1 : -1);
        values[(4 * length) + 5] = float.PositiveInfinity;
        values[(4 * length) + length - 1] = float.NegativeInfinity;
        Tensor x = Tensor.From<float>(values, (5, length));
        foreach (bool largest in new[] { true, false })
        {
            long[] expected = x.Argsort(1, descending: largest)[.., ..k].ToArray<long>();
            foreach (int bits in new[] { 512, 256, 128, 32 })
            {
                using LaneWidth.Forced width = LaneWidth.Force(bits);
                (Tensor top, Tensor indices) = x.Topk(k, 1, largest);
                Assert.Equal(expected, indices.ToArray<long>());
                Assert.Equal(expected.Select((p, i) => values[(i / k * length) + p]), top.ToArray<float>());
            }
        }
    }
}
