using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Trireme.Formats.Pickle;

/// <summary>A Python dict: keys of any hashable kind, None included, in order of insertion. Setting a key that is there keeps its place.</summary>
/// <remarks>Keys compare as in Python: 1, 1.0 and True are one key.</remarks>
public sealed class PickleDict : IReadOnlyCollection<KeyValuePair<object?, object?>>
{
    private static readonly object None = new();
    private OrderedDictionary<object, object?>? _items;

    /// <summary>Whether Python sees a collections.OrderedDict; every dict keeps its order either way.</summary>
    public bool IsOrderedDict { get; init; }

    /// <summary>Number of keys.</summary>
    public int Count => _items?.Count ?? 0;

    /// <summary>The keys in order.</summary>
    public IEnumerable<object?> Keys => this.Select(p => p.Key);

    /// <summary>The value of a key; setting adds the key at the end or replaces its value.</summary>
    /// <param name="key">null, bool, integer, double, string, byte[] or a tuple of these.</param>
    /// <exception cref="KeyNotFoundException">The key to get is not there.</exception>
    public object? this[object? key]
    {
        get => TryGetValue(key, out object? value) ? value : throw new KeyNotFoundException($"There is no key '{key}'.");
        set => (_items ??= new(PickleEquality.Instance))[key ?? None] = value;
    }

    /// <summary>Adds a key; this and <see cref="GetEnumerator"/> make collection initializers work.</summary>
    /// <param name="key">A key that is not there yet.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The key is there.</exception>
    public void Add(object? key, object? value) => (_items ??= new(PickleEquality.Instance)).Add(key ?? None, value);

    /// <summary>Looks a key up.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value, or null.</param>
    /// <returns>Whether the key is there.</returns>
    public bool TryGetValue(object? key, [MaybeNullWhen(false)] out object? value)
    {
        value = null;
        return _items is not null && _items.TryGetValue(key ?? None, out value);
    }

    /// <summary>Whether the key is there.</summary>
    /// <param name="key">The key.</param>
    public bool ContainsKey(object? key) => TryGetValue(key, out _);

    /// <summary>Removes a key; O(number of keys).</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(object? key) => _items is not null && _items.Remove(key ?? None);

    /// <summary>Keys and values in order.</summary>
    public IEnumerator<KeyValuePair<object?, object?>> GetEnumerator()
    {
        foreach ((object key, object? value) in (IEnumerable<KeyValuePair<object, object?>>?)_items ?? [])
            yield return new(ReferenceEquals(key, None) ? null : key, value);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The entries of any dictionary of .NET; enumerating one as a plain sequence gives pairs of its own types.</summary>
    internal static IEnumerable<KeyValuePair<object?, object?>> Entries(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
            yield return new(entry.Key, entry.Value);
    }
}
