using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

internal static unsafe partial class FilterTile
{
    /// <summary>1 output channel by 9 products, the gradient of one block read where it stands: rows of a stride, without gaps.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void OneDirect<L>(
        float* dy, nint dyRow, int rows, int columns, float* x, nint xRow, int* offsets, float* sums) where L : struct, ILanes<L>
    {
        L a0 = L.Zero, a1 = L.Zero, a2 = L.Zero, a3 = L.Zero, a4 = L.Zero, a5 = L.Zero, a6 = L.Zero, a7 = L.Zero, a8 = L.Zero;
        for (int row = 0; row < rows; row++, dy += dyRow, x += xRow)
        {
            float* x0 = x + offsets[0], x1 = x + offsets[1], x2 = x + offsets[2], x3 = x + offsets[3], x4 = x + offsets[4];
            float* x5 = x + offsets[5], x6 = x + offsets[6], x7 = x + offsets[7], x8 = x + offsets[8];
            for (nint i = 0; i < columns; i += L.Count)
            {
                L y = columns - i >= L.Count ? L.Load(dy + i) : L.LoadFirst(dy + i, (int)(columns - i));
                L w = L.Load(x0 + i);
                a0 = L.MulAdd(y, w, a0);
                w = L.Load(x1 + i);
                a1 = L.MulAdd(y, w, a1);
                w = L.Load(x2 + i);
                a2 = L.MulAdd(y, w, a2);
                w = L.Load(x3 + i);
                a3 = L.MulAdd(y, w, a3);
                w = L.Load(x4 + i);
                a4 = L.MulAdd(y, w, a4);
                w = L.Load(x5 + i);
                a5 = L.MulAdd(y, w, a5);
                w = L.Load(x6 + i);
                a6 = L.MulAdd(y, w, a6);
                w = L.Load(x7 + i);
                a7 = L.MulAdd(y, w, a7);
                w = L.Load(x8 + i);
                a8 = L.MulAdd(y, w, a8);
            }
        }
        L.StoreSums(a0, a1, a2, a3, sums);
        L.StoreSums(a4, a5, a6, a7, sums + 4);
        L.StoreSums(a8, a8, a8, a8, sums + 8);
    }
}
