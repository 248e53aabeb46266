using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trireme.Formats.Images.Jpeg;

/// <summary>The inverse 8 x 8 cosine transform in 13-bit fixed point, eight columns at a time.</summary>
/// <remarks>
/// Flow graph: Loeffler, Ligtenberg and Moschytz, "Practical fast 1-D DCT algorithms with 11 multiplications", ICASSP 1989.
/// Constants have 13 fraction bits and columns keep 2 more than samples need: the usual accurate-integer choice, so that decoders agree to the last bit.
/// </remarks>
internal static class InverseDct
{
    private const int ConstantBits = 13, ColumnBits = 2, Centre = 128;
    private const int ColumnShift = ConstantBits - ColumnBits, RowShift = ConstantBits + ColumnBits + 3;

    // round(c * 2^13) of the graph's rotations and scalings.
    private const int C0298 = 2446, C0390 = 3196, C0541 = 4433, C0765 = 6270, C0899 = 7373, C1175 = 9633;
    private const int C1501 = 12299, C1847 = 15137, C1961 = 16069, C2053 = 16819, C2562 = 20995, C3072 = 25172;

    /// <summary>Writes 8 rows of 8 samples, <paramref name="stride"/> apart.</summary>
    /// <param name="block">64 coefficients in natural order.</param>
    /// <param name="divisors">64 quantization divisors in natural order.</param>
    /// <param name="flat">Only the first coefficient can be other than zero.</param>
    /// <param name="samples">Where the block goes.</param>
    /// <param name="stride">Bytes from row to row.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Block(ReadOnlySpan<short> block, ReadOnlySpan<short> divisors, bool flat, Span<byte> samples, int stride)
    {
        // The last row ends at 7 strides and 8 samples: what is written below lies inside.
        ref byte target = ref MemoryMarshal.GetReference(samples[..((7 * stride) + 8)]);
        if (flat)
        {
            int level = (block[0] * (ushort)divisors[0] << ColumnBits) + (1 << (ColumnBits + 2)) >> (ColumnBits + 3);
            ulong row = (byte)Math.Clamp(level + Centre, 0, 255) * 0x0101010101010101ul;
            for (int y = 0; y < 8; y++)
            {
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, y * stride), row);
            }
            return;
        }
        ref short coefficients = ref MemoryMarshal.GetReference(block[..64]);
        ref ushort scales = ref Unsafe.As<short, ushort>(ref MemoryMarshal.GetReference(divisors[..64]));
        Vector256<int>* rows = stackalloc Vector256<int>[8];
        for (nuint y = 0; y < 8; y++)
        {
            Vector128<short> c = Vector128.LoadUnsafe(ref coefficients, y * 8);
            Vector128<ushort> d = Vector128.LoadUnsafe(ref scales, y * 8);
            rows[y] = Vector256.WidenLower(c.ToVector256Unsafe()) * Vector256.WidenLower(d.ToVector256Unsafe()).AsInt32();
        }
        Pass(rows, Vector256.Create(1 << (ColumnShift - 1)), ColumnShift);
        Transpose(rows);
        Pass(rows, Vector256.Create((1 << (RowShift - 1)) + (Centre << RowShift)), RowShift);
        Transpose(rows);
        for (int y = 0; y < 8; y += 2)
        {
            Vector256<short> pair = Vector256.Narrow(
                Vector256.Clamp(rows[y], Vector256<int>.Zero, Vector256.Create(255)), Vector256.Clamp(rows[y + 1], Vector256<int>.Zero, Vector256.Create(255)));
            Vector128<byte> bytes = Vector128.Narrow(pair.GetLower().AsUInt16(), pair.GetUpper().AsUInt16());
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, y * stride), bytes.AsUInt64().ToScalar());
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, (y + 1) * stride), bytes.AsUInt64().GetElement(1));
        }
    }

    // One-dimensional transforms down the eight vectors, all lanes at once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Pass(Vector256<int>* x, Vector256<int> rounding, int shift)
    {
        Vector256<int> rotated = (x[2] + x[6]) * C0541;
        Vector256<int> even2 = rotated - (x[6] * C1847), even3 = rotated + (x[2] * C0765);
        Vector256<int> even0 = ((x[0] + x[4]) << ConstantBits) + rounding, even1 = ((x[0] - x[4]) << ConstantBits) + rounding;
        Vector256<int> sum0 = even0 + even3, sum3 = even0 - even3, sum1 = even1 + even2, sum2 = even1 - even2;

        Vector256<int> a = x[1], b = x[3], c = x[5], d = x[7];
        Vector256<int> shared = (a + b + c + d) * C1175;
        Vector256<int> bd = shared - ((b + d) * C1961), ac = shared - ((a + c) * C0390);
        Vector256<int> ad = (a + d) * C0899, bc = (b + c) * C2562;
        Vector256<int> odd0 = (a * C1501) - ad + ac, odd1 = (b * C3072) - bc + bd, odd2 = (c * C2053) - bc + ac, odd3 = (d * C0298) - ad + bd;

        x[0] = (sum0 + odd0) >> shift;
        x[7] = (sum0 - odd0) >> shift;
        x[1] = (sum1 + odd1) >> shift;
        x[6] = (sum1 - odd1) >> shift;
        x[2] = (sum2 + odd2) >> shift;
        x[5] = (sum2 - odd2) >> shift;
        x[3] = (sum3 + odd3) >> shift;
        x[4] = (sum3 - odd3) >> shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Transpose(Vector256<int>* rows)
    {
        if (!Avx2.IsSupported)
        {
            var m = (int*)rows;
            for (int y = 0; y < 8; y++)
            {
                for (int x = 0; x < y; x++)
                {
                    (m[(8 * y) + x], m[(8 * x) + y]) = (m[(8 * x) + y], m[(8 * y) + x]);
                }
            }
            return;
        }
        Vector256<int> a0 = Avx2.UnpackLow(rows[0], rows[1]), a1 = Avx2.UnpackHigh(rows[0], rows[1]);
        Vector256<int> a2 = Avx2.UnpackLow(rows[2], rows[3]), a3 = Avx2.UnpackHigh(rows[2], rows[3]);
        Vector256<int> a4 = Avx2.UnpackLow(rows[4], rows[5]), a5 = Avx2.UnpackHigh(rows[4], rows[5]);
        Vector256<int> a6 = Avx2.UnpackLow(rows[6], rows[7]), a7 = Avx2.UnpackHigh(rows[6], rows[7]);
        Fold(a0, a2, a4, a6, rows, 0);
        Fold(a1, a3, a5, a7, rows, 2);
    }

    // From pairs interleaved by two to whole columns: columns k, k + 1, k + 4 and k + 5.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Fold(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d, Vector256<int>* rows, int k)
    {
        Vector256<int> top0 = Avx2.UnpackLow(a.AsInt64(), b.AsInt64()).AsInt32(), top1 = Avx2.UnpackHigh(a.AsInt64(), b.AsInt64()).AsInt32();
        Vector256<int> low0 = Avx2.UnpackLow(c.AsInt64(), d.AsInt64()).AsInt32(), low1 = Avx2.UnpackHigh(c.AsInt64(), d.AsInt64()).AsInt32();
        rows[k] = Avx2.Permute2x128(top0, low0, 0x20);
        rows[k + 1] = Avx2.Permute2x128(top1, low1, 0x20);
        rows[k + 4] = Avx2.Permute2x128(top0, low0, 0x31);
        rows[k + 5] = Avx2.Permute2x128(top1, low1, 0x31);
    }
}
