using Trireme.Static;

namespace Trireme.Operators;

/// <summary>Runs a block once for each step of its inputs, whose first dimension is time, and hands states on from step to step.</summary>
/// <param name="SubBlock">The block. It knows a step of an input, and of an output, by the name of the whole.</param>
/// <param name="ExStates">The names under which the block reads the states.</param>
/// <param name="States">The names under which it leaves the new ones.</param>
/// <param name="HasStates">Whether there are states.</param>
/// <param name="Reverse">Whether time runs backwards.</param>
/// <param name="IsTrain">Whether the program is for training.</param>
[Op("recurrent", "inputs*, initial_states*, parameters* -> outputs*, step_scopes?")]
public sealed record RecurrentOp(BlockRef SubBlock, string[] ExStates, string[] States, bool HasStates = true, bool Reverse = false, bool IsTrain = true) : ScopeOp
{
    /// <inheritdoc/>
    public override Op Gradient() => new RecurrentGradOp(SubBlock);

    /// <inheritdoc/>
    public override void Run(ScopeRun run) => BlockTape.Run(run, "outputs", "step_scopes", scope => Walk(run, scope));

    private void Walk(ScopeRun run, Scope scope)
    {
        IReadOnlyList<string> inputs = run.Operator.Input("inputs"), outputs = run.Operator.Output("outputs");
        Tensor[][] steps = inputs.Select(n => Value(scope, n).Unbind()).ToArray();
        int length = steps.Length == 0 ? 0 : steps[0].Length;
        if (length == 0 || Array.Exists(steps, s => s.Length != length))
        {
            throw new InvalidArgumentException("recurrent: the inputs differ in length, or have none.", string.Join(", ", inputs.Select((n, i) => $"'{n}' has {steps[i].Length} steps")) + ".",
                "The first dimension of every input is time.");
        }
        object?[] states = run.Operator.Input("initial_states").Select(n => (object?)Value(scope, n)).ToArray();
        Tensor[][] results = outputs.Select(_ => new Tensor[length]).ToArray();
        for (int i = 0; i < length; i++)
        {
            int t = Reverse ? length - 1 - i : i;
            Scope step = scope.Inner();
            for (int j = 0; j < inputs.Count; j++)
                step.Local(inputs[j]).Value = steps[j][t];
            // What the block writes under the name of a whole is a step of it: it stays here.
            foreach (string name in outputs.Concat(States))
                step.Local(name);
            for (int j = 0; j < ExStates.Length; j++)
                step.Local(ExStates[j]).Value = states[j];
            run.RunBlock(SubBlock.Index, step);
            for (int j = 0; j < States.Length; j++)
                states[j] = Value(step, States[j]);
            for (int j = 0; j < outputs.Count; j++)
                results[j][t] = Value(step, outputs[j]);
        }
        for (int j = 0; j < outputs.Count; j++)
            BlockRunner.Store(run.Operator.Block, scope, outputs[j], Paddle.Stack(results[j]));
    }

    private static Tensor Value(Scope scope, string name)
        => scope.FindVar(name)?.Value as Tensor ?? throw new PreconditionNotMetException($"recurrent: '{name}' has no value.");
}

/// <summary>The gradient of <c>recurrent</c>: backwards through all steps.</summary>
/// <param name="SubBlock">The block.</param>
[Op("recurrent_grad", "inputs*, initial_states*, parameters*, outputs*, outputs@GRAD*, step_scopes? -> inputs@GRAD*, initial_states@GRAD*, parameters@GRAD*",
    NoGradient = "Loops are differentiated once.")]
public sealed record RecurrentGradOp(BlockRef SubBlock) : ScopeOp
{
    /// <inheritdoc/>
    public override void Run(ScopeRun run)
        => BlockTape.Gradient(run, run.In<BlockTape>("step_scopes"), ["inputs", "initial_states", "parameters"], ["outputs"], "step_scopes");
}
