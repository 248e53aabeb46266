namespace Trireme.Tests.Ops.Indexing;

/// <summary>Index operators on more than one chunk of elements, against loops over positions.</summary>
public sealed class LargeIndexTests
{
    private static readonly DType[] Numbers =
        [DType.Float32, DType.Float64, DType.Int64, DType.Int32, DType.Int16, DType.Int8, DType.UInt8, DType.Bool, DType.Float16];

    [Theory]
    [InlineData(0)]
    [InlineData(0, 40_001)]
    [InlineData(50, 40_001)]
    [InlineData(100, 20_000)]
    [InlineData(30, 211, 199)]
    [InlineData(3, 5, 7, 1201)]
    [InlineData(60, 4, 0)]
    public void Places_that_are_not_zero_come_in_order(int percent, params int[] shape)
    {
        var random = new System.Random(percent);
        int n = shape.Aggregate(1, (a, b) => a * b);
        double[] values = Enumerable.Range(0, n).Select(_ => random.Next(100) < percent ? 1.0 : 0).ToArray();
        var expected = new List<long>();
        for (int i = 0; i < n; i++)
        {
            if (values[i] == 0)
                continue;
            var place = new long[shape.Length];
            for (int d = shape.Length - 1, rest = i; d >= 0; rest /= shape[d--])
                place[d] = rest % shape[d];
            expected.AddRange(place);
        }
        foreach (DType dtype in Numbers)
        {
            Tensor places = Tensor.From<double>(values, shape).Cast(dtype).Nonzero();
            Assert.Equal([shape.Length == 0 ? (int)values[0] : expected.Count / shape.Length, shape.Length], places.Shape.ToArray());
            Assert.Equal(expected, places.ToArray<long>());
        }
    }

    [Fact]
    public void Nan_is_not_zero_and_minus_zero_is()
        => Assert.Equal([0L, 3], Tensor.From<float>([float.NaN, -0f, 0f, float.Epsilon], 4).Nonzero().ToArray<long>());

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 50)]
    [InlineData(50_001, 0)]
    [InlineData(50_001, 50)]
    [InlineData(32_768, 100)]
    public void Masks_take_and_put_in_order(int n, int percent)
    {
        var random = new System.Random(n);
        double[] values = Enumerable.Range(0, n).Select(i => (double)(i % 101)).ToArray();
        bool[] mask = Enumerable.Range(0, n).Select(_ => random.Next(100) < percent).ToArray();
        double[] taken = [.. values.Where((_, i) => mask[i])];
        Tensor marks = Tensor.From<bool>(mask, n);
        foreach (DType dtype in Numbers.Where(d => d != DType.Bool))
        {
            Tensor x = Tensor.From<double>(values, n).Cast(dtype);
            Tensor selected = x.MaskedSelect(marks);
            Assert.Equal(taken, selected.Cast("float64").ToArray<double>());
            if (n == 0)
                continue;
            Tensor put = Paddle.ZerosLike(x).MaskedScatter(marks, selected);
            Assert.Equal(values.Select((v, i) => mask[i] ? v : 0), put.Cast("float64").ToArray<double>());
        }
    }

    [Theory]
    [InlineData(1, 50, 1, 40)]
    [InlineData(300, 70, 1, 33)]
    [InlineData(3, 40_000, 1, 30_001)]
    [InlineData(40, 9, 30, 20)]
    [InlineData(2, 900, 130, 500)]
    public void Slices_along_an_axis_are_read_and_their_gradients_added(int outer, int length, int inner, int taken)
    {
        var random = new System.Random(outer);
        long[] index = Enumerable.Range(0, taken).Select(_ => (long)random.Next(-length, length)).ToArray();
        double[] values = Enumerable.Range(0, outer * length * inner).Select(_ => (double)random.Next(100)).ToArray();
        double[] weights = Enumerable.Range(0, outer * taken * inner).Select(_ => (double)random.Next(4)).ToArray();
        double[] expected = new double[weights.Length], sums = new double[values.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            int at = (((i / inner / taken) * length) + (int)((index[i / inner % taken] + length) % length)) * inner + (i % inner);
            expected[i] = values[at];
            sums[at] += weights[i];
        }
        Tensor along = Tensor.From<long>(index, taken), w = Tensor.From<double>(weights, (outer, taken, inner));
        foreach (DType dtype in Numbers.Where(d => d != DType.Bool))
        {
            Tensor x = Tensor.From<double>(values, (outer, length, inner)).Cast(dtype);
            Assert.Equal(expected, x.IndexSelect(along, 1).Cast("float64").ToArray<double>());
        }
        foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
        {
            Tensor x = Tensor.From<double>(values, (outer, length, inner)).Cast(dtype);
            x.StopGradient = false;
            (x.IndexSelect(along, 1) * w.Cast(dtype)).Sum().Backward();
            Assert.Equal(sums, x.Grad!.Cast("float64").ToArray<double>());
            Assert.Equal(sums, Paddle.ZerosLike(x).IndexAdd(along, 1, w.Cast(dtype)).Cast("float64").ToArray<double>());
        }
    }

    [Fact]
    public void Scattered_rows_replace_or_add_and_leave_the_others()
    {
        const int rows = 3000, width = 130, count = 700;
        var random = new System.Random(2);
        long[] index = Enumerable.Range(0, count).Select(_ => (long)random.Next(rows)).ToArray();
        double[] values = Enumerable.Range(0, rows * width).Select(i => i % 97.0).ToArray(), sums = [.. values];
        double[] updates = Enumerable.Range(0, count * width).Select(i => i % 31.0).ToArray();
        foreach (int row in index)
            Array.Clear(sums, row * width, width);
        for (int i = 0; i < updates.Length; i++)
            sums[(index[i / width] * width) + (i % width)] += updates[i];
        foreach (DType dtype in new[] { DType.Float32, DType.Float64, DType.Int64 })
        {
            Tensor x = Tensor.From<double>(values, (rows, width)).Cast(dtype), u = Tensor.From<double>(updates, (count, width)).Cast(dtype);
            Assert.Equal(sums, Paddle.Scatter(x, Tensor.From<long>(index, count), u, false).Cast("float64").ToArray<double>());
            Assert.Equal(values, x.Cast("float64").ToArray<double>());
        }
    }
}
