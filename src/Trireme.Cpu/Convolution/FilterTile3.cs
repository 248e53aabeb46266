using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

internal static unsafe partial class FilterTile
{
    /// <summary>3 output channels by 9 products.</summary>
    [MethodImpl(Compiled.Alone)]
    private static void Three<L>(in FilterBlocks blocks, float* dy, float* x, int* offsets, float* sums) where L : struct, ILanes<L>
    {
        L a0 = L.Zero, a1 = L.Zero, a2 = L.Zero, a3 = L.Zero, a4 = L.Zero, a5 = L.Zero, a6 = L.Zero, a7 = L.Zero, a8 = L.Zero;
        L b0 = L.Zero, b1 = L.Zero, b2 = L.Zero, b3 = L.Zero, b4 = L.Zero, b5 = L.Zero, b6 = L.Zero, b7 = L.Zero, b8 = L.Zero;
        L c0 = L.Zero, c1 = L.Zero, c2 = L.Zero, c3 = L.Zero, c4 = L.Zero, c5 = L.Zero, c6 = L.Zero, c7 = L.Zero, c8 = L.Zero;
        nint positions = blocks.Positions, pitch = blocks.Positions;
        for (int block = 0; block < blocks.Count; block++, dy += blocks.DyStep, x += blocks.XStep)
        {
            float* x0 = x + offsets[0], x1 = x + offsets[1], x2 = x + offsets[2], x3 = x + offsets[3], x4 = x + offsets[4];
            float* x5 = x + offsets[5], x6 = x + offsets[6], x7 = x + offsets[7], x8 = x + offsets[8];
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
                w = L.Load(x4 + i);
                a4 = L.MulAdd(y, w, a4);
                b4 = L.MulAdd(z, w, b4);
                c4 = L.MulAdd(u, w, c4);
                w = L.Load(x5 + i);
                a5 = L.MulAdd(y, w, a5);
                b5 = L.MulAdd(z, w, b5);
                c5 = L.MulAdd(u, w, c5);
                w = L.Load(x6 + i);
                a6 = L.MulAdd(y, w, a6);
                b6 = L.MulAdd(z, w, b6);
                c6 = L.MulAdd(u, w, c6);
                w = L.Load(x7 + i);
                a7 = L.MulAdd(y, w, a7);
                b7 = L.MulAdd(z, w, b7);
                c7 = L.MulAdd(u, w, c7);
                w = L.Load(x8 + i);
                a8 = L.MulAdd(y, w, a8);
                b8 = L.MulAdd(z, w, b8);
                c8 = L.MulAdd(u, w, c8);
            }
        }
        L.StoreSums(a0, a1, a2, a3, sums);
        L.StoreSums(a4, a5, a6, a7, sums + 4);
        L.StoreSums(a8, b0, b1, b2, sums + 8);
        L.StoreSums(b3, b4, b5, b6, sums + 12);
        L.StoreSums(b7, b8, c0, c1, sums + 16);
        L.StoreSums(c2, c3, c4, c5, sums + 20);
        L.StoreSums(c6, c7, c8, c8, sums + 24);
    }
}
