namespace Trireme.NN;

/// <summary>
/// One step of a recurrent network. <see cref="Layer.Forward(Tensor[])"/> takes the input [B, I] and, behind it, the states; it returns the output
/// and, behind it, the new states. <see cref="RNN"/> runs any such cell over sequences.
/// </summary>
/// <remarks>Mirrors paddle.nn.RNNCellBase.</remarks>
public abstract class RNNCellBase : Layer
{
    /// <summary>A cell.</summary>
    /// <param name="nameScope">What its parameters' names begin with; the class name in snake case where null.</param>
    /// <param name="dtype">The element type of parameters; Paddle's default type where null.</param>
    protected RNNCellBase(string? nameScope = null, DType? dtype = null)
        : base(nameScope, dtype)
    {
    }

    /// <summary>The shape of each state without the batch.</summary>
    public abstract Shape[] StateShape { get; }

    /// <summary>States filled with a value, for as many sequences as a tensor holds.</summary>
    /// <param name="batchRef">A tensor with a batch dimension.</param>
    /// <param name="shape">The shape of each state without the batch; those of the cell where null.</param>
    /// <param name="dtype">The element type; that of <paramref name="batchRef"/> where it is floating point, else the default type.</param>
    /// <param name="initValue">The value.</param>
    /// <param name="batchDimIdx">Which dimension of <paramref name="batchRef"/> is the batch.</param>
    /// <remarks>Mirrors paddle.nn.RNNCellBase.get_initial_states.</remarks>
    public Tensor[] GetInitialStates(Tensor batchRef, Shape[]? shape = null, DType? dtype = null, double initValue = 0.0, int batchDimIdx = 0)
    {
        DType type = dtype ?? (batchRef.DType.IsFloating ? batchRef.DType : Paddle.GetDefaultDtype());
        return Array.ConvertAll(shape ?? StateShape, s => RecurrentRun.Full(batchRef, batchDimIdx, [batchRef.Shape[batchDimIdx], .. s.ToArray()], 0, initValue, type));
    }

    /// <summary>A weight or bias of a cell: uniform in ±1/√H; where the attribute is <c>false</c> a constant that is not trained.</summary>
    private protected Parameter CellParameter(Shape shape, int hiddenSize, ParamAttr? attr, bool isBias)
    {
        if (attr is { IsAbsent: true })
        {
            Parameter constant = CreateParameter(shape, null, isBias: isBias, defaultInitializer: new Initializers.Constant(isBias ? 0.0 : 1.0));
            constant.Trainable = false;
            return constant;
        }
        double bound = 1 / Math.Sqrt(hiddenSize);
        return CreateParameter(shape, attr, isBias: isBias, defaultInitializer: new Initializers.Uniform(-bound, bound));
    }

    private protected Tensor[] StatesOr(Tensor input, ReadOnlySpan<Tensor> states)
    {
        if (states.Length != 0 && states.Length != StateShape.Length)
            throw new InvalidArgumentException($"{GetType().Name}: {states.Length} states were given.", $"It has {StateShape.Length}.");
        return states.Length == 0 ? GetInitialStates(input) : states.ToArray();
    }

    private protected static void CheckSizes(string layer, int inputSize, int hiddenSize)
    {
        if (inputSize < 1 || hiddenSize < 1)
            throw new InvalidArgumentException($"{layer}: input size {inputSize} and hidden size {hiddenSize} make no layer.", null, "Both must be at least 1.");
    }
}
