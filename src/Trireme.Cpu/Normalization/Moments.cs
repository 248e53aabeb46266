using System.Numerics;
using System.Numerics.Tensors;

namespace Trireme.Cpu.Normalization;

/// <summary>Sums over runs of numbers in vector registers, each in one fixed order.</summary>
internal static unsafe class Moments
{
    public static T Sum<T>(T* x, int count)
        where T : unmanaged, INumber<T>
        => TensorPrimitives.Sum(new ReadOnlySpan<T>(x, count));

    /// <summary>Σ (x − center)².</summary>
    public static T CenteredSquares<T>(T* x, int count, T center)
        where T : unmanaged, INumber<T>
    {
        Vector<T> a = Vector<T>.Zero, b = Vector<T>.Zero, c = new(center);
        int i = 0, width = Vector<T>.Count;
        for (; i <= count - (2 * width); i += 2 * width)
        {
            Vector<T> u = Vector.Load(x + i) - c, v = Vector.Load(x + i + width) - c;
            a += u * u;
            b += v * v;
        }
        T sum = Vector.Sum(a + b);
        for (; i < count; i++)
            sum += (x[i] - center) * (x[i] - center);
        return sum;
    }

    /// <summary>Σ dy and Σ dy · (x − center).</summary>
    public static void Products<T>(T* dy, T* x, int count, T center, ref T sum, ref T dot)
        where T : unmanaged, INumber<T>
    {
        Vector<T> s = Vector<T>.Zero, d = Vector<T>.Zero, c = new(center);
        int i = 0, width = Vector<T>.Count;
        for (; i <= count - width; i += width)
        {
            Vector<T> v = Vector.Load(dy + i);
            s += v;
            d += v * (Vector.Load(x + i) - c);
        }
        sum += Vector.Sum(s);
        dot += Vector.Sum(d);
        for (; i < count; i++)
        {
            sum += dy[i];
            dot += dy[i] * (x[i] - center);
        }
    }

    /// <summary>y = x · a + b.</summary>
    public static void Scale<T>(T* x, T* y, int count, T a, T b)
        where T : unmanaged, INumber<T>
    {
        Vector<T> va = new(a), vb = new(b);
        int i = 0, width = Vector<T>.Count;
        for (; i <= count - width; i += width)
            Vector.Store((Vector.Load(x + i) * va) + vb, y + i);
        for (; i < count; i++)
            y[i] = (x[i] * a) + b;
    }

    /// <summary>dx = dy · a + x · b + c.</summary>
    public static void Combine<T>(T* dy, T* x, T* dx, int count, T a, T b, T c)
        where T : unmanaged, INumber<T>
    {
        Vector<T> va = new(a), vb = new(b), vc = new(c);
        int i = 0, width = Vector<T>.Count;
        for (; i <= count - width; i += width)
            Vector.Store((Vector.Load(dy + i) * va) + (Vector.Load(x + i) * vb) + vc, dx + i);
        for (; i < count; i++)
            dx[i] = (dy[i] * a) + (x[i] * b) + c;
    }
}
