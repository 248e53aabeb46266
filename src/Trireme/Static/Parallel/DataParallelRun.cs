using Trireme.Operators;

namespace Trireme.Static;

/// <summary>
/// Runs a program on several threads, each with a part of the batch. The part of the program up to the gradients runs once a replica, the update once.
/// Replicas read the same parameters; what the first part itself changes (running statistics, counters) the first replica changes for good, the
/// others in copies.
/// </summary>
internal sealed class DataParallelRun
{
    private readonly Program[] _steps;
    private readonly Executor[] _executors;
    private readonly Scope[] _scopes;
    private readonly Program? _update;
    private readonly Executor _updater = new();
    private readonly string[] _carried, _written;
    private readonly HashSet<string> _averaged, _updated;
    private readonly GradientScaleStrategy _scale;
    private readonly bool _inTurn;
    private ReplicaThreads? _threads;

    public DataParallelRun(Program program, int count, GradientScaleStrategy scale, Scope scope)
    {
        _scale = scale;
        Executor.BindPersistables(program, scope);
        _executors = Enumerable.Range(0, count).Select(_ => new Executor()).ToArray();
        _scopes = Enumerable.Range(0, count).Select(i => i == 0 ? scope : scope.Inner()).ToArray();
        // A program for each replica: each draws the same random numbers however the threads take turns.
        _steps = Enumerable.Range(0, count).Select(_ => Part(program, updates: false)).ToArray();
        Block block = program.GlobalBlock();
        Operator[] step = block.Ops.Where(o => !IsUpdate(o)).ToArray(), update = block.Ops.Where(IsUpdate).ToArray();
        _written = step.SelectMany(o => o.OutputArgNames).Where(n => block.FindVarRecursive(n) is { Persistable: true, Type: VarType.LodTensor }).Distinct().ToArray();
        HashSet<string> made = step.SelectMany(o => o.OutputArgNames).ToHashSet();
        _carried = update.SelectMany(o => o.InputArgNames).Where(n => made.Contains(n) && block.FindVarRecursive(n) is { Persistable: false }).Distinct().ToArray();
        _averaged = step.Where(o => (o.Role & OpRole.Backward) != 0).SelectMany(o => o.OutputArgNames).Intersect(_carried).ToHashSet();
        _updated = update.SelectMany(o => o.OutputArgNames).ToHashSet();
        _update = update.Length > 0 ? Part(program, updates: true) : null;
        // Readers give one batch after the other.
        _inTurn = step.Any(o => o.Type == "read");
    }

    /// <summary>Runs the program.</summary>
    /// <param name="feeds">The part of each replica.</param>
    /// <param name="weights">How much the gradients of each count.</param>
    /// <param name="fetches">What to return.</param>
    public Tensor[] Run(IReadOnlyDictionary<string, Tensor>[] feeds, double[] weights, string[] fetches)
    {
        Block block = _steps[0].GlobalBlock();
        string[] late = fetches.Where(n => _updated.Contains(n) || block.FindVarRecursive(n) is { Persistable: true }).ToArray();
        string[] wanted = [.. fetches.Except(late).Except(_carried), .. _carried];
        CopyWritten();
        Tensor[][] results = RunReplicas(feeds, wanted.Select(n => (FetchTarget)n).ToArray());
        Dictionary<string, Tensor> found = [];
        using (Recorder.Suspend())
        using (Paddle.NoGrad())
        {
            for (int i = 0; i < wanted.Length; i++)
            {
                Tensor[] parts = Array.ConvertAll(results, r => r[i]);
                found[wanted[i]] = _averaged.Contains(wanted[i]) ? Average(parts, weights) : i >= wanted.Length - _carried.Length && !fetches.Contains(wanted[i]) ? parts[0] : BatchParts.Join(parts);
            }
        }
        if (_update is not null || late.Length > 0)
        {
            var carried = _update is null ? [] : _carried.ToDictionary(n => n, n => _averaged.Contains(n) ? found[n] : results[0][Array.IndexOf(wanted, n)]);
            Tensor[] updated = _updater.Run(_update ?? _steps[0], carried, late.Select(n => (FetchTarget)n).ToArray(), _scopes[0]);
            for (int i = 0; i < late.Length; i++)
                found[late[i]] = updated[i];
        }
        return Array.ConvertAll(fetches, n => found[n]);
    }

    private Tensor[][] RunReplicas(IReadOnlyDictionary<string, Tensor>[] feeds, FetchTarget[] fetches)
    {
        var results = new Tensor[_steps.Length][];
        if (_inTurn || _steps.Length == 1)
        {
            for (int i = 0; i < results.Length; i++)
                results[i] = _executors[i].Run(_steps[i], feeds[i], fetches, _scopes[i]);
            return results;
        }
        _threads ??= new ReplicaThreads(_steps.Length);
        _threads.Run(i => results[i] = _executors[i].Run(_steps[i], feeds[i], fetches, _scopes[i]));
        return results;
    }

    private Tensor Average(Tensor[] parts, double[] weights)
    {
        Tensor sum = Weighted(0);
        for (int i = 1; i < parts.Length; i++)
            sum += Weighted(i);
        return sum;

        Tensor Weighted(int i) => _scale == GradientScaleStrategy.One ? parts[i] : parts[i] * weights[i];
    }

    private void CopyWritten()
    {
        foreach (string name in _written)
        {
            if (_scopes[0].FindVar(name)?.Value is not Tensor current)
                continue;
            for (int i = 1; i < _scopes.Length; i++)
            {
                ScopeVariable place = _scopes[i].Local(name);
                if (place.Value is Tensor own && own.Shape == current.Shape && own.DType == current.DType)
                {
                    own.SetValue(current);
                }
                else
                {
                    Tensor copy = current.Copy();
                    (copy.Persistable, copy.Name) = (true, current.Name);
                    place.Value = copy;
                }
            }
        }
    }

    private static bool IsUpdate(Operator op) => (op.Role & OpRole.Optimize) != 0;

    private static Program Part(Program program, bool updates)
    {
        Program part = program.Clone();
        part.GlobalBlock().RemoveOps(o => IsUpdate(o) != updates);
        return part;
    }
}
