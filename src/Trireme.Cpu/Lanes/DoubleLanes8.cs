using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trireme.Cpu;

/// <summary>8 double-precision numbers in a 512-bit register.</summary>
internal readonly unsafe struct DoubleLanes8(Vector512<double> value) : ILanes<DoubleLanes8, double>
{
    public readonly Vector512<double> Value = value;

    public static int Count => 8;
    public static bool IsHardware => Vector512.IsHardwareAccelerated;
    public static DoubleLanes8 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<double>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 All(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 All(double* source) => new(Vector512.Create(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 Sequence(double first) => new(Vector512.CreateSequence(first, 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 Load(double* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 Load(ref readonly double source) => new(Vector512.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 Load(ReadOnlySpan<double> source, int index) => new(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(source), (nuint)index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 LoadFirst(double* source, int count)
    {
        if (Avx512F.IsSupported)
            return new(Avx512F.MaskLoad(source, Mask(count), Vector512<double>.Zero));
        double* part = stackalloc double[8];
        for (int i = 0; i < 8; i++)
            part[i] = i < count ? source[i] : 0;
        return new(Vector512.Load(part));
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
        if (Avx512F.IsSupported)
        {
            Avx512F.MaskStore(target, Mask(count), Value);
            return;
        }
        for (int i = 0; i < count; i++)
            target[i] = Value.GetElement(i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 operator +(DoubleLanes8 a, DoubleLanes8 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 operator -(DoubleLanes8 a, DoubleLanes8 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 operator *(DoubleLanes8 a, DoubleLanes8 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 operator /(DoubleLanes8 a, DoubleLanes8 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 operator -(DoubleLanes8 a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 operator &(DoubleLanes8 a, DoubleLanes8 b) => new(a.Value & b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 operator |(DoubleLanes8 a, DoubleLanes8 b) => new(a.Value | b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 operator ^(DoubleLanes8 a, DoubleLanes8 b) => new(a.Value ^ b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 Add(DoubleLanes8 a, DoubleLanes8 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 Sub(DoubleLanes8 a, DoubleLanes8 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 Mul(DoubleLanes8 a, DoubleLanes8 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 Div(DoubleLanes8 a, DoubleLanes8 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 MulAdd(DoubleLanes8 a, DoubleLanes8 b, DoubleLanes8 c) => new(Vector512.MultiplyAddEstimate(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 MulAdd(DoubleLanes8 a, double* b, DoubleLanes8 c) => new(Vector512.MultiplyAddEstimate(a.Value, Vector512.Load(b), c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 Min(DoubleLanes8 a, DoubleLanes8 b) => new(Vector512.Min(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 Max(DoubleLanes8 a, DoubleLanes8 b) => new(Vector512.Max(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 MaxNative(DoubleLanes8 a, DoubleLanes8 b) => new(Vector512.MaxNative(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 Abs(DoubleLanes8 a) => new(Vector512.Abs(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 Sqrt(DoubleLanes8 a) => new(Vector512.Sqrt(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 Floor(DoubleLanes8 a) => new(Vector512.Floor(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 Round(DoubleLanes8 a) => new(Vector512.Round(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 Equal(DoubleLanes8 a, DoubleLanes8 b) => new(Vector512.Equals(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 Less(DoubleLanes8 a, DoubleLanes8 b) => new(Vector512.LessThan(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 LessOrEqual(DoubleLanes8 a, DoubleLanes8 b) => new(Vector512.LessThanOrEqual(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes8 Select(DoubleLanes8 mask, DoubleLanes8 a, DoubleLanes8 b) => new(Vector512.ConditionalSelect(mask.Value, a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Sum() => Halves(this).Sum();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(DoubleLanes8 a, DoubleLanes8 b, DoubleLanes8 c, DoubleLanes8 d, double* target)
        => DoubleLanes4.StoreSums(Halves(a), Halves(b), Halves(c), Halves(d), target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double MinLane() => new DoubleLanes4(Vector256.Min(Value.GetLower(), Value.GetUpper())).MinLane();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double MaxLane() => new DoubleLanes4(Vector256.Max(Value.GetLower(), Value.GetUpper())).MaxLane();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DoubleLanes4 Halves(DoubleLanes8 a) => new(a.Value.GetLower() + a.Value.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Mask(int count) => Vector512.GreaterThan(Vector512.Create((long)count), Vector512<long>.Indices).AsDouble();
}
