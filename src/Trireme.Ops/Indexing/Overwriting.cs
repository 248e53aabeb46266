using Trireme.Autograd;

namespace Trireme.Operators;

/// <summary>
/// Runs an operator whose output is a changed copy of its first input in that input's own memory, so that only the change costs time.
/// The kernels of such operators leave out the copy where both are the same memory; the tape sees the operator as if it had copied.
/// </summary>
internal static class Overwriting
{
    public static Tensor Run(Op op, string name, Tensor x, params ReadOnlySpan<TensorList> others)
    {
        if (GradMode.IsEnabled && x.IsLeaf && !x.StopGradient)
        {
            throw new PreconditionNotMetException($"{name}: a leaf tensor that requires a gradient cannot be changed in place.", $"x {x.Shape} {x.DType} '{x.Name}'",
                "Change it under Paddle.NoGrad(), or use the form that returns a new tensor.");
        }
        OpInfo info = op.Info;
        var starts = new int[info.Inputs.Count + 1];
        var inputs = new List<Tensor?> { x.Alias() };
        starts[1] = 1;
        for (int i = 1; i < info.Inputs.Count; i++)
        {
            TensorList slot = i <= others.Length ? others[i - 1] : default;
            // Values that lie in x's own memory are read before it changes.
            for (int j = 0; j < slot.Count; j++)
                inputs.Add(ReferenceEquals(slot[j].Storage, x.Storage) ? slot[j].Clone() : slot[j]);
            if (slot.Count == 0 && !info.Inputs[i].IsList)
                inputs.Add(null);
            starts[i + 1] = inputs.Count;
        }
        var call = new OpCall(op, info, inputs.ToArray(), starts);
        op.Infer(new InferContext(call));
        if (call.OutputMetas[0] != x.Meta)
            throw new InvalidArgumentException($"{name}: the result {call.OutputMetas[0].Shape} {call.OutputMetas[0].DType} does not fit into x {x.Shape} {x.DType}.");
        Tensor result = x.View(x.Shape);
        call.Outputs = [result];
        call.Execute(info.CpuKernel ?? KernelTable.Cpu(op));
        x.BumpVersion();
        if (GradMode.IsEnabled && info.NoGradient is null && inputs.Any(t => t is { StopGradient: false }))
        {
            OpGradNode.Record(call);
            x.TakeHistory(result);
        }
        return x;
    }
}
