using System.Runtime.InteropServices;
using Trireme.Cpu;

namespace Trireme.Tests.Cpu;

[Collection(nameof(WorkerCount))]
public sealed unsafe class GemmThreadTests : IDisposable
{
    private readonly int _before = Workers.Count;

    public void Dispose() => Workers.Count = _before;

    [Theory]
    [InlineData(200, 300, 400)]
    [InlineData(64, 64, 500)]
    [InlineData(63, 63, 63)]
    [InlineData(65, 66, 65)]
    [InlineData(900, 40, 390)]
    [InlineData(4, 2000, 300)]
    [InlineData(2000, 4, 300)]
    [InlineData(20, 1000, 100)]
    public void Any_number_of_threads_gives_the_same_bits(int m, int n, int k)
    {
        var random = new System.Random(5);
        for (int trans = 0; trans < 4; trans++)
        {
            using var x = new GemmCase<float>(random, (trans & 1) != 0, (trans & 2) != 0, m, n, k);
            var epilogue = new GemmEpilogue<float>(x.RowBias, x.ColumnBias, true);
            byte[]? first = null;
            foreach (int threads in new[] { 1, 2, 3, 8 })
            {
                Workers.Count = threads;
                x.Reset();
                Gemm.Run(x.TransA, x.TransB, m, n, k, 1.5f, x.A, x.Lda, x.B, x.Ldb, 0.5f, x.C, x.Ldc, epilogue);
                byte[] bits = MemoryMarshal.AsBytes(x.Result).ToArray();
                first ??= bits;
                Assert.Equal(first, bits);
            }
        }
    }

    [Fact]
    public void Threads_that_multiply_at_once_do_not_disturb_each_other()
    {
        Workers.Count = 2;
        Parallel.For(0, 8, item =>
        {
            using var x = new GemmCase<float>(new System.Random(item), false, item % 2 == 0, 100 + item, 150, 200);
            for (int repeat = 0; repeat < 5; repeat++)
            {
                Gemm.Run(x.TransA, x.TransB, x.M, x.N, x.K, 1, x.A, x.Lda, x.B, x.Ldb, 0, x.C, x.Ldc);
                x.Check(1, 0);
            }
        });
    }
}
