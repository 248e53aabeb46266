using Trireme.Cpu;
using Trireme.Cpu.Activation;

namespace Trireme.Tests.Cpu;

public sealed unsafe class SoftmaxRowsTests
{
    public static TheoryData<int> Widths => [512, 256, 128, 32];

    [Theory, MemberData(nameof(Widths))]
    public void Follows_the_definition_for_rows_of_every_length(int bits)
    {
        using var width = LaneWidth.Force(bits);
        var random = new System.Random(bits);
        foreach (int n in new[] { 1, 2, 7, 15, 16, 17, 31, 32, 33, 63, 100, 1000 })
        {
            float[] x = new float[3 * n];
            for (int i = 0; i < x.Length; i++)
                x[i] = (random.NextSingle() - 0.5f) * (i < n ? 2 : i < 2 * n ? 30 : 400);
            (float[] y, float[] log) = (Run(x, n, false), Run(x, n, true));
            for (int row = 0; row < 3; row++)
            {
                double max = x.AsSpan(row * n, n).ToArray().Max(), sum = 0;
                for (int i = 0; i < n; i++)
                    sum += Math.Exp(x[(row * n) + i] - max);
                for (int i = row * n; i < (row + 1) * n; i++)
                {
                    double want = Math.Exp(x[i] - max) / sum;
                    Assert.Equal(want, y[i], (2e-6 * want) + 1e-37);
                    Assert.Equal(x[i] - max - Math.Log(sum), log[i], 1e-5 + (2e-7 * Math.Abs(x[i] - max)));
                }
            }
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void Infinite_and_missing_numbers_are_told_apart(int bits)
    {
        using var width = LaneWidth.Force(bits);
        float[] masked = Run([1, float.NegativeInfinity, 1, float.NegativeInfinity], 4, false);
        Assert.Equal([0.5f, 0, 0.5f, 0], masked);
        Assert.All(Run([1, float.NaN, 1], 3, false), v => Assert.True(float.IsNaN(v)));
        Assert.All(Run([1, float.NaN, 1], 3, true), v => Assert.True(float.IsNaN(v)));
        Assert.All(Run([float.NegativeInfinity, float.NegativeInfinity], 2, false), v => Assert.True(float.IsNaN(v)));
    }

    private static float[] Run(float[] x, int n, bool log)
    {
        float[] y = new float[x.Length];
        fixed (float* from = x, to = y)
        {
            var call = new SoftmaxRows { X = from, Y = to, Rows = x.Length / n, Length = n, IsLog = log };
            LaneWidth.Run(ref call);
        }
        return y;
    }
}
