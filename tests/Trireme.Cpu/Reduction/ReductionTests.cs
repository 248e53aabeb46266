using System.Runtime.InteropServices;
using Trireme.Cpu;
using Trireme.Cpu.Reduction;

namespace Trireme.Tests.Cpu;

[Collection(nameof(WorkerCount))]
public sealed unsafe class ReductionTests : IDisposable
{
    private readonly int _before = Workers.Count;

    public static TheoryData<int[], int[]> Cases => new()
    {
        { [300, 37], [0] },         // blocks of rows and a rest of each
        { [1000, 5000], [0] },      // groups of rows, several column ranges
        { [2, 40_000], [0] },       // wide: strips of columns
        { [3, 200, 50], [1] },
        { [7, 5, 6, 11], [0, 2] },
        { [100_000], [0] },
    };

    public void Dispose() => Workers.Count = _before;

    [Theory, MemberData(nameof(Cases))]
    public void Sum_and_maximum_agree_with_one_element_after_the_other_and_do_not_depend_on_threads(int[] shape, int[] axes)
    {
        var random = new System.Random(1);
        float[] x = new float[shape.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < x.Length; i++)
            x[i] = (random.NextSingle() * 2) - 1;
        bool[] reduced = [.. shape.Select((_, i) => axes.Contains(i))];
        int[] kept = [.. shape.Select((n, i) => reduced[i] ? 1 : n)];
        double[] sums = new double[kept.Aggregate(1, (a, b) => a * b)];
        float[] largest = Enumerable.Repeat(float.MinValue, sums.Length).ToArray();
        for (int i = 0; i < x.Length; i++)
        {
            int at = 0, scale = 1;
            for (int d = shape.Length - 1, rest = i; d >= 0; rest /= shape[d], d--)
            {
                at += reduced[d] ? 0 : rest % shape[d] * scale;
                scale *= kept[d];
            }
            sums[at] += x[i];
            largest[at] = Math.Max(largest[at], x[i]);
        }
        byte[]? first = null;
        foreach (int threads in new[] { 1, 2, 5 })
        {
            Workers.Count = threads;
            float[] sum = new float[sums.Length], max = new float[sums.Length];
            fixed (float* px = x, pSum = sum, pMax = max)
            {
                Reduction<float, SumFold>.Run(px, pSum, new ReducedDims(shape, reduced));
                Reduction<float, MaxFold>.Run(px, pMax, new ReducedDims(shape, reduced));
            }
            Assert.Equal(largest, max);
            for (int i = 0; i < sums.Length; i++)
                Assert.Equal(sums[i], sum[i], 2e-3);
            byte[] bits = MemoryMarshal.AsBytes<float>(sum).ToArray();
            Assert.Equal(first ??= bits, bits);
        }
    }

    [Fact]
    public void Not_a_number_is_the_maximum_of_its_column_only()
    {
        float[] x = new float[20 * 35];
        x[(9 * 35) + 4] = float.NaN;
        float[] max = new float[35];
        fixed (float* px = x, pMax = max)
            Reduction<float, MaxFold>.Run(px, pMax, new ReducedDims([20, 35], [true, false]));
        for (int i = 0; i < 35; i++)
            Assert.Equal(i == 4, float.IsNaN(max[i]));
    }
}
