using Trireme.Compiler.Capture;
using Trireme.Operators;

namespace Trireme.Compiler.Passes;

/// <summary>Leaves out operators that change nothing: a scale by 1, dropout in inference, a copy. Whoever read their result reads their input.</summary>
internal static class Identities
{
    public static void Run(Graph graph)
    {
        var written = new HashSet<GraphValue>(graph.Steps.Where(s => s.Op.Info.HasInPlace).SelectMany(s => s.Outputs).OfType<GraphValue>(), ReferenceEqualityComparer.Instance);
        var stands = new Dictionary<GraphValue, GraphValue>(ReferenceEqualityComparer.Instance);
        var kept = new List<GraphStep>();
        foreach (GraphStep step in graph.Steps)
        {
            for (int i = 0; i < step.Inputs.Length; i++)
            {
                if (step.Inputs[i] is { } input && stands.TryGetValue(input, out GraphValue? source))
                    step.Inputs[i] = source;
            }
            // A copy of what is overwritten later is there for a reason.
            if (IsIdentity(step) && step.Inputs[0] is { } from && step.Outputs[0] is { IsTemporary: true } to && !written.Contains(from) && !written.Contains(to) && !to.IsFetched)
                stands[to] = from;
            else
                kept.Add(step);
        }
        graph.Steps = kept;
    }

    private static bool IsIdentity(GraphStep step) => step.Op switch
    {
        ScaleOp { Scale: 1, Bias: 0 } => step.Inputs.Skip(1).All(i => i is null),
        DropoutOp { IsTest: true, Factor: 1 } => true,
        AssignOp => true,
        _ => false,
    };
}
