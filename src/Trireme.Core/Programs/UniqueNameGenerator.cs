using System.Collections.Concurrent;

namespace Trireme.Programs;

/// <summary>Counts names: <c>linear_0</c>, <c>linear_1</c>. May be used by several threads.</summary>
/// <param name="prefix">What all its names begin with.</param>
/// <remarks>Mirrors paddle.utils.unique_name.UniqueNameGenerator.</remarks>
public sealed class UniqueNameGenerator(string prefix = "")
{
    private readonly ConcurrentDictionary<string, int> _counters = new();

    /// <summary>What all its names begin with.</summary>
    public string Prefix { get; } = prefix;

    /// <summary>A generator whose names have a beginning of their own.</summary>
    /// <param name="prefix">The beginning.</param>
    public static implicit operator UniqueNameGenerator(string prefix) => new(prefix);

    /// <summary>The next name that begins with a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The prefix, the key, an underscore and a number from 0 up.</returns>
    public string Generate(string key) => $"{Prefix}{key}_{_counters.AddOrUpdate(key, 0, static (_, n) => n + 1)}";
}
