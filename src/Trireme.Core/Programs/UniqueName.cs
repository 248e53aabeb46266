using System.Collections.Concurrent;

namespace Trireme.Programs;

/// <summary>Names that do not repeat: <c>linear_0</c>, <c>linear_1</c>. Parameter names are made of them, so files match Paddle's.</summary>
/// <remarks>Mirrors paddle.utils.unique_name.</remarks>
public static class UniqueName
{
    private static ConcurrentDictionary<string, int> _counters = new();

    /// <summary>The next name that begins with <paramref name="key"/>.</summary>
    /// <param name="key">The beginning.</param>
    /// <returns><paramref name="key"/>, an underscore and a number from 0 up.</returns>
    public static string Generate(string key) => $"{key}_{_counters.AddOrUpdate(key, 0, static (_, n) => n + 1)}";

    /// <summary>Starts all numbers from 0 until the result is disposed: layers built inside get the names they would have in a fresh process.</summary>
    /// <returns>Restores the previous numbers when disposed.</returns>
    public static IDisposable Guard()
    {
        var scope = new Scope(_counters);
        _counters = new ConcurrentDictionary<string, int>();
        return scope;
    }

    private sealed class Scope(ConcurrentDictionary<string, int> before) : IDisposable
    {
        public void Dispose() => _counters = before;
    }
}
