namespace Trireme.Programs;

/// <summary>Names that do not repeat: <c>linear_0</c>, <c>linear_1</c>. Parameter names are made of them, so files match Paddle's.</summary>
/// <remarks>
/// Mirrors paddle.utils.unique_name. The numbers are the process's. Those of <see cref="Guard"/> and <see cref="Switch"/> belong to the flow of control that asked for
/// them, and to the threads and tasks that it starts: others that build networks meanwhile do not see them.
/// </remarks>
public static class UniqueName
{
    private static readonly UniqueNameGenerator Process = new();
    private static readonly AsyncLocal<UniqueNameGenerator?> Own = new();

    /// <summary>The next name that begins with <paramref name="key"/>.</summary>
    /// <param name="key">The beginning.</param>
    /// <returns><paramref name="key"/>, an underscore and a number from 0 up.</returns>
    public static string Generate(string key) => (Own.Value ?? Process).Generate(key);

    /// <summary>Takes another generator from now on.</summary>
    /// <param name="newGenerator">The generator, or its prefix; a new one that starts from 0 where null.</param>
    /// <returns>The generator before: switch back to it.</returns>
    public static UniqueNameGenerator Switch(UniqueNameGenerator? newGenerator = null)
    {
        UniqueNameGenerator before = Own.Value ?? Process;
        Own.Value = newGenerator ?? new UniqueNameGenerator();
        return before;
    }

    /// <summary>Starts all numbers from 0 until the result is disposed: layers built inside get the names they would have in a fresh process.</summary>
    /// <param name="newGenerator">The generator to take instead, or its prefix.</param>
    /// <returns>Restores the previous numbers when disposed.</returns>
    public static IDisposable Guard(UniqueNameGenerator? newGenerator = null) => new Scope(Switch(newGenerator));

    private sealed class Scope(UniqueNameGenerator before) : IDisposable
    {
        public void Dispose() => Switch(before);
    }
}
