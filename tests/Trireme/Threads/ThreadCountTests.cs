using System.Runtime.InteropServices;
using Trireme.Cpu;

namespace Trireme.Tests.Threads;

/// <summary>The number of threads belongs to the process: tests that change it run while no others do.</summary>
[CollectionDefinition(nameof(ThreadCount), DisableParallelization = true)]
public sealed class ThreadCount;

/// <summary>Results are the same on any number of threads, bit for bit: forward, gradients and updates.</summary>
[Collection(nameof(ThreadCount))]
public sealed class ThreadCountTests : IDisposable
{
    private static readonly Dictionary<string, Func<Tensor[]>> Cases = ThreadCases.All().ToDictionary(c => c.Name, c => c.Run);
    private readonly int _before = Workers.Count;

    public static TheoryData<string> Names => [.. Cases.Keys];

    public void Dispose() => Workers.Count = _before;

    [Theory, MemberData(nameof(Names))]
    public void The_number_of_threads_changes_no_bit(string name)
    {
        byte[][] one = Run(name, 1);
        Assert.NotEmpty(one);
        foreach (int threads in (int[])[2, 3, 4])
        {
            byte[][] many = Run(name, threads);
            Assert.Equal(one.Length, many.Length);
            for (int i = 0; i < one.Length; i++)
                Assert.True(one[i].AsSpan().SequenceEqual(many[i]),
                    $"{name}: result {i} of {one.Length} is another on {threads} threads than on one, from byte {one[i].AsSpan().CommonPrefixLength(many[i])} of {one[i].Length} on.");
        }
    }

    private static byte[][] Run(string name, int threads)
    {
        Workers.Count = threads;
        Paddle.Seed(11);
        return Array.ConvertAll(Cases[name](), t => t.DType == DType.Int64 ? MemoryMarshal.AsBytes(t.ToArray<long>().AsSpan()).ToArray()
            : MemoryMarshal.AsBytes(t.ToArray<float>().AsSpan()).ToArray());
    }
}
