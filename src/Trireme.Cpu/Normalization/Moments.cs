using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Normalization;

/// <summary>Sums over runs of numbers in vector registers, each in one fixed order; four chains of additions, for one waits for itself.</summary>
internal static unsafe class Moments<L, T>
    where L : struct, ILanes<L, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(Compiled.Alone)]
    public static T Sum(T* x, int count)
    {
        L a = L.Zero, b = L.Zero, c = L.Zero, d = L.Zero;
        int i = 0, n = L.Count;
        for (; i <= count - (4 * n); i += 4 * n)
        {
            a += L.Load(x + i);
            b += L.Load(x + i + n);
            c += L.Load(x + i + (2 * n));
            d += L.Load(x + i + (3 * n));
        }
        for (; i <= count - n; i += n)
            a += L.Load(x + i);
        if (i < count)
            b += L.LoadFirst(x + i, count - i);
        return (a + b + (c + d)).Sum();
    }

    /// <summary>Σ (x − center)².</summary>
    [MethodImpl(Compiled.Alone)]
    public static T CenteredSquares(T* x, int count, T center)
    {
        L a = L.Zero, b = L.Zero, c = L.Zero, d = L.Zero, m = L.All(center);
        int i = 0, n = L.Count;
        for (; i <= count - (4 * n); i += 4 * n)
        {
            L u = L.Load(x + i) - m, v = L.Load(x + i + n) - m, w = L.Load(x + i + (2 * n)) - m, z = L.Load(x + i + (3 * n)) - m;
            a = L.MulAdd(u, u, a);
            b = L.MulAdd(v, v, b);
            c = L.MulAdd(w, w, c);
            d = L.MulAdd(z, z, d);
        }
        for (; i <= count - n; i += n)
        {
            L u = L.Load(x + i) - m;
            a = L.MulAdd(u, u, a);
        }
        T sum = (a + b + (c + d)).Sum();
        for (; i < count; i++)
            sum = T.MultiplyAddEstimate(x[i] - center, x[i] - center, sum);
        return sum;
    }

    /// <summary>Adds Σ dy and Σ dy · (x − center) to what is there.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Products<G>(G dy, T* x, int count, T center, ref T sum, ref T dot)
        where G : struct, IGradientRun<L>
    {
        L s = L.Zero, t = L.Zero, d = L.Zero, e = L.Zero, m = L.All(center);
        int i = 0, n = L.Count;
        for (; i <= count - (2 * n); i += 2 * n)
        {
            L p = L.Load(x + i), q = L.Load(x + i + n), u = dy.Whole(p, i), v = dy.Whole(q, i + n);
            s += u;
            t += v;
            d = L.MulAdd(u, p - m, d);
            e = L.MulAdd(v, q - m, e);
        }
        if (i <= count - n)
        {
            L p = L.Load(x + i), u = dy.Whole(p, i);
            s += u;
            d = L.MulAdd(u, p - m, d);
            i += n;
        }
        if (i < count)
        {
            // The lanes behind the last element hold a gradient of zero.
            L q = L.LoadFirst(x + i, count - i), v = dy.First(q, i, count - i);
            t += v;
            e = L.MulAdd(v, q - m, e);
        }
        sum += (s + t).Sum();
        dot += (d + e).Sum();
    }

    /// <summary>y = x · a + b, and what is done to it last.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Scale<E>(T* x, T* y, int count, T a, T b, E ending)
        where E : struct, IEnding<L>
    {
        L va = L.All(a), vb = L.All(b);
        int i = 0, n = L.Count;
        for (; i <= count - n; i += n)
            ending.Whole(L.MulAdd(L.Load(x + i), va, vb), i).Store(y + i);
        if (i < count)
            ending.First(L.MulAdd(L.LoadFirst(x + i, count - i), va, vb), i, count - i).StoreFirst(y + i, count - i);
    }

    /// <summary>dx = dy · a + x · b + c.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Combine<G>(G dy, T* x, T* dx, int count, T a, T b, T c)
        where G : struct, IGradientRun<L>
    {
        L va = L.All(a), vb = L.All(b), vc = L.All(c);
        int i = 0, n = L.Count;
        for (; i <= count - n; i += n)
        {
            L p = L.Load(x + i);
            L.MulAdd(dy.Whole(p, i), va, L.MulAdd(p, vb, vc)).Store(dx + i);
        }
        if (i < count)
        {
            L p = L.LoadFirst(x + i, count - i);
            L.MulAdd(dy.First(p, i, count - i), va, L.MulAdd(p, vb, vc)).StoreFirst(dx + i, count - i);
        }
    }
}
