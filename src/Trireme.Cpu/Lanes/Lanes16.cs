using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trireme.Cpu;

/// <summary>16 single-precision numbers in a 512-bit register.</summary>
internal readonly unsafe partial struct Lanes16(Vector512<float> value) : ILanes<Lanes16>
{
    public readonly Vector512<float> Value = value;

    public static int Count => 16;
    public static bool IsHardware => Vector512.IsHardwareAccelerated;
    public static Lanes16 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<float>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 All(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 All(float* source) => new(Vector512.Create(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Sequence(float first) => new(Vector512.CreateSequence(first, 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Load(ref readonly float source) => new(Vector512.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Load(ReadOnlySpan<float> source, int index) => new(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(source), (nuint)index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 LoadFirst(float* source, int count)
    {
        if (Avx512F.IsSupported)
            return new(Avx512F.MaskLoad(source, Mask(count), Vector512<float>.Zero));
        float* part = stackalloc float[16];
        for (int i = 0; i < 16; i++)
            part[i] = i < count ? source[i] : 0;
        return new(Vector512.Load(part));
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
        if (Avx512F.IsSupported)
        {
            Avx512F.MaskStore(target, Mask(count), Value);
            return;
        }
        for (int i = 0; i < count; i++)
            target[i] = Value.GetElement(i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator +(Lanes16 a, Lanes16 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 a, Lanes16 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator *(Lanes16 a, Lanes16 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator /(Lanes16 a, Lanes16 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator &(Lanes16 a, Lanes16 b) => new(a.Value & b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator |(Lanes16 a, Lanes16 b) => new(a.Value | b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator ^(Lanes16 a, Lanes16 b) => new(a.Value ^ b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Add(Lanes16 a, Lanes16 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Sub(Lanes16 a, Lanes16 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Mul(Lanes16 a, Lanes16 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Div(Lanes16 a, Lanes16 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 MulAdd(Lanes16 a, Lanes16 b, Lanes16 c) => new(Vector512.MultiplyAddEstimate(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 MulAdd(Lanes16 a, float* b, Lanes16 c) => new(Vector512.MultiplyAddEstimate(a.Value, Vector512.Load(b), c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Min(Lanes16 a, Lanes16 b) => new(Vector512.Min(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Max(Lanes16 a, Lanes16 b) => new(Vector512.Max(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 MaxNative(Lanes16 a, Lanes16 b) => new(Vector512.MaxNative(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Abs(Lanes16 a) => new(Vector512.Abs(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Sqrt(Lanes16 a) => new(Vector512.Sqrt(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Floor(Lanes16 a) => new(Vector512.Floor(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Round(Lanes16 a) => new(Vector512.Round(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Equal(Lanes16 a, Lanes16 b) => new(Vector512.Equals(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Less(Lanes16 a, Lanes16 b) => new(Vector512.LessThan(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 LessOrEqual(Lanes16 a, Lanes16 b) => new(Vector512.LessThanOrEqual(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Select(Lanes16 mask, Lanes16 a, Lanes16 b) => new(Vector512.ConditionalSelect(mask.Value, a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lanes16 Even, Lanes16 Odd) Unzip(Lanes16 a, Lanes16 b)
    {
        if (Avx512F.IsSupported)
        {
            var even = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
            return (new(Avx512F.PermuteVar16x32x2(a.Value, even, b.Value)), new(Avx512F.PermuteVar16x32x2(a.Value, even + Vector512<int>.One, b.Value)));
        }
        var (e0, o0) = Lanes8.Unzip(new(a.Value.GetLower()), new(a.Value.GetUpper()));
        var (e1, o1) = Lanes8.Unzip(new(b.Value.GetLower()), new(b.Value.GetUpper()));
        return (new(Vector512.Create(e0.Value, e1.Value)), new(Vector512.Create(o0.Value, o1.Value)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lanes16 First, Lanes16 Second) Zip(Lanes16 even, Lanes16 odd)
    {
        if (Avx512F.IsSupported)
        {
            var first = Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
            var second = first + Vector512.Create(8);
            return (new(Avx512F.PermuteVar16x32x2(even.Value, first, odd.Value)), new(Avx512F.PermuteVar16x32x2(even.Value, second, odd.Value)));
        }
        var (a, b) = Lanes8.Zip(new(even.Value.GetLower()), new(odd.Value.GetLower()));
        var (c, d) = Lanes8.Zip(new(even.Value.GetUpper()), new(odd.Value.GetUpper()));
        return (new(Vector512.Create(a.Value, b.Value)), new(Vector512.Create(c.Value, d.Value)));
    }

    // Added to 1.5 · 2²³ the integer stands in the lowest bits, from where it moves to the place of the exponent.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 PowerOfTwo(Lanes16 n)
        => new((((n.Value + Vector512.Create(12_582_912f)).AsInt32() << 23) + Vector512.Create(127 << 23)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreStreaming(float* target) => Value.StoreAlignedNonTemporal(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int StoreNonZero(Lanes16 beside, float* target, float* besideTarget)
    {
        Vector512<float> taken = ~Vector512.Equals(Value, Vector512<float>.Zero);
        if (Avx512F.IsSupported)
        {
            Avx512F.Compress(Vector512<float>.Zero, taken, Value).Store(target);
            Avx512F.Compress(Vector512<float>.Zero, taken, beside.Value).Store(besideTarget);
            return BitOperations.PopCount((uint)taken.ExtractMostSignificantBits());
        }
        int count = 0;
        for (int i = 0; i < 16; i++)
        {
            (target[count], besideTarget[count]) = (Value.GetElement(i), beside.Value.GetElement(i));
            count += Value.GetElement(i) != 0 ? 1 : 0;
        }
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Sum() => Halves(this).Sum();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(Lanes16 a, Lanes16 b, Lanes16 c, Lanes16 d, float* target)
    {
        if (!Avx512F.IsSupported)
        {
            Lanes8.StoreSums(Halves(a), Halves(b), Halves(c), Halves(d), target);
            return;
        }
        // Halves to halves as there, two registers at a time: two quarters of a and of b, then a quarter of each.
        Vector512<float> ab = Avx512F.Shuffle4x128(a.Value, b.Value, 0x44) + Avx512F.Shuffle4x128(a.Value, b.Value, 0xEE);
        Vector512<float> cd = Avx512F.Shuffle4x128(c.Value, d.Value, 0x44) + Avx512F.Shuffle4x128(c.Value, d.Value, 0xEE);
        Vector512<float> all = Avx512F.Shuffle4x128(ab, cd, 0x88) + Avx512F.Shuffle4x128(ab, cd, 0xDD);
        all += Avx512F.Permute4x32(all, 0x4E);
        Vector512<float> pairs = Avx512F.PermuteVar16x32(all, Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 0, 4, 8, 12, 1, 5, 9, 13));
        (pairs.GetLower().GetLower() + pairs.GetLower().GetUpper()).Store(target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float MinLane() => new Lanes8(Vector256.Min(Value.GetLower(), Value.GetUpper())).MinLane();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float MaxLane() => new Lanes8(Vector256.Max(Value.GetLower(), Value.GetUpper())).MaxLane();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes8 Halves(Lanes16 a) => new(a.Value.GetLower() + a.Value.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Mask(int count) => Vector512.GreaterThan(Vector512.Create((int)count), Vector512<int>.Indices).AsSingle();
}
