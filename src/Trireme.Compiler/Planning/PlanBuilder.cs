using Trireme.Compiler.Capture;
using Trireme.Compiler.Passes;
using Trireme.Static;

namespace Trireme.Compiler.Planning;

/// <summary>Makes plans: lowering, passes, memory.</summary>
internal sealed class PlanBuilder : ProgramPlanner
{
    public override ProgramPlan? Plan(Program program, IReadOnlyDictionary<string, Tensor> feed, IReadOnlyList<string> fetches, Scope scope, bool isFrozen = false)
    {
        Graph? graph = Lowering.Run(program, feed, fetches, scope, isFrozen);
        if (graph is null)
            return null;
        DeadCode.Run(graph);
        Identities.Run(graph);
        if (isFrozen)
            ConvolutionFolding.Run(graph);
        ReluAfterPool.Run(graph);
        BiasFusion.Run(graph);
        ResidualFusion.Run(graph);
        RectifierFusion.Run(graph);
        Formulas.Run(graph);
        ElementwiseFusion.Run(graph);
        return new FlatPlan(graph);
    }
}
