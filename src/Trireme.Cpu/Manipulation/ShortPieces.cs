using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>
/// Rows made of short pieces, one of each source: written a strip of rows at a time, so that the lines of the cache that the pieces share are complete when
/// they leave it.
/// </summary>
internal readonly unsafe struct ShortPieces<T>(T** sources, int* lengths, int count, T* target, int row) : IRangeBody
    where T : unmanaged
{
    private const int MostBytes = 256, StripBytes = 8192;

    /// <summary>Whether rows of so many elements are short enough.</summary>
    public static bool Suits(int row) => (long)row * sizeof(T) <= MostBytes;

    public void Run(int start, int end)
    {
        int strip = StripBytes / (row * sizeof(T));
        for (int first = start; first < end; first += strip)
        {
            T* to = target + ((long)first * row);
            for (int i = 0; i < count; to += lengths[i++])
                Write(sources[i] + ((long)first * lengths[i]), lengths[i], to, row, Math.Min(strip, end - first));
        }
    }

    [MethodImpl(Compiled.Alone)]
    private static void Write(T* from, int length, T* to, int row, int rows)
    {
        if (length == 1)
        {
            for (; rows >= 4; rows -= 4, from += 4, to += 4 * (nint)row)
                (to[0], to[row], to[2 * (nint)row], to[3 * (nint)row]) = (from[0], from[1], from[2], from[3]);
        }
        for (; rows > 0; rows--, from += length, to += row)
        {
            for (int i = 0; i < length; i++)
                to[i] = from[i];
        }
    }
}
