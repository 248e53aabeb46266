using F = Trireme.NN.Functional;

namespace Trireme.Tests.Ops.Vision;

/// <summary>More places than are worked out at a time, inside and outside of the image, against the definition.</summary>
public sealed class GridSampleTests
{
    [Theory]
    [InlineData("bilinear", "zeros", true)]
    [InlineData("bilinear", "zeros", false)]
    [InlineData("bilinear", "border", true)]
    [InlineData("bilinear", "reflection", false)]
    [InlineData("nearest", "zeros", true)]
    [InlineData("nearest", "border", false)]
    public void Places_of_an_image(string mode, string padding, bool alignCorners)
    {
        foreach (double reach in new[] { 0.9, 1.7 })
        {
            foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
                Check([2, 3, 6, 5], [2, 13, 11, 2], mode, padding, alignCorners, reach, dtype);
        }
    }

    [Theory]
    [InlineData("zeros", true)]
    [InlineData("zeros", false)]
    [InlineData("border", false)]
    public void Places_of_a_volume(string padding, bool alignCorners)
        => Check([2, 2, 3, 4, 5], [2, 5, 3, 7, 3], "bilinear", padding, alignCorners, 1.4, DType.Float64);

    [Fact]
    public void What_lies_outside_counts_nothing_whatever_is_inside()
    {
        Tensor x = Paddle.Full([1, 1, 2, 2], float.PositiveInfinity), grid = Paddle.Full([1, 9, 9, 2], 5f);
        Assert.All(F.GridSample(x, grid).ToArray<float>(), v => Assert.Equal(0, v));
        Assert.All(F.GridSample(x, Paddle.Full([1, 9, 9, 2], float.NaN)).ToArray<float>(), v => Assert.Equal(0, v));
    }

    private static void Check(int[] xShape, int[] gridShape, string mode, string padding, bool alignCorners, double reach, DType dtype)
    {
        double[] values = Draw(xShape, 1, 1), places = Draw(gridShape, 2, reach);
        Tensor x = Tensor.From<double>(values, xShape).Cast(dtype), grid = Tensor.From<double>(places, gridShape).Cast(dtype);
        x.StopGradient = grid.StopGradient = false;
        Tensor y = F.GridSample(x, grid, mode, padding, alignCorners);
        double tolerance = dtype == DType.Float32 ? 2e-5 : 1e-11;
        double[] expected = Twin(values, xShape, places, gridShape, mode, padding, alignCorners), found = y.Cast("float64").ToArray<double>();
        Close(expected, found, tolerance);
        double[] weights = Draw([expected.Length], 3, 1);
        (y * Tensor.From<double>(weights, [.. y.Shape.ToArray()]).Cast(dtype)).Sum().Backward();
        // The result is linear in x: each element's gradient is the weighted result where only that element is 1.
        double[] dx = x.Grad!.Cast("float64").ToArray<double>();
        foreach (int i in new[] { 0, 7, values.Length / 2, values.Length - 1 })
        {
            var one = new double[values.Length];
            one[i] = 1;
            Assert.Equal(Twin(one, xShape, places, gridShape, mode, padding, alignCorners).Zip(weights, (a, b) => a * b).Sum(), dx[i], 10 * tolerance);
        }
        double[] dgrid = grid.Grad!.Cast("float64").ToArray<double>();
        const double step = 1e-7;
        for (int i = 0; i < places.Length; i += 5)
        {
            double Moved(double by)
            {
                double[] moved = [.. places];
                moved[i] += by;
                return Twin(values, xShape, moved, gridShape, mode, padding, alignCorners).Zip(weights, (a, b) => a * b).Sum();
            }
            Assert.Equal((Moved(step) - Moved(-step)) / (2 * step), dgrid[i], 1e-4);
        }
    }

    private static double[] Twin(double[] x, int[] xShape, double[] grid, int[] gridShape, string mode, string padding, bool alignCorners)
    {
        int axes = xShape.Length - 2, channels = xShape[1];
        int count = gridShape[1..^1].Aggregate(1, (a, b) => a * b), plane = xShape[2..].Aggregate(1, (a, b) => a * b);
        var y = new double[xShape[0] * channels * count];
        for (int i = 0; i < y.Length; i++)
        {
            int n = i / count / channels;
            var at = new double[axes];
            for (int a = 0; a < axes; a++)
            {
                int size = xShape[^(a + 1)];
                double c = grid[(((n * count) + (i % count)) * axes) + a];
                c = alignCorners ? (c + 1) / 2 * (size - 1) : (((c + 1) * size) - 1) / 2;
                if (padding == "reflection")
                {
                    double low = alignCorners ? 0 : -0.5, high = alignCorners ? size - 1 : size - 0.5;
                    while (c < low || c > high)
                        c = c < low ? (2 * low) - c : (2 * high) - c;
                }
                at[a] = padding == "zeros" ? c : Math.Clamp(c, 0, size - 1);
            }
            for (int corner = 0; corner < 1 << axes; corner++)
            {
                double weight = 1;
                int offset = 0, stride = 1;
                for (int a = 0; a < axes; a++)
                {
                    int size = xShape[^(a + 1)], low = (int)Math.Floor(at[a]), chosen = low + ((corner >> a) & 1);
                    weight *= mode == "nearest" ? (chosen == (int)Math.Round(at[a]) ? 1 : 0) : 1 - Math.Abs(at[a] - chosen);
                    weight *= chosen >= 0 && chosen < size ? 1 : 0;
                    offset += chosen * stride;
                    stride *= size;
                }
                if (weight != 0)
                    y[i] += weight * x[(i / count * plane) + offset];
            }
        }
        return y;
    }

    private static void Close(double[] expected, double[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], tolerance);
    }

    private static double[] Draw(int[] shape, int seed, double reach)
    {
        var random = new System.Random(seed);
        return Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => (double)(float)((random.NextDouble() * 2 - 1) * reach)).ToArray();
    }
}
