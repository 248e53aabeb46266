using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>What factorizations do to single rows in double precision.</summary>
/// <remarks>The last elements are written one by one: what is written under a mask has to reach the cache before it can be read again.</remarks>
internal static unsafe class Vectors
{
    /// <summary>The sum of products.</summary>
    [MethodImpl(Compiled.Alone)]
    public static double Dot<L>(double* x, double* y, int n)
        where L : struct, ILanes<L, double>
    {
        L a = L.Zero, b = L.Zero;
        int i = 0;
        for (; i <= n - (2 * L.Count); i += 2 * L.Count)
        {
            a = L.MulAdd(L.Load(x + i), L.Load(y + i), a);
            b = L.MulAdd(L.Load(x + i + L.Count), L.Load(y + i + L.Count), b);
        }
        for (; i < n; i += L.Count)
            a = L.MulAdd(L.LoadFirst(x + i, Math.Min(L.Count, n - i)), L.LoadFirst(y + i, Math.Min(L.Count, n - i)), a);
        return (a + b).Sum();
    }

    /// <summary>y += a · x.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void AddScaled<L>(double a, double* x, double* y, int n)
        where L : struct, ILanes<L, double>
    {
        L factor = L.All(a);
        int i = 0;
        for (; i <= n - L.Count; i += L.Count)
            L.MulAdd(factor, L.Load(x + i), L.Load(y + i)).Store(y + i);
        for (; i < n; i++)
            y[i] = double.MultiplyAddEstimate(a, x[i], y[i]);
    }

    /// <summary>x *= a.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Scale<L>(double a, double* x, int n)
        where L : struct, ILanes<L, double>
    {
        L factor = L.All(a);
        int i = 0;
        for (; i <= n - L.Count; i += L.Count)
            (L.Load(x + i) * factor).Store(x + i);
        for (; i < n; i++)
            x[i] *= a;
    }

    /// <summary>x /= a: rounded once, and safe where 1 / a would be infinite.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Divide<L>(double a, double* x, int n)
        where L : struct, ILanes<L, double>
    {
        L divisor = L.All(a);
        int i = 0;
        for (; i <= n - L.Count; i += L.Count)
            (L.Load(x + i) / divisor).Store(x + i);
        for (; i < n; i++)
            x[i] /= a;
    }

    /// <summary>x and y change places.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Swap<L>(double* x, double* y, int n)
        where L : struct, ILanes<L, double>
    {
        int i = 0;
        for (; i <= n - L.Count; i += L.Count)
        {
            L a = L.Load(x + i), b = L.Load(y + i);
            a.Store(y + i);
            b.Store(x + i);
        }
        for (; i < n; i++)
            (x[i], y[i]) = (y[i], x[i]);
    }

    /// <summary>The largest absolute value; NaN where there is a NaN, 0 where there is nothing.</summary>
    [MethodImpl(Compiled.Alone)]
    public static double MaxAbs<L>(double* x, int n)
        where L : struct, ILanes<L, double>
    {
        L a = L.Zero, b = L.Zero;
        int i = 0;
        for (; i <= n - (2 * L.Count); i += 2 * L.Count)
        {
            a = L.Max(a, L.Abs(L.Load(x + i)));
            b = L.Max(b, L.Abs(L.Load(x + i + L.Count)));
        }
        for (; i < n; i += L.Count)
            a = L.Max(a, L.Abs(L.LoadFirst(x + i, Math.Min(L.Count, n - i))));
        a = L.Max(a, b);
        double* lanes = stackalloc double[L.Count];
        a.Store(lanes);
        double largest = 0;
        for (int j = 0; j < L.Count; j++)
            largest = Math.Max(largest, lanes[j]);
        return largest;
    }

    /// <summary>The Euclidean norm, also of numbers whose squares are too large or too small for double precision.</summary>
    public static double Norm<L>(double* x, int n)
        where L : struct, ILanes<L, double>
    {
        const double TooSmall = 1e-280, TooLarge = 1e300;
        double squares = Dot<L>(x, x, n);
        if (squares is > TooSmall and < TooLarge)
            return Math.Sqrt(squares);
        double largest = MaxAbs<L>(x, n), sum = 0;
        if (largest == 0 || !double.IsFinite(largest))
            return largest;
        for (int i = 0; i < n; i++)
            sum += x[i] / largest * (x[i] / largest);
        return largest * Math.Sqrt(sum);
    }
}
