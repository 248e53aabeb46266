namespace Trireme.NN;

/// <summary>Runs a cell over sequences, step by step.</summary>
/// <remarks>Mirrors paddle.nn.RNN. <see cref="SimpleRNN"/>, <see cref="LSTM"/> and <see cref="GRU"/> run all steps in one operator and are faster.</remarks>
public sealed class RNN : Layer
{
    private readonly bool _isReverse, _timeMajor;

    /// <summary>A wrapper around a cell.</summary>
    /// <param name="cell">Computes one step; see <see cref="RNNCellBase"/> for what it takes and returns.</param>
    /// <param name="isReverse">Whether it runs from the last step to the first.</param>
    /// <param name="timeMajor">Whether sequences lie as [T, B, ...] instead of [B, T, ...].</param>
    public RNN(RNNCellBase cell, bool isReverse = false, bool timeMajor = false) => (Cell, _isReverse, _timeMajor) = (cell, isReverse, timeMajor);

    /// <summary>The cell.</summary>
    public RNNCellBase Cell { get; }

    /// <summary>Runs the cell over sequences, with hooks.</summary>
    /// <param name="inputs">[B, T, ...], or [T, B, ...] where time-major.</param>
    /// <param name="initialStates">The cell's states before the first step; zeros where null.</param>
    /// <param name="sequenceLength">The length of each sequence [B], int32 or int64: behind it states stay.</param>
    /// <returns>The outputs of all steps, and the states after the last one.</returns>
    public (Tensor Outputs, Tensor[] FinalStates) Call(Tensor inputs, Tensor[]? initialStates = null, Tensor? sequenceLength = null)
    {
        Tensor[] results = base.Call(sequenceLength is null ? [inputs, .. initialStates ?? []] : [inputs, .. initialStates ?? [], sequenceLength]);
        return (results[0], results[1..]);
    }

    /// <summary>Runs the cell over sequences.</summary>
    /// <param name="inputs">The sequences; behind them, or not, all initial states; behind these, or not, the lengths.</param>
    /// <returns>The outputs and the final states.</returns>
    public override Tensor[] Forward(params Tensor[] inputs)
    {
        bool hasLengths = inputs.Length > 1 && !inputs[^1].DType.IsFloating;
        (Tensor outputs, Tensor[] states) = Run(Cell, inputs[0], inputs[1..(inputs.Length - (hasLengths ? 1 : 0))], hasLengths ? inputs[^1] : null, _isReverse, _timeMajor);
        return [outputs, .. states];
    }

    /// <summary>Runs the cell from its own initial states and returns the outputs alone.</summary>
    /// <param name="input">The sequences.</param>
    public override Tensor Forward(Tensor input) => Forward([input])[0];

    internal static (Tensor Outputs, Tensor[] States) Run(RNNCellBase cell, Tensor x, Tensor[] states, Tensor? lengths, bool isReverse, bool timeMajor)
    {
        int time = timeMajor ? 0 : 1;
        if (x.Ndim < 2 || x.Shape[time] == 0)
            throw new InvalidArgumentException($"RNN: the input {x.Shape} has no steps.", null, "It must have batch and steps, at least one.");
        if (states.Length == 0)
            states = cell.GetInitialStates(x, batchDimIdx: 1 - time);
        var outputs = new Tensor[x.Shape[time]];
        lengths = lengths?.Reshape([-1, 1]).Cast(DType.Int64);
        for (int i = 0; i < outputs.Length; i++)
        {
            int t = isReverse ? outputs.Length - 1 - i : i;
            Tensor[] results = cell.Call([timeMajor ? x[t] : x[.., t], .. states]);
            outputs[t] = results[0];
            // A sequence that has ended keeps its states.
            Tensor? running = lengths is null ? null : lengths > t;
            states = running is null ? results[1..] : results.Skip(1).Zip(states, (after, before) => Paddle.Where(running, after, before)).ToArray();
        }
        return (Paddle.Stack(outputs, time), states);
    }
}
