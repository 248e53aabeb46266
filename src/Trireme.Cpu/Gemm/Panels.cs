using System.Numerics;

namespace Trireme.Cpu;

/// <summary>The right-hand operand as the blocked product reads it: panels of 128 bytes' worth of columns.</summary>
internal unsafe interface IPanels<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Rows kStart … kStart + kCount − 1 of the columns nStart … nStart + nCount − 1, either where they lie or laid out in the buffer;
    /// stride is the distance between rows. Whole vectors are readable behind the last column.
    /// </summary>
    /// <remarks>nStart is a multiple of a panel's columns; the buffer holds a panel and is aligned to 64 bytes. Called from several threads at once.</remarks>
    T* Get(int kStart, int kCount, int nStart, int nCount, T* buffer, out nint stride);
}

/// <summary>Panels of a matrix in memory; read in place where that is as fast.</summary>
internal readonly unsafe struct MatrixPanels<T>(T* data, nint rowStride, nint columnStride, bool inPlace) : IPanels<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T* Get(int kStart, int kCount, int nStart, int nCount, T* buffer, out nint stride)
    {
        T* from = data + (kStart * rowStride) + (nStart * columnStride);
        int width = BlockedGemm.PanelColumns<T>();
        if (inPlace && nCount % (width / 2) == 0)
        {
            stride = rowStride;
            return from;
        }
        Packing.PackPanel(from, rowStride, columnStride, kCount, nCount, buffer, width);
        stride = width;
        return buffer;
    }
}

/// <summary>Panels that were laid out before.</summary>
internal readonly unsafe struct ReadyPanels<T>(T* data, int n) : IPanels<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T* Get(int kStart, int kCount, int nStart, int nCount, T* buffer, out nint stride)
    {
        int width = BlockedGemm.PanelColumns<T>();
        nint columns = (nint)((n + width - 1) / width) * width;
        stride = width;
        return data + (kStart * columns) + ((nint)nStart * kCount);
    }
}
