using System.Runtime.InteropServices;
using Trireme.Cpu;
using Trireme.Cpu.Normalization;

namespace Trireme.Tests.Cpu;

[Collection(nameof(WorkerCount))]
public sealed unsafe class RowNormTests : IDisposable
{
    private const double Epsilon = 1e-5;
    private readonly int _before = Workers.Count;

    public static TheoryData<int, int, int, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<int, int, int, int, int>();
            foreach (int bits in new[] { 512, 256, 128, 32 })
            {
                cases.Add(bits, 5, 37, 1, 1);
                cases.Add(bits, 300, 16, 1, 1);
                cases.Add(bits, 6, 3, 49, 2);
                cases.Add(bits, 4, 1, 130, 4);
            }
            return cases;
        }
    }

    public void Dispose() => Workers.Count = _before;

    [Theory, MemberData(nameof(Cases))]
    public void Agrees_with_the_formula_and_does_not_depend_on_threads(int bits, int rows, int channels, int inner, int period)
    {
        using var width = LaneWidth.Force(bits);
        var s = new RowShape(rows, channels, inner, period);
        int n = s.Length, factors = channels * period;
        float[] x = Draw(rows * n, 1), scale = Draw(factors, 2), bias = Draw(factors, 3), dy = Draw(rows * n, 4);
        byte[]? first = null;
        foreach (int threads in new[] { 1, 2, 5 })
        {
            Workers.Count = threads;
            float[] y = new float[x.Length], dx = new float[x.Length], mean = new float[rows], variance = new float[rows];
            float[] dscale = new float[factors], dbias = new float[factors];
            fixed (float* px = x, pScale = scale, pBias = bias, py = y, pMean = mean, pVariance = variance, pdy = dy, pdx = dx, pdScale = dscale, pdBias = dbias)
            {
                var norm = new RowNorm<float> { Shape = s, Epsilon = (float)Epsilon, X = px, Scale = pScale, Bias = pBias, Y = py, Mean = pMean, Variance = pVariance };
                SingleLanes.Run(ref norm);
                var back = new RowNormGradient<float>
                {
                    Shape = s,
                    Epsilon = (float)Epsilon,
                    X = px,
                    Scale = pScale,
                    Mean = pMean,
                    Variance = pVariance,
                    Dy = pdy,
                    Dx = pdx,
                    Dscale = pdScale,
                    Dbias = pdBias,
                };
                SingleLanes.Run(ref back);
            }
            byte[] all = [.. Bytes(y), .. Bytes(dx), .. Bytes(dscale), .. Bytes(dbias)];
            if (first is null)
                Check(s, x, scale, bias, dy, y, dx, dscale, dbias);
            Assert.Equal(first ??= all, all);
        }
    }

    private static void Check(RowShape s, float[] x, float[] scale, float[] bias, float[] dy, float[] y, float[] dx, float[] dscale, float[] dbias)
    {
        int n = s.Length;
        double[] wantScale = new double[dscale.Length], wantBias = new double[dbias.Length];
        for (int row = 0; row < s.Rows; row++)
        {
            double mean = 0, variance = 0, sum = 0, dot = 0;
            for (int i = 0; i < n; i++)
                mean += x[(row * n) + i] / (double)n;
            for (int i = 0; i < n; i++)
                variance += Math.Pow(x[(row * n) + i] - mean, 2) / n;
            double r = 1 / Math.Sqrt(variance + Epsilon);
            for (int i = 0; i < n; i++)
            {
                int at = (row * n) + i, c = (row % s.Period * s.Channels) + (i / s.Inner);
                double hat = (x[at] - mean) * r;
                Assert.Equal((hat * scale[c]) + bias[c], y[at], 2e-5);
                wantScale[c] += dy[at] * hat;
                wantBias[c] += dy[at];
                sum += dy[at] * scale[c] / n;
                dot += dy[at] * scale[c] * hat / n;
            }
            for (int i = 0; i < n; i++)
            {
                int at = (row * n) + i, c = (row % s.Period * s.Channels) + (i / s.Inner);
                Assert.Equal(r * ((dy[at] * scale[c]) - sum - ((x[at] - mean) * r * dot)), dx[at], 5e-5);
            }
        }
        for (int c = 0; c < wantScale.Length; c++)
        {
            Assert.Equal(wantScale[c], dscale[c], 1e-4);
            Assert.Equal(wantBias[c], dbias[c], 1e-4);
        }
    }

    private static ReadOnlySpan<byte> Bytes(float[] values) => MemoryMarshal.AsBytes<float>(values);

    private static float[] Draw(int count, int seed)
    {
        var random = new System.Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
