using System.Runtime.CompilerServices;

namespace Trireme;

/// <summary>A list of integers where Paddle takes <c>int | list | tuple</c>: axes, strides, kernel sizes. Lists are equal when their elements are.</summary>
/// <remarks>Converts from one integer, a pair, a triple, a quadruple, an array and a collection expression.</remarks>
[CollectionBuilder(typeof(Ints), nameof(Create))]
public readonly struct Ints : IEquatable<Ints>
{
    private readonly int[]? _items;

    internal Ints(int[] items) => _items = items;

    /// <summary>How many integers there are.</summary>
    public int Count => _items is null ? 0 : _items.Length;

    /// <summary>The integer at <paramref name="index"/>.</summary>
    /// <param name="index">0 to Count - 1.</param>
    public int this[int index] => Items[index];

    internal int[] Items => _items ?? [];

    /// <summary>A list with these elements.</summary>
    /// <param name="items">The elements; they are copied.</param>
    public static Ints Create(ReadOnlySpan<int> items) => new(items.ToArray());

    /// <summary>The elements.</summary>
    public ReadOnlySpan<int> AsSpan() => _items;

    /// <summary>A copy of the elements.</summary>
    public int[] ToArray() => AsSpan().ToArray();

    /// <summary>Enumerates the elements.</summary>
    public ReadOnlySpan<int>.Enumerator GetEnumerator() => AsSpan().GetEnumerator();

    /// <summary>This list if it has <paramref name="count"/> elements; its only element repeated if it has one.</summary>
    /// <param name="count">The number of elements wanted.</param>
    /// <param name="name">What the list is called in the error message.</param>
    /// <exception cref="InvalidArgumentException">The list has neither 1 nor <paramref name="count"/> elements.</exception>
    public Ints Repeat(int count, string name)
    {
        if (Count == count)
            return this;
        if (Count != 1)
            throw new InvalidArgumentException($"{name} {this} has {Count} elements.", $"It must have 1 or {count}.");
        var items = new int[count];
        Array.Fill(items, this[0]);
        return new Ints(items);
    }

    /// <summary>One integer.</summary>
    /// <param name="value">The only element.</param>
    public static implicit operator Ints(int value) => new([value]);

    /// <summary>Two integers.</summary>
    /// <param name="values">The elements.</param>
    public static implicit operator Ints((int, int) values) => new([values.Item1, values.Item2]);

    /// <summary>Three integers.</summary>
    /// <param name="values">The elements.</param>
    public static implicit operator Ints((int, int, int) values) => new([values.Item1, values.Item2, values.Item3]);

    /// <summary>Four integers.</summary>
    /// <param name="values">The elements.</param>
    public static implicit operator Ints((int, int, int, int) values) => new([values.Item1, values.Item2, values.Item3, values.Item4]);

    /// <summary>The elements of an array; they are copied.</summary>
    /// <param name="values">The elements.</param>
    public static implicit operator Ints(int[] values) => Create(values);

    /// <summary>The dimensions of a shape.</summary>
    /// <param name="shape">The shape.</param>
    public static implicit operator Ints(Shape shape) => new(shape.Items);

    /// <summary>Whether both lists have the same elements.</summary>
    public static bool operator ==(Ints a, Ints b) => a.Equals(b);

    /// <summary>Whether the lists differ.</summary>
    public static bool operator !=(Ints a, Ints b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(Ints other) => AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Ints other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        int hash = Count;
        foreach (int item in this)
            hash = (hash * 31) + item;
        return hash;
    }

    /// <summary>The elements as Python prints a list: <c>[2, 3]</c>.</summary>
    public override string ToString() => "[" + string.Join(", ", Items) + "]";
}
