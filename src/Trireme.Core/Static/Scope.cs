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
    private readonly Lock _lock = new();
    private List<Scope>? _kids;

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

    /// <summary>How often the scope has lost its values.</summary>
    internal long Generation { get; private set; }

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

    /// <summary>An empty scope inside this one, which keeps it until <see cref="DropKids"/>.</summary>
    public Scope NewScope()
    {
        Scope kid = Inner();
        lock (_lock)
            (_kids ??= []).Add(kid);
        return kid;
    }

    /// <summary>Forgets the scopes that <see cref="NewScope"/> made inside this one, and their values.</summary>
    /// <remarks>Mirrors Scope.drop_kids.</remarks>
    public void DropKids()
    {
        List<Scope> kids;
        lock (_lock)
            (kids, _kids) = (_kids ?? [], null);
        foreach (Scope kid in kids)
        {
            kid.DropKids();
            kid._variables.Clear();
            kid.Generation++;
        }
    }

    /// <summary>Forgets variables of this scope and their values; those of scopes around it stay.</summary>
    /// <param name="names">The variables' names; one that is not here is passed over.</param>
    /// <remarks>Mirrors Scope.erase.</remarks>
    public void Erase(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (string name in names)
            _variables.TryRemove(name, out _);
        Generation++;
    }

    /// <summary>How many variables are here, without those of scopes around it.</summary>
    /// <remarks>Mirrors Scope.size.</remarks>
    public int Size() => _variables.Count;

    /// <summary>An empty scope inside this one that lives as long as its user: that of a run.</summary>
    internal Scope Inner() => new(this);

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
