using Trireme.Fluid;
using static Trireme.Tests.Fluid.Given;

namespace Trireme.Tests.Fluid.Formulas;

/// <summary>Layers with parameters, and layers over images, against loops over the values that the scope holds.</summary>
public sealed class ParameterTests
{
    /// <summary>Gives each parameter numbers that differ, runs the layer and compares.</summary>
    private static void Check(Tensor[] x, Func<Tensor[], Tensor> layer, int[] shape, Func<double[][], double[]> expected)
    {
        using var program = new LayerProgram();
        Tensor y = layer(x.Select((v, i) => (Tensor)Layers.Data($"x{i}", v.Shape.With(0, -1), dtype: v.DType)).ToArray());
        program.Start();
        string[] names = program.ParameterNames();
        foreach (string name in names)
            program.Parameter(name).SetValue(Numbers(program.Parameter(name).Shape, 0.83) + 0.1);
        double[][] values = names.Select(n => Values(program.Parameter(n))).ToArray();
        Tensor found = program.Run(x.Select((v, i) => (v, i)).ToDictionary(p => $"x{p.i}", p => p.v), y)[0];
        Assert.Equal(shape, found.Shape.ToArray());
        Near(expected(values), Values(found), 1e-4);
    }

    private static double[] Fill(int count, Func<int, double> f) => Enumerable.Range(0, count).Select(f).ToArray();

    /// <summary>Groups of elements with mean 0 and variance 1.</summary>
    private static double[] Normalized(Tensor x, int size, double epsilon) => Values(x).Chunk(size).SelectMany(row =>
    {
        double mean = row.Average(), variance = row.Average(v => (v - mean) * (v - mean));
        return row.Select(v => (v - mean) / Math.Sqrt(variance + epsilon));
    }).ToArray();

    [Theory]
    [InlineData(1, true, true)]
    [InlineData(2, true, false)]
    [InlineData(2, false, true)]
    public void Layer_norm(int axis, bool scale, bool shift)
    {
        Tensor x = Numbers([2, 3, 4]);
        int size = axis == 1 ? 12 : 4;
        double[] normal = Normalized(x, size, 0.01);
        Check([x], v => Layers.LayerNorm(v[0], scale, shift, axis, epsilon: 0.01, act: "tanh"), [2, 3, 4],
            p => Fill(24, i => Math.Tanh((normal[i] * (scale ? p[0][i % size] : 1)) + (shift ? p[^1][i % size] : 0))));
    }

    [Fact]
    public void Group_norm()
    {
        Tensor x = Numbers([2, 4, 3, 2]);
        double[] normal = Normalized(x, 12, 0.02);
        Check([x], v => Layers.GroupNorm(v[0], groups: 2, epsilon: 0.02, act: "relu"), [2, 4, 3, 2],
            p => Fill(48, i => Math.Max(0, (normal[i] * p[0][i / 6 % 4]) + p[1][i / 6 % 4])));
    }

    [Theory]
    [InlineData("all")]
    [InlineData("channel")]
    [InlineData("element")]
    public void Prelu(string mode)
    {
        Tensor x = Numbers([2, 3, 2, 2]);
        double[] v = Values(x);
        Check([x], t => Layers.Prelu(t[0], mode), [2, 3, 2, 2],
            p => Fill(24, i => v[i] > 0 ? v[i] : v[i] * p[0][mode == "all" ? 0 : mode == "channel" ? i / 4 % 3 : i % 12]));
    }

    [Fact]
    public void Slopes_of_prelu_begin_at_1()
    {
        using var program = new LayerProgram();
        Layers.Prelu(Layers.Data("x", [3, 2, 2]), "channel");
        program.Start();
        Assert.Equal([1f, 1f, 1f], program.Parameter(program.ParameterNames().Single()).ToArray<float>());
    }

    [Fact]
    public void Bilinear_tensor_product()
    {
        double[][] x = Rows(Numbers([2, 3])), y = Rows(Numbers([2, 4], 0.9));
        Check([Numbers([2, 3]), Numbers([2, 4], 0.9)], v => Layers.BilinearTensorProduct(v[0], v[1], size: 5, act: "sigmoid"), [2, 5], p => Fill(10, i =>
        {
            int n = i / 5, k = i % 5;
            double sum = p[1][k];
            for (int a = 0; a < 3; a++)
            {
                for (int b = 0; b < 4; b++)
                    sum += x[n][a] * p[0][(((k * 3) + a) * 4) + b] * y[n][b];
            }
            return 1 / (1 + Math.Exp(-sum));
        }));
    }

