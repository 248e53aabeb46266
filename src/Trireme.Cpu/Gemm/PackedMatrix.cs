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
        int width = BlockedGemm.PanelColumns<T>(), kBlock = BlockedGemm.KBlock(k);
        nint columns = (nint)((n + width - 1) / width) * width;
        _data = (T*)HugePages.Allocate((nuint)Math.Max(1, columns * k) * (nuint)sizeof(T), 64);
        nint row = transposed ? 1 : ld, column = transposed ? ld : 1;
        for (int p = 0; p < k; p += kBlock)
        {
            int steps = Math.Min(kBlock, k - p);
            for (int j = 0; j < n; j += width)
            {
                int count = Math.Min(width, n - j);
                T* panel = _data + (p * columns) + ((nint)j * steps);
                Packing.PackPanel(b + (p * row) + (j * column), row, column, steps, count, panel, width);
            }
        }
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
