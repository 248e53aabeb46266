using System.Runtime.InteropServices;
using Trireme.Memory;

namespace Trireme.Cpu;

/// <summary>
/// A right-hand matrix B [k, n] laid out once for many products: weights at inference. Holds a copy of its own, outside the managed heap.
/// </summary>
internal sealed unsafe class PackedMatrix<T> : IDisposable where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
{
    private T* _data;

    /// <summary>Lays out B; with <paramref name="transposed"/> it is stored as [n, k], rows <paramref name="ld"/> elements apart.</summary>
    public PackedMatrix(bool transposed, int k, int n, T* b, int ld)
    {
        Gemm.RequireMatrix("b", transposed ? n : k, transposed ? k : n, ld);
        K = k;
        N = n;
        _data = (T*)HugePages.Allocate((nuint)Math.Max(1, ReadyPanels<T>.Length(k, n)) * (nuint)sizeof(T), 64);
        ReadyPanels<T>.LayOut(b, transposed ? 1 : ld, transposed ? ld : 1, k, n, _data);
    }

    ~PackedMatrix() => NativeMemory.AlignedFree(_data);

    public int K { get; }
    public int N { get; }

    /// <summary>The panels; whoever reads them keeps this object alive meanwhile.</summary>
    public T* Data => _data != null ? _data : throw new ObjectDisposedException(nameof(PackedMatrix<T>));

    public void Dispose()
    {
        NativeMemory.AlignedFree(_data);
        _data = null;
        GC.SuppressFinalize(this);
    }
}