    [Fact]
    public void Conv3d()
    {
        const int D = 4, H = 5, W = 6, OutD = 4, OutH = 2, OutW = 3;
        double[] x = Values(Numbers([2, 4, D, H, W]));
        // Filters 2 x 3 x 2, stride 1, 2, 2, padding 1, 0, 1, dilation 2, 1, 2 in two groups.
        Check([Numbers([2, 4, D, H, W])], v => Layers.Conv3d(v[0], 2, filterSize: (2, 3, 2), stride: (1, 2, 2), padding: (1, 0, 1), dilation: (2, 1, 2), groups: 2, act: "relu"),
            [2, 2, OutD, OutH, OutW], p => Fill(2 * 2 * OutD * OutH * OutW, at =>
            {
                int n = at / (2 * OutD * OutH * OutW), m = at / (OutD * OutH * OutW) % 2, d = at / (OutH * OutW) % OutD, h = at / OutW % OutH, w = at % OutW;
                double sum = p[1][m];
                for (int tap = 0; tap < 2 * 2 * 3 * 2; tap++)
                {
                    int c = tap / 12, z = d - 1 + (tap / 6 % 2 * 2), y = (h * 2) + (tap / 2 % 3), q = (w * 2) - 1 + (tap % 2 * 2);
                    if (z >= 0 && z < D && q >= 0 && q < W)
                        sum += p[0][(m * 24) + tap] * x[(((((n * 4) + (m * 2) + c) * D) + z) * H * W) + (y * W) + q];
                }
                return Math.Max(0, sum);
            }));
    }

    [Theory]
    [InlineData("max")]
    [InlineData("avg")]
    public void Adaptive_pool2d(string type)
    {
        double[] x = Values(Numbers([2, 3, 5, 7]));
        Check([Numbers([2, 3, 5, 7])], v => Layers.AdaptivePool2d(v[0], (2, 3), type), [2, 3, 2, 3], _ => Fill(36, at =>
        {
            int map = at / 6, i = at / 3 % 2, j = at % 3;
            var window = new List<double>();
            for (int y = i * 5 / 2; y < (((i + 1) * 5) + 1) / 2; y++)
            {
                for (int q = j * 7 / 3; q < (((j + 1) * 7) + 2) / 3; q++)
                    window.Add(x[(map * 35) + (y * 7) + q]);
            }
            return type == "max" ? window.Max() : window.Average();
        }));
    }

    [Fact]
    public void Lrn()
    {
        double[] x = Values(Numbers([2, 5, 2, 2]));
        Check([Numbers([2, 5, 2, 2])], v => Layers.Lrn(v[0], n: 3, k: 2, alpha: 0.5, beta: 0.6), [2, 5, 2, 2], _ => Fill(40, at =>
        {
            int c = at / 4 % 5;
            double sum = Enumerable.Range(-1, 3).Where(o => c + o is >= 0 and < 5).Sum(o => x[at + (4 * o)] * x[at + (4 * o)]);
            return x[at] / Math.Pow(2 + (0.5 * sum), 0.6);
        }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void L2_normalize(int axis)
    {
        double[] x = Values(Numbers([2, 3, 4]));
        int stride = axis == 1 ? 4 : 1, count = axis == 1 ? 3 : 4;
        Check([Numbers([2, 3, 4])], v => Layers.L2Normalize(v[0], axis, epsilon: 0.25), [2, 3, 4], _ => Fill(24, at =>
        {
            int first = at - (at / stride % count * stride);
            return x[at] / Math.Sqrt(0.25 + Enumerable.Range(0, count).Sum(i => x[first + (i * stride)] * x[first + (i * stride)]));
        }));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void Cos_sim(int rows)
    {
        double[][] x = Rows(Numbers([3, 4])), y = Rows(Numbers([rows, 4], 0.9));
        Check([Numbers([3, 4]), Numbers([rows, 4], 0.9)], v => Layers.CosSim(v[0], v[1]), [3, 1], _ => Fill(3, i =>
        {
            double[] a = x[i], b = y[i % rows];
            return a.Zip(b, (u, v) => u * v).Sum() / Math.Sqrt(a.Sum(u => u * u) * b.Sum(v => v * v));
        }));
    }
}
