using Trireme.Metrics;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Random;
using Trireme.Static;
using Trireme.Training;

namespace Trireme;

/// <summary>A network with what it takes to train it: optimizer, loss, metrics. Fit, Evaluate, Predict, Save, Load.</summary>
/// <remarks>
/// Mirrors paddle.Model. A model made in static mode (after <c>Paddle.EnableStatic()</c>) trains a batch as one program: forward, loss, gradients and the
/// optimizer's updates; the same code without that line does it eagerly, with the same numbers. Where the gradients of several batches are added up, the
/// program ends with the loss, and the update is a step of its own. Evaluation and prediction run programs cloned for testing. Of a batch's fields the first are inputs and the rest labels: as many inputs as were specified; where none were, all but the last.
/// </remarks>
public sealed partial class Model
{
    private readonly InputSpec[]? _inputs, _labels;

    // Made in static mode: batches run as programs. Everything around them, data, metrics and callbacks, is eager in both modes.
    private readonly ModelPrograms? _programs;
    private Metric[] _metrics = [];
    private LossFunction? _loss;

    // Gradients of earlier batches wait for their update.
    private bool _isAccumulating;

    /// <summary>A model.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">What the inputs look like; needed where there are several.</param>
    /// <param name="labels">What the labels look like.</param>
    public Model(Layer network, InputSpec[]? inputs = null, InputSpec[]? labels = null)
    {
        (Network, _inputs, _labels) = (network, inputs, labels);
        _programs = Recorder.IsOn ? new ModelPrograms(network, inputs, labels) : null;
    }

    /// <summary>A model whose single input and label are specified.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">What the input looks like.</param>
    /// <param name="label">What the label looks like.</param>
    public Model(Layer network, InputSpec input, InputSpec? label = null)
        : this(network, [input], label is null ? null : [label])
    {
    }

    /// <summary>The network.</summary>
    public Layer Network { get; }

    /// <summary>The optimizer that was prepared, or null.</summary>
    public Optimizer? Optimizer { get; private set; }

    /// <summary>Set by callbacks to end training after the epoch.</summary>
    public bool StopTraining { get; set; }

    /// <summary>Says how the model is trained and judged.</summary>
    /// <param name="optimizer">Needed for training.</param>
    /// <param name="loss">A layer, or a function of prediction and label; needed for training.</param>
    /// <param name="metrics">What evaluation and progress show beside the loss.</param>
    public void Prepare(Optimizer? optimizer = null, LossFunction? loss = null, params Metric[] metrics)
    {
        (Optimizer, _loss, _metrics) = (optimizer, loss, metrics);
        if (_programs is null)
            return;
        _programs.Forget();
        // An optimizer that was made without parameters trains the network's; a state can be loaded before there is a program.
        optimizer?.Adopt(Network.Parameters());
    }

    /// <summary>The network's parameters.</summary>
    public List<Parameter> Parameters() => Network.Parameters();

    /// <summary>One training step.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="update">Whether parameters are updated; else the gradients add up.</param>
    /// <returns>Losses and metrics of the batch.</returns>
    /// <exception cref="PreconditionNotMetException">No optimizer or no loss was prepared.</exception>
    public BatchResult TrainBatch(Tensor[] inputs, Tensor[]? labels = null, bool update = true)
    {
        if (Optimizer is null || _loss is null)
            throw new PreconditionNotMetException("Model: there is no optimizer or no loss to train with.", null, "Call Prepare(optimizer, loss, metrics) first.");
        using Recorder.Mode eager = Recorder.Suspend();
        Network.Train();
        if (_programs is not null && update && !_isAccumulating)
        {
            (Tensor[] results, Tensor[] computed) = _programs.Train(inputs, labels ?? [], _loss, Optimizer);
            return new BatchResult(Values(computed), UpdateMetrics(results, labels));
        }
        (Tensor[] outputs, Tensor[] losses) = _programs?.OnTape(inputs, labels ?? [], _loss) ?? Compute(inputs, labels ?? [], _loss);
        Tensor total = losses.Length == 1 ? losses[0] : losses.Skip(1).Aggregate(losses[0], (a, b) => a + b);
        total.Backward();
        _isAccumulating = true;
        if (update)
            Update(Optimizer);
        return new BatchResult(Values(losses), UpdateMetrics(outputs, labels));
    }

