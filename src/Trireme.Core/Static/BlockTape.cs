using Trireme.Autograd;
using Trireme.Operators;

namespace Trireme.Static;

/// <summary>
/// What a recorded run left for its gradient: the values it began with, as leaves of the tape, and those it ended with. Loop variables that are
/// overwritten round by round are right by construction: the tape refers to values, not to names.
/// </summary>
internal sealed class BlockTape
{
    private readonly Dictionary<string, object> _before = [];
    private readonly Dictionary<string, object> _after = [];

    private BlockTape()
    {
    }

    /// <summary>
    /// Runs what an operator does to variables. Where a gradient operator will read the slot <paramref name="keeps"/>, the run is recorded and
    /// the record put there. Inside a run that is recorded already there is nothing more to do.
    /// </summary>
    public static void Run(ScopeRun run, string writes, string keeps, Action<Scope> body)
    {
        Operator op = run.Operator;
        // What the block writes must not end up in the scope of one round.
        foreach (string name in op.Output(writes))
            run.Scope.Var(name);
        if (GradMode.IsEnabled || op.Output(keeps) is not [string kept] || Readers(op.Block, kept) == 0)
        {
            body(run.Scope);
            return;
        }
        BlockTape tape = Record(op, op.Output(writes), run.Scope, body);
        foreach (string name in op.Output(writes))
            BlockRunner.Store(op.Block, run.Scope, name, Detached(tape._after.GetValueOrDefault(name)));
        run.Out(keeps, tape);
    }

    /// <summary>Runs an operator's work on values of its own and remembers how the results came about.</summary>
    public static BlockTape Record(Operator op, IEnumerable<string> written, Scope outer, Action<Scope> body)
    {
        var tape = new BlockTape();
        Scope scope = outer.Inner();
        foreach (string name in op.InputArgNames.Distinct())
        {
            bool stops = op.Block.FindVarRecursive(name) is { StopGradient: true };
            object? before = Leaf(outer.FindVar(name)?.Value, stops);
            scope.Local(name).Value = before;
            if (before is not null)
                tape._before[name] = before is TensorArray array ? new TensorArray(array) : before;
        }
        foreach (string name in written)
        {
            if (!tape._before.ContainsKey(name))
                scope.Local(name).Value = Leaf(outer.FindVar(name)?.Value, stops: true);
        }
        using (GradMode.Set(true))
            body(scope);
        foreach (string name in written)
        {
            if (scope.FindVar(name)?.Value is { } after)
                tape._after[name] = after;
        }
        return tape;
    }

    /// <summary>Computes the gradients of what an operator read from those of what it wrote, and stores them.</summary>
    /// <param name="run">The gradient operator, with the forward operator's slots and their gradients.</param>
    /// <param name="tape">The record; null where the forward operator did nothing, so that values went through unchanged.</param>
    /// <param name="reads">The forward operator's input slots.</param>
    /// <param name="writes">The forward operator's output slots.</param>
    /// <param name="keeps">The slot the record is in, which is emptied if nobody else will read it.</param>
    public static void Gradient(ScopeRun run, BlockTape? tape, IEnumerable<string> reads, IEnumerable<string> writes, string? keeps = null)
    {
        Operator op = run.Operator;
        var arrived = new Dictionary<string, object>();
        foreach (string slot in writes)
        {
            foreach ((string? name, string? gradient) in op.InputNamesOf(slot).Zip(op.InputNamesOf(slot + GradientOp.Suffix)))
            {
                if (name is not null && gradient is not null && run.Scope.FindVar(gradient)?.Value is { } value)
                    arrived[name] = value;
            }
        }
        var wanted = new List<(string Name, string Gradient)>();
        foreach (string slot in reads)
        {
            foreach ((string? name, string? gradient) in op.InputNamesOf(slot).Zip(op.OutputNamesOf(slot + GradientOp.Suffix)))
            {
                if (name is not null && gradient is not null)
                    wanted.Add((name, gradient));
            }
        }
        string? kept = keeps is null ? null : op.Input(keeps).FirstOrDefault();
        bool isLast = kept is null || Readers(op.Block, kept) == 1;
        Dictionary<string, object> found = tape?.Differentiate(arrived, wanted.Select(w => w.Name), retain: !isLast) ?? arrived;
        foreach ((string name, string gradient) in wanted)
        {
            // A variable in two slots gets its gradient in one of them: both are added up.
            object? value = found.Remove(name, out object? own) ? own : Zero(tape?._before.GetValueOrDefault(name) ?? run.Scope.FindVar(name)?.Value);
            if (value is not null)
                BlockRunner.Store(op.Block, run.Scope, gradient, value);
        }
        if (isLast && kept is not null)
            BlockRunner.Store(op.Block, run.Scope, kept, null);
    }

