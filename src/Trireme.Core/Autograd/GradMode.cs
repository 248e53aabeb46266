namespace Trireme.Autograd;

/// <summary>Whether operators on this thread are recorded for a later gradient.</summary>
internal static class GradMode
{
    [ThreadStatic]
    private static bool _disabled;

    public static bool IsEnabled => !_disabled;

    public static Scope Set(bool enabled)
    {
        var scope = new Scope(_disabled);
        _disabled = !enabled;
        return scope;
    }

    /// <summary>Restores the previous mode when disposed.</summary>
    public readonly struct Scope(bool disabledBefore) : IDisposable
    {
        public void Dispose() => _disabled = disabledBefore;
    }
}
