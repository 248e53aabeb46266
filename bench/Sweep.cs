using System.Globalization;
using Trireme.Bench.Rows;
using F = Trireme.NN.Functional;

namespace Trireme.Bench;

/// <summary>Throughput over neighbouring sizes on this side alone: a size that is much slower than the one beside it shows a kernel's edge.</summary>
internal static class Sweep
{
    private const double Allowed = 0.10, WarmUp = 0.05, Slice = 0.06;
    private const int Rounds = 5;

    /// <summary>
    /// Measures every family whose name contains the text and prints a line a size. Two things are told apart: a rate a tenth below a neighbour's, which a method that
    /// saves products shows wherever it ends, and a time a tenth above that of a neighbour with as many products or more.
    /// </summary>
    /// <returns>How many sizes have a rate that is lower than a neighbour's by more than a tenth.</returns>
    public static int Run(string filter, TextWriter output)
    {
        int slow = 0, slower = 0;
        foreach (IGrouping<string, Size> family in Sizes().Where(s => s.Family.Contains(filter, StringComparison.OrdinalIgnoreCase)).GroupBy(s => s.Family))
        {
            Size[] sizes = [.. family];
            double[] rates = Rates(sizes);
            output.WriteLine($"\n## {family.Key}\n");
            for (int i = 0; i < sizes.Length; i++)
            {
                double beside = Math.Max(i > 0 ? rates[i - 1] : 0, i + 1 < rates.Length ? rates[i + 1] : 0);
                double lost = 1 - (rates[i] / beside), longer = Math.Max(Longer(i, i - 1), Longer(i, i + 1));
                slow += lost > Allowed ? 1 : 0;
                slower += longer > Allowed ? 1 : 0;
                string below = lost > Allowed ? $"   {lost:0%} below its neighbour" : "", late = longer > Allowed ? $"   takes {longer:0%} longer than its neighbour" : "";
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{sizes[i].Name,-44} {1e6 * sizes[i].Work / rates[i],9:0.0} µs {rates[i],9:0.0} GFLOP/s{below}{late}"));
            }

            double Longer(int i, int other) => other < 0 || other >= sizes.Length || sizes[other].Work < sizes[i].Work
                ? 0
                : (sizes[i].Work / rates[i] / (sizes[other].Work / rates[other])) - 1;
        }
        output.WriteLine($"\n{slow} sizes have a rate more than {Allowed:0%} below a neighbour's; {slower} take more than {Allowed:0%} longer than a neighbour with as many products or more.");
        return slow;
    }

    // In turns, so that a disturbance of the machine meets all sizes; the fastest sample counts.
    private static double[] Rates(Size[] sizes)
    {
        Stopwatches[] watches = [.. sizes.Select(s => new Stopwatches(s.Open()))];
        for (int i = 0; i < 3; i++)
        {
            foreach (Stopwatches watch in watches)
                watch.WarmUp(WarmUp);
            Thread.Sleep(120);
        }
        for (int i = 0; i < Rounds; i++)
        {
            foreach (Stopwatches watch in watches)
                watch.Run(Slice);
        }
        return [.. sizes.Zip(watches, (size, watch) => size.Work / watch.Samples.Min())];
    }

    private static IEnumerable<Size> Sizes()
    {
        foreach ((int n, int m) in Around(64, 128, 256, 512))
            yield return Product($"GEMM around {n}", m, m, m);
        foreach (int k in (int[])[383, 384, 385, 767, 768, 769])
            yield return Product("GEMM, inner dimension", 200, k, 200);
        foreach (int m in (int[])[1, 2, 3, 4, 5, 6, 7, 8, 9])
            yield return Product("GEMM, few rows", m, 784, 512);
        foreach ((int n, int channels) in Around(32, 64))
        {
            yield return Convolution($"convolution 3 x 3, channels around {n}", $"{channels} channels", [4, channels, 28, 28], [channels, channels, 3, 3], padding: 1);
            yield return Convolution($"convolution 1 x 1, channels around {n}", $"{channels} channels", [4, channels, 28, 28], [channels, channels, 1, 1]);
        }
        foreach ((int n, int size) in Around(28, 56))
            yield return Convolution($"convolution 3 x 3, images around {n}", $"{size} x {size}", [4, 64, size, size], [64, 64, 3, 3], padding: 1);
        foreach ((int high, int wide) in ((int, int)[])[(3, 5), (3, 7), (5, 5), (5, 7), (7, 7)])
            yield return Convolution("convolution, windows", $"{high} x {wide}", [4, 32, 28, 28], [32, 32, high, wide], padding: (high / 2, wide / 2));
        foreach (int stride in (int[])[1, 2, 3])
            yield return Convolution("convolution 3 x 3, stride", $"stride {stride}", [4, 64, 56, 56], [64, 64, 3, 3], stride, 1);
        foreach (int groups in (int[])[1, 2, 4, 8])
            yield return Convolution("convolution 3 x 3, groups", $"{groups} groups", [4, 128, 28, 28], [128, 128 / groups, 3, 3], padding: 1, groups: groups);
        foreach (int dilation in (int[])[1, 2, 3])
            yield return Convolution("convolution 3 x 3, dilation", $"dilation {dilation}", [4, 64, 28, 28], [64, 64, 3, 3], padding: dilation,
                dilation: dilation);
        foreach ((int n, int channels) in Around(64, 128))
        {
            yield return Convolution($"depthwise 3 x 3, channels around {n}", $"{channels} channels", [4, channels, 56, 56], [channels, 1, 3, 3], padding: 1,
                groups: channels);
        }
    }

    private static IEnumerable<(int Middle, int Size)> Around(params int[] middles) => middles.SelectMany(n => (int[])[n - 1, n, n + 1], (n, size) => (n, size));

    private static Size Product(string family, int m, int k, int n) => new(family, $"{m} x {k} x {n}", 2e-9 * m * k * n, () =>
    {
        Tensor x = Values.Uniform([m, k], seed: 1), y = Values.Uniform([k, n], seed: 2);
        return () => x.Matmul(y);
    });

    private static Size Convolution(string family, string name, Shape image, Shape filter, int stride = 1, Padding padding = default, int dilation = 1,
        int groups = 1)
    {
        Tensor x = Paddle.Zeros(image), w = Paddle.Zeros(filter);
        double work = 2e-9 * F.Conv2d(x, w, null, stride, padding, dilation, groups).Size * filter[1] * filter[2] * filter[3];
        return new(family, name, work, () =>
        {
            x = Values.Uniform(image, seed: 1);
            w = Values.Uniform(filter, seed: 2);
            return () => F.Conv2d(x, w, null, stride, padding, dilation, groups);
        });
    }

    private sealed record Size(string Family, string Name, double Work, Func<Action> Open);
}
