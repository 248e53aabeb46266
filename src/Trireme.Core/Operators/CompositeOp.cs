using Trireme.Autograd;
using Trireme.Static;

namespace Trireme.Operators;

/// <summary>
/// An operator that files know by name but that is made of others: run, it runs those; its shapes and its gradient are theirs. In a program it
/// stands as one operator.
/// </summary>
public abstract record CompositeOp : Op
{
    /// <summary>A composed operator.</summary>
    protected CompositeOp()
    {
    }

    /// <summary>Copies the attributes.</summary>
    /// <param name="original">The operator to copy.</param>
    protected CompositeOp(CompositeOp original)
        : base(original)
    {
    }

    /// <summary>Computes the outputs with operators.</summary>
    /// <param name="c">Inputs by slot; outputs are assigned.</param>
    public abstract void Compose(ComposeContext c);

    /// <summary>Shapes and element types of the outputs, found by composing the operator in a program that is thrown away.</summary>
    /// <param name="c">Inputs by slot; outputs are assigned.</param>
    public override void Infer(InferContext c)
    {
        using var guard = new ProgramGuard(new Program(), new Program());
        using Recorder.Mode mode = Recorder.Set(on: true, expands: true);
        Block block = Recorder.Main.GlobalBlock();
        OpCall call = c.Call;
        Tensor?[] inputs = Array.ConvertAll(call.Inputs, t => t is null || !t.IsSymbolic ? t : Twin(block, (Variable)t));
        var context = new ComposeContext(this, inputs, call.InputStarts);
        Compose(context);
        context.Describe(call);
    }

    /// <inheritdoc/>
    public virtual bool Equals(CompositeOp? other) => base.Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();

    internal Tensor[] Run(Tensor?[] inputs, int[] starts)
    {
        var context = new ComposeContext(this, inputs, starts);
        Compose(context);
        return context.Outputs();
    }

    /// <summary>The gradients of the inputs that need one, by composing the operator once more and differentiating that.</summary>
    internal Tensor?[] Differentiate(Tensor?[] inputs, int[] starts, bool[] needs, Tensor?[] outputGrads)
    {
        var leaves = new Tensor?[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            leaves[i] = inputs[i] is { } input && needs[i] ? Leaf(input) : inputs[i];
        }
        Tensor[] outputs;
        using (GradMode.Set(true))
            outputs = Run(leaves, starts);
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
