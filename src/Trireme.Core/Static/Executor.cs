using System.Runtime.CompilerServices;
using Trireme.Autograd;

namespace Trireme.Static;

/// <summary>Runs programs: feeds inputs by name, runs the operators, fetches results.</summary>
/// <remarks>Mirrors paddle.static.Executor. An executor may be used by one thread at a time; several may share a scope's parameters for reading.</remarks>
public sealed partial class Executor
{
    private const int MaxPreparations = 16;
    private readonly ConditionalWeakTable<Program, List<Preparation>> _prepared = [];

    /// <summary>An executor.</summary>
    /// <param name="place">Where programs run; the CPU where null.</param>
    public Executor(Place? place = null) => Place = place ?? Place.Cpu;

    /// <summary>Where programs run.</summary>
    public Place Place { get; }

    /// <summary>Whether programs are always run operator by operator, never by plans.</summary>
    internal bool Interprets { get; init; }

    /// <summary>Runs a program.</summary>
    /// <param name="program">The program; the default main program where null.</param>
    /// <param name="feed">The inputs by name.</param>
    /// <param name="fetchList">What to return.</param>
    /// <param name="scope">Where parameters are; the current scope where null.</param>
    /// <param name="cancellationToken">Stops the run between two operators.</param>
    /// <returns>One tensor for each entry of <paramref name="fetchList"/>.</returns>
    /// <exception cref="InvalidArgumentException">A feed or fetch is no variable of the program, or what is fed does not fit.</exception>
    /// <exception cref="ProgramRunException">An operator could not run.</exception>
    public Tensor[] Run(Program? program = null, IReadOnlyDictionary<string, Tensor>? feed = null, IReadOnlyList<FetchTarget>? fetchList = null, Scope? scope = null,
        CancellationToken cancellationToken = default)
    {
        program ??= Recorder.Main;
        scope ??= Scope.Global;
        feed ??= new Dictionary<string, Tensor>();
        string[] fetches = (fetchList ?? []).Select(f => f.Name).ToArray();
        Preparation prepared = Prepare(program, fetches);
        using Recorder.Mode eager = Recorder.Suspend();
        using GradMode.Scope noGrad = GradMode.Set(false);
        prepared.Bind(program, scope);
        foreach (Action<Scope> action in program.BeforeRun)
            action(scope);
        foreach ((string name, Tensor value) in feed)
            CheckFeed(program, name, value);
        if (!Interprets && prepared.FindPlan(feed, scope) is { } plan)
        {
            var results = new Tensor[fetches.Length];
            for (int i = 0; i < results.Length; i++)
                results[i] = Tensor.Allocate(plan.Results[i].Shape, plan.Results[i].DType);
            using Random.Generator.Override? own = program.Generator?.UseOnThisThread();
            cancellationToken.ThrowIfCancellationRequested();
            plan.Run(feed, results);
            return results;
        }
        Scope local = WithConstants(program, scope.Inner());
        foreach ((string name, Tensor value) in feed)
            local.Local(name).Value = value;
        CheckAllFed(program, prepared, local);
        using Random.Generator.Override? seeded = program.Generator?.UseOnThisThread();
        BlockRunner.Run(program.GlobalBlock(), local, prepared.DropAfter, cancellationToken);
        return Array.ConvertAll(fetches, name => Fetch(program, local, name));
    }

    /// <summary>Ends the executor's work. Kept for Paddle's signature: there is nothing to give back.</summary>
    public void Close()
    {
    }

    /// <summary>A scope that sees the values of all variables that outlive runs: parameters in the given scope, the program's constants beside them.</summary>
    internal static Scope Bind(Program program, Scope scope)
    {
        BindPersistables(program, scope);
        return WithConstants(program, scope.Inner());
    }

    /// <summary>Gives the scope what the program's variables stand for outside: parameters of layers.</summary>
    internal static void BindPersistables(Program program, Scope scope)
    {
        foreach (Block block in program.Blocks)
        {
            foreach (Variable variable in block.Vars.Values)
            {
                if (!variable.Persistable || variable.Type != VarType.LodTensor || variable.IsConstant)
                    continue;
                ScopeVariable place = scope.Var(variable.Name);
                if (place.Value is null && variable.Value is { } value)
                    place.Value = scope.IsProcess ? value : Independent(value);
            }
        }
    }

    // Constants are the program's own: in a shared scope another program's variable may have the same name.
    private static Scope WithConstants(Program program, Scope local)
    {
        foreach (Variable variable in program.GlobalBlock().Vars.Values)
        {
            if (variable.IsConstant)
                local.Local(variable.Name).Value = variable.Value;
        }
        return local;
    }

