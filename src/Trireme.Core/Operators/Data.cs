namespace Trireme.Operators;

/// <summary>The elements of one tensor while a kernel runs.</summary>
/// <typeparam name="T">The .NET type of the elements.</typeparam>
public readonly unsafe struct Data<T>
    where T : unmanaged
{
    internal Data(T* pointer, Shape shape)
    {
        Pointer = pointer;
        Shape = shape;
        Length = (int)shape.Numel;
    }

    /// <summary>The first element.</summary>
    public T* Pointer { get; }

    /// <summary>The tensor's dimensions.</summary>
    public Shape Shape { get; }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The elements as a span.</summary>
    public Span<T> Span => new(Pointer, Length);

    /// <summary>The element at a position of the flattened tensor.</summary>
    /// <param name="index">0 to Length - 1; not checked.</param>
    public ref T this[int index] => ref Pointer[index];

    /// <summary>The tensor seen as [Outer, Length, Inner] with <paramref name="axis"/> in the middle.</summary>
    /// <param name="axis">-rank to rank - 1.</param>
    public (int Outer, int Length, int Inner) Split(int axis)
    {
        if (Shape.Rank == 0)
            return (1, 1, 1);
        if (axis < 0)
            axis += Shape.Rank;
        int outer = 1, inner = 1;
        for (int i = 0; i < axis; i++)
            outer *= Shape[i];
        for (int i = axis + 1; i < Shape.Rank; i++)
            inner *= Shape[i];
        return (outer, Shape[axis], inner);
    }
}
