using System.Collections;

namespace Trireme.Formats.Pickle;

/// <summary>A Python tuple: a fixed sequence of values, equal to another one of equal values.</summary>
public sealed class PickleTuple : IReadOnlyList<object?>, IEquatable<PickleTuple>
{
    /// <summary>A tuple of these values.</summary>
    /// <param name="items">The values, of the kinds that <see cref="PickleFile"/> lists. A single list passed here gives its own items.</param>
    public PickleTuple(params IEnumerable<object?> items)
        : this(items.ToArray())
    {
    }

    internal PickleTuple(object?[] items)
    {
        Items = items;
        Settled = true;
        foreach (object? item in items)
        {
            Settled &= item is not (Unsettled or PickleTuple { Settled: false });
            Depth = Math.Max(Depth, item is PickleTuple inner ? inner.Depth + 1 : 1);
        }
    }

    /// <summary>Number of values.</summary>
    public int Count => Items.Length;

    internal object?[] Items { get; }

    /// <summary>Whether all items are values, none a reader's own placeholder.</summary>
    internal bool Settled { get; set; }

    internal int Depth { get; }

    /// <summary>One value.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException"><paramref name="index"/> is outside that range.</exception>
    public object? this[int index] => Items[index];

    /// <summary>The values in order.</summary>
    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether the other tuple has equal values in the same order; numbers compare by value, as in Python.</summary>
    /// <param name="other">The other tuple.</param>
    public bool Equals(PickleTuple? other) => other is not null && (ReferenceEquals(this, other) || Items.SequenceEqual(other.Items, PickleEquality.Instance));

    /// <summary>Whether the other object is a tuple of equal values in the same order.</summary>
    /// <param name="obj">The other object.</param>
    public override bool Equals(object? obj) => Equals(obj as PickleTuple);

    /// <summary>A hash that agrees with <see cref="Equals(PickleTuple?)"/>.</summary>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (object? item in Items)
            hash.Add(item is null ? 0 : PickleEquality.Instance.GetHashCode(item));
        return hash.ToHashCode();
    }

    /// <summary>The values in parentheses.</summary>
    public override string ToString() => $"({string.Join(", ", Items)}{(Count == 1 ? "," : "")})";
}
