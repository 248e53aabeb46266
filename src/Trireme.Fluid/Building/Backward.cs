using Trireme.Static;
using Graph = Trireme.Static.Static;

namespace Trireme.Fluid;

/// <summary>Gradients of programs: fluid.backward.</summary>
public static class Backward
{
    /// <summary>Appends the operators that compute the gradients of a loss with respect to the program's parameters.</summary>
    /// <param name="loss">The loss; one element.</param>
    /// <param name="parameterList">The parameters; all trainable ones where null.</param>
    /// <param name="noGradSet">Variables where gradients stop.</param>
    /// <param name="callbacks">Called with the block after each operator of the backward part.</param>
    /// <returns>The parameters with their gradients.</returns>
    /// <remarks>Mirrors fluid.backward.append_backward.</remarks>
    public static IReadOnlyList<(Variable Param, Variable Grad)> AppendBackward(Tensor loss, IReadOnlyList<FetchTarget>? parameterList = null,
        IReadOnlyList<FetchTarget>? noGradSet = null, IReadOnlyList<Action<Block>>? callbacks = null)
        => Graph.AppendBackward(loss, parameterList, noGradSet, callbacks);
}
