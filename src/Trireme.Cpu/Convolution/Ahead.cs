using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// Asks for memory that is read or written soon. The processor foresees that by itself within a row; the next rows of a convolution are in another channel,
/// on another page.
/// </summary>
internal static unsafe class Ahead
{
    private const int LineFloats = 16;

    /// <summary>Asks for one line of the cache, which may be where there is no memory at all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Expect(float* line)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(line);
    }

    /// <summary>Asks for rows of some floats, <paramref name="pitch"/> apart; they may end, or lie, where there is no memory at all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Expect(float* start, nint pitch, int rows, int floats)
    {
        for (int row = 0; row < rows; row++, start += pitch)
        {
            for (int i = 0; i < floats; i += LineFloats)
                Expect(start + i);
        }
    }
}
