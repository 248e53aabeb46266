using System.Numerics;

namespace Trireme.Cpu;

/// <summary>The right-hand operand as the blocked product reads it: panels of 128 bytes' worth of columns.</summary>
internal unsafe interface IPanels<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether panels lie there already, so that asking for one again costs nothing.</summary>
    static abstract bool AreReady { get; }

    /// <summary>Whether panels are read where the matrix lies.</summary>
    bool AreInPlace { get; }

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
    public static bool AreReady => false;

    public bool AreInPlace => inPlace;

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

/// <summary>Panels that were laid out before: those of a block of K after those of the one before.</summary>
internal readonly unsafe struct ReadyPanels<T>(T* data, int n) : IPanels<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool AreReady => true;

    public bool AreInPlace => false;

    /// <summary>Elements that the panels of B [k, n] take.</summary>
    public static nint Length(int k, int n) => WholeColumns(n) * k;

    /// <summary>Lays out B [k, n], whose rows and columns are <paramref name="row"/> and <paramref name="column"/> elements apart.</summary>
    public static void LayOut(T* b, nint row, nint column, int k, int n, T* data)
        => Workers.For((n + Width - 1) / Width, (long)k * Width / 4, new Body { B = b, Row = row, Column = column, K = k, N = n, Data = data });

    public T* Get(int kStart, int kCount, int nStart, int nCount, T* buffer, out nint stride)
    {
        stride = Width;
        return At(data, n, kStart, kCount, nStart);
    }

    private static int Width => BlockedGemm.PanelColumns<T>();

    private static nint WholeColumns(int n) => (nint)((n + Width - 1) / Width) * Width;

    private static T* At(T* data, int n, int kStart, int kCount, int nStart) => data + (kStart * WholeColumns(n)) + ((nint)nStart * kCount);

    private struct Body : IRangeBody
    {
        public T* B, Data;
        public nint Row, Column;
        public int K, N;

        public readonly void Run(int start, int end)
        {
            int kBlock = BlockedGemm.KBlock(K);
            for (int panel = start; panel < end; panel++)
            {
                int j = panel * Width;
                for (int p = 0; p < K; p += kBlock)
                {
                    int steps = Math.Min(kBlock, K - p);
                    Packing.PackPanel(B + (p * Row) + (j * Column), Row, Column, steps, Math.Min(Width, N - j), At(Data, N, p, steps, j), Width);
                }
            }
        }
    }
}
