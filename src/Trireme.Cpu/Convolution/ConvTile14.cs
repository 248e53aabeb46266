using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

internal static unsafe partial class ConvTile
{
    /// <summary>14 output channels by 2 vectors of positions.</summary>
    [MethodImpl(Compiled.Alone)]
    private static void Fourteen<L>(int depth, float* weights, float* source, int* offsets, float* target, nint pitch)
        where L : struct, ILanes<L>
    {
        L a0 = L.Zero, a1 = L.Zero;
        L b0 = L.Zero, b1 = L.Zero;
        L c0 = L.Zero, c1 = L.Zero;
        L d0 = L.Zero, d1 = L.Zero;
        L e0 = L.Zero, e1 = L.Zero;
        L f0 = L.Zero, f1 = L.Zero;
        L g0 = L.Zero, g1 = L.Zero;
        L h0 = L.Zero, h1 = L.Zero;
        L i0 = L.Zero, i1 = L.Zero;
        L j0 = L.Zero, j1 = L.Zero;
        L k0 = L.Zero, k1 = L.Zero;
        L l0 = L.Zero, l1 = L.Zero;
        L m0 = L.Zero, m1 = L.Zero;
        L n0 = L.Zero, n1 = L.Zero;
        for (int k = 0; k < depth; k++, weights += 14)
        {
            float* from = source + offsets[k];
            L x0 = L.Load(from), x1 = L.Load(from + L.Count);
            L w = L.All(weights[0]);
            a0 = L.MulAdd(w, x0, a0);
            a1 = L.MulAdd(w, x1, a1);
            w = L.All(weights[1]);
            b0 = L.MulAdd(w, x0, b0);
            b1 = L.MulAdd(w, x1, b1);
            w = L.All(weights[2]);
            c0 = L.MulAdd(w, x0, c0);
            c1 = L.MulAdd(w, x1, c1);
            w = L.All(weights[3]);
            d0 = L.MulAdd(w, x0, d0);
            d1 = L.MulAdd(w, x1, d1);
            w = L.All(weights[4]);
            e0 = L.MulAdd(w, x0, e0);
            e1 = L.MulAdd(w, x1, e1);
            w = L.All(weights[5]);
            f0 = L.MulAdd(w, x0, f0);
            f1 = L.MulAdd(w, x1, f1);
            w = L.All(weights[6]);
            g0 = L.MulAdd(w, x0, g0);
            g1 = L.MulAdd(w, x1, g1);
            w = L.All(weights[7]);
            h0 = L.MulAdd(w, x0, h0);
            h1 = L.MulAdd(w, x1, h1);
            w = L.All(weights[8]);
            i0 = L.MulAdd(w, x0, i0);
            i1 = L.MulAdd(w, x1, i1);
            w = L.All(weights[9]);
            j0 = L.MulAdd(w, x0, j0);
            j1 = L.MulAdd(w, x1, j1);
            w = L.All(weights[10]);
            k0 = L.MulAdd(w, x0, k0);
            k1 = L.MulAdd(w, x1, k1);
            w = L.All(weights[11]);
            l0 = L.MulAdd(w, x0, l0);
            l1 = L.MulAdd(w, x1, l1);
            w = L.All(weights[12]);
            m0 = L.MulAdd(w, x0, m0);
            m1 = L.MulAdd(w, x1, m1);
            w = L.All(weights[13]);
            n0 = L.MulAdd(w, x0, n0);
            n1 = L.MulAdd(w, x1, n1);
        }
        a0.Store(target);
        a1.Store(target + L.Count);
        target += pitch;
        b0.Store(target);
        b1.Store(target + L.Count);
        target += pitch;
        c0.Store(target);
        c1.Store(target + L.Count);
        target += pitch;
        d0.Store(target);
        d1.Store(target + L.Count);
        target += pitch;
        e0.Store(target);
        e1.Store(target + L.Count);
        target += pitch;
        f0.Store(target);
        f1.Store(target + L.Count);
        target += pitch;
        g0.Store(target);
        g1.Store(target + L.Count);
        target += pitch;
        h0.Store(target);
        h1.Store(target + L.Count);
        target += pitch;
        i0.Store(target);
        i1.Store(target + L.Count);
        target += pitch;
        j0.Store(target);
        j1.Store(target + L.Count);
        target += pitch;
        k0.Store(target);
        k1.Store(target + L.Count);
        target += pitch;
        l0.Store(target);
        l1.Store(target + L.Count);
        target += pitch;
        m0.Store(target);
        m1.Store(target + L.Count);
        target += pitch;
        n0.Store(target);
        n1.Store(target + L.Count);
    }

    /// <summary>14 output channels by 1 vector of positions.</summary>
    [MethodImpl(Compiled.Alone)]
    private static void FourteenNarrow<L>(int depth, float* weights, float* source, int* offsets, float* target, nint pitch)
        where L : struct, ILanes<L>
    {
        L a0 = L.Zero;
        L b0 = L.Zero;
        L c0 = L.Zero;
        L d0 = L.Zero;
        L e0 = L.Zero;
        L f0 = L.Zero;
        L g0 = L.Zero;
        L h0 = L.Zero;
        L i0 = L.Zero;
        L j0 = L.Zero;
        L k0 = L.Zero;
        L l0 = L.Zero;
        L m0 = L.Zero;
        L n0 = L.Zero;
        for (int k = 0; k < depth; k++, weights += 14)
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
            w = L.All(weights[6]);
            g0 = L.MulAdd(w, x0, g0);
            w = L.All(weights[7]);
            h0 = L.MulAdd(w, x0, h0);
            w = L.All(weights[8]);
            i0 = L.MulAdd(w, x0, i0);
            w = L.All(weights[9]);
            j0 = L.MulAdd(w, x0, j0);
            w = L.All(weights[10]);
            k0 = L.MulAdd(w, x0, k0);
            w = L.All(weights[11]);
            l0 = L.MulAdd(w, x0, l0);
            w = L.All(weights[12]);
            m0 = L.MulAdd(w, x0, m0);
            w = L.All(weights[13]);
            n0 = L.MulAdd(w, x0, n0);
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
        target += pitch;
        g0.Store(target);
        target += pitch;
        h0.Store(target);
        target += pitch;
        i0.Store(target);
        target += pitch;
        j0.Store(target);
        target += pitch;
        k0.Store(target);
        target += pitch;
        l0.Store(target);
        target += pitch;
        m0.Store(target);
        target += pitch;
        n0.Store(target);
    }
}
