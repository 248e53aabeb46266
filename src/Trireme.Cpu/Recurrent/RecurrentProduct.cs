using System.Numerics;

namespace Trireme.Cpu.Recurrent;

/// <summary>The products of recurrent networks, for either precision.</summary>
internal static unsafe class RecurrentProduct
{
    // Few rows: each weight is read once a step, and laying it out first would cost more than it saves.
    private const int FewRows = 4;

    /// <summary>C = op(A) · op(B) + columnBias, or C + op(A) · op(B).</summary>
    public static void Run<T>(bool transA, bool transB, int m, int n, int k, T* a, int lda, T* b, int ldb, bool adds, T* c, int ldc, T* columnBias = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            Gemm.Run(transA, transB, m, n, k, 1f, (float*)a, lda, (float*)b, ldb, adds ? 1f : 0f, (float*)c, ldc, new GemmEpilogue<float>(null, (float*)columnBias, false));
        }
        else
        {
            Gemm.Run(transA, transB, m, n, k, 1.0, (double*)a, lda, (double*)b, ldb, adds ? 1.0 : 0.0, (double*)c, ldc, new GemmEpilogue<double>(null, (double*)columnBias, false));
        }
    }

    /// <summary>A weight that every step multiplies: laid out once where the batch is large enough.</summary>
    public readonly struct Weight<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly PackedMatrix<T>? _packed;
        private readonly T* _data;
        private readonly bool _transposed;
        private readonly int _k, _n, _ld;

        /// <summary>B [k, n], stored as [n, k] where transposed.</summary>
        public Weight(int batch, bool transposed, int k, int n, T* data, int ld)
        {
            _data = data;
            (_transposed, _k, _n, _ld) = (transposed, k, n, ld);
            _packed = batch > FewRows ? new PackedMatrix<T>(transposed, k, n, data, ld) : null;
        }

        /// <summary>C = A · B + columnBias, or C + A · B, for rows of A and C that lie behind one another.</summary>
        public void Multiply(int rows, T* a, bool adds, T* c, T* columnBias = null)
        {
            if (_packed is null)
                Run(false, _transposed, rows, _n, _k, a, _k, _data, _ld, adds, c, _n, columnBias);
            else if (typeof(T) == typeof(float))
                Gemm.Run(false, rows, 1f, (float*)a, _k, (PackedMatrix<float>)(object)_packed, adds ? 1f : 0f, (float*)c, _n, new GemmEpilogue<float>(null, (float*)columnBias, false));
            else
                Gemm.Run(false, rows, 1.0, (double*)a, _k, (PackedMatrix<double>)(object)_packed, adds ? 1.0 : 0.0, (double*)c, _n, new GemmEpilogue<double>(null, (double*)columnBias, false));
        }

        public void Dispose() => _packed?.Dispose();
    }
}
