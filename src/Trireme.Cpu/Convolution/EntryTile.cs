using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// Products with the few output gradients that are not zero: each entry is a value and where its window begins. Runs of up to ten vectors stay
/// in registers while all entries of an output channel go by.
/// </summary>
internal static unsafe class EntryTile
{
    /// <summary>sums[j] += Σ value · patches[at + j], over the floats of a run.</summary>
    public static void Gather<L>(int vectors, int count, int* at, float* value, float* patches, float* sums) where L : struct, ILanes<L>
    {
        int first = 0;
        for (; vectors - first >= 10; first += 10)
            GatherMany<L, Yes>(count, at, value, patches + (first * L.Count), sums + (first * L.Count));
        for (; vectors - first >= 5; first += 5)
            GatherMany<L, No>(count, at, value, patches + (first * L.Count), sums + (first * L.Count));
        for (; vectors - first >= 2; first += 2)
            GatherTwo<L>(count, at, value, patches + (first * L.Count), sums + (first * L.Count));
        if (first < vectors)
            GatherOne<L>(count, at, value, patches + (first * L.Count), sums + (first * L.Count));
    }

    /// <summary>patches[at + j] += value · weights[j] for every entry, over the floats of a run.</summary>
    public static void Scatter<L>(int vectors, int count, int* at, float* value, float* patches, float* weights) where L : struct, ILanes<L>
    {
        int first = 0;
        for (; vectors - first >= 10; first += 10)
            Scatter<L, Yes, Yes>(count, at, value, patches + (first * L.Count), weights + (first * L.Count));
        for (; vectors - first >= 5; first += 5)
            Scatter<L, Yes, No>(count, at, value, patches + (first * L.Count), weights + (first * L.Count));
        for (; first < vectors; first++)
            Scatter<L, No, No>(count, at, value, patches + (first * L.Count), weights + (first * L.Count));
    }

    // Ten vectors with W, five without.
    [MethodImpl(Compiled.Alone)]
    private static void GatherMany<L, W>(int count, int* at, float* value, float* patches, float* sums)
        where L : struct, ILanes<L>
        where W : struct, IFlag
    {
        L a = L.Load(sums), b = L.Load(sums + L.Count), c = L.Load(sums + (2 * L.Count)), d = L.Load(sums + (3 * L.Count)), e = L.Load(sums + (4 * L.Count));
        L f = L.Zero, g = L.Zero, h = L.Zero, k = L.Zero, m = L.Zero;
        if (W.Is)
        {
            (f, g, h) = (L.Load(sums + (5 * L.Count)), L.Load(sums + (6 * L.Count)), L.Load(sums + (7 * L.Count)));
            (k, m) = (L.Load(sums + (8 * L.Count)), L.Load(sums + (9 * L.Count)));
        }
        for (int i = 0; i < count; i++)
        {
            L v = L.All(value + i);
            float* x = patches + at[i];
            a = L.MulAdd(v, x, a);
            b = L.MulAdd(v, x + L.Count, b);
            c = L.MulAdd(v, x + (2 * L.Count), c);
            d = L.MulAdd(v, x + (3 * L.Count), d);
            e = L.MulAdd(v, x + (4 * L.Count), e);
            if (W.Is)
            {
                f = L.MulAdd(v, x + (5 * L.Count), f);
                g = L.MulAdd(v, x + (6 * L.Count), g);
                h = L.MulAdd(v, x + (7 * L.Count), h);
                k = L.MulAdd(v, x + (8 * L.Count), k);
                m = L.MulAdd(v, x + (9 * L.Count), m);
            }
        }
        a.Store(sums);
        b.Store(sums + L.Count);
        c.Store(sums + (2 * L.Count));
        d.Store(sums + (3 * L.Count));
        e.Store(sums + (4 * L.Count));
        if (W.Is)
        {
            f.Store(sums + (5 * L.Count));
            g.Store(sums + (6 * L.Count));
            h.Store(sums + (7 * L.Count));
            k.Store(sums + (8 * L.Count));
            m.Store(sums + (9 * L.Count));
        }
    }

