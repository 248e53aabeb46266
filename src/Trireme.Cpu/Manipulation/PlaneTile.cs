using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trireme.Cpu;

/// <summary>Transposes a small tile that stays in the first-level cache; 4-byte elements in registers, eight by eight, where the processor can.</summary>
internal static unsafe class PlaneTile
{
    /// <summary>target[r · targetStride + c] = source[c · sourceStride + r].</summary>
    [MethodImpl(Compiled.Alone)]
    public static void Run<T>(T* source, int sourceStride, T* target, int targetStride, int rows, int columns)
        where T : unmanaged
    {
        int fullRows = 0, fullColumns = 0;
        if (sizeof(T) == 4 && Avx.IsSupported && columns == 2 && targetStride == 2)
        {
            fullRows = rows & ~7;
            fullColumns = columns;
            for (int r = 0; r < fullRows; r += 8)
                Pairs((float*)source + r, (float*)source + sourceStride + r, (float*)target + (2 * r));
        }
        else if (sizeof(T) == 4 && Avx.IsSupported)
        {
            fullRows = rows & ~7;
            fullColumns = columns & ~7;
            // Sixteen columns fill whole cache lines of the target before the next rows need their place in the cache.
            for (int first = 0; first < fullColumns; first += 16)
            {
                for (int r = 0; r < fullRows; r += 8)
                {
                    for (int c = first; c < Math.Min(first + 16, fullColumns); c += 8)
                        Eight((float*)source + ((long)c * sourceStride) + r, sourceStride, (float*)target + ((long)r * targetStride) + c, targetStride);
                }
            }
        }
        for (int r = 0; r < rows; r++)
        {
            T* t = target + ((long)r * targetStride);
            for (int c = r < fullRows ? fullColumns : 0; c < columns; c++)
                t[c] = source[((long)c * sourceStride) + r];
        }
    }

    // Eight numbers each, by turns.
    private static void Pairs(float* even, float* odd, float* t)
    {
        Vector256<float> a = Vector256.Load(even), b = Vector256.Load(odd), low = Avx.UnpackLow(a, b), high = Avx.UnpackHigh(a, b);
        Avx.Permute2x128(low, high, 0x20).Store(t);
        Avx.Permute2x128(low, high, 0x31).Store(t + 8);
    }

    // Bits are only moved, so integers of the same width pass through float registers unchanged.
    private static void Eight(float* s, int ss, float* t, int ts)
    {
        long stride = ss;
        Vector256<float> a0 = Vector256.Load(s), a1 = Vector256.Load(s + stride), a2 = Vector256.Load(s + (2 * stride)), a3 = Vector256.Load(s + (3 * stride));
        Vector256<float> a4 = Vector256.Load(s + (4 * stride)), a5 = Vector256.Load(s + (5 * stride)), a6 = Vector256.Load(s + (6 * stride)), a7 = Vector256.Load(s + (7 * stride));
        Vector256<float> b0 = Avx.UnpackLow(a0, a1), b1 = Avx.UnpackHigh(a0, a1), b2 = Avx.UnpackLow(a2, a3), b3 = Avx.UnpackHigh(a2, a3);
        Vector256<float> b4 = Avx.UnpackLow(a4, a5), b5 = Avx.UnpackHigh(a4, a5), b6 = Avx.UnpackLow(a6, a7), b7 = Avx.UnpackHigh(a6, a7);
        Vector256<float> c0 = Avx.Shuffle(b0, b2, 0x44), c1 = Avx.Shuffle(b0, b2, 0xEE), c2 = Avx.Shuffle(b1, b3, 0x44), c3 = Avx.Shuffle(b1, b3, 0xEE);
        Vector256<float> c4 = Avx.Shuffle(b4, b6, 0x44), c5 = Avx.Shuffle(b4, b6, 0xEE), c6 = Avx.Shuffle(b5, b7, 0x44), c7 = Avx.Shuffle(b5, b7, 0xEE);
        stride = ts;
        Avx.Permute2x128(c0, c4, 0x20).Store(t);
        Avx.Permute2x128(c1, c5, 0x20).Store(t + stride);
        Avx.Permute2x128(c2, c6, 0x20).Store(t + (2 * stride));
        Avx.Permute2x128(c3, c7, 0x20).Store(t + (3 * stride));
        Avx.Permute2x128(c0, c4, 0x31).Store(t + (4 * stride));
        Avx.Permute2x128(c1, c5, 0x31).Store(t + (5 * stride));
        Avx.Permute2x128(c2, c6, 0x31).Store(t + (6 * stride));
        Avx.Permute2x128(c3, c7, 0x31).Store(t + (7 * stride));
    }
}
