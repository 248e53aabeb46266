using Trireme.Operators;
using Trireme.Profiling;

namespace Trireme.Static;

/// <summary>Runs a block operator by operator through the one dispatcher. Shapes may change from run to run.</summary>
internal static class BlockRunner
{
    /// <summary>Runs all operators.</summary>
    /// <param name="block">The block.</param>
    /// <param name="scope">Where its variables' values are.</param>
    /// <param name="dropAfter">The variables that nobody reads after an operator, by its number; null to keep all.</param>
    /// <param name="cancellationToken">Stops the run between two operators.</param>
    public static void Run(Block block, Scope scope, string[][]? dropAfter = null, CancellationToken cancellationToken = default)
        => Run(block, scope, .., dropAfter, cancellationToken);

    /// <summary>Runs some operators: the forward or the backward part.</summary>
    public static void Run(Block block, Scope scope, Range part, string[][]? dropAfter = null, CancellationToken cancellationToken = default)
    {
        (int first, int count) = part.GetOffsetAndLength(block.Ops.Count);
        for (int i = first; i < first + count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Run(block.Ops[i], scope);
            foreach (string name in dropAfter?[i] ?? [])
                scope.Drop(name);
        }
    }

    /// <summary>Gives a variable its value: one that is declared in an outer block, or lives longer than a run, where it is; others here.</summary>
    public static void Store(Block block, Scope scope, string name, object? value)
    {
        ScopeVariable place = scope.FindVar(name) ?? scope.Local(name);
        if (ReferenceEquals(place.Value, value))
            return;
        // A parameter keeps its identity: layers and optimizers hold the tensor itself.
        if (value is Tensor tensor && place.Value is Tensor { Persistable: true } known && block.FindVarRecursive(name) is { Persistable: true })
        {
            if (known.Shape != tensor.Shape || known.DType != tensor.DType)
            {
                known.Rebind(tensor);
            }
            else
            {
                known.SetValue(tensor);
            }
            known.Lod = tensor.Lod;
            return;
        }
        place.Value = value;
    }

    private static void Run(Operator op, Scope scope)
    {
        try
        {
            if (op.Record is ScopeOp scopeOp)
                RunOnScope(scopeOp, op, scope);
            else
                RunOnTensors(op, scope);
        }
        catch (Exception e) when (e is InvalidArgumentException or PreconditionNotMetException or OutOfRangeException)
        {
            throw new ProgramRunException(op, e);
        }
    }

    private static void RunOnScope(ScopeOp scopeOp, Operator op, Scope scope)
    {
        Tracer? tracer = Tracer.Active;
        Tracer.Mark mark = tracer?.Begin() ?? default;
        scopeOp.Run(new ScopeRun(op, scope));
        tracer?.End(mark, scopeOp.Info.Type, TracerEventType.Operator);
    }

    private static void RunOnTensors(Operator op, Scope scope)
    {
        var inputs = new Tensor?[op.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (op.Inputs[i] is { } name)
                inputs[i] = Find(op, scope, name);
        }
        Tensor[] outputs = Dispatcher.RunPrepared(op.Record, inputs, op.InputStarts);
        for (int i = 0; i < outputs.Length && i < op.Outputs.Length; i++)
        {
            if (op.Outputs[i] is { } name && outputs[i] is { } output)
                Store(op.Block, scope, name, output);
        }
    }

    private static Tensor? Find(Operator op, Scope scope, string name)
    {
        object? value = scope.FindVar(name)?.Value;
        if (value is Tensor tensor)
            return tensor;
        // What only a gradient would read may be missing: the operator says so itself if it is needed.
        if (op.Record is GradientOp)
            return null;
        Variable? declared = op.Block.FindVarRecursive(name);
        throw new PreconditionNotMetException($"'{name}' has no value.",
            declared is null ? "The program does not declare it." : $"It is declared as {declared.Shape} {declared.DType}{(declared.Persistable ? ", persistable" : "")}.",
            declared is { Persistable: true } ? "Run the startup program first, or load the parameters." : "Feed it.");
    }
}
