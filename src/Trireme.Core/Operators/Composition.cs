using Trireme.Autograd;
using Trireme.Static;

namespace Trireme.Operators;

/// <summary>Runs, traces and differentiates operators that are made of others.</summary>
internal static class Composition
{
    public static bool Applies(Op op, OpInfo info, ReadOnlySpan<Tensor?> inputs)
        => info.IsComposite || (info.IsComposable && ((IComposable)op).Composes(inputs));

    public static Tensor[] Run(Op op, Tensor?[] inputs, int[] starts) => Composed(op, inputs, starts).Outputs();

    /// <summary>Shapes and element types of the outputs, found by composing the operator in a program that is thrown away.</summary>
    public static void Infer(InferContext c)
    {
        using var guard = new ProgramGuard(new Program(), new Program());
        using Recorder.Mode mode = Recorder.Set(on: true, expands: true);
        Block block = Recorder.Main.GlobalBlock();
        OpCall call = c.Call;
        Tensor?[] inputs = Array.ConvertAll(call.Inputs, t => t is null || !t.IsSymbolic ? t : Twin(block, (Variable)t));
        Composed(call.Op, inputs, call.InputStarts).Describe(call);
    }

    /// <summary>The gradients of the inputs that need one, by composing the operator once more and differentiating that.</summary>
    public static Tensor?[] Differentiate(Op op, Tensor?[] inputs, int[] starts, bool[] needs, Tensor?[] outputGrads, Func<string, Tensor?>? earlier = null)
    {
        var leaves = new Tensor?[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
            leaves[i] = inputs[i] is { } input && needs[i] ? Leaf(input) : inputs[i];
        Tensor[] outputs;
        using (GradMode.Set(true))
            outputs = Composed(op, leaves, starts, earlier).Outputs();
        int[] differentiated = Enumerable.Range(0, outputs.Length).Where(i => outputGrads[i] is not null && outputs[i] is { StopGradient: false }).ToArray();
        Tensor[] wanted = leaves.Where((_, i) => needs[i] && leaves[i] is not null).ToArray()!;
        Tensor?[] found = differentiated.Length == 0 ? new Tensor?[wanted.Length]
            : BackwardPass.Grad(differentiated.Select(i => outputs[i]).ToArray(), wanted, differentiated.Select(i => outputGrads[i]).ToArray(), retainGraph: false, createGraph: Recorder.Expands);
        var grads = new Tensor?[inputs.Length];
        for (int i = 0, next = 0; i < inputs.Length; i++)
        {
            if (needs[i] && leaves[i] is not null)
                grads[i] = found[next++];
        }
        return grads;
    }

    private static ComposeContext Composed(Op op, Tensor?[] inputs, int[] starts, Func<string, Tensor?>? earlier = null)
    {
        var context = new ComposeContext(op, inputs, starts) { EarlierOutputs = earlier };
        if (op is CompositeOp composite)
            composite.Compose(context);
        else
            ((IComposable)op).Compose(context);
        return context;
    }

    private static Tensor Leaf(Tensor input)
    {
        if (input is not Variable variable)
        {
            Tensor leaf = input.Detach();
            leaf.StopGradient = false;
            return leaf;
        }
        // A second handle of the same variable: gradients stop here, and the variable's own history is left alone.
        return new Variable(variable.Block, variable.Name, variable.Shape, variable.DType, variable.Type) { StopGradient = false, LodLevel = variable.LodLevel };
    }

    private static Variable Twin(Block block, Variable variable)
    {
        Variable twin = block.CreateVar(Programs.UniqueName.Generate("in"), variable.Shape, variable.DType, variable.Type, variable.LodLevel);
        twin.StopGradient = variable.StopGradient;
        return twin;
    }
}
