namespace Trireme.Operators;

/// <summary>
/// A recurrent network over whole sequences, time-major: Input [T, B, I], PreState [layers · directions, B, H] (hidden, and cell for LSTM)
/// → Out [T, B, directions · H] of the last layer, and State, the states after the last step.
/// </summary>
/// <param name="DropoutProb">The probability with which outputs of a layer are dropped on the way to the next one; from 0 to 1.</param>
/// <param name="IsBidirec">Whether a second network of each layer runs from the last step to the first.</param>
/// <param name="InputSize">I.</param>
/// <param name="HiddenSize">H.</param>
/// <param name="NumLayers">Layers on top of each other; at least 1.</param>
/// <param name="Mode">
/// LSTM (gates i, f, g, o), GRU (gates r, z and the candidate c, where r multiplies the recurrent part of c with its bias), RNN_TANH or RNN_RELU.
/// </param>
/// <param name="Seed">A seed of its own for dropout, or 0 for the default generator.</param>
/// <param name="IsTest">Whether nothing is dropped and nothing kept for a gradient.</param>
/// <remarks>
/// WeightList holds all pairs (w_ih [gates · H, I], w_hh [gates · H, H]), layer by layer and direction by direction, then all pairs (b_ih, b_hh).
/// Behind the end that SequenceLength [B] tells, Out is 0 and the states stay. Hochreiter and Schmidhuber 1997; Cho et al. 2014.
/// </remarks>
[Op("rnn", "Input, PreState*, WeightList*, SequenceLength? -> Out, State*, Reserve~, DropoutState~",
    Saves = "Input, WeightList, SequenceLength, Reserve, DropoutState")]
public sealed record RnnOp(float DropoutProb = 0f, bool IsBidirec = false, int InputSize = 10, int HiddenSize = 100, int NumLayers = 1,
    string Mode = "RNN_TANH", int Seed = 0, bool IsTest = false) : Op
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        TensorMeta input = c["Input"];
        c.Require(Mode is "LSTM" or "GRU" or "RNN_TANH" or "RNN_RELU", $"the mode {Mode} is not known.", "It is LSTM, GRU, RNN_TANH or RNN_RELU.");
        c.Require(NumLayers >= 1 && HiddenSize >= 1, $"{NumLayers} layers of size {HiddenSize} make no network.", "Both must be at least 1.");
        c.Require(DropoutProb is >= 0 and <= 1, $"the dropout probability {DropoutProb} is outside [0, 1].");
        c.Require(input.DType.IsFloating, "Input must be floating point.");
        c.Require(input.Shape.Rank == 3, "Input must be [steps, batch, features].");
        c.Require(input.Shape[2] == InputSize || input.Shape[2] < 0, $"Input has {input.Shape[2]} features, the network takes {InputSize}.");
        var plan = RnnPlan.Of(this, input.Shape);
        CheckStates(c, plan, input);
        CheckWeights(c, plan, input.DType);
        if (c.Has("SequenceLength"))
        {
            TensorMeta lengths = c["SequenceLength"];
            c.Require(lengths.DType.Kind is DTypeKind.Int32 or DTypeKind.Int64, "SequenceLength must be int32 or int64.");
            c.Require(lengths.Shape.Rank == 1 && (lengths.Shape[0] == plan.Batch || lengths.Shape[0] < 0 || plan.Batch < 0),
                $"SequenceLength {lengths.Shape} must have one length for each of the {plan.Batch} sequences.");
        }
        bool known = plan.Steps >= 0 && plan.Batch >= 0;
        c["Out"] = input with { Shape = (plan.Steps, plan.Batch, plan.Width) };
        c.SetList("State", c.List("PreState"));
        c["Reserve"] = input with { Shape = known ? plan.ReserveShape : -1 };
        long dropped = plan.Drops ? (long)(plan.Layers - 1) * plan.Steps * plan.Batch * plan.Width : 0;
        c["DropoutState"] = new TensorMeta(known ? checked((int)dropped) : -1, DType.UInt8);
    }

    /// <inheritdoc/>
    public override void Grad(GradContext g)
    {
        if (IsTest)
            throw new PreconditionNotMetException("rnn: it ran as inference and kept nothing for a gradient.", null, "Run it with is_test false.");
        int states = g.Count("PreState"), weights = g.Count("WeightList");
        var stateGrads = new Tensor[states];
        for (int i = 0; i < states; i++)
            stateGrads[i] = g.D["State", i];
        var weightList = new Tensor[weights];
        for (int i = 0; i < weights; i++)
            weightList[i] = g["WeightList", i];
        Tensor[] grads = new RnnGradOp(DropoutProb, IsBidirec, InputSize, HiddenSize, NumLayers, Mode, g.Needs("Input"))
            .ApplyAll(g["Input"], weightList, g.Has("SequenceLength") ? g["SequenceLength"] : null, g["Reserve"], g["DropoutState"], g.D["Out"], stateGrads);
        if (g.Needs("Input"))
            g.D["Input"] = grads[0];
        for (int i = 0; i < states; i++)
            g.D["PreState", i] = grads[1 + i];
        for (int i = 0; i < weights; i++)
            g.D["WeightList", i] = grads[1 + states + i];
    }

    private void CheckStates(InferContext c, RnnPlan plan, TensorMeta input)
    {
        TensorMeta[] states = c.List("PreState");
        c.Require(states.Length == plan.StateCount, $"PreState holds {states.Length} tensors; {Mode} has {plan.StateCount}.");
        foreach (TensorMeta state in states)
        {
            c.Require(state.DType == input.DType, "the initial states must have the element type of Input.");
            c.Require(state.Shape.Rank == 3 && state.Shape[0] == plan.Layers * plan.Directions && state.Shape[2] == HiddenSize
                && (state.Shape[1] == plan.Batch || state.Shape[1] < 0 || plan.Batch < 0),
                $"an initial state has the shape {state.Shape}; it must be [{plan.Layers * plan.Directions}, {plan.Batch}, {HiddenSize}]: layers times directions, batch, hidden size.");
        }
    }

    private void CheckWeights(InferContext c, RnnPlan plan, DType dtype)
    {
        TensorMeta[] weights = c.List("WeightList");
        int pairs = plan.Layers * plan.Directions, rows = plan.Gates * HiddenSize;
        c.Require(weights.Length == 4 * pairs, $"WeightList holds {weights.Length} tensors; it must have {4 * pairs}.", "Two weights and two biases for each layer and direction.");
        for (int i = 0; i < weights.Length; i++)
        {
            Shape wanted = i >= 2 * pairs ? rows : (rows, (i & 1) == 1 ? HiddenSize : plan.FeaturesOf(i / 2 / plan.Directions));
            c.Require(weights[i].Shape == wanted && weights[i].DType == dtype,
                $"tensor {i} of WeightList is {weights[i].Shape} {weights[i].DType}; it must be {wanted} {dtype}.");
        }
    }
}
