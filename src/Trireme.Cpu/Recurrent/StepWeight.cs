using System.Numerics;

namespace Trireme.Cpu.Recurrent;

/// <summary>A weight B [k, n], stored as [n, k] where transposed, that every step multiplies: laid out once where the batch is large enough.</summary>
internal readonly unsafe struct StepWeight<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Few rows: laying the weight out would cost more than it saves.
    private const int FewRows = 4;

    private readonly PackedMatrix<T>? _packed;
    private readonly T* _data;
    private readonly bool _transposed;
    private readonly int _k, _n;

    public StepWeight(int batch, bool transposed, int k, int n, T* data)
    {
        _data = data;
        (_transposed, _k, _n) = (transposed, k, n);
        _packed = batch > FewRows ? new PackedMatrix<T>(transposed, k, n, data, transposed ? k : n) : null;
    }

    /// <summary>C = A · B + columnBias, or C + A · B, for rows of A and C that lie behind one another.</summary>
    public void Multiply(int rows, T* a, bool adds, T* c, T* columnBias = null)
    {
        if (_packed is null)
            Gemm.Run(false, _transposed, rows, _n, _k, 1, a, _k, _data, _transposed ? _k : _n, adds, c, _n, columnBias);
        else
            Gemm.Run(rows, a, _k, _packed, adds, c, _n, columnBias);
    }

    public void Dispose() => _packed?.Dispose();
}
