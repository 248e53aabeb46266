namespace Trireme.Static;

/// <summary>Until disposed, executors on this thread use another scope.</summary>
/// <remarks>Mirrors paddle.static.scope_guard: <c>using (new ScopeGuard(scope)) { … }</c>.</remarks>
public sealed class ScopeGuard : IDisposable
{
    private readonly Scope? _before;

    /// <summary>Makes a scope the current one.</summary>
    /// <param name="scope">The scope.</param>
    public ScopeGuard(Scope scope) => _before = Scope.Exchange(scope);

    /// <summary>Goes back to the scope before.</summary>
    public void Dispose() => Scope.Exchange(_before);
}
