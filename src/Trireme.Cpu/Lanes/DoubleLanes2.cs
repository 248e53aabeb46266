using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trireme.Cpu;

/// <summary>2 double-precision numbers in a 128-bit register.</summary>
internal readonly unsafe struct DoubleLanes2(Vector128<double> value) : ILanes<DoubleLanes2, double>
{
    public readonly Vector128<double> Value = value;

    public static int Count => 2;
    public static bool IsHardware => Vector128.IsHardwareAccelerated;
    public static DoubleLanes2 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector128<double>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 All(double value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 All(double* source) => new(Sse3.IsSupported ? Sse3.LoadAndDuplicateToVector128(source) : Vector128.Create(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 Sequence(double first) => new(Vector128.CreateSequence(first, 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 Load(double* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 Load(ref readonly double source) => new(Vector128.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 Load(ReadOnlySpan<double> source, int index) => new(Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(source), (nuint)index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 LoadFirst(double* source, int count)
    {
        if (Avx.IsSupported)
            return new(Avx.MaskLoad(source, Mask(count)));
        double* part = stackalloc double[2];
        for (int i = 0; i < 2; i++)
            part[i] = i < count ? source[i] : 0;
        return new(Vector128.Load(part));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* target) => Value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref double target) => Value.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Span<double> target, int index) => Value.StoreUnsafe(ref MemoryMarshal.GetReference(target), (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreFirst(double* target, int count)
    {
        if (Avx.IsSupported)
        {
            Avx.MaskStore(target, Mask(count), Value);
            return;
        }
        for (int i = 0; i < count; i++)
            target[i] = Value.GetElement(i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 operator +(DoubleLanes2 a, DoubleLanes2 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 operator -(DoubleLanes2 a, DoubleLanes2 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 operator *(DoubleLanes2 a, DoubleLanes2 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 operator /(DoubleLanes2 a, DoubleLanes2 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 operator -(DoubleLanes2 a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 operator &(DoubleLanes2 a, DoubleLanes2 b) => new(a.Value & b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 operator |(DoubleLanes2 a, DoubleLanes2 b) => new(a.Value | b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 operator ^(DoubleLanes2 a, DoubleLanes2 b) => new(a.Value ^ b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 Add(DoubleLanes2 a, DoubleLanes2 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 Sub(DoubleLanes2 a, DoubleLanes2 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 Mul(DoubleLanes2 a, DoubleLanes2 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 Div(DoubleLanes2 a, DoubleLanes2 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 MulAdd(DoubleLanes2 a, DoubleLanes2 b, DoubleLanes2 c) => new(Vector128.MultiplyAddEstimate(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 MulAdd(DoubleLanes2 a, double* b, DoubleLanes2 c) => new(Vector128.MultiplyAddEstimate(a.Value, Vector128.Load(b), c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 Min(DoubleLanes2 a, DoubleLanes2 b) => new(Vector128.Min(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 Max(DoubleLanes2 a, DoubleLanes2 b) => new(Vector128.Max(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 MaxNative(DoubleLanes2 a, DoubleLanes2 b) => new(Vector128.MaxNative(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 Abs(DoubleLanes2 a) => new(Vector128.Abs(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 Sqrt(DoubleLanes2 a) => new(Vector128.Sqrt(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 Floor(DoubleLanes2 a) => new(Vector128.Floor(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 Round(DoubleLanes2 a) => new(Vector128.Round(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 Equal(DoubleLanes2 a, DoubleLanes2 b) => new(Vector128.Equals(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 Less(DoubleLanes2 a, DoubleLanes2 b) => new(Vector128.LessThan(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 LessOrEqual(DoubleLanes2 a, DoubleLanes2 b) => new(Vector128.LessThanOrEqual(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes2 Select(DoubleLanes2 mask, DoubleLanes2 a, DoubleLanes2 b) => new(Vector128.ConditionalSelect(mask.Value, a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Sum() => Vector128.Sum(Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(DoubleLanes2 a, DoubleLanes2 b, DoubleLanes2 c, DoubleLanes2 d, double* target)
    {
        if (!Sse2.IsSupported)
        {
            (target[0], target[1], target[2], target[3]) = (a.Sum(), b.Sum(), c.Sum(), d.Sum());
            return;
        }
        (Sse2.UnpackLow(a.Value, b.Value) + Sse2.UnpackHigh(a.Value, b.Value)).Store(target);
        (Sse2.UnpackLow(c.Value, d.Value) + Sse2.UnpackHigh(c.Value, d.Value)).Store(target + 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double MinLane() => Math.Min(Value.GetElement(0), Value.GetElement(1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double MaxLane() => Math.Max(Value.GetElement(0), Value.GetElement(1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Mask(int count) => Vector128.GreaterThan(Vector128.Create((long)count), Vector128<long>.Indices).AsDouble();
}
