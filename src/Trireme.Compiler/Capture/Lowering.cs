using Trireme.Autograd;
using Trireme.Operators;
using Trireme.Static;

namespace Trireme.Compiler.Capture;

/// <summary>
/// Turns a program into primitive operators over known shapes: the program is recorded once more with the inputs' actual shapes, composed and
/// gradient operators as what they are made of. What depends on nothing that changes is computed now.
/// </summary>
internal sealed class Lowering
{
    private readonly Program _lowered = new();
    private readonly Dictionary<string, Tensor> _values = [];
    private readonly Block _source;
    private readonly Scope _scope;
    private readonly bool _isFrozen;
    private readonly Dictionary<string, Tensor> _found = [];
    private readonly HashSet<Tensor> _constants = new(ReferenceEqualityComparer.Instance);

    private Lowering(Block source, Scope scope, bool isFrozen)
    {
        _source = source;
        _scope = scope;
        _isFrozen = isFrozen;
    }

    /// <summary>The graph; null where the program cannot be planned: its course or its shapes depend on values.</summary>
    public static Graph? Run(Program program, IReadOnlyDictionary<string, Tensor> feed, IReadOnlyList<string> fetches, Scope scope, bool isFrozen)
    {
        if (feed.Values.Any(t => t.Lod is not null) || program.GlobalBlock().Ops.Any(o => o.Record is ScopeOp and not (FeedOp or FetchOp)))
            return null;
        var lowering = new Lowering(program.GlobalBlock(), scope, isFrozen);
        using var guard = new ProgramGuard(lowering._lowered, new Program());
        using Recorder.Mode on = Recorder.Set(on: true, expands: true);
        using GradMode.Scope noGrad = GradMode.Set(false);
        foreach ((string name, Tensor value) in feed)
            lowering._values[name] = lowering._lowered.GlobalBlock().CreateVar(name, value.Shape, value.DType);
        foreach (Operator op in program.GlobalBlock().Ops)
        {
            if (op.Record is not ScopeOp && !lowering.Lower(op))
                return null;
        }
        return lowering.ToGraph(feed, fetches);
    }

    private bool Lower(Operator op)
    {
        var inputs = new Tensor?[op.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (op.Inputs[i] is { } name && !TryFind(name, out inputs[i]) && op.Record is not GradientOp)
                return false;
        }
        // What such a gradient is made of depends on values, which only a run knows.
        if (op.Record is GradientOp { Forward: LateCompositeOp })
            return false;
        OpInfo info = op.Record.Info;
        bool folds = IsConstant(op.Record, inputs);
        Tensor[] outputs;
        if (folds)
        {
            using Recorder.Mode off = Recorder.Suspend();
            outputs = Dispatcher.RunPrepared(op.Record, inputs, op.InputStarts);
        }
        else if (op.Record is IComposable and not CompositeOp && Composition.Applies(op.Record, info, inputs))
        {
            // Its parts may depend on values: those that are known by now will do, others cannot be planned.
            try
            {
                outputs = Composition.Run(op.Record, inputs, op.InputStarts);
            }
            catch (Exception e) when (e is PreconditionNotMetException or InvalidArgumentException)
            {
                return false;
            }
        }
        else
        {
            outputs = Recorder.Append(op.Record, info, inputs, op.InputStarts);
        }
        for (int i = 0; i < outputs.Length && i < op.Outputs.Length; i++)
        {
            if (op.Outputs[i] is not { } name || outputs[i] is not { } output)
                continue;
            if (output is { IsSymbolic: true } && !output.Shape.IsKnown)
                return false;
            // A variable that outlives the run may only be changed in place: anything else would have to be copied out.
            if (_source.FindVarRecursive(name) is { Persistable: true } && !IsSame(name, output))
                return false;
            // What was computed at once although nothing that it reads has values says how large that is: the shapes of this plan.
            if (folds || (!output.IsSymbolic && Array.TrueForAll(inputs, t => t is null or { IsSymbolic: true })))
                _constants.Add(output);
            _values[name] = output;
        }
        return true;
    }

    private bool IsSame(string name, Tensor output)
        => TryFind(name, out Tensor? known) && (ReferenceEquals(known, output) || (output is Variable v && ReferenceEquals(v.Value, known)));

    private bool TryFind(string name, out Tensor? value)
    {
        if (_values.TryGetValue(name, out value))
            return true;
        if (_source.FindVarRecursive(name) is { IsConstant: true } own)
            value = own.Value;
        else if ((value = _scope.FindVar(name)?.Value as Tensor) is not null)
            _found[name] = value;
        if (value is null)
            return false;
        _values[name] = value;
        // Parameters that nobody trains any more are constants like any other.
        if (_isFrozen)
            _constants.Add(value);
        return true;
    }

    private bool IsConstant(Op record, Tensor?[] inputs)
    {
        OpInfo info = record.Info;
        if (info.HasInPlace || record is DropoutOp || info.IsRandom)
            return false;
        return inputs.Length == 0 || inputs.All(t => t is null) ? record is FillConstantOp or AssignValueOp || record is ShapeOp
            : inputs.All(t => t is null || _constants.Contains(t)) || (record is ShapeOp && inputs[0] is { IsSymbolic: false });
    }

    private Graph? ToGraph(IReadOnlyDictionary<string, Tensor> feed, IReadOnlyList<string> fetches)
    {
        var graph = new Graph { Found = _found };
        Block block = _lowered.GlobalBlock();
        var known = new Dictionary<string, GraphValue>();
        foreach (Operator op in block.Ops)
        {
            // An operator that changes a constant in place would change it for every later run.
            GraphValue?[] inputs = Array.ConvertAll(op.Inputs, Find), outputs = Array.ConvertAll(op.Outputs, Find);
            if (outputs.Any(o => o?.Bound is { Persistable: false }))
                return null;
            if (outputs.Any(o => o is not null && !o.Meta.Shape.IsKnown))
                return null;
            graph.Steps.Add(new GraphStep(op.Record, inputs, op.InputStarts, outputs, op.OutputStarts));
        }
        foreach (string name in fetches)
        {
            if (!TryFind(name, out Tensor? tensor))
                return null;
            GraphValue value = tensor is Variable variable ? Find(variable.Latest.Name)! : new GraphValue(name, tensor!.Meta) { Bound = tensor };
            value.IsFetched = true;
            graph.Fetches.Add(value);
        }
        // An input whose shape alone mattered is read by nothing that is left, yet the graph holds for that shape only.
        foreach ((string name, Tensor value) in feed)
            graph.Feeds.Add(known.TryGetValue(name, out GraphValue? read) && read.IsFeed ? read : new GraphValue(name, value.Meta) { IsFeed = true });
        return graph;

        GraphValue? Find(string? name)
        {
            if (name is null)
                return null;
            if (known.TryGetValue(name, out GraphValue? value))
                return value;
            Variable variable = block.Var(name);
            return known[name] = new GraphValue(name, variable.Meta) { Bound = variable.Value, IsFeed = variable.Value is null && feed.ContainsKey(name) };
        }
    }
}
