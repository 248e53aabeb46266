using Trireme.Operators;

namespace Trireme.NN;

/// <summary>What <see cref="SimpleRNN"/>, <see cref="LSTM"/> and <see cref="GRU"/> share: cells for each layer and direction, run by one operator.</summary>
/// <remarks>Mirrors Paddle's RNNBase.</remarks>
public abstract class RNNBase : Layer
{
    private readonly RnnOp _network;
    private readonly bool _timeMajor;
    private readonly string _direction;
    private readonly Parameter[] _weights;

    private protected RNNBase(string mode, int inputSize, int hiddenSize, int numLayers, string direction, bool timeMajor, double dropout, string? name,
        Func<int, RNNCellBase> cell)
    {
        if (numLayers < 1)
            throw new InvalidArgumentException($"{GetType().Name}: there are {numLayers} layers.", null, "There must be at least 1.");
        if (direction is not ("forward" or "bidirect" or "bidirectional"))
            throw new InvalidArgumentException($"{GetType().Name}: the direction {direction} is not known.", null, "It is forward, bidirect or bidirectional.");
        if (!(dropout >= 0 && dropout <= 1))
            throw new InvalidArgumentException($"{GetType().Name}: dropout {dropout} is outside [0, 1].");
        bool both = direction != "forward";
        Name = name;
        _timeMajor = timeMajor;
        _direction = direction;
        _network = new RnnOp((float)dropout, both, inputSize, hiddenSize, numLayers, mode);
        var cells = new List<RNNCellBase>();
        for (int layer = 0; layer < numLayers; layer++)
        {
            int features = layer == 0 ? inputSize : both ? 2 * hiddenSize : hiddenSize;
            cells.Add(cell(features));
            if (both)
                cells.Add(cell(features));
            AddSublayer<Layer>($"{layer}", both ? new BiRNN(cells[^2], cells[^1], timeMajor) : new RNN(cells[^1], false, timeMajor));
        }
        _weights = new Parameter[4 * cells.Count];
        for (int i = 0; i < cells.Count; i++)
        {
            string suffix = both ? $"_l{i / 2}{(i % 2 == 1 ? "_reverse" : "")}" : $"_l{i}";
            Parameter[] own = cells[i].Parameters().ToArray();
            // The operator takes all weights before all biases.
            (_weights[2 * i], _weights[(2 * i) + 1]) = (AddParameter("weight_ih" + suffix, own[0]), AddParameter("weight_hh" + suffix, own[1]));
            int bias = 2 * (cells.Count + i);
            (_weights[bias], _weights[bias + 1]) = (AddParameter("bias_ih" + suffix, own[2]), AddParameter("bias_hh" + suffix, own[3]));
        }
    }

    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; }

    /// <summary>Runs the network from zero states and returns its outputs alone.</summary>
    /// <param name="input">[B, T, I], or [T, B, I] where time-major.</param>
    public override Tensor Forward(Tensor input) => Forward([input])[0];

    /// <summary>Runs the network.</summary>
    /// <param name="inputs">The sequences; behind them, or not, all initial states; behind these, or not, the lengths.</param>
    /// <returns>The outputs and the final states.</returns>
    public override Tensor[] Forward(params Tensor[] inputs)
    {
        int states = _network.Mode == "LSTM" ? 2 : 1;
        bool hasLengths = inputs.Length > 1 && !inputs[^1].DType.IsFloating;
        int given = inputs.Length - 1 - (hasLengths ? 1 : 0);
        if (inputs.Length == 0 || (given != 0 && given != states))
            throw new InvalidArgumentException($"{GetType().Name}: {given} initial states were given.", $"It has {states}.");
        Tensor x = inputs[0];
        if (x.Ndim != 3)
            throw new InvalidArgumentException($"{GetType().Name}: the input {x.Shape} must have three dimensions: batch, steps and features.");
        x = _timeMajor ? x : x.Transpose([1, 0, 2]);
        Tensor[] initial = given > 0 ? inputs[1..(1 + states)] : Zeros(x, states);
        RnnOp network = Training ? _network : _network with { DropoutProb = 0f, IsTest = x.IsSymbolic };
        (Tensor output, Tensor[] final) = RecurrentRun.Run(network, x, initial, _weights, hasLengths ? inputs[^1] : null);
        return [_timeMajor ? output : output.Transpose([1, 0, 2]), .. final];
    }

    /// <summary>Does nothing: the parameters need not lie behind one another.</summary>
    /// <remarks>Mirrors flatten_parameters.</remarks>
    public void FlattenParameters()
    {
    }

    /// <inheritdoc/>
    public override string ExtraRepr()
    {
        string text = $"{_network.InputSize}, {_network.HiddenSize}" + (_network.NumLayers != 1 ? $", num_layers={_network.NumLayers}" : "");
        return text + (_direction != "forward" ? $", direction={_direction}" : "") + (_timeMajor ? ", time_major=True" : "")
            + (_network.DropoutProb != 0 ? $", dropout={_network.DropoutProb}" : "");
    }

    private protected Tensor[] CallWith(Tensor inputs, Tensor[] states, Tensor? lengths) => Call(lengths is null ? [inputs, .. states] : [inputs, .. states, lengths]);

    private Tensor[] Zeros(Tensor x, int states)
    {
        var zeros = new Tensor[states];
        for (int i = 0; i < states; i++)
            zeros[i] = RecurrentRun.Full(x, 1, (_network.NumLayers * (_network.IsBidirec ? 2 : 1), x.Shape[1], _network.HiddenSize), 1, 0, x.DType);
        return zeros;
    }
}
