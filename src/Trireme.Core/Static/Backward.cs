using Trireme.Operators;
using Trireme.Programs;

namespace Trireme.Static;

/// <summary>Appends the operators that compute gradients to a program.</summary>
internal sealed class Backward
{
    private readonly Block _block;
    private readonly HashSet<string> _noGrad;
    private readonly IReadOnlyList<Action<Block>> _callbacks;

    /// <summary>The gradients that arrived at a variable so far and are not summed yet.</summary>
    private readonly Dictionary<string, List<string>> _arrived = [];

    // A gradient may be that of several variables, each with a limit of its own.
    private readonly HashSet<(string Of, string Gradient)> _limited = [], _borrowed = [];
    private OverwrittenValues? _overwritten;

    private Backward(Block block, IEnumerable<string> noGrad, IReadOnlyList<Action<Block>> callbacks)
    {
        _block = block;
        _noGrad = [.. noGrad];
        _callbacks = callbacks;
    }

    /// <summary>Gradients of targets with respect to inputs; null where a target does not depend on an input.</summary>
    /// <param name="targets">What is differentiated.</param>
    /// <param name="targetGradients">dLoss/dtarget; ones where null.</param>
    /// <param name="inputs">With respect to what; all trainable parameters where null.</param>
    /// <param name="noGrad">Names of variables where gradients stop.</param>
    /// <param name="callbacks">Called after each operator of the backward part.</param>
    public static Dictionary<string, Variable> Append(IReadOnlyList<Variable> targets, IReadOnlyList<Variable?> targetGradients, IReadOnlyList<string>? inputs, IEnumerable<string> noGrad,
        IReadOnlyList<Action<Block>>? callbacks = null)
    {
        Program program = targets[0].Block.Program;
        Block block = program.CurrentBlock();
        var backward = new Backward(block, noGrad, callbacks ?? []);
        using var guard = new ProgramGuard(program);
        using Recorder.Mode on = Recorder.Set(on: true);
        using Recorder.RoleScope role = Recorder.As(OpRole.Backward);
        return backward.Run(targets, targetGradients, inputs);
    }

    private Dictionary<string, Variable> Run(IReadOnlyList<Variable> targets, IReadOnlyList<Variable?> targetGradients, IReadOnlyList<string>? inputs)
    {
        Operator[] ops = _block.Ops.ToArray();
        _overwritten = new OverwrittenValues(_block, ops);
        for (int i = 0; i < targets.Count; i++)
            Start(targets[i].Latest, targetGradients.Count > i ? targetGradients[i] : null);
        HashSet<string> wanted = inputs is null ? [] : [.. inputs];
        HashSet<string> fromInputs = Reachable(ops, wanted, inputs is null);
        var found = new Dictionary<string, Variable>();
        for (int i = ops.Length - 1; i >= 0; i--)
            Differentiate(ops[i], fromInputs, wanted, found);
        foreach (string name in _arrived.Keys.ToArray())
        {
            if (Sum(name) is { } sum)
                found[name] = sum;
        }
        return found;
    }

    private void Start(Variable target, Variable? gradient)
    {
        if (gradient is not null)
        {
            Borrow(target.Name, gradient.Name);
            return;
        }
        using Recorder.RoleScope role = Recorder.As(OpRole.Backward | OpRole.Loss);
        string name = Declare(target, target.Name + GradientOp.Suffix).Name;
        Fill(target, _block.Var(name), 1);
        Arrive(target.Name, name);
    }

    // The variables that depend on what is wanted: gradients of others lead nowhere.
    private HashSet<string> Reachable(Operator[] ops, HashSet<string> wanted, bool all)
    {
        var reachable = new HashSet<string>(wanted);
        if (all)
            reachable.UnionWith(_block.Program.ListVars().Where(v => v.IsParameter).Select(v => v.Name));
        foreach (Operator op in ops)
        {
            if (op.Record.Info.NoGradient is null && op.InputArgNames.Any(reachable.Contains))
                reachable.UnionWith(op.OutputArgNames.Where(n => !Stops(n) || _block.FindVarRecursive(n) is { Type: not VarType.LodTensor }));
        }
        return reachable;
    }

    private bool Stops(string name)
        => _noGrad.Contains(name) || (_block.FindVarRecursive(name) is { } v && (v.StopGradient || (v.Type == VarType.LodTensor && !v.DType.IsFloating)));

