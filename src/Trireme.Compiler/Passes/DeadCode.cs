using Trireme.Compiler.Capture;

namespace Trireme.Compiler.Passes;

/// <summary>Leaves out operators whose results nobody reads.</summary>
internal static class DeadCode
{
    public static void Run(Graph graph)
    {
        var needed = new HashSet<GraphValue>(graph.Fetches, ReferenceEqualityComparer.Instance);
        var kept = new List<GraphStep>();
        for (int i = graph.Steps.Count - 1; i >= 0; i--)
        {
            GraphStep step = graph.Steps[i];
            if (!step.HasEffect && !step.Outputs.Any(o => o is not null && needed.Contains(o)))
                continue;
            needed.UnionWith(step.Inputs.OfType<GraphValue>());
            kept.Add(step);
        }
        kept.Reverse();
        graph.Steps = kept;
    }
}
