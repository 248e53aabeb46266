using Trireme.Static;
using Trireme.Static.Files;

namespace Trireme.Inference;

/// <summary>A model ready to run. One predictor serves one thread at a time; <see cref="Clone"/> makes others that share the parameters.</summary>
/// <remarks>
/// Mirrors paddle.inference.Predictor. For each set of input shapes the program is made into a plan once: batch norm folded into convolutions,
/// biases and rectifiers into matrix products, chains of element-wise operators into one, memory laid out. A run with known shapes allocates nothing.
/// </remarks>
public sealed partial class Predictor
{
    private readonly Program _program;
    private readonly Scope _scope;
    private readonly bool _optimizes;
    private readonly Variable[] _fetches;
    private readonly string[] _fetchNames;
    private readonly InferTensor[] _inputs, _outputs;
    private readonly Dictionary<string, Tensor> _feed = [];
    private readonly PlanCache _plans;
    private readonly Tensor[] _results;
    private Executor? _executor;

    internal Predictor(Config config)
        : this(Load(config, out Scope scope), scope, config.IrOptim)
    {
        if (config.ThreadsWanted is { } threads)
            Cpu.Workers.Count = threads;
    }

    private Predictor((Program Program, string[] Feeds, Variable[] Fetches) model, Scope scope, bool optimizes)
    {
        (_program, string[] feeds, _fetches) = model;
        _scope = scope;
        _optimizes = optimizes;
        _fetchNames = Array.ConvertAll(_fetches, f => f.Name);
        _inputs = Array.ConvertAll(feeds, n => new InferTensor(n, _program.GlobalBlock().Var(n).DType));
        _outputs = Array.ConvertAll(_fetches, f => new InferTensor(f.Name, f.DType));
        _results = new Tensor[_fetches.Length];
        _plans = new PlanCache(_program, _fetchNames, isFrozen: true);
    }

    /// <summary>The inputs' names, in the model's order.</summary>
    public IReadOnlyList<string> GetInputNames() => Array.ConvertAll(_inputs, i => i.Name);

    /// <summary>The outputs' names, in the model's order.</summary>
    public IReadOnlyList<string> GetOutputNames() => _fetchNames;

    /// <summary>An input.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidArgumentException">The model has no such input.</exception>
    public InferTensor GetInputHandle(string name) => Find(_inputs, name, "input");

    /// <summary>An output; it has values after a run.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidArgumentException">The model has no such output.</exception>
    public InferTensor GetOutputHandle(string name) => Find(_outputs, name, "output");

    /// <summary>Runs the model on what was copied into the inputs.</summary>
    /// <exception cref="PreconditionNotMetException">An input has no values.</exception>
    public void Run()
    {
        foreach (InferTensor input in _inputs)
            _feed[input.Name] = input.Value;
        if (_hooks.Count > 0)
        {
            RunWatched();
            return;
        }
        if (!_optimizes || _plans.Find(_feed, _scope) is not { } plan)
        {
            _executor ??= new Executor { Interprets = true };
            Tensor[] results = _executor.Run(_program, _feed, Array.ConvertAll(_fetches, f => (FetchTarget)f), _scope);
            for (int i = 0; i < results.Length; i++)
                _outputs[i].Value = results[i];
            return;
        }
        for (int i = 0; i < _results.Length; i++)
            _results[i] = _outputs[i].Receive(plan.Results[i]);
        plan.Run(_feed, _results);
    }

    /// <summary>Runs the model on these inputs.</summary>
    /// <param name="inputs">One tensor for each input, in the model's order.</param>
    /// <returns>One tensor for each output; they are the caller's own.</returns>
    /// <exception cref="InvalidArgumentException">The number or the element types of the inputs do not fit.</exception>
    public Tensor[] Run(IReadOnlyList<Tensor> inputs)
    {
        if (inputs.Count != _inputs.Length)
            throw new InvalidArgumentException($"Run: {inputs.Count} inputs were given.", $"The model takes {_inputs.Length}: {string.Join(", ", GetInputNames())}.");
        for (int i = 0; i < inputs.Count; i++)
            _inputs[i].CopyFromCpu(inputs[i]);
        Run();
        return Array.ConvertAll(_outputs, o => o.CopyToCpu());
    }

    /// <summary>Another predictor for the same model, for use by another thread: it shares the parameters, everything else is its own.</summary>
    public Predictor Clone() => new((_program, Array.ConvertAll(_inputs, i => i.Name), _fetches), _scope, _optimizes);

    /// <summary>Gives the memory of all plans back; the next run makes them anew.</summary>
    public void ClearIntermediateTensor() => _plans.Clear();

    private static (Program, string[], Variable[]) Load(Config config, out Scope scope)
    {
        scope = new Scope();
        if (config.Buffers is { } buffers)
            return InferenceModel.Load(buffers.Program, buffers.Parameters, scope);
        if (config.ProgFile is null || config.ParamsFile is null)
            throw new InvalidArgumentException("CreatePredictor: the config names no model.", null, "Pass the files to Config, or call SetModel.");
        return InferenceModel.Load(config.ProgFile, config.ParamsFile, scope);
    }

    private static InferTensor Find(InferTensor[] tensors, string name, string kind)
        => Array.Find(tensors, t => t.Name == name)
            ?? throw new InvalidArgumentException($"The model has no {kind} '{name}'.", $"It has: {string.Join(", ", tensors.Select(t => t.Name))}.");
}