    private Dictionary<string, object> Differentiate(Dictionary<string, object> arrived, IEnumerable<string> wanted, bool retain)
    {
        var outputs = new List<Tensor>();
        var gradients = new List<Tensor?>();
        foreach ((string name, object gradient) in arrived)
        {
            object? after = _after.GetValueOrDefault(name);
            if (after is TensorArray array && gradient is TensorArray parts)
            {
                for (int i = 0; i < Math.Min(array.Count, parts.Count); i++)
                    Add(array[i], parts[i]);
            }
            else
            {
                Add(after as Tensor, gradient as Tensor);
            }
        }
        var inputs = new List<Tensor>();
        foreach (string name in wanted)
            inputs.AddRange(Leaves(name));
        var found = new Dictionary<string, object>();
        if (outputs.Count == 0 || inputs.Count == 0)
            return found;
        Tensor?[] grads = BackwardPass.Grad(outputs, inputs, gradients, retainGraph: retain, createGraph: false);
        var byLeaf = new Dictionary<Tensor, Tensor?>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < grads.Length; i++)
            byLeaf[inputs[i]] = grads[i];
        foreach (string name in wanted)
        {
            object? before = _before.GetValueOrDefault(name);
            if (before is TensorArray array)
                found[name] = new TensorArray(array.Select(t => t is null ? null : byLeaf.GetValueOrDefault(t)));
            else if (before is Tensor tensor && byLeaf.GetValueOrDefault(tensor) is { } gradient)
                found[name] = gradient;
        }
        return found;

        void Add(Tensor? output, Tensor? gradient)
        {
            if (output is { StopGradient: false } && gradient is not null)
            {
                outputs.Add(output);
                gradients.Add(gradient);
            }
        }
    }

    private IEnumerable<Tensor> Leaves(string name)
        => (_before.GetValueOrDefault(name) switch { TensorArray array => array.OfType<Tensor>(), Tensor tensor => [tensor], _ => [] }).Where(t => !t.StopGradient);

    /// <summary>How many operators of a block read a variable.</summary>
    private static int Readers(Block block, string name)
    {
        int readers = 0;
        foreach (Operator op in block.Ops)
        {
            if (Array.IndexOf(op.Inputs, name) >= 0)
                readers++;
        }
        return readers;
    }

    private static object? Leaf(object? value, bool stops) => value switch
    {
        Tensor tensor => Leaf(tensor, stops),
        TensorArray array => new TensorArray(array.Select(t => t is null ? null : Leaf(t, stops))),
        _ => value,
    };

    // A view: what the run puts under the name replaces it, and the value outside stays as it was.
    private static Tensor Leaf(Tensor tensor, bool stops)
    {
        Tensor leaf = tensor.Detach();
        leaf.Lod = tensor.Lod;
        leaf.StopGradient = stops || !tensor.DType.IsFloating;
        return leaf;
    }

    private static object? Detached(object? value) => Leaf(value, stops: true);

    private static object? Zero(object? value) => value switch
    {
        Tensor tensor => OperatorServices.Current.Full(tensor.Shape, 0, tensor.DType),
        TensorArray array => new TensorArray(Enumerable.Repeat<Tensor?>(null, array.Count)),
        _ => null,
    };
}
