using Trireme.Autograd;
using Trireme.Operators;

namespace Trireme.Static.Graphs;

/// <summary>Follows shapes through a block from given ones of the inputs. Only numbers that become shapes are computed; no weights are needed.</summary>
internal sealed class ShapeTrace
{
    // Sizes and axes are a handful of numbers; everything larger is data.
    private const int MostValues = 256;
    private readonly Block _block;
    private readonly Block _scratch = new Program().GlobalBlock();
    private readonly Dictionary<string, Tensor> _values = [];

    private ShapeTrace(Block block) => _block = block;

    /// <summary>Calls back for each operator with what its inputs and outputs look like; null where that is not known.</summary>
    /// <exception cref="ProgramRunException">An operator cannot take the shapes.</exception>
    public static void Run(Block block, IReadOnlyDictionary<string, Shape> inputs, Action<Operator, TensorMeta?[], TensorMeta?[]> visit)
    {
        var trace = new ShapeTrace(block);
        using var guard = new ProgramGuard(trace._scratch.Program, new Program());
        using Recorder.Mode eager = Recorder.Suspend();
        using GradMode.Scope noGrad = GradMode.Set(false);
        foreach ((string name, Shape shape) in inputs)
            trace._values[name] = trace.Symbol(new TensorMeta(shape, block.Var(name).DType));
        foreach (Operator op in block.Ops)
        {
            Tensor?[] given = Array.ConvertAll(op.Inputs, trace.Find);
            TensorMeta?[] metas = Array.ConvertAll(given, t => (TensorMeta?)t?.Meta);
            try
            {
                trace.Step(op, given);
            }
            catch (Exception e) when (e is InvalidArgumentException or PreconditionNotMetException or OutOfRangeException)
            {
                // With open dimensions an operator may not know enough; with closed ones it is the shapes that do not fit.
                if (given.All(t => t is null || t.Shape.IsKnown))
                    throw new ProgramRunException(op, e);
                trace.Forget(op);
            }
            visit(op, metas, Array.ConvertAll(op.Outputs, n => (TensorMeta?)trace.Find(n)?.Meta));
        }
    }

    private void Step(Operator op, Tensor?[] given)
    {
        if (op.Record is ScopeOp)
        {
            // An input's shape was given; what a loop writes is known only from its declaration.
            if (op.Record is not FeedOp)
                Forget(op);
            return;
        }
        OpInfo info = op.Record.Info;
        if (op.Record is ShapeOp && given[0] is { IsSymbolic: true, Shape.IsKnown: true } measured)
        {
            _values[op.Output("Out")[0]] = Paddle.ToTensor<int>(measured.Shape.AsSpan());
            return;
        }
        var call = new OpCall(op.Record, info, given, op.InputStarts);
        Infer(op.Record, info, given, call);
        TensorMeta[] metas = call.OutputMetas;
        bool isSmall = metas.All(m => m.DType.Kind == DTypeKind.Undefined || (m.Shape.IsKnown && m.Shape.Numel <= MostValues));
        bool isKnown = given.All(t => t is null || !t.IsSymbolic) && (given.Any(t => t is not null) || op.Record is FillConstantOp or AssignValueOp);
        Tensor[]? values = isSmall && isKnown && !info.HasInPlace && !info.IsRandom
            ? Dispatcher.RunPrepared(op.Record, given, op.InputStarts) : null;
        for (int i = 0; i < metas.Length && i < op.Outputs.Length; i++)
        {
            if (op.Outputs[i] is not { } name)
                continue;
            if (values?[i] is { } value)
                _values[name] = value;
            else if (metas[i].DType.Kind != DTypeKind.Undefined)
                _values[name] = Symbol(metas[i]);
        }
    }

    private static void Infer(Op record, OpInfo info, Tensor?[] given, OpCall call)
    {
        // Sizes that come as tensors behind the data are read where they are known.
        bool composes = !info.IsComposite && info.IsComposable && Composition.Applies(record, info, given);
        if (composes && (!((IComposable)record).ReadsValues(given) || given.Skip(1).All(t => t is not { IsSymbolic: true })))
            Composition.Infer(new InferContext(call));
        else
            record.Infer(new InferContext(call));
    }

    private void Forget(Operator op)
    {
        foreach (string name in op.OutputArgNames)
            _values.Remove(name);
    }

    private Tensor? Find(string? name)
    {
        if (name is null)
            return null;
        if (_values.TryGetValue(name, out Tensor? value))
            return value;
        return _block.FindVarRecursive(name) is { } declared ? _values[name] = Symbol(declared.Meta) : null;
    }

    private Variable Symbol(TensorMeta meta)
        => _scratch.CreateVar($"traced_{_scratch.Vars.Count}", meta.Shape, meta.DType);
}
