using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

internal static unsafe partial class FilterTile
{
    /// <summary>4 output channels by 6 products.</summary>
    [MethodImpl(Compiled.Alone)]
    private static void Four<L>(in FilterBlocks blocks, float* dy, float* x, int* offsets, float* sums) where L : struct, ILanes<L>
    {
        L a0 = L.Zero, a1 = L.Zero, a2 = L.Zero, a3 = L.Zero, a4 = L.Zero, a5 = L.Zero;
        L b0 = L.Zero, b1 = L.Zero, b2 = L.Zero, b3 = L.Zero, b4 = L.Zero, b5 = L.Zero;
        L c0 = L.Zero, c1 = L.Zero, c2 = L.Zero, c3 = L.Zero, c4 = L.Zero, c5 = L.Zero;
        L d0 = L.Zero, d1 = L.Zero, d2 = L.Zero, d3 = L.Zero, d4 = L.Zero, d5 = L.Zero;
        nint positions = blocks.Positions, pitch = blocks.Positions;
        for (int block = 0; block < blocks.Count; block++, dy += blocks.DyStep, x += blocks.XStep)
        {
            float* x0 = x + offsets[0], x1 = x + offsets[1], x2 = x + offsets[2], x3 = x + offsets[3], x4 = x + offsets[4];
            float* x5 = x + offsets[5];
            float* dy0 = dy, dy1 = dy0 + pitch, dy2 = dy1 + pitch, dy3 = dy2 + pitch;
            for (nint i = 0; i < positions; i += L.Count)
            {
                L y = L.Load(dy0 + i), z = L.Load(dy1 + i), u = L.Load(dy2 + i), v = L.Load(dy3 + i);
                L w = L.Load(x0 + i);
                a0 = L.MulAdd(y, w, a0);
                b0 = L.MulAdd(z, w, b0);
                c0 = L.MulAdd(u, w, c0);
                d0 = L.MulAdd(v, w, d0);
                w = L.Load(x1 + i);
                a1 = L.MulAdd(y, w, a1);
                b1 = L.MulAdd(z, w, b1);
                c1 = L.MulAdd(u, w, c1);
                d1 = L.MulAdd(v, w, d1);
                w = L.Load(x2 + i);
                a2 = L.MulAdd(y, w, a2);
                b2 = L.MulAdd(z, w, b2);
                c2 = L.MulAdd(u, w, c2);
                d2 = L.MulAdd(v, w, d2);
                w = L.Load(x3 + i);
                a3 = L.MulAdd(y, w, a3);
                b3 = L.MulAdd(z, w, b3);
                c3 = L.MulAdd(u, w, c3);
                d3 = L.MulAdd(v, w, d3);
                w = L.Load(x4 + i);
                a4 = L.MulAdd(y, w, a4);
                b4 = L.MulAdd(z, w, b4);
                c4 = L.MulAdd(u, w, c4);
                d4 = L.MulAdd(v, w, d4);
                w = L.Load(x5 + i);
                a5 = L.MulAdd(y, w, a5);
                b5 = L.MulAdd(z, w, b5);
                c5 = L.MulAdd(u, w, c5);
                d5 = L.MulAdd(v, w, d5);
            }
        }
        L.StoreSums(a0, a1, a2, a3, sums);
        L.StoreSums(a4, a5, b0, b1, sums + 4);
        L.StoreSums(b2, b3, b4, b5, sums + 8);
        L.StoreSums(c0, c1, c2, c3, sums + 12);
        L.StoreSums(c4, c5, d0, d1, sums + 16);
        L.StoreSums(d2, d3, d4, d5, sums + 20);
    }
}
