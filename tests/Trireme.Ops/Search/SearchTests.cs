namespace Trireme.Tests.Ops.Search;

public sealed class SearchTests
{
    [Theory]
    [InlineData(10, false)]
    [InlineData(10, true)]
    [InlineData(3000, false)]
    [InlineData(3000, true)]
    public void Sorting_is_stable_in_every_type(int n, bool descending)
    {
        var random = new System.Random(n);
        double[] values = Enumerable.Range(0, n).Select(_ => (double)random.Next(-20, 20)).ToArray();
        int[] expected = [.. Enumerable.Range(0, n)];
        expected = descending ? [.. expected.OrderByDescending(i => values[i])] : [.. expected.OrderBy(i => values[i])];
        Tensor x = Tensor.From<double>(values, n);
        foreach (DType dtype in new[] { DType.Float32, DType.Float64, DType.Int64, DType.Int32, DType.Int16, DType.Int8, DType.Float16 })
            Assert.Equal(expected.Select(i => (long)i), x.Cast(dtype).Argsort(descending: descending).ToArray<long>());
    }

    [Fact]
    public void Nan_is_the_largest_and_zeros_are_equal()
    {
        Tensor x = Tensor.From<float>([0f, float.NaN, -0f, float.PositiveInfinity, float.NegativeInfinity, -1], 6);
        Assert.Equal([4L, 5, 0, 2, 3, 1], x.Argsort().ToArray<long>());
        Assert.Equal([1L, 3, 0, 2, 5, 4], x.Argsort(descending: true).ToArray<long>());
        Assert.Equal(1, x.Argmax().Item<long>());
        Assert.Equal(0, Tensor.From<float>([-0f, 0f], 2).Argmax().Item<long>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_largest_k_are_the_first_of_the_sorted(bool largest)
    {
        var random = new System.Random(5);
        Tensor x = Tensor.From<float>(Enumerable.Range(0, 3 * 500).Select(_ => (float)random.Next(100)).ToArray(), (3, 500));
        Tensor order = x.Argsort(1, descending: largest);
        foreach (int k in new[] { 1, 7, 400 })
            Assert.Equal(order[.., ..k].ToArray<long>(), x.Topk(k, 1, largest).Indices.ToArray<long>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_largest_k_along_every_axis_and_in_every_type(bool largest)
    {
        const int rows = 90, columns = 37;
        var random = new System.Random(7);
        int[] values = [.. Enumerable.Range(0, rows * columns).Select(_ => random.Next(-60, 60))];
        foreach (int k in new[] { 1, 5, 60 })
        {
            var expected = new long[k * columns];
            for (int column = 0; column < columns; column++)
            {
                long[] line = [.. Enumerable.Range(0, rows).OrderBy(row => values[(row * columns) + column] * (largest ? -1 : 1)).Select(row => (long)row)];
                for (int i = 0; i < k; i++)
                    expected[(i * columns) + column] = line[i];
            }
            Tensor x = Tensor.From<int>(values, (rows, columns));
            foreach (DType dtype in new[] { DType.Float32, DType.Float64, DType.Int64, DType.Int32, DType.Int16, DType.Int8, DType.Float16 })
            {
                (Tensor found, Tensor places) = x.Cast(dtype).Topk(k, 0, largest);
                Assert.Equal(expected, places.ToArray<long>());
                Assert.Equal(expected.Select((row, i) => (double)values[(row * columns) + (i % columns)]), found.Cast(DType.Float64).ToArray<double>());
                Assert.Equal(places.T().ToArray<long>(), x.Cast(dtype).T().Topk(k, 1, largest).Indices.ToArray<long>());
            }
        }
    }

    [Fact]
    public void Unique_slices_are_sorted_and_found_again()
    {
        Tensor x = Tensor.From<int>([2, 1, 0, 5, 2, 1], (3, 2));
        Tensor[] result = x.Unique(true, true, true, axis: 0);
        Assert.Equal([0, 5, 2, 1], result[0].ToArray<int>());
        Assert.Equal([1L, 0], result[1].ToArray<long>());
        Assert.Equal([1L, 0, 1], result[2].ToArray<long>());
        Assert.Equal([1L, 2], result[3].ToArray<long>());
        Assert.Equal([0, 1, 2, 5], x.Unique().ToArray<int>());
    }

    [Fact]
    public void Errors_name_values_and_ranges()
    {
        Tensor x = Paddle.Ones((2, 3));
        Assert.Contains("k 4 is outside [1, 3]", Assert.Throws<InvalidArgumentException>(() => x.Topk(4)).Message);
        Assert.Contains("axis 2 is outside [-2, 1]", Assert.Throws<InvalidArgumentException>(() => x.Argmax(2)).Message);
        Assert.Contains("there are no elements", Assert.Throws<InvalidArgumentException>(() => Paddle.Zeros(0).Argmax()).Message);
        Assert.Contains("element 1 is -1", Assert.Throws<InvalidArgumentException>(() => Tensor.From<long>([0, -1], 2).Bincount()).Message);
    }
}
