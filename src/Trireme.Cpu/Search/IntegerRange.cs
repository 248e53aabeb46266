using System.Numerics;
using System.Numerics.Tensors;

namespace Trireme.Cpu;

/// <summary>The smallest and the largest of integers, from which tables over their range are laid out.</summary>
internal static unsafe class IntegerRange
{
    private const int Chunk = 1 << 16;

    /// <summary>Of at least one integer.</summary>
    public static (T Min, T Max) Of<T>(T* x, int length)
        where T : unmanaged, INumber<T>
    {
        var parts = new (T Min, T Max)[((length - 1) / Chunk) + 1];
        Workers.ForChunks(length, Chunk, 1, (start, end) =>
        {
            var part = new ReadOnlySpan<T>(x + start, end - start);
            parts[start / Chunk] = (TensorPrimitives.Min(part), TensorPrimitives.Max(part));
        });
        (T min, T max) = parts[0];
        foreach ((T Min, T Max) part in parts)
            (min, max) = (T.Min(min, part.Min), T.Max(max, part.Max));
        return (min, max);
    }

    /// <summary>How far an integer lies above the smallest.</summary>
    public static ulong Above<T>(T value, T min)
        where T : unmanaged, INumber<T>
        => ulong.CreateTruncating(value) - ulong.CreateTruncating(min);
}
