using System.Numerics;
using System.Numerics.Tensors;

namespace Trireme.Cpu.Reduction;

/// <summary>How elements are folded into one: over a run, between two results, between vectors of them, and between two rows.</summary>
internal interface IFold
{
    static abstract T Start<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>;

    static abstract T Run<T>(ReadOnlySpan<T> x)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>;

    static abstract T Join<T>(T a, T b)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>;

    static abstract Vector<T> Join<T>(Vector<T> a, Vector<T> b)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>;

    static abstract void Rows<T>(Span<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>;
}

/// <summary>The sum; of no elements 0.</summary>
internal readonly struct SumFold : IFold
{
    public static T Start<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => T.Zero;

    public static T Run<T>(ReadOnlySpan<T> x)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => TensorPrimitives.Sum(x);

    public static T Join<T>(T a, T b)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => a + b;

    public static Vector<T> Join<T>(Vector<T> a, Vector<T> b)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => a + b;

    public static void Rows<T>(Span<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => TensorPrimitives.Add(a, b, a);
}

/// <summary>The largest; NaN where there is one.</summary>
internal readonly struct MaxFold : IFold
{
    public static T Start<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => T.MinValue;

    public static T Run<T>(ReadOnlySpan<T> x)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => TensorPrimitives.Max(x);

    public static T Join<T>(T a, T b)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => T.Max(a, b);

    public static Vector<T> Join<T>(Vector<T> a, Vector<T> b)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => Vector.Max(a, b);

    public static void Rows<T>(Span<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => TensorPrimitives.Max(a, b, a);
}

/// <summary>The smallest; NaN where there is one.</summary>
internal readonly struct MinFold : IFold
{
    public static T Start<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => T.MaxValue;

    public static T Run<T>(ReadOnlySpan<T> x)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => TensorPrimitives.Min(x);

    public static T Join<T>(T a, T b)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => T.Min(a, b);

    public static Vector<T> Join<T>(Vector<T> a, Vector<T> b)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => Vector.Min(a, b);

    public static void Rows<T>(Span<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => TensorPrimitives.Min(a, b, a);
}

/// <summary>The smallest of truth values; of nothing 1.</summary>
internal readonly struct AllFold : IFold
{
    public static T Start<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => T.One;

    public static T Run<T>(ReadOnlySpan<T> x)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => TensorPrimitives.Min(x);

    public static T Join<T>(T a, T b)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => T.Min(a, b);

    public static Vector<T> Join<T>(Vector<T> a, Vector<T> b)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => Vector.Min(a, b);

    public static void Rows<T>(Span<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => TensorPrimitives.Min(a, b, a);
}

/// <summary>The product; of no elements 1.</summary>
internal readonly struct ProductFold : IFold
{
    public static T Start<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => T.One;

    public static T Run<T>(ReadOnlySpan<T> x)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => TensorPrimitives.Product(x);

    public static T Join<T>(T a, T b)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => a * b;

    public static Vector<T> Join<T>(Vector<T> a, Vector<T> b)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => a * b;

    public static void Rows<T>(Span<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        => TensorPrimitives.Multiply(a, b, a);
}
