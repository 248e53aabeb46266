using Trireme.Operators;

namespace Trireme.Compiler.Capture;

/// <summary>One operator of a plan that is being made, with its tensors one after the other as an operator call has them.</summary>
internal sealed class GraphStep(Op op, GraphValue?[] inputs, int[] inputStarts, GraphValue?[] outputs, int[] outputStarts)
{
    public Op Op { get; } = op;

    public GraphValue?[] Inputs { get; } = inputs;

    public int[] InputStarts { get; } = inputStarts;

    public GraphValue?[] Outputs { get; } = outputs;

    public int[] OutputStarts { get; } = outputStarts;

    /// <summary>Whether running it changes something outside the plan.</summary>
    public bool HasEffect => Outputs.Any(o => o?.Bound is not null);

    /// <summary>Whether it computes one element of its only output from the same element of its inputs.</summary>
    public bool IsElementwise => Op is ElementwiseOp && Outputs.Length == 1 && Op.Info.InPlaceInput[0] < 0;
}
