using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trireme.Cpu;

/// <summary>8 single-precision numbers in a 256-bit register.</summary>
internal readonly unsafe partial struct Lanes8(Vector256<float> value) : ILanes<Lanes8>
{
    public readonly Vector256<float> Value = value;

    public static int Count => 8;
    public static bool IsHardware => Vector256.IsHardwareAccelerated;
    public static Lanes8 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector256<float>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 All(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 All(float* source) => new(Vector256.Create(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Sequence(float first) => new(Vector256.CreateSequence(first, 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Load(ref readonly float source) => new(Vector256.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Load(ReadOnlySpan<float> source, int index) => new(Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(source), (nuint)index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 LoadFirst(float* source, int count)
    {
        if (Avx.IsSupported)
            return new(Avx.MaskLoad(source, Mask(count)));
        float* part = stackalloc float[8];
        for (int i = 0; i < 8; i++)
            part[i] = i < count ? source[i] : 0;
        return new(Vector256.Load(part));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* target) => Value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float target) => Value.StoreUnsafe(ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Span<float> target, int index) => Value.StoreUnsafe(ref MemoryMarshal.GetReference(target), (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreFirst(float* target, int count)
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
    public static Lanes8 operator +(Lanes8 a, Lanes8 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 a, Lanes8 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator *(Lanes8 a, Lanes8 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator /(Lanes8 a, Lanes8 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator &(Lanes8 a, Lanes8 b) => new(a.Value & b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator |(Lanes8 a, Lanes8 b) => new(a.Value | b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator ^(Lanes8 a, Lanes8 b) => new(a.Value ^ b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Add(Lanes8 a, Lanes8 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Sub(Lanes8 a, Lanes8 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Mul(Lanes8 a, Lanes8 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Div(Lanes8 a, Lanes8 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 MulAdd(Lanes8 a, Lanes8 b, Lanes8 c) => new(Vector256.MultiplyAddEstimate(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 MulAdd(Lanes8 a, float* b, Lanes8 c) => new(Vector256.MultiplyAddEstimate(a.Value, Vector256.Load(b), c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Min(Lanes8 a, Lanes8 b) => new(Vector256.Min(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Max(Lanes8 a, Lanes8 b) => new(Vector256.Max(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 MaxNative(Lanes8 a, Lanes8 b) => new(Vector256.MaxNative(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Abs(Lanes8 a) => new(Vector256.Abs(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Sqrt(Lanes8 a) => new(Vector256.Sqrt(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Floor(Lanes8 a) => new(Vector256.Floor(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Round(Lanes8 a) => new(Vector256.Round(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Equal(Lanes8 a, Lanes8 b) => new(Vector256.Equals(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Less(Lanes8 a, Lanes8 b) => new(Vector256.LessThan(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 LessOrEqual(Lanes8 a, Lanes8 b) => new(Vector256.LessThanOrEqual(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Select(Lanes8 mask, Lanes8 a, Lanes8 b) => new(Vector256.ConditionalSelect(mask.Value, a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lanes8 Even, Lanes8 Odd) Unzip(Lanes8 a, Lanes8 b)
    {
        if (Avx.IsSupported)
        {
            Vector256<float> lower = Avx.Permute2x128(a.Value, b.Value, 0x20), upper = Avx.Permute2x128(a.Value, b.Value, 0x31);
            return (new(Avx.Shuffle(lower, upper, 0b10_00_10_00)), new(Avx.Shuffle(lower, upper, 0b11_01_11_01)));
        }
        var (e0, o0) = Lanes4.Unzip(new(a.Value.GetLower()), new(a.Value.GetUpper()));
        var (e1, o1) = Lanes4.Unzip(new(b.Value.GetLower()), new(b.Value.GetUpper()));
        return (new(Vector256.Create(e0.Value, e1.Value)), new(Vector256.Create(o0.Value, o1.Value)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lanes8 First, Lanes8 Second) Zip(Lanes8 even, Lanes8 odd)
    {
        if (Avx.IsSupported)
        {
            Vector256<float> outer = Avx.UnpackLow(even.Value, odd.Value), inner = Avx.UnpackHigh(even.Value, odd.Value);
            return (new(Avx.Permute2x128(outer, inner, 0x20)), new(Avx.Permute2x128(outer, inner, 0x31)));
        }
        var (a, b) = Lanes4.Zip(new(even.Value.GetLower()), new(odd.Value.GetLower()));
        var (c, d) = Lanes4.Zip(new(even.Value.GetUpper()), new(odd.Value.GetUpper()));
        return (new(Vector256.Create(a.Value, b.Value)), new(Vector256.Create(c.Value, d.Value)));
    }

    // Added to 1.5 · 2²³ the integer stands in the lowest bits, from where it moves to the place of the exponent.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 PowerOfTwo(Lanes8 n)
        => new((((n.Value + Vector256.Create(12_582_912f)).AsInt32() << 23) + Vector256.Create(127 << 23)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreStreaming(float* target) => Value.StoreAlignedNonTemporal(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int StoreNonZero(Lanes8 beside, float* target, float* besideTarget)
    {
        Vector256<float> taken = ~Vector256.Equals(Value, Vector256<float>.Zero);
        if (Avx512F.VL.IsSupported)
        {
            Avx512F.VL.Compress(Vector256<float>.Zero, taken, Value).Store(target);
            Avx512F.VL.Compress(Vector256<float>.Zero, taken, beside.Value).Store(besideTarget);
            return BitOperations.PopCount(taken.ExtractMostSignificantBits());
        }
        int count = 0;
        for (int i = 0; i < 8; i++)
        {
            (target[count], besideTarget[count]) = (Value.GetElement(i), beside.Value.GetElement(i));
            count += Value.GetElement(i) != 0 ? 1 : 0;
        }
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Sum() => Halves(this).Sum();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(Lanes8 a, Lanes8 b, Lanes8 c, Lanes8 d, float* target)
        => Lanes4.StoreSums(Halves(a), Halves(b), Halves(c), Halves(d), target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float MinLane() => new Lanes4(Vector128.Min(Value.GetLower(), Value.GetUpper())).MinLane();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float MaxLane() => new Lanes4(Vector128.Max(Value.GetLower(), Value.GetUpper())).MaxLane();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes4 Halves(Lanes8 a) => new(a.Value.GetLower() + a.Value.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Mask(int count) => Vector256.GreaterThan(Vector256.Create((int)count), Vector256<int>.Indices).AsSingle();
}
