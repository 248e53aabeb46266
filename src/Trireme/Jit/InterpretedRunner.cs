using System.Runtime.CompilerServices;
using Trireme.Autograd;
using Trireme.Static;

namespace Trireme.Tracing;

/// <summary>Runs traced programs operator by operator, over the layers' own parameters.</summary>
internal sealed class InterpretedRunner(ConcreteProgram traced) : TracedRunner
{
    private readonly ConditionalWeakTable<GradientPart, Plan> _plans = [];
    private Plan? _inference;

    public override Tensor[] Infer(Tensor[] inputs)
    {
        _inference ??= new Plan(traced.MainProgram, traced.Outputs.Select(o => o.Name));
        return Run(_inference, inputs, .., out _);
    }

    public override Tensor[] Forward(GradientPart part, Tensor[] inputs, out object state)
    {
        Plan plan = _plans.GetValue(part, p => new Plan(p.Program, traced.Outputs.Select(o => o.Name).Concat(p.Wanted.Values)));
        Tensor[] outputs = Run(plan, inputs, ..part.ForwardCount, out Scope scope);
        state = scope;
        return outputs;
    }

    public override Dictionary<string, Tensor> Backward(GradientPart part, object state, IReadOnlyDictionary<string, Tensor> outputGrads)
    {
        // Gradients lie in a scope of their own, which drops what it no longer needs; the forward values stay for another pass.
        Scope scope = ((Scope)state).NewScope();
        foreach ((string name, Tensor grad) in outputGrads)
            scope.Local(name).Value = grad;
        BlockRunner.Run(part.Program.GlobalBlock(), scope, part.ForwardCount.., _plans.TryGetValue(part, out Plan? plan) ? plan.DropAfter : null);
        var grads = new Dictionary<string, Tensor>();
        foreach ((string source, string name) in part.Wanted)
        {
            if (scope.FindVar(name)?.Value is Tensor grad)
                grads[source] = grad;
        }
        return grads;
    }

    private Tensor[] Run(Plan plan, Tensor[] inputs, Range part, out Scope scope)
    {
        using Recorder.Mode eager = Recorder.Suspend();
        using GradMode.Scope noGrad = GradMode.Set(false);
        scope = plan.Root.NewScope();
        for (int i = 0; i < inputs.Length; i++)
            scope.Local(traced.Inputs[i].Name).Value = inputs[i];
        BlockRunner.Run(plan.Program.GlobalBlock(), scope, part, plan.DropAfter);
        var outputs = new Tensor[traced.Outputs.Count];
        for (int i = 0; i < outputs.Length; i++)
        {
            var output = (Tensor)scope.FindVar(traced.Outputs[i].Name)!.Value!;
            // What is handed through, or twice, is a result of its own: it gets a history of its own.
            outputs[i] = traced.Outputs[i].Persistable || Array.IndexOf(inputs, output) >= 0 || Array.IndexOf(outputs, output, 0, i) >= 0 ? output.Detach() : output;
        }
        return outputs;
    }

    private sealed class Plan
    {
        public Plan(Program program, IEnumerable<string> kept)
        {
            Program = program;
            DropAfter = Liveness.DropAfter(program, kept);
            foreach (Variable variable in program.GlobalBlock().Vars.Values)
            {
                if (variable.Value is { } value)
                    Root.Local(variable.Name).Value = value;
            }
        }

        public Program Program { get; }

        public string[][] DropAfter { get; }

        // Not the process scope: two networks may have parameters of the same names.
        public Scope Root { get; } = new();
    }
}
