using System.Numerics;

namespace Trireme.Cpu;

internal static unsafe partial class Gemm
{
    /// <summary>Either precision: C = alpha · op(A) · op(B) + columnBias, or C + alpha · op(A) · op(B) where <paramref name="adds"/> is set.</summary>
    public static void Run<T>(
        bool transA, bool transB, int m, int n, int k, double alpha, T* a, int lda, T* b, int ldb, bool adds, T* c, int ldc, T* columnBias = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            Run(transA, transB, m, n, k, (float)alpha, (float*)a, lda, (float*)b, ldb, adds ? 1f : 0f, (float*)c, ldc,
                new GemmEpilogue<float>(null, (float*)columnBias, false));
        }
        else
        {
            Run(transA, transB, m, n, k, alpha, (double*)a, lda, (double*)b, ldb, adds ? 1.0 : 0.0, (double*)c, ldc,
                new GemmEpilogue<double>(null, (double*)columnBias, false));
        }
    }

    /// <summary>Either precision with a B that was laid out before: C = A · B + columnBias, or C + A · B where <paramref name="adds"/> is set.</summary>
    public static void Run<T>(int m, T* a, int lda, PackedMatrix<T> b, bool adds, T* c, int ldc, T* columnBias = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
            Run(false, m, 1f, (float*)a, lda, (PackedMatrix<float>)(object)b, adds ? 1f : 0f, (float*)c, ldc, new GemmEpilogue<float>(null, (float*)columnBias, false));
        else
            Run(false, m, 1.0, (double*)a, lda, (PackedMatrix<double>)(object)b, adds ? 1.0 : 0.0, (double*)c, ldc, new GemmEpilogue<double>(null, (double*)columnBias, false));
    }
}