    /// <summary>One evaluation step: loss and metrics without gradients, the network in inference mode.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="labels">The labels.</param>
    /// <returns>Losses (where a loss was prepared) and metrics of the batch.</returns>
    public BatchResult EvalBatch(Tensor[] inputs, Tensor[]? labels = null)
    {
        using Recorder.Mode eager = Recorder.Suspend();
        Network.Eval();
        using IDisposable noGrad = Paddle.NoGrad();
        (Tensor[] outputs, Tensor[] losses) = Infer(inputs, labels ?? [], labels is { Length: > 0 } ? _loss : null);
        return new BatchResult(Values(losses), UpdateMetrics(outputs, labels));
    }

    /// <summary>The network's outputs for a batch, in inference mode.</summary>
    /// <param name="inputs">The inputs.</param>
    public Tensor[] PredictBatch(params Tensor[] inputs)
    {
        using Recorder.Mode eager = Recorder.Suspend();
        Network.Eval();
        using IDisposable noGrad = Paddle.NoGrad();
        return Infer(inputs, [], null).Outputs;
    }

    /// <summary>The name that <see cref="PredictBatch"/> had before Paddle 2.0.</summary>
    /// <param name="inputs">The inputs.</param>
    public Tensor[] TestBatch(params Tensor[] inputs) => PredictBatch(inputs);

    /// <summary>
    /// Writes <c>path.pdparams</c>, <c>path.pdopt</c> where the optimizer has state, and <c>path.pdrng</c>, the place in the random sequence; or a model
    /// for inference, <c>path.pdmodel</c> and <c>path.pdiparams</c>.
    /// </summary>
    /// <param name="path">The files' common beginning; a leading <c>~</c> is the home folder.</param>
    /// <param name="training">Whether training will go on from the files; else they are for inference.</param>
    /// <exception cref="InvalidArgumentException">A model for inference is wanted, and nothing says what the inputs look like.</exception>
    /// <remarks>Mirrors paddle.Model.save. Paddle reads the files; <c>.pdrng</c> makes a resumed run exact.</remarks>
    public void Save(string path, bool training = true)
    {
        using Recorder.Mode eager = Recorder.Suspend();
        if (!training)
        {
            Jit.Save(Network, Home(path), _inputs);
            return;
        }
        string prefix = Home(path);
        Paddle.Save(Network.StateDict(), prefix + ".pdparams");
        if (Optimizer?.StateDict() is { Count: > 0 } state)
            Paddle.Save(state, prefix + ".pdopt");
        RandomState random = Generator.Default.State;
        Paddle.Save(new OrderedDictionary<string, object?> { ["seed"] = unchecked((long)random.Seed), ["draws"] = unchecked((long)random.Draws) }, prefix + ".pdrng");
    }

    /// <summary>Reads what <see cref="Save"/> or Paddle wrote: parameters, and optimizer state where it is there and an optimizer was prepared.</summary>
    /// <param name="path">The files' common beginning, with or without <c>.pdparams</c>.</param>
    /// <param name="skipMismatch">Whether parameters that do not fit keep their values; else they are an error.</param>
    /// <param name="resetOptimizer">Whether the optimizer state is left alone.</param>
    /// <exception cref="InvalidArgumentException">Parameters are missing, unexpected or of other shapes; the message lists them.</exception>
    public void Load(string path, bool skipMismatch = false, bool resetOptimizer = false)
    {
        using Recorder.Mode eager = Recorder.Suspend();
        const string suffix = ".pdparams";
        string prefix = Home(path);
        if (prefix.EndsWith(suffix, StringComparison.Ordinal))
            prefix = prefix[..^suffix.Length];
        OrderedDictionary<string, object?> state = Paddle.Load(prefix + suffix);
        if (!skipMismatch)
            Check(state, prefix + suffix);
        Network.SetStateDict(state);
        if (resetOptimizer || Optimizer is null)
            return;
        if (File.Exists(prefix + ".pdopt"))
            Optimizer.SetStateDict(Paddle.Load(prefix + ".pdopt"));
        if (File.Exists(prefix + ".pdrng") && Paddle.Load(prefix + ".pdrng") is { } random)
            Generator.Default.State = new RandomState(unchecked((ulong)Convert.ToInt64(random["seed"])), unchecked((ulong)Convert.ToInt64(random["draws"])));
    }

