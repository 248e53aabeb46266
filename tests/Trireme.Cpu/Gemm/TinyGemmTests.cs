using Trireme.Cpu;

namespace Trireme.Tests.Cpu;

/// <summary>Batches of products of small matrices.</summary>
public sealed unsafe class TinyGemmTests
{
    private static readonly int[] _sizes = [1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 16, 17];

    public static TheoryData<int> Widths => [512, 256, 128, 32];

    [Theory, MemberData(nameof(Widths))]
    public void Are_the_sums_of_products(int bits)
    {
        using var width = LaneWidth.Force(bits);
        var random = new System.Random(bits);
        foreach (int m in _sizes)
        {
            foreach (int n in _sizes)
            {
                for (int trans = 0; trans < 4; trans++)
                {
                    int k = _sizes[(m + (5 * n) + trans) % _sizes.Length], slack = (m + n + trans) % 3 == 0 ? 1 : 0, batch = 2 + ((m + n) % 5);
                    using var x = new GemmCase<float>(random, (trans & 1) != 0, (trans & 2) != 0, m, n, k, slack, batch);
                    Gemm.RunBatched(batch, x.TransA, x.TransB, m, n, k, 1, x.A, x.Lda, x.StrideA, x.B, x.Ldb, x.StrideB, 0, x.C, x.Ldc, x.StrideC);
                    x.Check(1, 0);
                    using var y = new GemmCase<double>(random, (trans & 1) != 0, (trans & 2) != 0, m, n, k, slack, batch);
                    Gemm.RunBatched(batch, y.TransA, y.TransB, m, n, k, 1, y.A, y.Lda, y.StrideA, y.B, y.Ldb, 0, 0, y.C, y.Ldc, y.StrideC);
                    y.Check(1, 0, sharedB: true);
                }
            }
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void Nothing_is_written_behind_the_last_matrix(int bits)
    {
        using var width = LaneWidth.Force(bits);
        foreach (int n in _sizes)
        {
            using var x = new GemmCase<float>(new System.Random(n), false, false, 3, n, 4, 0, 6);
            float[] behind = x.Result[(int)(5 * x.StrideC)..].ToArray();
            Gemm.RunBatched(5, false, false, 3, n, 4, 1, x.A, x.Lda, x.StrideA, x.B, x.Ldb, x.StrideB, 0, x.C, x.Ldc, x.StrideC);
            Assert.Equal(behind, x.Result[(int)(5 * x.StrideC)..]);
        }
    }

    [Theory]
    [InlineData(4, 4, 4, false)]
    [InlineData(3, 3, 3, false)]
    [InlineData(3, 5, 7, true)]
    [InlineData(5, 1, 3, false)]
    public void Do_not_depend_on_how_the_batch_is_cut(int m, int n, int k, bool transB)
    {
        const int batch = 8192, part = 64;
        using var x = new GemmCase<float>(new System.Random(m), false, transB, m, n, k, 0, batch);
        Gemm.RunBatched(batch, false, transB, m, n, k, 1, x.A, x.Lda, x.StrideA, x.B, x.Ldb, x.StrideB, 0, x.C, x.Ldc, x.StrideC);
        x.Check(1, 0);
        float[] whole = x.Result.ToArray();
        x.Reset();
        for (int i = 0; i < batch; i += part)
        {
            Gemm.RunBatched(
                part, false, transB, m, n, k, 1, x.A + (i * x.StrideA), x.Lda, x.StrideA, x.B + (i * x.StrideB), x.Ldb, x.StrideB,
                0, x.C + (i * x.StrideC), x.Ldc, x.StrideC);
        }
        Assert.Equal(whole, x.Result);
    }

    [Theory, MemberData(nameof(Widths))]
    public void Not_a_number_stays_in_its_matrix(int bits)
    {
        using var width = LaneWidth.Force(bits);
        using var x = new GemmCase<float>(new System.Random(5), false, false, 3, 3, 3, 0, 9);
        new Span<float>(x.C, x.Result.Length).Fill(float.NaN);
        x.A[(2 * 9) + 4] = x.B[(6 * 9) + 4] = float.NaN;
        Gemm.RunBatched(9, false, false, 3, 3, 3, 1, x.A, 3, 9, x.B, 3, 9, 0, x.C, 3, 9);
        for (int i = 0; i < x.Result.Length; i++)
            Assert.Equal(i is >= (2 * 9) + 3 and < (2 * 9) + 6 || (i / 9 == 6 && i % 3 == 1), float.IsNaN(x.C[i]));
    }

    [Fact]
    public void Of_no_steps_are_zero()
    {
        using var x = new GemmCase<float>(new System.Random(6), false, false, 3, 5, 0, 0, 4);
        Gemm.RunBatched(4, false, false, 3, 5, 0, 1, x.A, 0, 0, x.B, 5, 0, 0, x.C, 5, 15);
        x.Check(1, 0);
    }
}
