using System.Collections.Concurrent;

namespace Trireme.Static;

/// <summary>The values that variables have while programs run, by name. A scope inside another sees its values too.</summary>
/// <remarks>Mirrors paddle.static.Scope.</remarks>
public sealed class Scope
{
    private static readonly Scope Process = new();

    [ThreadStatic]
    private static Scope? _current;

    private readonly ConcurrentDictionary<string, ScopeVariable> _variables = new();
    private readonly Scope? _parent;

    /// <summary>An empty scope.</summary>
    public Scope()
    {
    }

    private Scope(Scope parent) => _parent = parent;

    /// <summary>The scope that executors use unless told otherwise.</summary>
    /// <remarks>Mirrors paddle.static.global_scope.</remarks>
    public static Scope Global => _current ?? Process;

    /// <summary>The names of the variables here, without those of scopes around it.</summary>
    public IEnumerable<string> LocalVarNames => _variables.Keys;

    /// <summary>Whether this is the scope whose parameters are the eager layers' own.</summary>
    internal bool IsProcess => ReferenceEquals(this, Process);

    /// <summary>A variable of this scope or of one around it; a new one where there is none.</summary>
    /// <param name="name">Its name.</param>
    public ScopeVariable Var(string name) => FindVar(name) ?? _variables.GetOrAdd(name, static _ => new ScopeVariable());

    /// <summary>A variable of this scope or of one around it; null where there is none.</summary>
    /// <param name="name">Its name.</param>
    public ScopeVariable? FindVar(string name)
    {
        for (Scope? scope = this; scope is not null; scope = scope._parent)
        {
            if (scope._variables.TryGetValue(name, out ScopeVariable? found))
                return found;
        }
        return null;
    }

    /// <summary>An empty scope inside this one.</summary>
    public Scope NewScope() => new(this);

    /// <summary>A variable of this very scope, made where there is none.</summary>
    internal ScopeVariable Local(string name) => _variables.GetOrAdd(name, static _ => new ScopeVariable());

    internal void Drop(string name) => _variables.TryRemove(name, out _);

    internal static Scope? Exchange(Scope? scope)
    {
        Scope? before = _current;
        _current = scope;
        return before;
    }
}