    private void Differentiate(Operator op, HashSet<string> reachable, HashSet<string> wanted, Dictionary<string, Variable> found)
    {
        OpInfo info = op.Record.Info;
        if (info.NoGradient is not null || !op.OutputArgNames.Any(_arrived.ContainsKey))
            return;
        if (op.Record is IHandwrittenGradient written)
        {
            DifferentiateByHand(op, written, reachable, wanted, found);
            return;
        }
        Op? gradient = op.Record is ScopeOp scopeOp ? scopeOp.Gradient() : new GradientOp(op.Record);
        if (gradient is null)
            return;
        var inputs = new Dictionary<string, string?[]>();
        for (int i = 0; i < info.InputSlots.Length; i++)
            inputs[info.InputSlots[i].Name] = op.Inputs[op.InputStarts[i]..op.InputStarts[i + 1]];
        for (int i = 0; i < info.OutputSlots.Length; i++)
        {
            string?[] names = op.Outputs[op.OutputStarts[i]..op.OutputStarts[i + 1]];
            inputs[info.OutputSlots[i].Name] = names;
            var grads = new string?[names.Length];
            for (int j = 0; j < names.Length; j++)
            {
                if (names[j] is not { } name || Sum(name) is not { } sum)
                    continue;
                grads[j] = sum.Name;
                if (wanted.Contains(name))
                    found[name] = sum;
                // An operator that overwrites its input starts a new life of that name; gradients for the old one begin afresh.
                // A list that gets one more tensor lives on: its gradient loses that one while it runs.
                if (_block.FindVarRecursive(name) is not { Type: VarType.LodTensorArray } || op.InputArgNames.Contains(name))
                    _arrived.Remove(name);
            }
            // Missing ones among several of a list are zeros, so that positions stay; operators on variables know what to do about gaps.
            for (int j = 0; op.Record is not ScopeOp && j < names.Length && grads.Any(g => g is not null); j++)
                grads[j] ??= names[j] is { } name ? Zeros(name) : null;
            inputs[info.OutputSlots[i].Name + GradientOp.Suffix] = grads;
        }
        var outputs = new Dictionary<string, string?[]>();
        var made = new List<(string Of, string Gradient)>();
        for (int i = 0; i < info.InputSlots.Length; i++)
        {
            string?[] names = inputs[info.InputSlots[i].Name];
            outputs[info.InputSlots[i].Name + GradientOp.Suffix] = Array.ConvertAll(names, name =>
            {
                if (name is null || Stops(name) || !reachable.Contains(name))
                    return null;
                string grad = GradientName(name);
                made.Add((name, grad));
                return grad;
            });
        }
        if (made.Count == 0)
            return;
        if (gradient is GradientOp whole)
        {
            string?[] all = info.InputSlots.SelectMany(s => outputs[s.Name + GradientOp.Suffix]).ToArray();
            gradient = whole with { Unwanted = Ints.Create(Enumerable.Range(0, all.Length).Where(i => all[i] is null).ToArray()) };
        }
        _overwritten!.Replace(op, inputs);
        _block.Append(Build(op, gradient, inputs, outputs));
        foreach ((string of, string grad) in made)
            Arrive(of, grad);
        foreach (Action<Block> callback in _callbacks)
            callback(_block);
    }

    private void DifferentiateByHand(Operator op, IHandwrittenGradient written, HashSet<string> reachable, HashSet<string> wanted, Dictionary<string, Variable> found)
    {
        var arrived = new List<Tensor?>();
        foreach (string? name in op.OutputNamesOf(written.Outputs))
        {
            Variable? sum = name is null ? null : Sum(name);
            arrived.Add(sum);
            if (sum is null)
                continue;
            if (wanted.Contains(name!))
                found[name!] = sum;
            _arrived.Remove(name!);
        }
        Tensor?[] grads = written.Differentiate(arrived.ToArray());
        foreach ((string? name, Tensor? grad) in op.InputNamesOf(written.Inputs).Zip(grads))
        {
            if (name is not null && grad is not null && !Stops(name) && reachable.Contains(name))
                Borrow(name, Recorder.Resolve(_block, op.Record.Info, grad).Name);
        }
        foreach (Action<Block> callback in _callbacks)
            callback(_block);
    }