    // Another scope has parameters of its own that begin with the same values.
    private static Tensor Independent(Tensor value)
    {
        Tensor copy = value.Copy();
        copy.Persistable = value.Persistable;
        copy.Name = value.Name;
        return copy;
    }

    private static void CheckFeed(Program program, string name, Tensor value)
    {
        if (value.IsSymbolic)
            throw new InvalidArgumentException($"feed: the value of '{name}' is a variable of a program.", null, "Feed a tensor with values.");
        Variable? variable = program.GlobalBlock().FindVarRecursive(name);
        if (variable is null)
        {
            string[] known = program.GlobalBlock().Vars.Values.Where(v => v.IsData).Select(v => v.Name).ToArray();
            throw new InvalidArgumentException($"feed: '{name}' is no variable of the program.", known.Length > 0 ? $"It takes: {string.Join(", ", known)}." : null);
        }
        if (variable.DType.Kind != DTypeKind.Undefined && value.DType != variable.DType)
        {
            throw new InvalidArgumentException($"feed: '{name}' has the wrong element type.", $"It is {value.DType}; the program declares {variable.DType}.",
                $"Cast it: Cast(\"{variable.DType}\").");
        }
        bool fits = value.Shape.Rank == variable.Shape.Rank;
        for (int i = 0; fits && i < value.Shape.Rank; i++)
            fits = variable.Shape[i] < 0 || variable.Shape[i] == value.Shape[i];
        if (!fits && variable.NeedCheckFeed)
            throw new InvalidArgumentException($"feed: '{name}' has the wrong shape.", $"It is {value.Shape}; the program declares {variable.Shape}.", "Reshape it; -1 stands for any size.");
    }

    private static void CheckAllFed(Program program, Preparation prepared, Scope local)
    {
        string[] missing = prepared.Data.Where(n => local.FindVar(n)?.Value is null).ToArray();
        if (missing.Length > 0)
        {
            throw new InvalidArgumentException($"feed: {string.Join(", ", missing.Select(n => $"'{n}'"))} must be fed.",
                string.Join("; ", missing.Select(n => $"{n} is {program.GlobalBlock().Var(n).Shape} {program.GlobalBlock().Var(n).DType}")) + ".");
        }
    }

    private static Tensor Fetch(Program program, Scope local, string name)
    {
        object? value = local.FindVar(name)?.Value;
        return value as Tensor ?? throw new InvalidArgumentException($"fetch: '{name}' has no value after the run.",
            program.ListVars().Any(v => v.Name == name) ? "No operator that ran writes it." : "The program has no such variable.");
    }

    private Preparation Prepare(Program program, string[] fetches)
    {
        List<Preparation> all = _prepared.GetOrCreateValue(program);
        all.RemoveAll(p => p.Version != program.Version);
        Preparation? known = all.Find(p => p.Fetches.AsSpan().SequenceEqual(fetches));
        if (known is not null)
            return known;
        if (all.Count == MaxPreparations)
            all.RemoveAt(0);
        var made = new Preparation(program, fetches);
        all.Add(made);
        return made;
    }

    /// <summary>What is found once for a program and its fetches.</summary>
    private sealed class Preparation
    {
        private readonly PlanCache _plans;
        private readonly WeakReference<Scope?> _bound = new(null);
        private long _generation;

        public Preparation(Program program, string[] fetches)
        {
            Version = program.Version;
            Fetches = fetches;
            _plans = new PlanCache(program, fetches);
            Block block = program.GlobalBlock();
            DropAfter = Liveness.DropAfter(program, fetches);
            HashSet<string> read = block.Ops.SelectMany(o => o.InputArgNames).ToHashSet();
            Data = block.Vars.Values.Where(v => v.IsData && read.Contains(v.Name)).Select(v => v.Name).ToArray();
        }

        public ProgramPlan? FindPlan(IReadOnlyDictionary<string, Tensor> feed, Scope scope) => _plans.Find(feed, scope);

        /// <summary>Once for a scope: what a variable stands for changes with the program's version, and a scope loses values with its generation.</summary>
        public void Bind(Program program, Scope scope)
        {
            if (_bound.TryGetTarget(out Scope? bound) && ReferenceEquals(bound, scope) && _generation == scope.Generation)
                return;
            BindPersistables(program, scope);
            _bound.SetTarget(scope);
            _generation = scope.Generation;
        }

        public long Version { get; }

        public string[] Fetches { get; }

        public string[][] DropAfter { get; }

        public string[] Data { get; }
    }
}
