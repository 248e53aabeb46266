using Trireme.Compiler.Capture;
using Trireme.Operators;

namespace Trireme.Compiler.Passes;

/// <summary>Lets matrix products add the bias that follows them while the sums are still in registers.</summary>
internal static class BiasFusion
{
    public static void Run(Graph graph)
    {
        Dictionary<GraphValue, int> uses = graph.CountUses();
        for (int i = 0; i + 1 < graph.Steps.Count; i++)
        {
            GraphStep product = graph.Steps[i];
            if (product.Op is not MatmulV2Op matmul || product.Outputs[0] is not { IsTemporary: true } result || uses.GetValueOrDefault(result) != 1)
                continue;
            int j = graph.Steps.FindIndex(i + 1, s => s.Inputs.Contains(result));
            if (j < 0 || graph.Steps[j] is not { Op: ElementwiseAddOp } add || !ReferenceEquals(add.Inputs[0], result) || add.Inputs[1] is not { } bias)
                continue;
            if (!Fits(matmul, product, bias) || graph.Steps.Skip(i + 1).Take(j - i - 1).Any(s => s.Outputs.Any(o => o is not null && (product.Inputs.Contains(o) || ReferenceEquals(o, bias)))))
                continue;
            graph.Steps[j] = new GraphStep(new FusedGemmEpilogueOp(matmul.TransX, matmul.TransY), [product.Inputs[0], product.Inputs[1], bias], [0, 1, 2, 3], add.Outputs, [0, 1]);
            graph.Steps.RemoveAt(i);
            i--;
        }
    }

    private static bool Fits(MatmulV2Op matmul, GraphStep product, GraphValue bias)
    {
        TensorMeta y = product.Inputs[1]!.Meta;
        return y.Shape.Rank == 2 && bias.Meta.Shape.Rank == 1 && bias.Meta.Shape[0] == y.Shape[matmul.TransY ? 0 : 1] && y.DType.IsFloating && product.Inputs[0]!.Meta.Shape.Rank >= (matmul.TransX ? 2 : 1);
    }
}
