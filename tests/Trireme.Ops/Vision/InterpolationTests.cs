using Trireme.Cpu;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.Ops.Vision;

/// <summary>Interpolation against the definition, element by element in double precision; its gradient against what a linear map's must satisfy.</summary>
public sealed class InterpolationTests
{
    public static TheoryData<string, bool, int, int[], int[]> Cases => new()
    {
        { "nearest", false, 1, [8, 7], [16, 14] },
        { "nearest", false, 1, [5, 37], [9, 50] },
        { "nearest", false, 1, [11, 6], [4, 13] },
        { "nearest", false, 1, [4, 40], [8, 80] },
        { "nearest", false, 1, [4, 81], [2, 40] },
        { "bilinear", false, 0, [8, 39], [16, 78] },
        { "bilinear", false, 0, [4, 80], [4, 40] },
        { "nearest", false, 1, [9, 9], [3, 4] },
        { "nearest", false, 1, [3, 4, 5], [6, 4, 11] },
        { "bilinear", false, 0, [7, 19], [14, 38] },
        { "bilinear", false, 1, [7, 19], [14, 38] },
        { "bilinear", true, 1, [5, 40], [9, 33] },
        { "bilinear", false, 0, [16, 34], [8, 17] },
        { "bilinear", false, 0, [13, 1], [1, 5] },
        { "bilinear", false, 0, [160, 300], [162, 900] },
        { "bicubic", false, 0, [6, 21], [12, 42] },
        { "bicubic", true, 0, [9, 20], [5, 33] },
        { "linear", false, 0, [21], [50] },
        { "linear", true, 0, [50], [21] },
        { "trilinear", false, 0, [3, 4, 17], [6, 3, 34] },
        { "trilinear", true, 0, [4, 5, 6], [2, 10, 6] },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Each_result_is_the_weighted_sum_of_its_neighbours(string mode, bool alignCorners, int alignMode, int[] input, int[] output)
    {
        foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
        {
            (Tensor x, double[] values) = Numbers([2, 3, .. input], dtype, 1);
            (Tensor g, double[] weights) = Numbers([2, 3, .. output], dtype, 2);
            double[] expected = Twin(values, 6, input, output, mode, alignCorners, alignMode);
            double tolerance = dtype == DType.Float32 ? 3e-6 : 1e-12, product = expected.Zip(weights, (a, b) => a * b).Sum();
            foreach (int bits in new[] { 512, 256, 128, 32 })
            {
                using LaneWidth.Forced width = LaneWidth.Force(bits);
                Tensor along = x.Clone();
                along.StopGradient = false;
                Tensor y = F.Interpolate(along, size: output, mode: mode, alignCorners: alignCorners, alignMode: alignMode);
                double[] found = y.Cast("float64").ToArray<double>();
                for (int i = 0; i < expected.Length; i++)
                    Assert.Equal(expected[i], found[i], tolerance);
                // <g, A x> = <Aᵀ g, x> for the map A.
                double[] back = Paddle.Grad([y], [along], [g])[0]!.Cast("float64").ToArray<double>();
                Assert.Equal(product, back.Zip(values, (a, b) => a * b).Sum(), tolerance * Math.Max(values.Length, expected.Length));
            }
        }
    }

    [Fact]
    public void The_gradient_of_repeated_elements_is_the_sum_of_the_copies()
    {
        (Tensor x, _) = Numbers([1, 2, 3, 17], DType.Float32, 3);
        (Tensor g, double[] weights) = Numbers([1, 2, 6, 34], DType.Float32, 4);
        x.StopGradient = false;
        (F.Interpolate(x, scaleFactor: 2f, mode: "nearest") * g).Sum().Backward();
        double[] found = x.Grad!.Cast("float64").ToArray<double>();
        for (int i = 0; i < found.Length; i++)
        {
            int at = (i / 17 * 2 * 34) + (i % 17 * 2);
            Assert.Equal(weights[at] + weights[at + 1] + weights[at + 34] + weights[at + 35], found[i], 1e-6);
        }
    }

    [Fact]
    public void Large_results_are_whole()
    {
        (Tensor x, double[] values) = Numbers([2, 40, 96, 97], DType.Float32, 5);
        float[] y = F.Interpolate(x, size: new[] { 192, 291 }, mode: "nearest").ToArray<float>();
        for (int i = 0; i < y.Length; i++)
            Assert.Equal((float)values[(i / 291 / 2 * 97) + (i % 291 / 3)], y[i]);
    }

    private static double[] Twin(double[] x, int planes, int[] input, int[] output, string mode, bool alignCorners, int alignMode)
    {
        // Axis by axis from the last one: [before, axis, behind].
        double[] values = x;
        int behind = 1;
        for (int axis = input.Length - 1; axis >= 0; axis--)
        {
            int from = input[axis], to = output[axis], before = values.Length / from / behind;
            var next = new double[before * to * behind];
            for (int i = 0; i < next.Length; i++)
            {
                int place = i / behind % to;
                foreach ((int tap, double weight) in Neighbours(place, from, to, mode, alignCorners, alignMode))
                    next[i] += weight * values[(((i / behind / to) * from) + Math.Clamp(tap, 0, from - 1)) * behind + (i % behind)];
            }
            values = next;
            behind *= to;
        }
        Assert.Equal(planes * output.Aggregate(1, (a, b) => a * b), values.Length);
        return values;
    }

    private static IEnumerable<(int Tap, double Weight)> Neighbours(int place, int from, int to, string mode, bool alignCorners, int alignMode)
    {
        double ratio = alignCorners ? (to > 1 ? (from - 1.0) / (to - 1) : 0) : (double)from / to;
        double half = alignCorners ? ratio * place : (ratio * (place + 0.5)) - 0.5;
        if (mode == "nearest")
            return [((int)(float)(ratio * place), 1)];
        if (mode == "bicubic")
        {
            int first = (int)Math.Floor(half) - 1;
            return Enumerable.Range(first, 4).Select(tap => (tap, Cubic(Math.Abs(half - tap))));
        }
        double at = Math.Max(0, alignMode == 0 ? half : ratio * place);
        int low = (int)at;
        return [(low, low + 1 - at), (low + 1, at - low)];
    }

    private static double Cubic(double x)
        => x <= 1 ? (1.25 * x * x * x) - (2.25 * x * x) + 1 : x < 2 ? (-0.75 * x * x * x) + (3.75 * x * x) - (6 * x) + 3 : 0;

    private static (Tensor Tensor, double[] Values) Numbers(int[] shape, DType dtype, int seed)
    {
        var random = new System.Random(seed);
        // Multiples of 1/64, which both precisions hold.
        double[] values = Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => random.Next(-64, 64) / 64.0).ToArray();
        return (Tensor.From<double>(values, shape).Cast(dtype), values);
    }
}