    /// <summary>Prints a table of the network's layers and returns the numbers of parameters.</summary>
    /// <param name="inputSize">The input's dimensions, the batch included; from the input specifications where null.</param>
    /// <param name="dtype">The input's element type.</param>
    /// <returns><c>total_params</c> and <c>trainable_params</c>.</returns>
    public Dictionary<string, long> Summary(Shape? inputSize = null, DType? dtype = null)
    {
        using Recorder.Mode eager = Recorder.Suspend();
        Shape[] sizes = inputSize is { } size ? [size] : _inputs?.Select(i => i.Shape).ToArray()
            ?? throw new InvalidArgumentException("Summary: the size of the input is not known.", null, "Pass inputSize, or give the model an InputSpec.");
        return NetworkSummary.Print(Network, sizes, dtype is { } d ? [d] : _inputs?.Select(i => i.DType).ToArray());
    }

    private void Update(Optimizer optimizer)
    {
        optimizer.Step();
        optimizer.ClearGrad();
        _isAccumulating = false;
    }

    private (Tensor[] Outputs, Tensor[] Losses) Infer(Tensor[] inputs, Tensor[] labels, LossFunction? loss)
        => _programs?.Infer(inputs, labels, loss) ?? Compute(inputs, labels, loss);

    private (Tensor[] Outputs, Tensor[] Losses) Compute(Tensor[] inputs, Tensor[] labels, LossFunction? loss)
    {
        Tensor[] outputs = Network.Call(inputs);
        return (outputs, loss?.Compute(outputs, labels) ?? []);
    }

    private static string Home(string path)
        => path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..]) : path;

    private static double[] Values(Tensor[] losses) => Array.ConvertAll(losses, l => l.Size == 1 ? l.Item() : l.Mean().Item());

    // Before anything is changed, so that a wrong file leaves the network as it was.
    private void Check(OrderedDictionary<string, object?> state, string file)
    {
        OrderedDictionary<string, Tensor> mine = Network.StateDict();
        List<string> wrong = [];
        foreach ((string key, Tensor tensor) in mine)
        {
            if (!state.TryGetValue(key, out object? value))
                wrong.Add($"{key} is missing in the file");
            else if (value is not Tensor t || t.Shape != tensor.Shape)
                wrong.Add($"{key} is {(value as Tensor)?.Shape.ToString() ?? "no tensor"} in the file, {tensor.Shape} in the network");
        }
        wrong.AddRange(state.Keys.Where(k => !mine.ContainsKey(k)).Select(k => $"{k} is not in the network"));
        if (wrong.Count > 0)
        {
            throw new InvalidArgumentException($"Model.Load: {file} does not fit the network.", string.Join("; ", wrong.Take(8)) + (wrong.Count > 8 ? $"; and {wrong.Count - 8} more" : "") + ".",
                "Build the network that was saved, or pass skipMismatch: true.");
        }
    }

    private double[] UpdateMetrics(Tensor[] outputs, Tensor[]? labels)
    {
        if (labels is not { Length: > 0 } || _metrics.Length == 0)
            return [];
        using IDisposable noGrad = Paddle.NoGrad();
        var values = new List<double>();
        foreach (Metric metric in _metrics)
        {
            metric.Update(metric.Compute([.. outputs, .. labels]));
            values.AddRange(metric.Accumulate());
        }
        return values.ToArray();
    }

    private (Tensor[] Inputs, Tensor[] Labels) Split(Tensor[] batch)
    {
        int inputs = _inputs?.Length ?? (batch.Length > 1 ? batch.Length - (_labels?.Length ?? 1) : 1);
        if (inputs < 1 || inputs > batch.Length)
            throw new InvalidArgumentException($"Model: a batch of {batch.Length} fields does not have {inputs} inputs.", null, "Let the dataset return inputs first, then labels.");
        return (batch[..inputs], batch[inputs..]);
    }
}
