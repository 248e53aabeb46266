namespace Trireme.NN;

/// <summary>Runs one cell over sequences forwards and another one backwards, and puts their outputs side by side.</summary>
/// <remarks>Mirrors paddle.nn.BiRNN.</remarks>
public sealed class BiRNN : Layer
{
    private readonly bool _timeMajor;

    /// <summary>A wrapper around two cells.</summary>
    /// <param name="cellFw">Runs from the first step to the last.</param>
    /// <param name="cellBw">Runs from the last step to the first.</param>
    /// <param name="timeMajor">Whether sequences lie as [T, B, ...] instead of [B, T, ...].</param>
    public BiRNN(RNNCellBase cellFw, RNNCellBase cellBw, bool timeMajor = false) => (CellFw, CellBw, _timeMajor) = (cellFw, cellBw, timeMajor);

    /// <summary>The cell forwards.</summary>
    public RNNCellBase CellFw { get; }

    /// <summary>The cell backwards.</summary>
    public RNNCellBase CellBw { get; }

    /// <summary>Runs both cells over sequences.</summary>
    /// <param name="inputs">[B, T, ...], or [T, B, ...] where time-major.</param>
    /// <param name="initialStates">The states of either cell before its first step; zeros where null.</param>
    /// <param name="sequenceLength">The length of each sequence [B], int32 or int64: behind it states stay.</param>
    /// <returns>The outputs of both, side by side in the last dimension, and the final states of each.</returns>
    public (Tensor Outputs, (Tensor[] Forward, Tensor[] Backward) FinalStates) Call(Tensor inputs, (Tensor[] Forward, Tensor[] Backward)? initialStates = null,
        Tensor? sequenceLength = null)
    {
        (Tensor fw, Tensor[] statesFw) = RNN.Run(CellFw, inputs, initialStates?.Forward ?? [], sequenceLength, false, _timeMajor);
        (Tensor bw, Tensor[] statesBw) = RNN.Run(CellBw, inputs, initialStates?.Backward ?? [], sequenceLength, true, _timeMajor);
        return (Paddle.Concat([fw, bw], -1), (statesFw, statesBw));
    }

    /// <summary>Runs both cells from their own initial states and returns the outputs alone.</summary>
    /// <param name="input">The sequences.</param>
    public override Tensor Forward(Tensor input) => Call(input, null, null).Outputs;
}
