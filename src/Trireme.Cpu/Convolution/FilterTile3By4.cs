using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

internal static unsafe partial class FilterTile
{
    /// <summary>3 output channels by 4 products, for 16 registers.</summary>
    [MethodImpl(Compiled.Alone)]
    private static void ThreeByFour<L>(in FilterBlocks blocks, float* dy, float* x, int* offsets, float* sums) where L : struct, ILanes<L>
    {
        L a0 = L.Zero, a1 = L.Zero, a2 = L.Zero, a3 = L.Zero;
        L b0 = L.Zero, b1 = L.Zero, b2 = L.Zero, b3 = L.Zero;
        L c0 = L.Zero, c1 = L.Zero, c2 = L.Zero, c3 = L.Zero;
        nint positions = blocks.Positions, pitch = blocks.Positions;
        for (int block = 0; block < blocks.Count; block++, dy += blocks.DyStep, x += blocks.XStep)
        {
            float* x0 = x + offsets[0], x1 = x + offsets[1], x2 = x + offsets[2], x3 = x + offsets[3];
            float* dy0 = dy, dy1 = dy0 + pitch, dy2 = dy1 + pitch;
            for (nint i = 0; i < positions; i += L.Count)
            {
                L y = L.Load(dy0 + i), z = L.Load(dy1 + i), u = L.Load(dy2 + i);
                L w = L.Load(x0 + i);
                a0 = L.MulAdd(y, w, a0);
                b0 = L.MulAdd(z, w, b0);
                c0 = L.MulAdd(u, w, c0);
                w = L.Load(x1 + i);
                a1 = L.MulAdd(y, w, a1);
                b1 = L.MulAdd(z, w, b1);
                c1 = L.MulAdd(u, w, c1);
                w = L.Load(x2 + i);
                a2 = L.MulAdd(y, w, a2);
                b2 = L.MulAdd(z, w, b2);
                c2 = L.MulAdd(u, w, c2);
                w = L.Load(x3 + i);
                a3 = L.MulAdd(y, w, a3);
                b3 = L.MulAdd(z, w, b3);
                c3 = L.MulAdd(u, w, c3);
            }
        }
        L.StoreSums(a0, a1, a2, a3, sums);
        L.StoreSums(b0, b1, b2, b3, sums + 4);
        L.StoreSums(c0, c1, c2, c3, sums + 8);
    }
}
