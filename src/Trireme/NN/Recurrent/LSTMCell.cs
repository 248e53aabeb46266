namespace Trireme.NN;

/// <summary>One step of a long short-term memory: gates i, f, g, o; c' = f · c + i · g, h' = o · tanh c'.</summary>
/// <remarks>Mirrors paddle.nn.LSTMCell; Hochreiter and Schmidhuber 1997. Weights and biases start uniform in ±1/√H.</remarks>
public sealed class LSTMCell : RNNCellBase
{
    private readonly int _inputSize, _hiddenSize;

    /// <summary>A cell.</summary>
    /// <param name="inputSize">I, the size of an input; at least 1.</param>
    /// <param name="hiddenSize">H, the size of the state; at least 1.</param>
    /// <param name="weightIhAttr">How the input's weight is made and trained; <c>false</c> for a constant 1.</param>
    /// <param name="weightHhAttr">How the state's weight is made and trained; <c>false</c> for a constant 1.</param>
    /// <param name="biasIhAttr">How the input's bias is made and trained; <c>false</c> for 0.</param>
    /// <param name="biasHhAttr">How the state's bias is made and trained; <c>false</c> for 0.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">A size is below 1.</exception>
    public LSTMCell(int inputSize, int hiddenSize, ParamAttr? weightIhAttr = null, ParamAttr? weightHhAttr = null, ParamAttr? biasIhAttr = null,
        ParamAttr? biasHhAttr = null, string? name = null)
    {
        CheckSizes(nameof(LSTMCell), inputSize, hiddenSize);
        (_inputSize, _hiddenSize, Name) = (inputSize, hiddenSize, name);
        WeightIh = CellParameter((4 * hiddenSize, inputSize), hiddenSize, weightIhAttr, isBias: false);
        WeightHh = CellParameter((4 * hiddenSize, hiddenSize), hiddenSize, weightHhAttr, isBias: false);
        BiasIh = CellParameter(4 * hiddenSize, hiddenSize, biasIhAttr, isBias: true);
        BiasHh = CellParameter(4 * hiddenSize, hiddenSize, biasHhAttr, isBias: true);
    }

    /// <summary>The input's weight, [4H, I].</summary>
    public Parameter WeightIh { get; }

    /// <summary>The state's weight, [4H, H].</summary>
    public Parameter WeightHh { get; }

    /// <summary>The input's bias, [4H].</summary>
    public Parameter BiasIh { get; }

    /// <summary>The state's bias, [4H].</summary>
    public Parameter BiasHh { get; }

    /// <summary>The name given to the cell; it names nothing in eager mode.</summary>
    public string? Name { get; }

    /// <inheritdoc/>
    public override Shape[] StateShape => [_hiddenSize, _hiddenSize];

    /// <summary>One step, with hooks.</summary>
    /// <param name="inputs">[B, I].</param>
    /// <param name="states">Hidden and cell state, [B, H] each; zeros where null.</param>
    /// <returns>The output, which is the new hidden state, and the new states.</returns>
    public (Tensor Outputs, (Tensor H, Tensor C) States) Call(Tensor inputs, (Tensor H, Tensor C)? states = null)
    {
        Tensor[] results = states is (Tensor h, Tensor c) ? base.Call([inputs, h, c]) : base.Call([inputs]);
        return (results[0], (results[1], results[2]));
    }

    /// <inheritdoc/>
    public override Tensor[] Forward(params Tensor[] inputs)
    {
        Tensor[] states = StatesOr(inputs[0], inputs.AsSpan(1));
        (Tensor output, Tensor[] after) = RecurrentRun.Step("LSTM", _inputSize, _hiddenSize, inputs[0], states, [WeightIh, WeightHh, BiasIh, BiasHh]);
        return [output, .. after];
    }

    /// <inheritdoc/>
    public override string ExtraRepr() => $"{_inputSize}, {_hiddenSize}";
}
