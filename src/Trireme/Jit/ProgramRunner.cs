using Trireme.Autograd;
using Trireme.Operators;
using Trireme.Static;

namespace Trireme.Tracing;

/// <summary>
/// Runs traced programs over the layers' own parameters: by plans where the compiler makes them, else operator by operator in one scope, where
/// loops keep what their gradients need.
/// </summary>
internal sealed class ProgramRunner : TracedRunner
{
    private readonly ConcreteProgram _traced;
    private readonly string[] _outputs;
    private readonly string[][] _dropAfter;
    private readonly PlanCache _inference;

    // Not the process scope: two networks may have parameters of the same names.
    private readonly Scope _root = new();

    // Plans have memory of their own: one run at a time. Another thread meanwhile runs operator by operator.
    private readonly Lock _lock = new();

    public ProgramRunner(ConcreteProgram traced)
    {
        _traced = traced;
        _outputs = traced.Outputs.Select(o => o.Name).ToArray();
        _dropAfter = Liveness.DropAfter(traced.MainProgram, _outputs);
        _inference = new PlanCache(traced.MainProgram, _outputs);
        foreach (Variable variable in traced.Captured)
            _root.Local(variable.Name).Value = variable.Value;
    }

    public override Tensor[] Infer(Tensor[] inputs)
    {
        Dictionary<string, Tensor> feed = Feed(inputs);
        return Separate(RunPlan(_inference, feed) ?? Read(Interpret(_traced.MainProgram, .., feed, _dropAfter)), inputs);
    }

    public override Tensor[] Forward(GradientPart part, Tensor[] inputs, out object state)
    {
        Dictionary<string, Tensor> feed = Feed(inputs);
        if (part.Split is { } split && RunPlan(split.Forward, feed) is { } found)
        {
            for (int i = 0; i < split.Saved.Length; i++)
                feed[split.Saved[i]] = found[_outputs.Length + i];
            state = feed;
            return Separate(found[.._outputs.Length], inputs);
        }
        Scope scope = Interpret(part.Program, ..part.ForwardCount, feed, part.DropAfter);
        state = scope;
        return Separate(Read(scope), inputs);
    }

    public override Tensor[] RunOnTape(Tensor[] inputs) => Read(Interpret(_traced.MainProgram, .., Feed(inputs), null, onTape: true));

    public override Dictionary<string, Tensor> Backward(GradientPart part, object state, IReadOnlyDictionary<string, Tensor> outputGrads)
    {
        if (state is not Dictionary<string, Tensor> kept)
        {
            // Gradients lie in a scope of their own, which drops what it no longer needs; the forward values stay for another pass.
            Scope scope = ((Scope)state).Inner();
            foreach ((string name, Tensor grad) in outputGrads)
                scope.Local(name).Value = grad;
            BlockRunner.Run(part.Program.GlobalBlock(), scope, part.ForwardCount.., part.DropAfter);
            return Gradients(part, scope);
        }
        GradientSplit split = part.Split!;
        Dictionary<string, Tensor> feed = kept.Concat(outputGrads).Where(p => part.ReadBack.Contains(p.Key)).ToDictionary(p => p.Key, p => p.Value);
        if (RunPlan(split.Backward, feed) is not { } found)
            return Gradients(part, Interpret(split.BackwardProgram, .., feed, null));
        // Nobody else has them: the pass may keep or free them.
        Dispatcher.Made?.AddRange(found);
        return part.Wanted.Keys.Zip(found).ToDictionary(p => p.First, p => p.Second);
    }

    private static Dictionary<string, Tensor> Gradients(GradientPart part, Scope scope)
        => part.Wanted.Where(w => scope.FindVar(w.Value)?.Value is Tensor).ToDictionary(w => w.Key, w => scope.FindVar(w.Value)!.GetTensor());

    private Dictionary<string, Tensor> Feed(Tensor[] inputs)
    {
        var feed = new Dictionary<string, Tensor>(inputs.Length);
        for (int i = 0; i < inputs.Length; i++)
            feed[_traced.Inputs[i].Name] = inputs[i];
        return feed;
    }

    private Tensor[]? RunPlan(PlanCache cache, Dictionary<string, Tensor> feed)
    {
        if (!_lock.TryEnter())
            return null;
        try
        {
            using Recorder.Mode eager = Recorder.Suspend();
            using GradMode.Scope noGrad = GradMode.Set(false);
            if (cache.Find(feed, _root) is not { } plan)
                return null;
            Tensor[] results = plan.Results.Select(r => Tensor.Allocate(r.Shape, r.DType)).ToArray();
            plan.Run(feed, results);
            return results;
        }
        finally
        {
            _lock.Exit();
        }
    }

    private Scope Interpret(Program program, Range part, Dictionary<string, Tensor> feed, string[][]? dropAfter, bool onTape = false)
    {
        using Recorder.Mode eager = Recorder.Suspend();
        using GradMode.Scope grad = GradMode.Set(onTape);
        Scope scope = _root.Inner();
        foreach ((string name, Tensor value) in feed)
            scope.Local(name).Value = value;
        BlockRunner.Run(program.GlobalBlock(), scope, part, dropAfter);
        return scope;
    }

    private Tensor[] Read(Scope scope) => Array.ConvertAll(_outputs, name => scope.FindVar(name)!.GetTensor());

    // What is handed through, or twice, is a result of its own: it gets a history of its own.
    private Tensor[] Separate(Tensor[] outputs, Tensor[] inputs)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            if (_traced.Outputs[i].Persistable || Array.IndexOf(inputs, outputs[i]) >= 0 || Array.IndexOf(outputs, outputs[i], 0, i) >= 0)
                outputs[i] = outputs[i].Detach();
        }
        return outputs;
    }
}
