namespace Trireme.Operators;

/// <summary>The gradients of rnn from what it kept in Reserve and the gradients of its outputs.</summary>
/// <param name="DropoutProb">As in rnn.</param>
/// <param name="IsBidirec">As in rnn.</param>
/// <param name="InputSize">As in rnn.</param>
/// <param name="HiddenSize">As in rnn.</param>
/// <param name="NumLayers">As in rnn.</param>
/// <param name="Mode">As in rnn.</param>
/// <param name="WantsInput">Whether the gradient of Input is computed.</param>
[Op("rnn_grad", "Input, WeightList*, SequenceLength?, Reserve, DropoutState, OutGrad, StateGrad* -> InputGrad, PreStateGrad*, WeightListGrad*, Workspace~",
    NoGradient = "Only first derivatives of recurrent networks are built.")]
public sealed record RnnGradOp(float DropoutProb, bool IsBidirec, int InputSize, int HiddenSize, int NumLayers, string Mode, bool WantsInput) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        RnnPlan plan = Plan(c["Input"].Shape);
        if (WantsInput)
            c["InputGrad"] = c["Input"];
        c.SetList("PreStateGrad", c.List("StateGrad"));
        c.SetList("WeightListGrad", c.List("WeightList"));
        c["Workspace"] = c["Input"] with { Shape = plan.WorkspaceShape };
    }

    internal RnnPlan Plan(Shape input) => RnnPlan.Of(new RnnOp(DropoutProb, IsBidirec, InputSize, HiddenSize, NumLayers, Mode), input);
}
