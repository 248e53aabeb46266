using Trireme.Compiler.Capture;
using Trireme.Operators;

namespace Trireme.Compiler.Passes;

/// <summary>
/// Takes the maximum of each window before the rectifier instead of after it: the results are the same, and the rectifier sees a quarter of the
/// elements or less. In training the two gradients become one: where a window's maximum is not positive it is 0, and where it is positive it
/// lies at the same place before and after the rectifier.
/// </summary>
internal static class ReluAfterPool
{
    public static void Run(Graph graph)
    {
        for (int i = 0; i < graph.Steps.Count; i++)
        {
            if (graph.Steps[i] is { Op: ReluOp } relu && relu.Outputs[0] is { IsTemporary: true, IsFetched: false } rectified && relu.Inputs[0] is { IsFeed: false, Bound: null } before)
                Exchange(graph, relu, before, rectified);
        }
    }

    private static void Exchange(Graph graph, GraphStep relu, GraphValue before, GraphValue rectified)
    {
        GraphStep[] readers = graph.Steps.Where(s => s.Inputs.Contains(rectified)).ToArray();
        GraphStep? pool = readers.FirstOrDefault(s => s.Op is Pool2DOp { PoolingType: "max" });
        if (pool?.Outputs[0] is not { IsTemporary: true } pooled)
            return;
        GraphStep? poolGrad = readers.FirstOrDefault(s => s.Op is MaxPoolGradOp && ReferenceEquals(s.Inputs[0], rectified));
        GraphStep? reluGrad = readers.FirstOrDefault(s => ((ElementwiseOp)relu.Op).Cache.SlopeOf((ElementwiseOp)relu.Op) is { } slope && s.Op == slope.Op);
        if (readers.Length != 1 + (poolGrad is null ? 0 : 1) + (reluGrad is null ? 0 : 1) || poolGrad is null != reluGrad is null)
            return;
        int poolAt = graph.Steps.IndexOf(pool);
        var maximum = new GraphValue(pooled.Name + ".before_relu", pooled.Meta);
        if (poolGrad is not null)
        {
            GraphValue grad = poolGrad.Outputs[0]!;
            int gradAt = graph.Steps.IndexOf(poolGrad), reluGradAt = graph.Steps.IndexOf(reluGrad!);
            if (graph.Steps.Count(s => s.Inputs.Contains(grad)) != 1 || !reluGrad!.Inputs.Contains(grad) || grad.IsFetched || gradAt > reluGradAt || graph.Steps.Skip(gradAt + 1).Take(reluGradAt - gradAt - 1).Any(s => s.Inputs.Contains(reluGrad.Outputs[0])))
                return;
            graph.Steps[reluGradAt] = new GraphStep(((MaxPoolGradOp)poolGrad.Op) with { Rectified = true }, [before, poolGrad.Inputs[1]], poolGrad.InputStarts, reluGrad.Outputs, poolGrad.OutputStarts);
        }
        graph.Steps[poolAt] = new GraphStep(relu.Op, [maximum], relu.InputStarts, [pooled], relu.OutputStarts);
        graph.Steps[graph.Steps.IndexOf(relu)] = new GraphStep(pool.Op, [before], pool.InputStarts, [maximum], pool.OutputStarts);
        if (poolGrad is not null)
            graph.Steps.Remove(poolGrad);
    }
}
