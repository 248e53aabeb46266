namespace Trireme.NN;

/// <summary>A simple recurrent network of one or more layers, in one direction or both.</summary>
/// <remarks>
/// Mirrors paddle.nn.SimpleRNN. Parameters have two keys each, as in Paddle's files: <c>weight_ih_l0</c> and <c>0.cell.weight_ih</c>; those of the
/// direction backwards end in <c>_reverse</c>.
/// </remarks>
public sealed class SimpleRNN : RNNBase
{
    /// <summary>A recurrent network.</summary>
    /// <param name="inputSize">I, the size of an input; at least 1.</param>
    /// <param name="hiddenSize">H, the size of a state; at least 1.</param>
    /// <param name="numLayers">Layers on top of each other; at least 1.</param>
    /// <param name="direction"><c>forward</c>; <c>bidirect</c> or <c>bidirectional</c> for a second network from the last step to the first.</param>
    /// <param name="timeMajor">Whether sequences lie as [T, B, I] instead of [B, T, I].</param>
    /// <param name="dropout">The probability of dropping a layer's outputs on their way to the next layer; 0 to 1.</param>
    /// <param name="activation"><c>tanh</c> or <c>relu</c>.</param>
    /// <param name="weightIhAttr">How the input's weight is made and trained; <c>false</c> for a constant 1.</param>
    /// <param name="weightHhAttr">How the state's weight is made and trained; <c>false</c> for a constant 1.</param>
    /// <param name="biasIhAttr">How the input's bias is made and trained; <c>false</c> for 0.</param>
    /// <param name="biasHhAttr">How the state's bias is made and trained; <c>false</c> for 0.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">A size is below 1, or an option is not known.</exception>
    public SimpleRNN(int inputSize, int hiddenSize, int numLayers = 1, string direction = "forward", bool timeMajor = false, double dropout = 0.0,
        string activation = "tanh", ParamAttr? weightIhAttr = null, ParamAttr? weightHhAttr = null, ParamAttr? biasIhAttr = null, ParamAttr? biasHhAttr = null, string? name = null)
        : base(activation == "relu" ? "RNN_RELU" : "RNN_TANH", inputSize, hiddenSize, numLayers, direction, timeMajor, dropout, name,
            size => new SimpleRNNCell(size, hiddenSize, activation, weightIhAttr, weightHhAttr, biasIhAttr, biasHhAttr))
    {
    }

    /// <summary>Runs the network over sequences, with hooks.</summary>
    /// <param name="inputs">[B, T, I], or [T, B, I] where time-major.</param>
    /// <param name="initialStates">The states, [layers · directions, B, H]; zeros where null.</param>
    /// <param name="sequenceLength">The length of each sequence [B], int32 or int64: behind it outputs are 0 and states stay.</param>
    /// <returns>The last layer's outputs, [B, T, directions · H], and the states after the last step.</returns>
    /// <exception cref="InvalidArgumentException">The shapes do not fit.</exception>
    /// <exception cref="OutOfRangeException">A length is negative or above T.</exception>
    public (Tensor Outputs, Tensor FinalStates) Call(Tensor inputs, Tensor? initialStates = null, Tensor? sequenceLength = null)
    {
        Tensor[] results = CallWith(inputs, initialStates is null ? [] : [initialStates], sequenceLength);
        return (results[0], results[1]);
    }
}
