using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trireme.Cpu.Elementwise;

/// <summary>Functions over runs in vectors where the library has none, or none that is exact near 0.</summary>
internal static unsafe class VectorFunctions
{
    /// <summary>exp(x) − 1 = (u − 1)·x/log(u) with u = exp(x) rounded (Kahan). y and x may be the same run.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Expm1<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int tile = 512;
        T* buffer = stackalloc T[2 * tile];
        for (int start = 0; start < x.Length; start += tile)
        {
            ReadOnlySpan<T> part = x.Slice(start, Math.Min(tile, x.Length - start));
            Span<T> u = new(buffer, part.Length), log = new(buffer + tile, part.Length);
            TensorPrimitives.Exp(part, u);
            TensorPrimitives.Log(u, log);
            fixed (T* from = part, to = y[start..])
            {
                int i = 0;
                for (; i <= part.Length - Vector<T>.Count; i += Vector<T>.Count)
                {
                    Vector<T> v = Vector.Load(from + i), e = Vector.Load(buffer + i), d = e - Vector<T>.One;
                    Vector<T> near = d * (v / Vector.Load(buffer + tile + i));
                    // 0 stays 0; −1 and +∞ are their own results, and so is NaN.
                    near = Vector.ConditionalSelect(Vector.Equals(d, Vector<T>.Zero), v, near);
                    Vector<T> settled = Vector.Equals(d, -Vector<T>.One) | Vector.Equals(d, new Vector<T>(T.PositiveInfinity));
                    Vector.Store(Vector.ConditionalSelect(settled, d, near), to + i);
                }
                for (; i < part.Length; i++)
                    to[i] = ExactNearZero.Expm1(from[i]);
            }
        }
    }

    /// <summary>
    /// Powers as exp(y · log x) in double precision, which loses nothing that a float shows. Where one of a tile's bases is not positive, or any number not finite,
    /// its powers are computed one by one.
    /// </summary>
    [MethodImpl(Compiled.Alone)]
    public static void Pow(Operand<float> x, Operand<float> y, Span<float> target)
    {
        const int tile = 256;
        double* buffer = stackalloc double[2 * tile];
        for (int start = 0; start < target.Length; start += tile)
        {
            Span<float> part = target.Slice(start, Math.Min(tile, target.Length - start));
            ReadOnlySpan<float> bases = Part(x, start, part.Length), exponents = Part(y, start, part.Length);
            if (!(TensorPrimitives.Min(bases) > 0 && TensorPrimitives.Max(bases) < float.PositiveInfinity
                && TensorPrimitives.MaxMagnitude(exponents) < float.PositiveInfinity))
            {
                for (int i = 0; i < part.Length; i++)
                    part[i] = MathF.Pow(bases[x.IsScalar ? 0 : i], exponents[y.IsScalar ? 0 : i]);
                continue;
            }
            Span<double> logarithms = new(buffer, bases.Length), factors = new(buffer + tile, exponents.Length), powers = new(buffer, part.Length);
            TensorPrimitives.ConvertTruncating(bases, logarithms);
            TensorPrimitives.Log(logarithms, logarithms);
            TensorPrimitives.ConvertTruncating(exponents, factors);
            if (y.IsScalar)
                TensorPrimitives.Multiply(logarithms, factors[0], powers);
            else if (x.IsScalar)
                TensorPrimitives.Multiply(factors, logarithms[0], powers);
            else
                TensorPrimitives.Multiply(logarithms, factors, powers);
            TensorPrimitives.Exp(powers, powers);
            TensorPrimitives.ConvertTruncating(powers, part);
        }
    }

    private static ReadOnlySpan<float> Part(Operand<float> x, int start, int count) => x.IsScalar ? new(x.Start, 1) : new(x.Start + start, count);

    /// <summary>log(1 + x) = log(u)·x/(u − 1) with u = 1 + x rounded (Kahan). y and x may be the same run.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Log1p<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int tile = 512;
        T* buffer = stackalloc T[2 * tile];
        for (int start = 0; start < x.Length; start += tile)
        {
            ReadOnlySpan<T> part = x.Slice(start, Math.Min(tile, x.Length - start));
            Span<T> u = new(buffer, part.Length), log = new(buffer + tile, part.Length);
            TensorPrimitives.Add(part, T.One, u);
            TensorPrimitives.Log(u, log);
            fixed (T* from = part, to = y[start..])
            {
                int i = 0;
                for (; i <= part.Length - Vector<T>.Count; i += Vector<T>.Count)
                {
                    Vector<T> v = Vector.Load(from + i), e = Vector.Load(buffer + i), l = Vector.Load(buffer + tile + i), d = e - Vector<T>.One;
                    Vector<T> near = Vector.ConditionalSelect(Vector.Equals(d, Vector<T>.Zero), v, l * (v / d));
                    Vector<T> settled = Vector.Equals(e, new Vector<T>(T.PositiveInfinity)) | Vector.LessThanOrEqual(e, Vector<T>.Zero);
                    Vector.Store(Vector.ConditionalSelect(settled, l, near), to + i);
                }
                for (; i < part.Length; i++)
                    to[i] = ExactNearZero.Log1p(from[i]);
            }
        }
    }

    /// <summary>−1, 1, or the value itself where it is 0 or NaN. y and x may be the same run.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Sign<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        int i = 0;
        for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var v = new Vector<T>(x[i..]);
            Vector<T> below = Vector.ConditionalSelect(Vector.LessThan(v, Vector<T>.Zero), -Vector<T>.One, v);
            Vector.ConditionalSelect(Vector.GreaterThan(v, Vector<T>.Zero), Vector<T>.One, below).CopyTo(y[i..]);
        }
        for (; i < x.Length; i++)
            y[i] = x[i] > T.Zero ? T.One : x[i] < T.Zero ? -T.One : x[i];
    }

    /// <summary>1 where a value is not 0, else 0, as bytes.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void ToBytes<T>(T* from, byte* to, int count)
        where T : unmanaged, INumber<T>
    {
        int i = 0, width = Vector<uint>.Count;
        if (sizeof(T) is 4 or 8)
        {
            for (; i <= count - (4 * width); i += 4 * width)
            {
                T* p = from + i;
                Vector<ushort> low = Vector.Narrow(IsSet(p), IsSet(p + width)), high = Vector.Narrow(IsSet(p + (2 * width)), IsSet(p + (3 * width)));
                Vector.Store(Vector.Narrow(low, high) & Vector<byte>.One, to + i);
            }
        }
        for (; i < count; i++)
            to[i] = from[i] != T.Zero ? (byte)1 : (byte)0;
    }

    // As many elements as a vector has bytes divided by 4, whatever their size.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> IsSet<T>(T* from)
        where T : unmanaged
        => sizeof(T) == 4 ? ~Vector.Equals(Vector.Load(from), Vector<T>.Zero).As<T, uint>()
            : ~Vector.Narrow(
                Vector.Equals(Vector.Load(from), Vector<T>.Zero).As<T, ulong>(),
                Vector.Equals(Vector.Load(from + Vector<T>.Count), Vector<T>.Zero).As<T, ulong>());

    /// <summary>
    /// Floats to integers: towards 0, to the nearest there is where they are beyond, NaN to 0. To an aligned target past the caches where asked.
    /// </summary>
    [MethodImpl(Compiled.Alone)]
    public static void ToLong(float* from, long* to, int count, bool streams)
    {
        int i = 0;
        if (Avx512DQ.IsSupported)
        {
            for (; i <= count - Vector512<float>.Count; i += Vector512<float>.Count)
            {
                (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.Load(from + i));
                Vector512<long> first = Vector512.ConvertToInt64(low), second = Vector512.ConvertToInt64(high);
                if (streams)
                {
                    first.StoreAlignedNonTemporal(to + i);
                    second.StoreAlignedNonTemporal(to + i + Vector512<long>.Count);
                }
                else
                {
                    first.Store(to + i);
                    second.Store(to + i + Vector512<long>.Count);
                }
            }
        }
        for (; i < count; i++)
            to[i] = (long)from[i];
    }

    /// <summary>Integers to the nearest floats, in one step: by way of doubles some would be rounded twice. Past the caches likewise.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void ToFloat(long* from, float* to, int count, bool streams)
    {
        int i = 0;
        if (Avx512DQ.IsSupported)
        {
            for (; i <= count - Vector512<long>.Count; i += Vector512<long>.Count)
            {
                Vector256<float> floats = Avx512DQ.ConvertToVector256Single(Vector512.Load(from + i));
                if (streams)
                    floats.StoreAlignedNonTemporal(to + i);
                else
                    floats.Store(to + i);
            }
        }
        for (; i < count; i++)
            to[i] = from[i];
    }
}
