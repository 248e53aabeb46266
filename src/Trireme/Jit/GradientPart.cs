using Trireme.Static;

namespace Trireme.Tracing;

/// <summary>A traced program with the operators that compute its gradients behind it.</summary>
internal sealed class GradientPart
{
    private readonly bool[] _needed;

    public GradientPart(ConcreteProgram traced, bool[] needed)
    {
        _needed = needed;
        Program = traced.MainProgram.Clone();
        Block block = Program.GlobalBlock();
        ForwardCount = block.Ops.Count;
        Variable[] targets = traced.Outputs.Where(o => !o.StopGradient && o.DType.IsFloating).DistinctBy(o => o.Name).Select(o => block.Var(o.Name)).ToArray();
        string[] sources = traced.Inputs.Where((_, i) => needed[i]).Concat(traced.Captured.Where(v => !v.StopGradient && v.DType.IsFloating)).Select(v => v.Name).ToArray();
        OutputGradients = traced.Outputs.Select(o => Array.FindIndex(targets, t => t.Name == o.Name) is >= 0 and var i ? $"{targets[i].Name}@OUT_GRAD" : null).ToArray();
        Wanted = new Dictionary<string, string>();
        if (targets.Length == 0 || sources.Length == 0)
            return;
        Variable[] given = Array.ConvertAll(targets, t => block.CreateVar($"{t.Name}@OUT_GRAD", t.Shape, t.DType, stopGradient: true));
        Wanted = Backward.Append(targets, given, sources, []).Where(g => sources.Contains(g.Key)).ToDictionary(g => g.Key, g => g.Value.Name);
        ReadBack = block.Ops.Skip(ForwardCount).SelectMany(o => o.InputArgNames).ToHashSet();
        DropAfter = Liveness.DropAfter(Program, traced.Outputs.Select(o => o.Name).Concat(Wanted.Values));
        // Loops keep values in scopes: there the parts cannot be run apart.
        if (!Program.Blocks.SelectMany(b => b.Ops).Any(o => o.Record is ScopeOp))
            Split = new GradientSplit(traced, this);
    }

    /// <summary>The forward operators, then those of the gradients.</summary>
    public Program Program { get; }

    /// <summary>How many operators compute the outputs.</summary>
    public int ForwardCount { get; }

    /// <summary>For each output the name of the variable that receives its gradient; null where there is none.</summary>
    public string?[] OutputGradients { get; }

    /// <summary>The inputs and parameters that have a gradient, with the variable that holds it.</summary>
    public IReadOnlyDictionary<string, string> Wanted { get; }

    /// <summary>What the gradients read.</summary>
    public HashSet<string> ReadBack { get; } = [];

    /// <summary>What nobody needs after an operator.</summary>
    public string[][] DropAfter { get; } = [];

    /// <summary>The parts as programs of their own; null where they must run in one scope.</summary>
    public GradientSplit? Split { get; }

    public bool Fits(Tensor[] inputs)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            if (_needed[i] != (!inputs[i].StopGradient && inputs[i].DType.IsFloating))
                return false;
        }
        return true;
    }
}
