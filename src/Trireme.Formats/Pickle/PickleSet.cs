using System.Collections;

namespace Trireme.Formats.Pickle;

/// <summary>A Python set or frozenset; equality of its elements as in <see cref="PickleDict"/>.</summary>
public sealed class PickleSet : IReadOnlyCollection<object?>
{
    private readonly HashSet<object?> _items = new(PickleEquality.Instance);

    /// <summary>Whether Python sees a frozenset.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>Number of elements.</summary>
    public int Count => _items.Count;

    /// <summary>Adds an element.</summary>
    /// <param name="item">null, bool, integer, double, string, byte[] or a tuple of these.</param>
    /// <returns>False when an equal element was there.</returns>
    public bool Add(object? item) => _items.Add(item);

    /// <summary>Whether an equal element is there.</summary>
    /// <param name="item">The element.</param>
    public bool Contains(object? item) => _items.Contains(item);

    /// <summary>The elements, in no order to rely on.</summary>
    public IEnumerator<object?> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
