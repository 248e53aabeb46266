using Trireme.Cpu;

namespace Trireme.Tests.Cpu;

public sealed unsafe class GemmTests
{
    public static TheoryData<int> Widths => [512, 256, 128, 32];

    [Theory, MemberData(nameof(Widths))]
    public void Every_size_up_to_40(int bits)
    {
        using var width = LaneWidth.Force(bits);
        var random = new System.Random(bits);
        for (int m = 1; m <= 40; m++)
        {
            for (int n = 1; n <= 40; n++)
            {
                int choice = (m * 7) + n;
                using var x = new GemmCase<float>(random, (choice & 1) != 0, (choice & 2) != 0, m, n, 1 + ((m + (3 * n)) % 40), choice % 3);
                Gemm.Run(x.TransA, x.TransB, m, n, x.K, 1, x.A, x.Lda, x.B, x.Ldb, 0, x.C, x.Ldc);
                x.Check(1, 0);
            }
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void Every_size_up_to_40_in_double_precision(int bits)
    {
        using var width = LaneWidth.Force(bits);
        var random = new System.Random(bits);
        for (int m = 1; m <= 40; m++)
        {
            for (int n = 1; n <= 40; n += 1 + (m % 3))
            {
                int choice = (m * 7) + n;
                using var x = new GemmCase<double>(random, (choice & 1) != 0, (choice & 2) != 0, m, n, 1 + ((m + (3 * n)) % 40), choice % 3);
                Gemm.Run(x.TransA, x.TransB, m, n, x.K, 1, x.A, x.Lda, x.B, x.Ldb, 0, x.C, x.Ldc);
                x.Check(1, 0);
            }
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void Larger_sizes_transposes_and_factors(int bits)
    {
        using var width = LaneWidth.Force(bits);
        var random = new System.Random(bits);
        foreach (var (m, n, k) in new[] { (1, 300, 500), (1, 120, 400), (1, 293, 37), (1, 9, 84), (5, 130, 801), (16, 500, 33), (17, 64, 390), (70, 7, 400), (90, 1, 50), (129, 150, 61), (45, 70, 900), (63, 63, 63), (65, 65, 65), (40, 98, 33), (50, 33, 512), (34, 45, 70), (137, 259, 20), (90, 288, 17), (100, 48, 1030) })
        {
            foreach (var (alpha, beta) in new[] { (1f, 0f), (1f, 1f), (0.5f, -2f) })
            {
                for (int trans = 0; trans < 4; trans++)
                {
                    if (bits == 32 && trans > 1)
                        continue;
                    using var x = new GemmCase<float>(random, (trans & 1) != 0, (trans & 2) != 0, m, n, k, trans);
                    Gemm.Run(x.TransA, x.TransB, m, n, k, alpha, x.A, x.Lda, x.B, x.Ldb, beta, x.C, x.Ldc);
                    x.Check(alpha, beta);
                }
            }
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void Bias_and_activation_are_added_at_the_end(int bits)
    {
        using var width = LaneWidth.Force(bits);
        var random = new System.Random(bits);
        foreach (var (m, n, k) in new[] { (1, 40, 30), (7, 133, 20), (50, 3, 60), (45, 70, 20), (30, 65, 800), (20, 1, 20), (6, 5, 0), (61, 270, 15) })
        {
            for (int which = 1; which < 8; which++)
            {
                bool rows = (which & 1) != 0, columns = (which & 2) != 0, relu = (which & 4) != 0;
                using var x = new GemmCase<float>(random, which % 2 == 0, which % 3 == 0, m, n, k, 1);
                var epilogue = new GemmEpilogue<float>(rows ? x.RowBias : null, columns ? x.ColumnBias : null, relu);
                Gemm.Run(x.TransA, x.TransB, m, n, k, 0.5f, x.A, x.Lda, x.B, x.Ldb, 0.25f, x.C, x.Ldc, epilogue);
                x.Check(0.5, 0.25, rows, columns, relu);
            }
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void A_packed_matrix_serves_many_products(int bits)
    {
        using var width = LaneWidth.Force(bits);
        var random = new System.Random(bits);
        foreach (var (n, k) in new[] { (1, 1), (10, 50), (32, 384), (70, 801), (129, 385) })
        {
            for (int trans = 0; trans < 4; trans++)
            {
                foreach (int m in new[] { 1, 9, 33 })
                {
                    using var x = new GemmCase<float>(random, (trans & 1) != 0, (trans & 2) != 0, m, n, k, 2);
                    using var packed = new PackedMatrix<float>(x.TransB, k, n, x.B, x.Ldb);
                    var epilogue = new GemmEpilogue<float>(null, x.ColumnBias, true);
                    Gemm.Run(x.TransA, m, 2, x.A, x.Lda, packed, 1, x.C, x.Ldc, epilogue);
                    x.Check(2, 1, columnBias: true, relu: true);
                }
            }
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void A_packed_matrix_in_double_precision(int bits)
    {
        using var width = LaneWidth.Force(bits);
        using var x = new GemmCase<double>(new System.Random(bits), false, true, 20, 37, 500, 1);
        using var packed = new PackedMatrix<double>(x.TransB, x.K, x.N, x.B, x.Ldb);
        Gemm.Run(x.TransA, x.M, 1, x.A, x.Lda, packed, 0, x.C, x.Ldc);
        x.Check(1, 0);
    }

    [Theory, MemberData(nameof(Widths))]
    public void Panels_may_come_from_a_routine(int bits)
    {
        using var width = LaneWidth.Force(bits);
        var random = new System.Random(bits);
        foreach (var (m, n, k) in new[] { (1, 1, 1), (13, 31, 7), (20, 33, 400), (64, 100, 800) })
        {
            using var x = new GemmCase<float>(random, false, false, m, n, k, 1);
            Gemm.Run(false, m, n, k, x.A, x.Lda, new CopyPanels(x.B, x.Ldb), x.C, x.Ldc, 0, 0, new GemmEpilogue<float>(x.RowBias, null, false));
            x.Check(1, 0, rowBias: true);
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void Batches_small_and_large_shared_operand_or_not(int bits)
    {
        using var width = LaneWidth.Force(bits);
        var random = new System.Random(bits);
        foreach (var (batch, m, n, k) in new[] { (0, 3, 3, 3), (1, 5, 6, 7), (12, 20, 30, 9), (40, 33, 17, 40), (3, 64, 70, 90) })
        {
            foreach (bool shared in new[] { false, true })
            {
                using var x = new GemmCase<float>(random, false, batch % 2 == 1, m, n, k, 1, batch);
                Gemm.RunBatched(
                    batch, x.TransA, x.TransB, m, n, k, 1, x.A, x.Lda, x.StrideA, x.B, x.Ldb, shared ? 0 : x.StrideB, 0.5f, x.C, x.Ldc, x.StrideC);
                x.Check(1, 0.5, sharedB: shared);
            }
        }
        using var y = new GemmCase<double>(random, true, false, 11, 12, 13, 0, 7);
        Gemm.RunBatched(7, true, false, 11, 12, 13, 1, y.A, y.Lda, y.StrideA, y.B, y.Ldb, y.StrideB, 0, y.C, y.Ldc, y.StrideC);
        y.Check(1, 0);
    }

    [Fact]
    public void A_tall_operand_is_multiplied_in_pieces()
    {
        using var x = new GemmCase<float>(new System.Random(4), false, false, 5400, 130, 3);
        Gemm.Run(false, false, x.M, x.N, x.K, 1, x.A, x.Lda, x.B, x.Ldb, 0, x.C, x.Ldc, new GemmEpilogue<float>(x.RowBias, x.ColumnBias, false));
        x.Check(1, 0, rowBias: true, columnBias: true);
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(40, 50)]
    [InlineData(40, 3)]
    public void With_beta_0_old_values_do_not_count_and_with_no_steps_C_is_scaled(int m, int n)
    {
        using var x = new GemmCase<float>(new System.Random(1), false, false, m, n, 20);
        new Span<float>(x.C, m * n).Fill(float.NaN);
        Gemm.Run(false, false, m, n, 20, 1, x.A, x.Lda, x.B, x.Ldb, 0, x.C, x.Ldc);
        x.Check(1, 0);
        x.Reset();
        Gemm.Run(false, false, m, n, 20, 0, x.A, x.Lda, x.B, x.Ldb, 3, x.C, x.Ldc);
        x.Check(0, 3);
        using var none = new GemmCase<float>(new System.Random(1), false, false, m, n, 0);
        Gemm.Run(false, false, m, n, 0, 1, none.A, 0, none.B, n, 0, none.C, n);
        none.Check(1, 0);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(50)]
    public void Not_a_number_in_an_operand_reaches_its_row_of_C_only(int m)
    {
        using var x = new GemmCase<float>(new System.Random(2), false, false, m, 45, 30);
        x.A[30 + 4] = float.NaN;
        Gemm.Run(false, false, m, 45, 30, 1, x.A, x.Lda, x.B, x.Ldb, 0, x.C, x.Ldc, new GemmEpilogue<float>(null, null, true));
        for (int i = 0; i < m * 45; i++)
            Assert.Equal(i / 45 == 1, float.IsNaN(x.C[i]));
    }

    [Fact]
    public void Sizes_that_contradict_each_other_are_refused()
    {
        float data = 0;
        float* p = &data;
        Assert.Throws<ArgumentOutOfRangeException>(() => Gemm.Run(false, false, -1, 1, 1, 1, p, 1, p, 1, 0, p, 1));
        Assert.Throws<ArgumentException>(() => Gemm.Run(false, false, 1, 1, 2, 1, p, 1, p, 1, 0, p, 1));
        Assert.Throws<ArgumentException>(() => Gemm.Run(true, false, 2, 1, 1, 1, p, 1, p, 1, 0, p, 1));
        Assert.Throws<ArgumentException>(() => Gemm.Run(false, true, 1, 1, 2, 1, p, 2, p, 1, 0, p, 1));
        Assert.Throws<ArgumentException>(() => Gemm.Run(false, false, 1, 2, 1, 1, p, 1, p, 2, 0, p, 1));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Gemm.RunBatched(-1, false, false, 1, 1, 1, 1, p, 1, 0, p, 1, 0, 0, p, 1, 0));
        var packed = new PackedMatrix<float>(false, 1, 1, p, 1);
        packed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Gemm.Run(false, 1, 1, p, 1, packed, 0, p, 1));
    }

    private readonly struct CopyPanels(float* b, int ld) : IPanels<float>
    {
        public static bool AreReady => false;

        public bool AreInPlace => false;

        public float* Get(int kStart, int kCount, int nStart, int nCount, float* panel, out nint stride)
        {
            Assert.Equal(0, nStart % 32);
            Assert.Equal(0, (nint)panel % 64);
            for (int p = 0; p < kCount; p++)
            {
                for (int j = 0; j < 32; j++)
                    panel[(p * 32) + j] = j < nCount ? b[((kStart + p) * ld) + nStart + j] : 0;
            }
            stride = 32;
            return panel;
        }
    }
}
