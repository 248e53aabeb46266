using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

internal static unsafe partial class ConvTile
{
    /// <summary>6 output channels by 4 vectors of positions.</summary>
    [MethodImpl(Compiled.Alone)]
    private static void Six<L>(int depth, float* weights, float* source, int* offsets, float* target, nint pitch)
        where L : struct, ILanes<L>
    {
        L a0 = L.Zero, a1 = L.Zero, a2 = L.Zero, a3 = L.Zero;
        L b0 = L.Zero, b1 = L.Zero, b2 = L.Zero, b3 = L.Zero;
        L c0 = L.Zero, c1 = L.Zero, c2 = L.Zero, c3 = L.Zero;
        L d0 = L.Zero, d1 = L.Zero, d2 = L.Zero, d3 = L.Zero;
        L e0 = L.Zero, e1 = L.Zero, e2 = L.Zero, e3 = L.Zero;
        L f0 = L.Zero, f1 = L.Zero, f2 = L.Zero, f3 = L.Zero;
        for (int k = 0; k < depth; k++, weights += 6)
        {
            float* from = source + offsets[k];
            L x0 = L.Load(from), x1 = L.Load(from + L.Count), x2 = L.Load(from + (2 * L.Count)), x3 = L.Load(from + (3 * L.Count));
            L w = L.All(weights[0]);
            a0 = L.MulAdd(w, x0, a0);
            a1 = L.MulAdd(w, x1, a1);
            a2 = L.MulAdd(w, x2, a2);
            a3 = L.MulAdd(w, x3, a3);
            w = L.All(weights[1]);
            b0 = L.MulAdd(w, x0, b0);
            b1 = L.MulAdd(w, x1, b1);
            b2 = L.MulAdd(w, x2, b2);
            b3 = L.MulAdd(w, x3, b3);
            w = L.All(weights[2]);
            c0 = L.MulAdd(w, x0, c0);
            c1 = L.MulAdd(w, x1, c1);
            c2 = L.MulAdd(w, x2, c2);
            c3 = L.MulAdd(w, x3, c3);
            w = L.All(weights[3]);
            d0 = L.MulAdd(w, x0, d0);
            d1 = L.MulAdd(w, x1, d1);
            d2 = L.MulAdd(w, x2, d2);
            d3 = L.MulAdd(w, x3, d3);
            w = L.All(weights[4]);
            e0 = L.MulAdd(w, x0, e0);
            e1 = L.MulAdd(w, x1, e1);
            e2 = L.MulAdd(w, x2, e2);
            e3 = L.MulAdd(w, x3, e3);
            w = L.All(weights[5]);
            f0 = L.MulAdd(w, x0, f0);
            f1 = L.MulAdd(w, x1, f1);
            f2 = L.MulAdd(w, x2, f2);
            f3 = L.MulAdd(w, x3, f3);
        }
        a0.Store(target);
        a1.Store(target + L.Count);
        a2.Store(target + (2 * L.Count));
        a3.Store(target + (3 * L.Count));
        target += pitch;
        b0.Store(target);
        b1.Store(target + L.Count);
        b2.Store(target + (2 * L.Count));
        b3.Store(target + (3 * L.Count));
        target += pitch;
        c0.Store(target);
        c1.Store(target + L.Count);
        c2.Store(target + (2 * L.Count));
        c3.Store(target + (3 * L.Count));
        target += pitch;
        d0.Store(target);
        d1.Store(target + L.Count);
        d2.Store(target + (2 * L.Count));
        d3.Store(target + (3 * L.Count));
        target += pitch;
        e0.Store(target);
        e1.Store(target + L.Count);
        e2.Store(target + (2 * L.Count));
        e3.Store(target + (3 * L.Count));
        target += pitch;
        f0.Store(target);
        f1.Store(target + L.Count);
        f2.Store(target + (2 * L.Count));
        f3.Store(target + (3 * L.Count));
    }

    /// <summary>6 output channels by 1 vector of positions.</summary>
    [MethodImpl(Compiled.Alone)]
    private static void SixNarrow<L>(int depth, float* weights, float* source, int* offsets, float* target, nint pitch)
        where L : struct, ILanes<L>
    {
        L a0 = L.Zero;
        L b0 = L.Zero;
        L c0 = L.Zero;
        L d0 = L.Zero;
        L e0 = L.Zero;
        L f0 = L.Zero;
        for (int k = 0; k < depth; k++, weights += 6)
        {
            float* from = source + offsets[k];
            L x0 = L.Load(from);
            L w = L.All(weights[0]);
            a0 = L.MulAdd(w, x0, a0);
            w = L.All(weights[1]);
            b0 = L.MulAdd(w, x0, b0);
            w = L.All(weights[2]);
            c0 = L.MulAdd(w, x0, c0);
            w = L.All(weights[3]);
            d0 = L.MulAdd(w, x0, d0);
            w = L.All(weights[4]);
            e0 = L.MulAdd(w, x0, e0);
            w = L.All(weights[5]);
            f0 = L.MulAdd(w, x0, f0);
        }
        a0.Store(target);
        target += pitch;
        b0.Store(target);
        target += pitch;
        c0.Store(target);
        target += pitch;
        d0.Store(target);
        target += pitch;
        e0.Store(target);
        target += pitch;
        f0.Store(target);
    }
}
