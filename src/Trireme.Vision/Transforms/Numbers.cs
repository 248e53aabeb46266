using System.Runtime.CompilerServices;

namespace Trireme.Vision.Transforms;

/// <summary>Numbers where Paddle takes <c>float | list | tuple</c>: a mean for each channel, a range of angles, a colour.</summary>
/// <remarks>Converts from one number, a pair, a triple, an array and a collection expression. <c>default</c> holds none.</remarks>
[CollectionBuilder(typeof(Numbers), nameof(Create))]
public readonly struct Numbers
{
    private readonly double[]? _items;

    private Numbers(double[] items) => _items = items;

    /// <summary>How many numbers there are.</summary>
    public int Count => _items is null ? 0 : _items.Length;

    /// <summary>The number at <paramref name="index"/>.</summary>
    /// <param name="index">0 to Count - 1.</param>
    public double this[int index] => (_items ?? [])[index];

    /// <summary>A list with these elements.</summary>
    /// <param name="items">The elements; they are copied.</param>
    public static Numbers Create(ReadOnlySpan<double> items) => new(items.ToArray());

    /// <summary>The elements.</summary>
    public ReadOnlySpan<double> AsSpan() => _items;

    /// <summary>Enumerates the elements.</summary>
    public ReadOnlySpan<double>.Enumerator GetEnumerator() => AsSpan().GetEnumerator();

    /// <summary>One number.</summary>
    /// <param name="value">The only element.</param>
    public static implicit operator Numbers(double value) => new([value]);

    /// <summary>Two numbers.</summary>
    /// <param name="values">The elements.</param>
    public static implicit operator Numbers((double, double) values) => new([values.Item1, values.Item2]);

    /// <summary>Three numbers.</summary>
    /// <param name="values">The elements.</param>
    public static implicit operator Numbers((double, double, double) values) => new([values.Item1, values.Item2, values.Item3]);

    /// <summary>The elements of an array; they are copied.</summary>
    /// <param name="values">The elements.</param>
    public static implicit operator Numbers(double[] values) => Create(values);

    /// <summary>The elements of an array, widened.</summary>
    /// <param name="values">The elements.</param>
    public static implicit operator Numbers(float[] values) => new(Array.ConvertAll(values, v => (double)v));

    /// <summary>The elements as Python prints a list.</summary>
    public override string ToString() => Count == 1 ? this[0].ToString() : $"[{string.Join(", ", _items ?? [])}]";

    /// <summary>One number for each of <paramref name="count"/> channels: a single one is repeated.</summary>
    internal double[] Each(int count, string name)
    {
        if (Count != 1 && Count != count)
            throw new InvalidArgumentException($"{name} {this} has {Count} numbers.", $"The image has {count} channels.", $"Give one number, or {count}.");
        var each = new double[count];
        for (int i = 0; i < count; i++)
            each[i] = this[Count == 1 ? 0 : i];
        return each;
    }
}
