using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Trireme.Cpu;

/// <summary>4 single-precision numbers in a 128-bit register.</summary>
internal readonly unsafe partial struct Lanes4(Vector128<float> value) : ILanes<Lanes4>
{
    public readonly Vector128<float> Value = value;

    public static int Count => 4;
    public static bool IsHardware => Vector128.IsHardwareAccelerated;
    public static Lanes4 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector128<float>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 All(float value) => new(Vector128.Create(value));

    // Left to itself the compiler loads and shuffles where it may not use AVX2, and the shuffle takes the place of a multiplication.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 All(float* source) => new(Avx.IsSupported ? Avx.BroadcastScalarToVector128(source) : Vector128.Create(*source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Sequence(float first) => new(Vector128.CreateSequence(first, 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Load(float* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Load(ref readonly float source) => new(Vector128.LoadUnsafe(in source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Load(ReadOnlySpan<float> source, int index) => new(Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(source), (nuint)index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LoadFirst(float* source, int count)
    {
        if (Avx.IsSupported)
            return new(Avx.MaskLoad(source, Mask(count)));
        float* part = stackalloc float[4];
        for (int i = 0; i < 4; i++)
            part[i] = i < count ? source[i] : 0;
        return new(Vector128.Load(part));
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
    public static Lanes4 operator +(Lanes4 a, Lanes4 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator -(Lanes4 a, Lanes4 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator *(Lanes4 a, Lanes4 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator /(Lanes4 a, Lanes4 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator -(Lanes4 a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator &(Lanes4 a, Lanes4 b) => new(a.Value & b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator |(Lanes4 a, Lanes4 b) => new(a.Value | b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator ^(Lanes4 a, Lanes4 b) => new(a.Value ^ b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Add(Lanes4 a, Lanes4 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Sub(Lanes4 a, Lanes4 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Mul(Lanes4 a, Lanes4 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Div(Lanes4 a, Lanes4 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 MulAdd(Lanes4 a, Lanes4 b, Lanes4 c) => new(Vector128.MultiplyAddEstimate(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 MulAdd(Lanes4 a, float* b, Lanes4 c) => new(Vector128.MultiplyAddEstimate(a.Value, Vector128.Load(b), c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Min(Lanes4 a, Lanes4 b) => new(Vector128.Min(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Max(Lanes4 a, Lanes4 b) => new(Vector128.Max(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 MaxNative(Lanes4 a, Lanes4 b) => new(Vector128.MaxNative(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Abs(Lanes4 a) => new(Vector128.Abs(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Sqrt(Lanes4 a) => new(Vector128.Sqrt(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Floor(Lanes4 a) => new(Vector128.Floor(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Round(Lanes4 a) => new(Vector128.Round(a.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Equal(Lanes4 a, Lanes4 b) => new(Vector128.Equals(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Less(Lanes4 a, Lanes4 b) => new(Vector128.LessThan(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LessOrEqual(Lanes4 a, Lanes4 b) => new(Vector128.LessThanOrEqual(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Select(Lanes4 mask, Lanes4 a, Lanes4 b) => new(Vector128.ConditionalSelect(mask.Value, a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lanes4 Even, Lanes4 Odd) Unzip(Lanes4 a, Lanes4 b)
    {
        if (Sse.IsSupported)
            return (new(Sse.Shuffle(a.Value, b.Value, 0b10_00_10_00)), new(Sse.Shuffle(a.Value, b.Value, 0b11_01_11_01)));
        if (AdvSimd.Arm64.IsSupported)
            return (new(AdvSimd.Arm64.UnzipEven(a.Value, b.Value)), new(AdvSimd.Arm64.UnzipOdd(a.Value, b.Value)));
        return (new(Vector128.Create(a.Value[0], a.Value[2], b.Value[0], b.Value[2])), new(Vector128.Create(a.Value[1], a.Value[3], b.Value[1], b.Value[3])));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lanes4 First, Lanes4 Second) Zip(Lanes4 even, Lanes4 odd)
    {
        if (Sse.IsSupported)
            return (new(Sse.UnpackLow(even.Value, odd.Value)), new(Sse.UnpackHigh(even.Value, odd.Value)));
        if (AdvSimd.Arm64.IsSupported)
            return (new(AdvSimd.Arm64.ZipLow(even.Value, odd.Value)), new(AdvSimd.Arm64.ZipHigh(even.Value, odd.Value)));
        return (new(Vector128.Create(even.Value[0], odd.Value[0], even.Value[1], odd.Value[1])),
            new(Vector128.Create(even.Value[2], odd.Value[2], even.Value[3], odd.Value[3])));
    }

    // Added to 1.5 · 2²³ the integer stands in the lowest bits, from where it moves to the place of the exponent.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 PowerOfTwo(Lanes4 n)
        => new((((n.Value + Vector128.Create(12_582_912f)).AsInt32() << 23) + Vector128.Create(127 << 23)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreStreaming(float* target) => Value.StoreAlignedNonTemporal(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int StoreNonZero(Lanes4 beside, float* target, float* besideTarget)
    {
        Vector128<float> taken = ~Vector128.Equals(Value, Vector128<float>.Zero);
        if (Avx512F.VL.IsSupported)
        {
            Avx512F.VL.Compress(Vector128<float>.Zero, taken, Value).Store(target);
            Avx512F.VL.Compress(Vector128<float>.Zero, taken, beside.Value).Store(besideTarget);
            return BitOperations.PopCount(taken.ExtractMostSignificantBits());
        }
        int count = 0;
        for (int i = 0; i < 4; i++)
        {
            (target[count], besideTarget[count]) = (Value.GetElement(i), beside.Value.GetElement(i));
            count += Value.GetElement(i) != 0 ? 1 : 0;
        }
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Sum()
    {
        Vector128<float> halves = Value + Vector128.Shuffle(Value, Vector128.Create(2, 3, 0, 1));
        return halves.ToScalar() + halves.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(Lanes4 a, Lanes4 b, Lanes4 c, Lanes4 d, float* target)
    {
        if (!Sse.IsSupported)
        {
            (target[0], target[1], target[2], target[3]) = (a.Sum(), b.Sum(), c.Sum(), d.Sum());
            return;
        }
        // a0 + a2, b0 + b2, a1 + a3, b1 + b3
        Vector128<float> ab = Sse.UnpackLow(a.Value, b.Value) + Sse.UnpackHigh(a.Value, b.Value);
        Vector128<float> cd = Sse.UnpackLow(c.Value, d.Value) + Sse.UnpackHigh(c.Value, d.Value);
        (Sse.MoveLowToHigh(ab, cd) + Sse.MoveHighToLow(cd, ab)).Store(target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float MinLane() => MathF.Min(MathF.Min(Value.GetElement(0), Value.GetElement(1)), MathF.Min(Value.GetElement(2), Value.GetElement(3)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float MaxLane() => MathF.Max(MathF.Max(Value.GetElement(0), Value.GetElement(1)), MathF.Max(Value.GetElement(2), Value.GetElement(3)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Mask(int count) => Vector128.GreaterThan(Vector128.Create((int)count), Vector128<int>.Indices).AsSingle();
}
