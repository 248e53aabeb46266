using Xunit;

namespace Trireme.Tests.Ops.Search;

public class HistogramddTests
{
    [Fact]
    public void Weighted_points_fall_into_boxes()
    {
        Tensor x = Paddle.ToTensor(new[,] { { 0f, 1 }, { 1, 0 }, { 2, 0 }, { 2, 2 } });
        (Tensor hist, Tensor[] edges) = x.Histogramdd((3, 3), weights: Paddle.ToTensor(new[] { 1f, 2, 4, 8 }));
        Assert.Equal("[3, 3]", hist.Shape.ToString());
        Assert.Equal([0f, 1, 0, 2, 0, 0, 4, 0, 8], hist.ToArray<float>());
        Assert.All(edges, e => Assert.Equal([0f, 2 / 3f, 4 / 3f, 2], e.ToArray<float>()));
        // Two boxes between 0 and 1: the second includes its end, what lies above is not counted.
        (hist, edges) = x.Histogramdd(2, ranges: [0, 1, 0, 1], density: true);
        Assert.Equal([0f, 2, 2, 0], hist.ToArray<float>());
        Assert.Equal([0f, 0.5f, 1], edges[1].ToArray<float>());
    }

    [Fact]
    public void Counts_agree_with_a_loop()
    {
        var random = new System.Random(3);
        int[] bins = [4, 1, 5];
        double[,,] data = new double[7, 31, 3];
        for (int i = 0; i < data.Length; i++)
            data[i / 93, i / 3 % 31, i % 3] = Math.Round(random.NextDouble() * 4, 1);
        double[] weights = [.. Enumerable.Range(0, 217).Select(_ => random.NextDouble())];
        double[][] borders = [[0, 1, 2, 3, 4], [0.5, 3], [0, 0.5, 1, 2, 3, 3.5]];
        (Tensor hist, _) = Paddle.ToTensor(data).Histogramdd([.. borders.Select(b => Paddle.ToTensor(b))], weights: Paddle.ToTensor(weights).Reshape([7, 31]));
        var expected = new double[20];
        double[] flat = Paddle.ToTensor(data).ToArray<double>();
        for (int p = 0; p < 217; p++)
        {
            int[] at = [.. Enumerable.Range(0, 3).Select(d => Box(borders[d], flat[(3 * p) + d]))];
            if (at.All(a => a >= 0))
                expected[(((at[0] * bins[1]) + at[1]) * bins[2]) + at[2]] += weights[p];
        }
        double[] counted = hist.ToArray<double>();
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], counted[i], 1e-12);
    }

    [Fact]
    public void Degenerate_and_wrong_arguments()
    {
        Assert.Equal([0f, 0], Paddle.Zeros([0, 1]).Histogramdd(2).Hist.ToArray<float>());
        Assert.Equal([-0.5f, 0.5f], Paddle.Zeros([3, 1]).Histogramdd(1).HistEdges[0].ToArray<float>());
        Assert.Throws<InvalidArgumentException>(() => Paddle.Zeros([3]).Histogramdd());
        Assert.Throws<InvalidArgumentException>(() => Paddle.Zeros([3, 2]).Histogramdd(ranges: [0, 1]));
        Assert.Throws<InvalidArgumentException>(() => Paddle.Zeros([3, 2]).Histogramdd(0));
        Assert.Throws<InvalidArgumentException>(() => Paddle.Zeros([3, 2]).Histogramdd(weights: Paddle.Ones([2])));
        Assert.Throws<InvalidArgumentException>(() => Paddle.Full([3, 2], double.NaN).Histogramdd());
    }

    private static int Box(double[] borders, double value)
    {
        for (int i = 0; i < borders.Length - 1; i++)
        {
            if (value >= borders[i] && (value < borders[i + 1] || (i == borders.Length - 2 && value == borders[i + 1])))
                return i;
        }
        return -1;
    }
}
