using Trireme.Static;

namespace Trireme.Tracing;

/// <summary>The forward and the backward part of a program as programs of their own, each of which can have plans.</summary>
internal sealed class GradientSplit
{
    public GradientSplit(ConcreteProgram traced, GradientPart part)
    {
        Program whole = part.Program;
        HashSet<string> made = whole.GlobalBlock().Ops.Take(part.ForwardCount).SelectMany(o => o.OutputArgNames).ToHashSet();
        Saved = part.ReadBack.Where(n => made.Contains(n) && whole.GlobalBlock().FindVarRecursive(n) is { Persistable: false }).ToArray();
        Forward = new PlanCache(traced.MainProgram, [.. traced.Outputs.Select(o => o.Name), .. Saved]);
        BackwardProgram = whole.Clone();
        int number = 0;
        BackwardProgram.GlobalBlock().RemoveOps(_ => number++ < part.ForwardCount);
        Backward = new PlanCache(BackwardProgram, [.. part.Wanted.Values]);
    }

    /// <summary>What the forward part computes for the gradients.</summary>
    public string[] Saved { get; }

    public PlanCache Forward { get; }

    public Program BackwardProgram { get; }

    public PlanCache Backward { get; }
}
