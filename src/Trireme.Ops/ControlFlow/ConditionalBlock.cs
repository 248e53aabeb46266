using Trireme.Static;

namespace Trireme.Operators;

/// <summary>Runs a block if a condition holds; else nothing is changed.</summary>
/// <param name="SubBlock">The block.</param>
/// <param name="IsScalarCondition">Whether Cond is one truth value; otherwise the block runs if no tensor in Cond is empty.</param>
/// <remarks>Input is what the block reads from outside, Out what it changes there. Scope holds what the gradient needs, where there is one.</remarks>
[Op("conditional_block", "Cond*, Input* -> Out*, Scope?")]
public sealed record ConditionalBlockOp(BlockRef SubBlock, bool IsScalarCondition = false) : ScopeOp
{
    /// <inheritdoc/>
    public override Op Gradient() => new ConditionalBlockGradOp(SubBlock, IsScalarCondition);

    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        IReadOnlyList<string> names = run.Operator.Input("Cond");
        bool holds = IsScalarCondition ? Truth.Of(run.Find("Cond") as Tensor, "conditional_block", names[0])
            : Enumerable.Range(0, names.Count).All(i => run.Find("Cond", i) is Tensor { Size: > 0 });
        if (holds)
            BlockTape.Run(run, "Out", "Scope", scope => run.RunBlock(SubBlock.Index, scope.Inner()));
        else
            run.Out("Scope", null);
    }
}

/// <summary>The gradient of <c>conditional_block</c>: that of the block if it was run; else what it would have changed went through as it was.</summary>
/// <param name="SubBlock">The block.</param>
/// <param name="IsScalarCondition">Whether Cond is one truth value.</param>
[Op("conditional_block_grad", "Cond*, Input*, Out*, Out@GRAD*, Scope? -> Input@GRAD*, Cond@GRAD*", NoGradient = "Branches are differentiated once.")]
public sealed record ConditionalBlockGradOp(BlockRef SubBlock, bool IsScalarCondition = false) : ScopeOp
{
    /// <inheritdoc/>
    public override void Run(ScopeRun run) => BlockTape.Gradient(run, run.Find("Scope") as BlockTape, ["Cond", "Input"], ["Out"], "Scope");
}

/// <summary>Out = the one of X that Mask numbers: where the branches of a condition come together.</summary>
[Op("select_input", "X*, Mask -> Out")]
public sealed record SelectInputOp : ScopeOp
{
    /// <inheritdoc/>
    public override Op Gradient() => new ScopeGradientOp(this);

    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        int branch = Branch.Of(run, run.Operator.Input("X").Count);
        run.Out("Out", run.In<object>("X", branch));
    }
}

/// <summary>The one of Out that Mask numbers = X; the others are left alone.</summary>
[Op("select_output", "X, Mask -> Out*")]
public sealed record SelectOutputOp : ScopeOp
{
    /// <inheritdoc/>
    public override Op Gradient() => new ScopeGradientOp(this);

    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        int branch = Branch.Of(run, run.Operator.Output("Out").Count);
        run.Out("Out", run.In<object>("X"), branch);
    }
}

/// <summary>Which branch a mask chooses.</summary>
internal static class Branch
{
    public static int Of(ScopeRun run, int count)
    {
        Tensor mask = run.In("Mask");
        int branch = mask.DType.Kind == DTypeKind.Bool ? (Truth.Of(mask, run.Operator.Type, "Mask") ? 1 : 0) : Truth.Index(mask, run.Operator.Type, "Mask");
        return branch < count ? branch : throw new OutOfRangeException($"{run.Operator.Type}: the mask is {branch}.", $"There are {count} branches.");
    }
}