    private Operator Build(Operator forward, Op record, Dictionary<string, string?[]> inputs, Dictionary<string, string?[]> outputs)
    {
        (string?[] inputNames, int[] inputStarts) = Flatten(record.Info.InputSlots, inputs);
        (string?[] outputNames, int[] outputStarts) = Flatten(record.Info.OutputSlots, outputs);
        string?[] roleVariables = outputs.SelectMany(o => inputs[o.Key[..^GradientOp.Suffix.Length]].Zip(o.Value))
            .Where(p => p.Second is not null && _block.FindVarRecursive(p.First!) is { IsParameter: true }).SelectMany(p => new[] { p.First, p.Second }).ToArray();
        return new Operator(_block, record, inputNames, inputStarts, outputNames, outputStarts)
        {
            Role = Recorder.Role,
            RoleVariables = roleVariables!,
            NameScope = forward.NameScope,
        };
    }

    private static (string?[] Names, int[] Starts) Flatten(Slot[] slots, Dictionary<string, string?[]> given)
    {
        var names = new List<string?>();
        var starts = new int[slots.Length + 1];
        for (int i = 0; i < slots.Length; i++)
        {
            string?[] own = given.GetValueOrDefault(slots[i].Name) ?? [];
            names.AddRange(own);
            if (own.Length == 0 && !slots[i].IsList)
                names.Add(null);
            starts[i + 1] = names.Count;
        }
        return (names.ToArray(), starts);
    }

    private void Arrive(string name, string gradient)
    {
        if (!_arrived.TryGetValue(name, out List<string>? list))
            _arrived[name] = list = [];
        list.Add(gradient);
    }

    // A variable that others read, too: the caller's own, or what a handwritten gradient returned.
    private void Borrow(string name, string gradient)
    {
        Arrive(name, gradient);
        _borrowed.Add((name, gradient));
    }

    private string GradientName(string name)
    {
        Variable variable = _block.FindVarRecursive(name)!;
        string plain = name + GradientOp.Suffix;
        int earlier = _arrived.GetValueOrDefault(name)?.Count ?? 0;
        string grad = earlier == 0 && !_block.HasVar(plain) ? plain : UniqueName.Generate($"{plain}@RENAME@block{_block.Idx}@{earlier}");
        return Declare(variable, grad).Name;
    }

    private Variable Declare(Variable like, string name)
    {
        while (_block.HasVar(name))
            name = UniqueName.Generate(name);
        return _block.CreateVar(name, like.Shape, like.DType, like.Type, like.LodLevel);
    }

    // Several operators read a variable: its gradient is the sum of what arrives from each.
    private Variable? Sum(string name)
    {
        if (!_arrived.TryGetValue(name, out List<string>? parts))
            return null;
        if (parts.Count > 1)
        {
            Variable sum = Declare(_block.FindVarRecursive(name)!, UniqueName.Generate($"{name}{GradientOp.Suffix}@SUM"));
            Op add = sum.Type == VarType.LodTensorArray ? OperatorServices.Current.SumOfArrays : OperatorServices.Current.Sum;
            Recorder.Append(_block, add, [TensorList.Of(parts.Select(p => _block.FindVarRecursive(p)!).ToArray())], [sum]);
            parts.Clear();
            parts.Add(sum.Name);
        }
        Variable whole = _block.FindVarRecursive(parts[0])!;
        // Once only: what is asked for again is limited already.
        if (_block.FindVarRecursive(name) is not { ErrorClip: { } limit } || _limited.Contains((name, whole.Name)))
            return whole;
        Variable limited = _borrowed.Contains((name, whole.Name)) ? Declare(whole, UniqueName.Generate($"{name}{GradientOp.Suffix}@LIMITED")) : whole;
        Recorder.Append(_block, limit.Limit, [whole], [limited]);
        _limited.Add((name, limited.Name));
        parts[0] = limited.Name;
        return limited;
    }

    private string? Zeros(string name)
    {
        Variable variable = _block.FindVarRecursive(name)!;
        if (!variable.DType.IsFloating || variable.Type != VarType.LodTensor)
            return null;
        Variable zeros = Declare(variable, UniqueName.Generate($"{name}{GradientOp.Suffix}@ZERO"));
        Fill(variable, zeros, 0);
        return zeros.Name;
    }

    private void Fill(Variable like, Variable target, double value)
    {
        Op fill = OperatorServices.Current.Filling(like.Meta, value);
        Recorder.Append(_block, fill, fill.Info.Inputs[0].IsOptional ? [] : [like], [target]);
    }
}
