using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trireme.Cpu;

/// <summary>
/// Transposes a small tile that stays in the first-level cache; 4-byte elements in registers, eight by eight or sixteen by sixteen, where the processor can. Bits are
/// only moved, so integers pass through unchanged.
/// </summary>
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
            Pairs((float*)source, (float*)source + sourceStride, (float*)target, fullRows);
        }
        else if (sizeof(T) == 4 && Avx.IsSupported)
        {
            fullRows = rows & ~7;
            fullColumns = columns & ~7;
            // Sixteen columns fill whole cache lines of the target before the next rows need their place in the cache.
            for (int first = 0; first < fullColumns; first += 16)
            {
                for (int r = 0; r < fullRows;)
                {
                    float* from = (float*)source + ((nint)first * sourceStride) + r, to = (float*)target + ((nint)r * targetStride) + first;
                    if (Avx512F.IsSupported && first + 16 <= fullColumns && r + 16 <= fullRows)
                    {
                        Turn<Lanes16>(from, sourceStride, to, targetStride);
                        r += 16;
                        continue;
                    }
                    Turn<Lanes8>(from, sourceStride, to, targetStride);
                    if (first + 8 < fullColumns)
                        Turn<Lanes8>(from + (8 * (nint)sourceStride), sourceStride, to + 8, targetStride);
                    r += 8;
                }
            }
        }
        for (int r = fullColumns == columns ? fullRows : 0; r < rows; r++)
        {
            T* t = target + ((long)r * targetStride);
            for (int c = r < fullRows ? fullColumns : 0; c < columns; c++)
                t[c] = source[((long)c * sourceStride) + r];
        }
    }

    // Numbers of two columns by turns, eight of each at a time.
    [MethodImpl(Compiled.Alone)]
    private static void Pairs(float* even, float* odd, float* target, int rows)
    {
        for (int r = 0; r < rows; r += 8, target += 16)
        {
            Vector256<float> a = Vector256.Load(even + r), b = Vector256.Load(odd + r), low = Avx.UnpackLow(a, b), high = Avx.UnpackHigh(a, b);
            Avx.Permute2x128(low, high, 0x20).Store(target);
            Avx.Permute2x128(low, high, 0x31).Store(target + 8);
        }
    }

    // A method of its own: taken into the loops, it would share its registers with their counters.
    [MethodImpl(Compiled.Alone)]
    private static void Turn<L>(float* source, nint sourceStride, float* target, nint targetStride) where L : struct, ILanes<L>
        => L.Turn(source, sourceStride, default(WholeVector<L>), target, targetStride);
}
