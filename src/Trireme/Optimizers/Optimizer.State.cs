using Trireme.NN;
using Trireme.Programs;
using Trireme.Static;

namespace Trireme.Optimizers;

/// <content>What an optimizer remembers from step to step.</content>
public abstract partial class Optimizer
{
    private const string SchedulerKey = "LR_Scheduler";
    private readonly OrderedDictionary<string, OrderedDictionary<string, Tensor>> _accumulators = [];
    private readonly Dictionary<string, double> _fills = [];
    private Dictionary<string, Tensor>? _loaded;

    /// <summary>Everything a later run needs to go on exactly here: accumulators by name, and the schedule's state.</summary>
    /// <returns>Paddle's keys in Paddle's order: tensors, and under <c>LR_Scheduler</c> a dict.</returns>
    /// <remarks>Mirrors paddle.optimizer.Optimizer.state_dict.</remarks>
    public OrderedDictionary<string, object?> StateDict()
    {
        OrderedDictionary<string, object?> state = [];
        foreach ((string accumulator, OrderedDictionary<string, Tensor> tensors) in _accumulators)
        {
            foreach ((string parameter, Tensor tensor) in tensors)
                state[$"{parameter}_{accumulator}_0"] = tensor;
        }
        foreach ((string key, Tensor tensor) in _loaded ?? [])
            state.TryAdd(key, tensor);
        if (Scheduler is not null)
            state[SchedulerKey] = Scheduler.StateDict();
        return state;
    }

    /// <summary>Goes on where the optimizer that the state was taken from stood.</summary>
    /// <param name="stateDict">What <see cref="StateDict"/> or Paddle.Load gave.</param>
    /// <exception cref="InvalidArgumentException">The state names parameters that this optimizer does not have.</exception>
    /// <exception cref="InvalidArgumentException">A state does not fit its parameter.</exception>
    /// <remarks>
    /// Mirrors paddle.optimizer.Optimizer.set_state_dict. Accumulators are matched by parameter name. Those that are in use, by programs as well, take
    /// over the values, or begin anew where the state has none.
    /// </remarks>
    public void SetStateDict(IEnumerable<KeyValuePair<string, object?>> stateDict)
    {
        KeyValuePair<string, object?>[] all = stateDict.ToArray();
        Dictionary<string, Tensor> tensors = all.Where(p => p.Value is Tensor).ToDictionary(p => p.Key, p => (Tensor)p.Value!);
        string[] names = Parameters.Select(p => p.Name).ToArray();
        string[] unknown = tensors.Keys.Where(k => !names.Any(n => k.StartsWith(n + "_", StringComparison.Ordinal))).ToArray();
        if (unknown.Length > 0)
        {
            throw new InvalidArgumentException($"{GetType().Name}.SetStateDict: {unknown.Length} entries belong to no parameter of this optimizer.",
                $"Entries: {string.Join(", ", unknown.Take(5))}; parameters: {string.Join(", ", names.Take(5))}.",
                "Build the network in the same order as when the state was saved; in one process, inside UniqueName.Guard().");
        }
        Dictionary<string, Tensor> loaded = tensors.ToDictionary(p => p.Key, p => p.Value.Copy());
        var values = new List<(Tensor Accumulator, Tensor Value)>();
        foreach ((string accumulator, OrderedDictionary<string, Tensor> known) in _accumulators)
        {
            foreach ((string parameter, Tensor tensor) in known)
                values.Add((tensor, Take(loaded, parameter, accumulator, tensor.Meta) ?? Filled(tensor.Meta, _fills[accumulator])));
        }
        if (Scheduler is not null && all.FirstOrDefault(p => p.Key == SchedulerKey).Value is IEnumerable<KeyValuePair<string, object?>> schedule)
            Scheduler.SetStateDict(schedule.ToDictionary(p => p.Key, p => p.Value));
        using Recorder.Mode eager = Recorder.Suspend();
        foreach ((Tensor accumulator, Tensor value) in values)
            accumulator.SetValue(value);
        _loaded = loaded;
    }

    /// <summary>The same as <see cref="SetStateDict"/>.</summary>
    /// <param name="stateDict">What <see cref="StateDict"/> or Paddle.Load gave.</param>
    public void SetDict(IEnumerable<KeyValuePair<string, object?>> stateDict) => SetStateDict(stateDict);

    /// <summary>A state of the optimizer that belongs to a parameter; made when first asked for, or taken from the state that was set.</summary>
    /// <param name="name">Paddle's name, such as <c>moment1</c>.</param>
    /// <param name="param">The parameter.</param>
    /// <param name="fill">The first value.</param>
    /// <param name="shape">The shape; the parameter's where null.</param>
    /// <exception cref="InvalidArgumentException">The state that was set has another shape.</exception>
    protected Tensor Accumulator(string name, Parameter param, double fill = 0, Shape? shape = null)
    {
        if (!_accumulators.TryGetValue(name, out OrderedDictionary<string, Tensor>? tensors))
            _accumulators[name] = tensors = [];
        if (tensors.TryGetValue(param.Name, out Tensor? tensor))
            return tensor;
        var meta = new TensorMeta(shape ?? param.Shape, param.DType);
        tensor = (_loaded is null ? null : Take(_loaded, param.Name, name, meta)) ?? Filled(meta, fill);
        _fills[name] = fill;
        tensor.Persistable = true;
        tensor.Name = UniqueName.Generate($"{param.Name}_{name}");
        StartupValue.Note(tensor, fill);
        return tensors[param.Name] = tensor;
    }

    /// <summary>The names of the states that it has made so far.</summary>
    internal IReadOnlyList<string> AccumulatorNames => _accumulators.Values.SelectMany(a => a.Values).Select(t => t.Name).ToArray();

    private Tensor? Take(Dictionary<string, Tensor> loaded, string parameter, string accumulator, TensorMeta wanted)
    {
        string prefix = $"{parameter}_{accumulator}_";
        // Paddle counts the accumulators of one name; a file written by the second optimizer of a process ends in _1.
        if (loaded.Keys.FirstOrDefault(k => k.StartsWith(prefix, StringComparison.Ordinal) && int.TryParse(k.AsSpan(prefix.Length), out _)) is not { } key)
            return null;
        Tensor value = loaded[key];
        if (value.Shape.Numel != wanted.Shape.Numel)
            throw new InvalidArgumentException($"{GetType().Name}: the state '{key}' does not fit its parameter.",
                $"It is {value.Shape}; {wanted.Shape} is needed.");
        loaded.Remove(key);
        using Recorder.Mode eager = Recorder.Suspend();
        return value.DType == wanted.DType ? value.View(wanted.Shape) : value.View(wanted.Shape).Cast(wanted.DType);
    }

    private static Tensor Filled(TensorMeta meta, double value)
    {
        using Recorder.Mode eager = Recorder.Suspend();
        return Paddle.Full(meta.Shape, value, meta.DType);
    }
}
