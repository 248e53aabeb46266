namespace Trireme.Bench.Rows;

/// <summary>Products of matrices, square and skinny.</summary>
internal static class MatmulRows
{
    public static IEnumerable<Row> All()
    {
        foreach (int n in (int[])[64, 128, 256, 512, 1024, 2048])
            yield return Of($"GEMM {n}", n, n, n, false, false);
        foreach (int n in (int[])[127, 129, 1000])
            yield return Of($"GEMM {n}", n, n, n, false, false);
        foreach (int m in (int[])[1, 8, 64])
        {
            yield return Of($"GEMM {m} x 784 x 512", m, 784, 512, false, false);
            yield return Of($"GEMM {m} x 768 x 3072", m, 768, 3072, false, false);
        }
        yield return Of("GEMM 64 x 784 x 512, second transposed", 64, 784, 512, false, true);
        yield return Of("GEMM 784 x 64 x 512, first transposed", 784, 64, 512, true, false);
    }

    private static Row Of(string name, int m, int k, int n, bool transposeX, bool transposeY) => new("GEMM", name, "matmul", () =>
    {
        Tensor x = Values.Uniform(transposeX ? [k, m] : [m, k], seed: 1), y = Values.Uniform(transposeY ? [n, k] : [k, n], seed: 2);
        return new Case(() => x.Matmul(y, transposeX, transposeY), new() { ["x"] = x, ["y"] = y },
            () => new() { ["out"] = x.Matmul(y, transposeX, transposeY) });
    })
    {
        Arguments = new() { ["transpose_x"] = transposeX, ["transpose_y"] = transposeY },
        Work = 2e-9 * m * k * n,
        WorkUnit = "GFLOP/s",
    };
}
