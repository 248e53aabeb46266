namespace Trireme.NN;

/// <summary>One step of a simple recurrent network: h' = act(W_ih · x + b_ih + W_hh · h + b_hh).</summary>
/// <remarks>Mirrors paddle.nn.SimpleRNNCell. Weights and biases start uniform in ±1/√H.</remarks>
public sealed class SimpleRNNCell : RNNCellBase
{
    private readonly int _inputSize, _hiddenSize;

    /// <summary>A cell.</summary>
    /// <param name="inputSize">I, the size of an input; at least 1.</param>
    /// <param name="hiddenSize">H, the size of the state; at least 1.</param>
    /// <param name="activation"><c>tanh</c> or <c>relu</c>.</param>
    /// <param name="weightIhAttr">How the input's weight is made and trained; <c>false</c> for a constant 1.</param>
    /// <param name="weightHhAttr">How the state's weight is made and trained; <c>false</c> for a constant 1.</param>
    /// <param name="biasIhAttr">How the input's bias is made and trained; <c>false</c> for 0.</param>
    /// <param name="biasHhAttr">How the state's bias is made and trained; <c>false</c> for 0.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">A size is below 1, or the activation is not known.</exception>
    public SimpleRNNCell(int inputSize, int hiddenSize, string activation = "tanh", ParamAttr? weightIhAttr = null, ParamAttr? weightHhAttr = null, ParamAttr? biasIhAttr = null,
        ParamAttr? biasHhAttr = null, string? name = null)
    {
        CheckSizes(nameof(SimpleRNNCell), inputSize, hiddenSize);
        if (activation is not ("tanh" or "relu"))
            throw new InvalidArgumentException($"SimpleRNNCell: the activation {activation} is not known.", null, "It is tanh or relu.");
        Activation = activation;
        (_inputSize, _hiddenSize, Name) = (inputSize, hiddenSize, name);
        WeightIh = CellParameter((hiddenSize, inputSize), hiddenSize, weightIhAttr, isBias: false);
        WeightHh = CellParameter((hiddenSize, hiddenSize), hiddenSize, weightHhAttr, isBias: false);
        BiasIh = CellParameter(hiddenSize, hiddenSize, biasIhAttr, isBias: true);
        BiasHh = CellParameter(hiddenSize, hiddenSize, biasHhAttr, isBias: true);
    }

    /// <summary>The input's weight, [H, I].</summary>
    public Parameter WeightIh { get; }

    /// <summary>The state's weight, [H, H].</summary>
    public Parameter WeightHh { get; }

    /// <summary>The input's bias, [H].</summary>
    public Parameter BiasIh { get; }

    /// <summary>The state's bias, [H].</summary>
    public Parameter BiasHh { get; }

    /// <summary>tanh or relu.</summary>
    public string Activation { get; }

    /// <summary>The name given to the cell; it names nothing in eager mode.</summary>
    public string? Name { get; }

    /// <inheritdoc/>
    public override Shape[] StateShape => [_hiddenSize];

    /// <summary>One step, with hooks.</summary>
    /// <param name="inputs">[B, I].</param>
    /// <param name="states">The state [B, H]; zeros where null.</param>
    /// <returns>The output, which is the new hidden state, and the new state.</returns>
    public new (Tensor Outputs, Tensor States) Call(Tensor inputs, Tensor? states = null)
    {
        Tensor[] results = states is null ? base.Call([inputs]) : base.Call([inputs, states]);
        return (results[0], results[1]);
    }

    /// <inheritdoc/>
    public override Tensor[] Forward(params Tensor[] inputs)
    {
        Tensor[] states = StatesOr(inputs[0], inputs.AsSpan(1));
        (Tensor output, Tensor[] after) = RecurrentRun.Step(Activation == "relu" ? "RNN_RELU" : "RNN_TANH", _inputSize, _hiddenSize, inputs[0], states, [WeightIh, WeightHh, BiasIh, BiasHh]);
        return [output, .. after];
    }

    /// <inheritdoc/>
    public override string ExtraRepr() => $"{_inputSize}, {_hiddenSize}" + (Activation == "tanh" ? "" : $", activation={Activation}");
}
