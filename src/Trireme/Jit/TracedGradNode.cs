using Trireme.Autograd;
using Trireme.Operators;
using Trireme.Static;

namespace Trireme.Tracing;

/// <summary>A run of a traced program on the tape: one step, from the inputs and parameters to the outputs.</summary>
internal sealed class TracedGradNode : GradNode
{
    private readonly ConcreteProgram _traced;
    private readonly GradientPart _part;
    private readonly string[] _sources;
    private readonly TensorMeta[] _outputs;
    private readonly (SavedTensor Tensor, string Name)[] _read;
    private SavedTensor[] _given;
    private object? _state;

    private TracedGradNode(ConcreteProgram traced, GradientPart part, (string Name, Tensor Value)[] sources, Tensor[] inputs, Tensor[] outputs, object state)
        : base(Array.ConvertAll(sources, s => GradEdge.Of(s.Value)), outputs.Length)
    {
        (_traced, _part, _state) = (traced, part, state);
        _sources = Array.ConvertAll(sources, s => s.Name);
        _outputs = Array.ConvertAll(outputs, o => o.Meta);
        _given = Array.ConvertAll(inputs, i => new SavedTensor(i));
        _read = sources.Where(s => part.ReadBack.Contains(s.Name)).Select(s => (new SavedTensor(s.Value), s.Name)).ToArray();
    }

    public override string Name => "run_program";

    public override bool RunsOnlyOperators => _part.Split is not null;

    public static void Record(ConcreteProgram traced, GradientPart part, Tensor[] inputs, Tensor[] outputs, object state)
    {
        (string, Tensor)[] sources = traced.Inputs.Select((v, i) => (v.Name, inputs[i])).Concat(traced.Captured.Select(v => (v.Name, v.Value!))).Where(s => part.Wanted.ContainsKey(s.Name)).ToArray();
        var node = new TracedGradNode(traced, part, sources, inputs, outputs, state);
        for (int i = 0; i < outputs.Length; i++)
        {
            if (part.OutputGradients[i] is not null)
                outputs[i].SetProducer(node, i);
        }
    }

    public override Tensor?[] Run(Tensor?[] outputGrads)
    {
        if (_state is null)
        {
            throw new PreconditionNotMetException($"{Name}: the graph has been used for a gradient already and was freed.",
                null, "Pass retainGraph: true to the first Backward, or compute the loss again.");
        }
        if (GradMode.IsEnabled)
            return RunOnTape(outputGrads);
        foreach ((SavedTensor saved, string name) in _read)
            saved.Read(Name, name);
        using Recorder.Mode eager = Recorder.Suspend();
        var given = new Dictionary<string, Tensor>();
        for (int i = 0; i < outputGrads.Length; i++)
        {
            if (_part.OutputGradients[i] is not { } name)
                continue;
            Tensor grad = outputGrads[i] ?? Paddle.Zeros(_outputs[i].Shape, _outputs[i].DType);
            given[name] = given.TryGetValue(name, out Tensor? other) ? other + grad : grad;
        }
        Dictionary<string, Tensor> found = _traced.Runner.Backward(_part, _state, given);
        return Array.ConvertAll(_sources, found.GetValueOrDefault);
    }

    protected override void ReleaseSaved() => (_state, _given) = (null, []);

    // For a gradient that is to be differentiated again the program runs once more, operator by operator on the tape.
    private Tensor?[] RunOnTape(Tensor?[] outputGrads)
    {
        if (OnceOnly() is { } op)
        {
            throw new PreconditionNotMetException($"{Name}: the gradient of this static function cannot be differentiated again.",
                $"createGraph is true, and {op.Type} would give something else in a second run.",
                "Switch to eager calls for it: Jit.EnableToStatic(false); or call Eval() on the layer.");
        }
        Tensor[] inputs = _given.Select((g, i) => g.Read(Name, _traced.Inputs[i].Name)).ToArray();
        Tensor[] outputs = _traced.Runner.RunOnTape(inputs);
        int[] arrived = Enumerable.Range(0, outputs.Length).Where(i => outputGrads[i] is not null && !outputs[i].StopGradient).ToArray();
        Tensor[] wanted = Array.ConvertAll(_sources, name => Array.FindIndex(_traced.Inputs.ToArray(), v => v.Name == name) is >= 0 and int i ? inputs[i]
            : _traced.Captured.First(v => v.Name == name).Value!);
        if (arrived.Length == 0)
            return new Tensor?[wanted.Length];
        Tensor[] results = Array.ConvertAll(arrived, i => outputs[i]);
        return BackwardPass.Grad(results, wanted, Array.ConvertAll(arrived, i => outputGrads[i]), retainGraph: true, createGraph: true);
    }

    // An operator that draws numbers, or changes what outlives the run.
    private Operator? OnceOnly()
        => _traced.MainProgram.Blocks.SelectMany(b => b.Ops).FirstOrDefault(o => o.Record is DropoutOp { IsTest: false }
            || o.Record.Info.IsRandom
            || o.OutputArgNames.Any(n => o.Block.FindVarRecursive(n) is { Persistable: true }));
}