    // With so few sums one after the other would wait for each product: two entries have sums of their own.
    [MethodImpl(Compiled.Alone)]
    private static void GatherTwo<L>(int count, int* at, float* value, float* patches, float* sums) where L : struct, ILanes<L>
    {
        L a = L.Load(sums), b = L.Load(sums + L.Count), c = L.Zero, d = L.Zero;
        int i = 0;
        for (; i + 2 <= count; i += 2)
        {
            L v = L.All(value + i), w = L.All(value + i + 1);
            float* x = patches + at[i], y = patches + at[i + 1];
            a = L.MulAdd(v, x, a);
            b = L.MulAdd(v, x + L.Count, b);
            c = L.MulAdd(w, y, c);
            d = L.MulAdd(w, y + L.Count, d);
        }
        if (i < count)
        {
            L v = L.All(value + i);
            a = L.MulAdd(v, patches + at[i], a);
            b = L.MulAdd(v, patches + at[i] + L.Count, b);
        }
        (a + c).Store(sums);
        (b + d).Store(sums + L.Count);
    }

    [MethodImpl(Compiled.Alone)]
    private static void GatherOne<L>(int count, int* at, float* value, float* patches, float* sums) where L : struct, ILanes<L>
    {
        L a = L.Load(sums), b = L.Zero, c = L.Zero, d = L.Zero;
        int i = 0;
        for (; i + 4 <= count; i += 4)
        {
            a = L.MulAdd(L.All(value + i), L.Load(patches + at[i]), a);
            b = L.MulAdd(L.All(value + i + 1), L.Load(patches + at[i + 1]), b);
            c = L.MulAdd(L.All(value + i + 2), L.Load(patches + at[i + 2]), c);
            d = L.MulAdd(L.All(value + i + 3), L.Load(patches + at[i + 3]), d);
        }
        for (; i < count; i++)
            a = L.MulAdd(L.All(value + i), L.Load(patches + at[i]), a);
        (a + b + (c + d)).Store(sums);
    }

    // Entries beside each other overlap, and reading what has just been written partly is slow: four that lie apart take turns. Ten vectors with
    // F and W, five with F alone, otherwise one.
    [MethodImpl(Compiled.Alone)]
    private static void Scatter<L, F, W>(int count, int* at, float* value, float* patches, float* weights)
        where L : struct, ILanes<L>
        where F : struct, IFlag
        where W : struct, IFlag
    {
        L a = L.Load(weights), b = L.Zero, c = L.Zero, d = L.Zero, e = L.Zero, f = L.Zero, g = L.Zero, h = L.Zero, k = L.Zero, m = L.Zero;
        if (F.Is)
        {
            (b, c) = (L.Load(weights + L.Count), L.Load(weights + (2 * L.Count)));
            (d, e) = (L.Load(weights + (3 * L.Count)), L.Load(weights + (4 * L.Count)));
        }
        if (W.Is)
        {
            (f, g, h) = (L.Load(weights + (5 * L.Count)), L.Load(weights + (6 * L.Count)), L.Load(weights + (7 * L.Count)));
            (k, m) = (L.Load(weights + (8 * L.Count)), L.Load(weights + (9 * L.Count)));
        }
        int quarter = (count + 3) / 4;
        for (int i = 0; i < quarter; i++)
        {
            for (int j = i; j < count; j += quarter)
            {
                L v = L.All(value + j);
                float* x = patches + at[j];
                L.MulAdd(v, a, L.Load(x)).Store(x);
                if (F.Is)
                {
                    L.MulAdd(v, b, L.Load(x + L.Count)).Store(x + L.Count);
                    L.MulAdd(v, c, L.Load(x + (2 * L.Count))).Store(x + (2 * L.Count));
                    L.MulAdd(v, d, L.Load(x + (3 * L.Count))).Store(x + (3 * L.Count));
                    L.MulAdd(v, e, L.Load(x + (4 * L.Count))).Store(x + (4 * L.Count));
                }
                if (W.Is)
                {
                    L.MulAdd(v, f, L.Load(x + (5 * L.Count))).Store(x + (5 * L.Count));
                    L.MulAdd(v, g, L.Load(x + (6 * L.Count))).Store(x + (6 * L.Count));
                    L.MulAdd(v, h, L.Load(x + (7 * L.Count))).Store(x + (7 * L.Count));
                    L.MulAdd(v, k, L.Load(x + (8 * L.Count))).Store(x + (8 * L.Count));
                    L.MulAdd(v, m, L.Load(x + (9 * L.Count))).Store(x + (9 * L.Count));
                }
            }
        }
    }
}
