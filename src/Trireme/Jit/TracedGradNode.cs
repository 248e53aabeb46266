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
    private object? _state;

    private TracedGradNode(ConcreteProgram traced, GradientPart part, (string Name, Tensor Value)[] sources, Tensor[] outputs, object state)
        : base(Array.ConvertAll(sources, s => GradEdge.Of(s.Value)), outputs.Length)
    {
        (_traced, _part, _state) = (traced, part, state);
        _sources = Array.ConvertAll(sources, s => s.Name);
        _outputs = Array.ConvertAll(outputs, o => o.Meta);
        _read = sources.Where(s => part.ReadBack.Contains(s.Name)).Select(s => (new SavedTensor(s.Value), s.Name)).ToArray();
        RunsOnlyOperators = !part.Program.Blocks.Any(b => b.Ops.Any(o => o.Record is ScopeOp));
    }

    public override string Name => "run_program";

    public override bool RunsOnlyOperators { get; }

    public static void Record(ConcreteProgram traced, GradientPart part, Tensor[] inputs, Tensor[] outputs, object state)
    {
        (string, Tensor)[] sources = traced.Inputs.Select((v, i) => (v.Name, inputs[i])).Concat(traced.Captured.Select(v => (v.Name, v.Value!))).Where(s => part.Wanted.ContainsKey(s.Name)).ToArray();
        var node = new TracedGradNode(traced, part, sources, outputs, state);
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
        {
            throw new PreconditionNotMetException($"{Name}: the gradient of a static function cannot be differentiated again.",
                "createGraph is true.", "Switch to eager calls for it: Jit.EnableToStatic(false).");
        }
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

    protected override void ReleaseSaved() => _state = null;
}
