using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trireme.Cpu;

/// <summary>Transposes a small tile that stays in the first-level cache; 4-byte elements in registers, eight by eight, where the processor can; bits are only moved, so integers pass through unchanged.</summary>
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
                        Lanes8.Turn((float*)source + ((nint)c * sourceStride) + r, sourceStride, default(WholeVector<Lanes8>), (float*)target + ((nint)r * targetStride) + c, targetStride);
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
}
