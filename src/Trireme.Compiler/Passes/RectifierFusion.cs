using Trireme.Compiler.Capture;
using Trireme.Operators;

namespace Trireme.Compiler.Passes;

/// <summary>Lets a convolution, or a product with its bias, apply the rectifier that follows it while the sums are at hand.</summary>
internal static class RectifierFusion
{
    public static void Run(Graph graph)
    {
        Dictionary<GraphValue, int> uses = graph.CountUses();
        for (int i = 0; i < graph.Steps.Count; i++)
        {
            GraphStep step = graph.Steps[i];
            int next = graph.OnlyReader(i, uses);
            if (next < 0 || Fused(step, graph.Steps[next]) is not { } fused)
                continue;
            graph.Steps[i] = fused;
            graph.Steps.RemoveAt(next);
        }
    }

    private static GraphStep? Fused(GraphStep step, GraphStep rectifier)
    {
        string? activation = rectifier.Op switch
        {
            ReluOp => "relu",
            Relu6Op { Threshold: 6 } => "relu6",
            _ => null,
        };
        if (activation is null)
            return null;
        if (step.Op is FusedGemmEpilogueOp { Activation: "none" } product && activation == "relu")
            return new GraphStep(product with { Activation = "relu" }, step.Inputs, step.InputStarts, rectifier.Outputs, [0, 1]);
        return ResidualFusion.Of(step) is { Activation: "identity" } convolution
            ? ResidualFusion.Step(convolution with { Activation = activation }, step, step.Inputs.ElementAtOrDefault(3), rectifier) : null;
    }
}
