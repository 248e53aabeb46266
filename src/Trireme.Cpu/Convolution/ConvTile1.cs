using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

internal static unsafe partial class ConvTile
{
    /// <summary>2 output channels by 6 vectors of positions.</summary>
    [MethodImpl(Compiled.Alone)]
    private static void Two<L>(int depth, float* weights, float* source, int* offsets, float* target, nint pitch)
        where L : struct, ILanes<L>
    {
        L a0 = L.Zero, a1 = L.Zero, a2 = L.Zero, a3 = L.Zero, a4 = L.Zero, a5 = L.Zero;
        L b0 = L.Zero, b1 = L.Zero, b2 = L.Zero, b3 = L.Zero, b4 = L.Zero, b5 = L.Zero;
        for (int k = 0; k < depth; k++, weights += 2)
        {
            float* from = source + offsets[k];
            L x0 = L.Load(from), x1 = L.Load(from + L.Count), x2 = L.Load(from + (2 * L.Count)), x3 = L.Load(from + (3 * L.Count));
            L x4 = L.Load(from + (4 * L.Count)), x5 = L.Load(from + (5 * L.Count));
            L w = L.All(weights[0]);
            a0 = L.MulAdd(w, x0, a0);
            a1 = L.MulAdd(w, x1, a1);
            a2 = L.MulAdd(w, x2, a2);
            a3 = L.MulAdd(w, x3, a3);
            a4 = L.MulAdd(w, x4, a4);
            a5 = L.MulAdd(w, x5, a5);
            w = L.All(weights[1]);
            b0 = L.MulAdd(w, x0, b0);
            b1 = L.MulAdd(w, x1, b1);
            b2 = L.MulAdd(w, x2, b2);
            b3 = L.MulAdd(w, x3, b3);
            b4 = L.MulAdd(w, x4, b4);
            b5 = L.MulAdd(w, x5, b5);
        }
        a0.Store(target);
        a1.Store(target + L.Count);
        a2.Store(target + (2 * L.Count));
        a3.Store(target + (3 * L.Count));
        a4.Store(target + (4 * L.Count));
        a5.Store(target + (5 * L.Count));
        target += pitch;
        b0.Store(target);
        b1.Store(target + L.Count);
        b2.Store(target + (2 * L.Count));
        b3.Store(target + (3 * L.Count));
        b4.Store(target + (4 * L.Count));
        b5.Store(target + (5 * L.Count));
    }

    /// <summary>2 output channels by 1 vector of positions.</summary>
    [MethodImpl(Compiled.Alone)]
    private static void TwoNarrow<L>(int depth, float* weights, float* source, int* offsets, float* target, nint pitch)
        where L : struct, ILanes<L>
    {
        L a0 = L.Zero;
        L b0 = L.Zero;
        for (int k = 0; k < depth; k++, weights += 2)
        {
            float* from = source + offsets[k];
            L x0 = L.Load(from);
            L w = L.All(weights[0]);
            a0 = L.MulAdd(w, x0, a0);
            w = L.All(weights[1]);
            b0 = L.MulAdd(w, x0, b0);
        }
        a0.Store(target);
        target += pitch;
        b0.Store(target);
    }

    /// <summary>1 output channel by 8 vectors of positions.</summary>
    [MethodImpl(Compiled.Alone)]
    private static void One<L>(int depth, float* weights, float* source, int* offsets, float* target, nint pitch)
        where L : struct, ILanes<L>
    {
        L a0 = L.Zero, a1 = L.Zero, a2 = L.Zero, a3 = L.Zero, a4 = L.Zero, a5 = L.Zero, a6 = L.Zero, a7 = L.Zero;
        for (int k = 0; k < depth; k++, weights += 1)
        {
            float* from = source + offsets[k];
            L x0 = L.Load(from), x1 = L.Load(from + L.Count), x2 = L.Load(from + (2 * L.Count)), x3 = L.Load(from + (3 * L.Count));
            L x4 = L.Load(from + (4 * L.Count)), x5 = L.Load(from + (5 * L.Count)), x6 = L.Load(from + (6 * L.Count)), x7 = L.Load(from + (7 * L.Count));
            L w = L.All(weights[0]);
            a0 = L.MulAdd(w, x0, a0);
            a1 = L.MulAdd(w, x1, a1);
            a2 = L.MulAdd(w, x2, a2);
            a3 = L.MulAdd(w, x3, a3);
            a4 = L.MulAdd(w, x4, a4);
            a5 = L.MulAdd(w, x5, a5);
            a6 = L.MulAdd(w, x6, a6);
            a7 = L.MulAdd(w, x7, a7);
        }
        a0.Store(target);
        a1.Store(target + L.Count);
        a2.Store(target + (2 * L.Count));
        a3.Store(target + (3 * L.Count));
        a4.Store(target + (4 * L.Count));
        a5.Store(target + (5 * L.Count));
        a6.Store(target + (6 * L.Count));
        a7.Store(target + (7 * L.Count));
    }

    /// <summary>1 output channel by 1 vector of positions.</summary>
    [MethodImpl(Compiled.Alone)]
    private static void OneNarrow<L>(int depth, float* weights, float* source, int* offsets, float* target, nint pitch)
        where L : struct, ILanes<L>
    {
        L a0 = L.Zero;
        for (int k = 0; k < depth; k++, weights += 1)
        {
            float* from = source + offsets[k];
            L x0 = L.Load(from);
            L w = L.All(weights[0]);
            a0 = L.MulAdd(w, x0, a0);
        }
        a0.Store(target);
    }
}
