using Trireme.Static;

namespace Trireme.Operators;

/// <summary>Runs a block as long as Condition, which the block computes anew, is true.</summary>
/// <param name="SubBlock">The block.</param>
/// <param name="IsTest">Whether the program is for evaluation.</param>
/// <remarks>X is what the block reads from outside, Out what it changes there. StepScopes holds what the gradient needs, where there is one.</remarks>
[Op("while", "X*, Condition -> Out*, StepScopes?")]
public sealed record WhileOp(BlockRef SubBlock, bool IsTest = false) : ScopeOp
{
    /// <inheritdoc/>
    public override Op Gradient() => new WhileGradOp(SubBlock);

    /// <inheritdoc/>
    public override void Run(ScopeRun run)
    {
        string condition = run.Operator.Input("Condition")[0];
        BlockTape.Run(run, "Out", "StepScopes", scope =>
        {
            while (Truth.Of(scope.FindVar(condition)?.Value as Tensor, "while", condition))
                run.RunBlock(SubBlock.Index, scope.Inner());
        });
    }
}

/// <summary>The gradient of <c>while</c>: backwards through all rounds that were run.</summary>
/// <param name="SubBlock">The block that was run.</param>
[Op("while_grad", "X*, Out*, Out@GRAD*, StepScopes? -> X@GRAD*", NoGradient = "Loops are differentiated once.")]
public sealed record WhileGradOp(BlockRef SubBlock) : ScopeOp
{
    /// <inheritdoc/>
    public override void Run(ScopeRun run) => BlockTape.Gradient(run, run.In<BlockTape>("StepScopes"), ["X"], ["Out"], "StepScopes");
}
