using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

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

    /// <summary>1 where a value is not 0, else 0, as bytes.</summary>
    [MethodImpl(Compiled.Alone)]
    public static void ToBytes<T>(T* from, byte* to, int count)
        where T : unmanaged, INumber<T>
    {
        int i = 0, width = Vector<uint>.Count;
        if (sizeof(T) == 4)
        {
            for (; i <= count - (4 * width); i += 4 * width)
            {
                // The values are 0 and 1: what counts is whether any bit is set.
                uint* p = (uint*)from + i;
                Vector<ushort> low = Vector.Narrow(IsSet(p), IsSet(p + width)), high = Vector.Narrow(IsSet(p + (2 * width)), IsSet(p + (3 * width)));
                Vector.Store(Vector.Narrow(low, high) & Vector<byte>.One, to + i);
            }
        }
        for (; i < count; i++)
            to[i] = from[i] != T.Zero ? (byte)1 : (byte)0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> IsSet(uint* from) => ~Vector.Equals(Vector.Load(from), Vector<uint>.Zero);
}
