using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Trireme.Cpu;

/// <summary>One double-precision number as lanes of width 1: the twin that runs on every machine.</summary>
internal readonly unsafe struct DoubleLanes1(double value) : ILanes<DoubleLanes1, double>
{
    public readonly double Value = value;

    public static int Count => 1;
    public static bool IsHardware => true;
    public static DoubleLanes1 Zero => new(0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 All(double value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 All(double* source) => new(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Sequence(double first) => new(first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Load(double* source) => new(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Load(ref readonly double source) => new(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Load(ReadOnlySpan<double> source, int index) => new(Unsafe.Add(ref MemoryMarshal.GetReference(source), index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 LoadFirst(double* source, int count) => new(count > 0 ? *source : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* target) => *target = Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref double target) => target = Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Span<double> target, int index) => Unsafe.Add(ref MemoryMarshal.GetReference(target), index) = Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreFirst(double* target, int count)
    {
        if (count > 0)
            *target = Value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 operator +(DoubleLanes1 a, DoubleLanes1 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 operator -(DoubleLanes1 a, DoubleLanes1 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 operator *(DoubleLanes1 a, DoubleLanes1 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 operator /(DoubleLanes1 a, DoubleLanes1 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 operator -(DoubleLanes1 a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 operator &(DoubleLanes1 a, DoubleLanes1 b) => FromBits(a.Bits & b.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 operator |(DoubleLanes1 a, DoubleLanes1 b) => FromBits(a.Bits | b.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 operator ^(DoubleLanes1 a, DoubleLanes1 b) => FromBits(a.Bits ^ b.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Add(DoubleLanes1 a, DoubleLanes1 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Sub(DoubleLanes1 a, DoubleLanes1 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Mul(DoubleLanes1 a, DoubleLanes1 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Div(DoubleLanes1 a, DoubleLanes1 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 MulAdd(DoubleLanes1 a, DoubleLanes1 b, DoubleLanes1 c) => new(double.MultiplyAddEstimate(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 MulAdd(DoubleLanes1 a, double* b, DoubleLanes1 c) => new(double.MultiplyAddEstimate(a.Value, *b, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Min(DoubleLanes1 a, DoubleLanes1 b) => new(Math.Min(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Max(DoubleLanes1 a, DoubleLanes1 b) => new(Math.Max(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 MaxNative(DoubleLanes1 a, DoubleLanes1 b) => new(a.Value > b.Value ? a.Value : b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Abs(DoubleLanes1 a) => new(Math.Abs(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Sqrt(DoubleLanes1 a) => new(Math.Sqrt(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Floor(DoubleLanes1 a) => new(Math.Floor(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Round(DoubleLanes1 a) => new(Math.Round(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Equal(DoubleLanes1 a, DoubleLanes1 b) => FromBits(a.Value == b.Value ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Less(DoubleLanes1 a, DoubleLanes1 b) => FromBits(a.Value < b.Value ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 LessOrEqual(DoubleLanes1 a, DoubleLanes1 b) => FromBits(a.Value <= b.Value ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes1 Select(DoubleLanes1 mask, DoubleLanes1 a, DoubleLanes1 b) => FromBits((mask.Bits & a.Bits) | (~mask.Bits & b.Bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Sum() => Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(DoubleLanes1 a, DoubleLanes1 b, DoubleLanes1 c, DoubleLanes1 d, double* target)
        => (target[0], target[1], target[2], target[3]) = (a.Value, b.Value, c.Value, d.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double MinLane() => Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double MaxLane() => Value;

    private long Bits => BitConverter.DoubleToInt64Bits(Value);

    private static DoubleLanes1 FromBits(long bits) => new(BitConverter.Int64BitsToDouble(bits));
}
