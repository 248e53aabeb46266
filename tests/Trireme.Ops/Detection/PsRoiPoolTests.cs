using Trireme.Operators;
using Xunit;
using static Trireme.Tests.Ops.BothModes;

namespace Trireme.Tests.Ops.Detection;

public sealed class PsRoiPoolTests
{
    [Fact]
    public void Each_bin_is_the_mean_of_its_own_channel()
    {
        const int channels = 2, rows = 2, columns = 3, height = 7, width = 8;
        const float scale = 0.5f;
        Tensor x = Uniform([2, channels * rows * columns, height, width], 4);
        float[] regions = [1.2f, 2, 9.6f, 11, 0, 0, 15, 13, 30, 30, 31, 31];
        Tensor boxes = Floats([3, 4], regions).WithLod([1, 2]);
        float[] v = x.ToArray<float>();
        var expected = new List<double>();
        for (int r = 0; r < 3; r++)
        {
            double left = Round(regions[4 * r]) * scale, top = Round(regions[(4 * r) + 1]) * scale;
            double binWidth = Math.Max(((Round(regions[(4 * r) + 2]) + 1) * scale) - left, 0.1) / columns, binHeight = Math.Max(((Round(regions[(4 * r)
                + 3]) + 1) * scale) - top, 0.1) / rows;
            for (int bin = 0; bin < channels * rows * columns; bin++)
            {
                int row = bin / columns % rows, column = bin % columns;
                var found = new List<double>();
                for (int h = 0; h < height; h++)
                {
                    for (int w = 0; w < width; w++)
                    {
                        if (h >= Math.Floor(top + (row * binHeight)) && h < Math.Ceiling(top + ((row + 1) * binHeight)) && w >= Math.Floor(left
                            + (column * binWidth))
                            && w < Math.Ceiling(left + ((column + 1) * binWidth)))
                            found.Add(v[((((r == 0 ? 0 : 1) * channels * rows * columns) + bin) * height * width) + (h * width) + w]);
                    }
                }
                expected.Add(found.Count == 0 ? 0 : found.Average());
            }
        }
        Tensor y = Run(new PsRoiPoolOp(channels, rows, columns, scale), [x], [boxes])[0];
        Assert.Equal([3, channels, rows, columns], y.Shape.ToArray());
        Close(expected.ToArray(), y);
        Close(expected.ToArray(), Trireme.Vision.Ops.PsroiPool(x, boxes, Ints(2, 1, 2), (rows, columns), scale));
    }

    [Fact]
    public void Channels_that_do_not_fit_the_bins_are_named()
        => Assert.Contains("4 bins", Assert.Throws<InvalidArgumentException>(() => Trireme.Vision.Ops.PsroiPool(Uniform([1, 6, 4, 4]), Uniform([1, 4]),
        Ints(1, 1), 2)).Message, StringComparison.Ordinal);

    private static double Round(double v) => Math.Round(v, MidpointRounding.AwayFromZero);
}
