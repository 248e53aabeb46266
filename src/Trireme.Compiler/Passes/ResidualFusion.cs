using Trireme.Compiler.Capture;
using Trireme.Operators;

namespace Trireme.Compiler.Passes;

/// <summary>Lets a convolution add what was led around it while the sums are at hand.</summary>
internal static class ResidualFusion
{
    public static void Run(Graph graph)
    {
        Dictionary<GraphValue, int> uses = graph.CountUses();
        for (int i = 0; i < graph.Steps.Count; i++)
        {
            GraphStep step = graph.Steps[i];
            if (Of(step) is not { Activation: "identity" } fused || step.Inputs.Length > 3)
                continue;
            int j = graph.OnlyReader(i, uses);
            if (j < 0 || graph.Steps[j] is not { Op: ElementwiseAddOp } add)
                continue;
            GraphValue result = step.Outputs[0]!;
            GraphValue? residual = ReferenceEquals(add.Inputs[0], result) ? add.Inputs[1] : add.Inputs[0];
            // The sum is made where the addition stood: what is led around may come from later steps.
            if (residual is null || residual.Meta != result.Meta || graph.Steps.Skip(i + 1).Take(j - i - 1).Any(s => s.Outputs.Any(o => o is not null && step.Inputs.Contains(o))))
                continue;
            graph.Steps[j] = Step(fused, step, residual, add);
            graph.Steps.RemoveAt(i);
            i--;
        }
    }

    /// <summary>The operator that a convolution with channels first can become; null for other steps.</summary>
    public static FusedConv2DAddActOp? Of(GraphStep step) => step.Op switch
    {
        FusedConv2DAddActOp { DataFormat: "NCHW" } fused => fused,
        Conv2DOp { DataFormat: "NCHW" } c => new(c.Strides, c.Paddings, c.PaddingAlgorithm, c.Dilations, c.Groups, Activation: "identity"),
        DepthwiseConv2DOp { DataFormat: "NCHW" } c => new(c.Strides, c.Paddings, c.PaddingAlgorithm, c.Dilations, c.Groups, Activation: "identity"),
        _ => null,
    };

    public static GraphStep Step(FusedConv2DAddActOp op, GraphStep convolution, GraphValue? residual, GraphStep last)
        => new(op, [convolution.Inputs[0], convolution.Inputs[1], convolution.Inputs[2], residual], [0, 1, 2, 3, 4], [last.Outputs[0]], [0, 1]);
}
