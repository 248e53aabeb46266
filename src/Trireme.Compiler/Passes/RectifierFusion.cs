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
            if (Fused(step.Op) is not { } fused || step.Outputs[0] is not { IsTemporary: true, IsFetched: false } result || uses.GetValueOrDefault(result) != 1)
                continue;
            int next = graph.Steps.FindIndex(i + 1, s => s.Inputs.Contains(result));
            if (next < 0 || graph.Steps[next] is not { Op: ReluOp } relu)
                continue;
            graph.Steps[i] = new GraphStep(fused, step.Inputs, step.InputStarts, relu.Outputs, [0, 1]);
            graph.Steps.RemoveAt(next);
        }
    }

    private static Op? Fused(Op op) => op switch
    {
        FusedGemmEpilogueOp { Activation: "none" } product => product with { Activation = "relu" },
        Conv2DOp { DataFormat: "NCHW" } c => new FusedConv2DAddActOp(c.Strides, c.Paddings, c.PaddingAlgorithm, c.Dilations, c.Groups),
        DepthwiseConv2DOp { DataFormat: "NCHW" } c => new FusedConv2DAddActOp(c.Strides, c.Paddings, c.PaddingAlgorithm, c.Dilations, c.Groups),
        _ => null,
    };
}
