using System.Numerics;
using System.Numerics.Tensors;

namespace Trireme.Cpu;

/// <summary>The sum of the products of two long vectors: a sum for each piece of fixed length, and the sum of these.</summary>
internal static unsafe class DotProduct
{
    private const int Piece = 16_384;

    /// <summary>Whether vectors are so long that threads can share them.</summary>
    public static bool Suits(int n) => n >= 2 * Piece;

    public static T Of<T>(T* x, T* y, int n)
        where T : unmanaged, INumber<T>
    {
        int pieces = (n + Piece - 1) / Piece;
        T* sums = Scratch.Get<T>(Scratch.Slot.Partials, pieces);
        Workers.ForChunks(n, Piece, 1, new Body<T> { X = x, Y = y, Sums = sums });
        return TensorPrimitives.Sum(new ReadOnlySpan<T>(sums, pieces));
    }

    private struct Body<T> : IRangeBody
        where T : unmanaged, INumber<T>
    {
        public T* X, Y, Sums;

        public readonly void Run(int start, int end)
            => Sums[start / Piece] = TensorPrimitives.Dot(new ReadOnlySpan<T>(X + start, end - start), new ReadOnlySpan<T>(Y + start, end - start));
    }
}
