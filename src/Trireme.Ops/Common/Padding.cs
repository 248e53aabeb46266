using System.Collections;
using System.Runtime.CompilerServices;

namespace Trireme;

/// <summary>
/// What Paddle takes as <c>padding</c>: one integer, one for each spatial axis, a pair (before, after) for each spatial axis flat or nested,
/// or <c>"SAME"</c> or <c>"VALID"</c>. The default is no padding.
/// </summary>
/// <remarks>Written as <c>padding: 1</c>, <c>padding: (1, 2)</c>, <c>padding: [1, 0, 1, 2]</c>, <c>padding: [[0, 0], [0, 0], [1, 1], [2, 2]]</c>, <c>padding: "SAME"</c>.</remarks>
[CollectionBuilder(typeof(Padding), nameof(Create))]
public readonly struct Padding : IEquatable<Padding>, IEnumerable<Ints>
{
    private readonly string? _algorithm;
    private readonly Ints[]? _items;

    private Padding(string? algorithm, Ints[]? items)
    {
        _algorithm = algorithm;
        _items = items;
    }

    /// <summary>Paddle's <c>padding_algorithm</c>: <c>EXPLICIT</c>, <c>SAME</c> or <c>VALID</c>.</summary>
    public string Algorithm => _algorithm ?? "EXPLICIT";

    /// <summary>A list of integers or of pairs.</summary>
    /// <param name="items">The elements; they are copied.</param>
    public static Padding Create(ReadOnlySpan<Ints> items) => new(null, items.ToArray());

    /// <summary>The same padding everywhere.</summary>
    /// <param name="value">Elements before and after each spatial axis.</param>
    public static implicit operator Padding(int value) => new(null, [value]);

    /// <summary>One value for each of two spatial axes; for one axis, before and after.</summary>
    /// <param name="values">The values.</param>
    public static implicit operator Padding((int, int) values) => (Ints)values;

    /// <summary>One value for each of three spatial axes.</summary>
    /// <param name="values">The values.</param>
    public static implicit operator Padding((int, int, int) values) => (Ints)values;

    /// <summary>Before and after each of two spatial axes.</summary>
    /// <param name="values">The values.</param>
    public static implicit operator Padding((int, int, int, int) values) => (Ints)values;

    /// <summary>A flat list.</summary>
    /// <param name="values">One value for each spatial axis, or two.</param>
    public static implicit operator Padding(Ints values) => new(null, Array.ConvertAll(values.ToArray(), v => (Ints)v));

    /// <summary>A flat list.</summary>
    /// <param name="values">One value for each spatial axis, or two.</param>
    public static implicit operator Padding(int[] values) => (Ints)values;

    /// <summary>Pairs, one for every axis or one for each spatial axis.</summary>
    /// <param name="pairs">Before and after, in the order of the data format.</param>
    public static implicit operator Padding(int[][] pairs) => new(null, Array.ConvertAll(pairs, p => (Ints)p));

    /// <summary><c>SAME</c> or <c>VALID</c>, in upper or lower case.</summary>
    /// <param name="algorithm">The name.</param>
    /// <exception cref="InvalidArgumentException">The name is neither.</exception>
    public static implicit operator Padding(string algorithm)
    {
        string upper = algorithm.ToUpperInvariant();
        return upper is "SAME" or "VALID"
            ? new(upper, null)
            : throw new InvalidArgumentException($"padding \"{algorithm}\" is not known.", "It is \"SAME\" or \"VALID\", an integer or a list.");
    }

    /// <summary>Whether both are written alike.</summary>
    public static bool operator ==(Padding a, Padding b) => a.Equals(b);

    /// <summary>Whether they are written differently.</summary>
    public static bool operator !=(Padding a, Padding b) => !a.Equals(b);

    /// <summary>The padding as an operator's attribute.</summary>
    /// <param name="spatial">The number of spatial axes.</param>
    /// <param name="channelLast">Whether the channels stand behind the spatial axes, which nested pairs need to know.</param>
    /// <returns>One value for each spatial axis, or before and after for each.</returns>
    /// <exception cref="InvalidArgumentException">The number of values fits no form, or batch or channels would be padded.</exception>
    internal Ints Resolve(int spatial, bool channelLast)
    {
        Ints[] items = _items ?? [];
        if (items.Length == 0)
            return new Ints(new int[spatial]);
        if (Array.TrueForAll(items, i => i.Count == 1))
        {
            if (items.Length == 1)
                return items[0].Repeat(spatial, "padding");
            if (items.Length == spatial || items.Length == 2 * spatial)
                return new Ints(Array.ConvertAll(items, i => i[0]));
        }
        else if (Array.TrueForAll(items, i => i.Count == 2) && (items.Length == spatial || items.Length == spatial + 2))
        {
            int first = items.Length == spatial ? 0 : channelLast ? 1 : 2;
            var values = new int[2 * spatial];
            for (int i = 0; i < items.Length; i++)
            {
                if (i >= first && i < first + spatial)
                    (values[2 * (i - first)], values[(2 * (i - first)) + 1]) = (items[i][0], items[i][1]);
                else if (items[i][0] != 0 || items[i][1] != 0)
                    throw new InvalidArgumentException($"padding {this} pads the batch or the channels.", "Only spatial axes can be padded.", "Pass [0, 0] there.");
            }
            return new Ints(values);
        }
        throw new InvalidArgumentException($"padding {this} does not fit {spatial} spatial axes.",
            $"It must be one integer, {spatial} integers, {2 * spatial} integers, or {spatial + 2} pairs.");
    }

    /// <inheritdoc/>
    public bool Equals(Padding other) => Algorithm == other.Algorithm && (_items ?? []).AsSpan().SequenceEqual(other._items ?? []);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Padding other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Algorithm, (_items ?? []).Length);

    /// <inheritdoc/>
    public IEnumerator<Ints> GetEnumerator() => ((IEnumerable<Ints>)(_items ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The padding as Python prints it.</summary>
    public override string ToString()
        => _algorithm is not null ? $"\"{_algorithm}\"" : "[" + string.Join(", ", (_items ?? []).Select(i => i.Count == 1 ? i[0].ToString() : i.ToString())) + "]";
}
