using Trireme.NN.State;

namespace Trireme.NN;

public abstract partial class Layer
{
    private HashSet<string>? _computed;

    /// <summary>Adds a parameter under a name of its own, beside those held by fields and properties.</summary>
    /// <param name="name">Its key in the state dict.</param>
    /// <param name="parameter">The parameter.</param>
    /// <returns>The parameter.</returns>
    public Parameter AddParameter(string name, Parameter parameter)
    {
        Add(name, parameter);
        return parameter;
    }

    /// <summary>Adds a sublayer under a name of its own, beside those held by fields and properties.</summary>
    /// <typeparam name="T">The kind of layer.</typeparam>
    /// <param name="name">Its key in the state dict.</param>
    /// <param name="sublayer">The sublayer.</param>
    /// <returns>The sublayer.</returns>
    public T AddSublayer<T>(string name, T sublayer)
        where T : Layer
    {
        Add(name, sublayer);
        return sublayer;
    }

    /// <summary>Adds a tensor that is no parameter but part of the layer's state, such as a running mean.</summary>
    /// <param name="name">Its key in the state dict.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="persistable">Whether it belongs into the state dict.</param>
    /// <returns>The tensor.</returns>
    public Tensor RegisterBuffer(string name, Tensor tensor, bool persistable = true)
    {
        tensor.Persistable = true;
        Add(name, tensor);
        if (!persistable)
            _transientBuffers.Add(tensor);
        return tensor;
    }

    /// <summary>All parameters, each once.</summary>
    /// <param name="includeSublayers">Whether those of sublayers count.</param>
    public List<Parameter> Parameters(bool includeSublayers = true) => NamedParameters(includeSublayers: includeSublayers).Select(p => p.Parameter).ToList();

    /// <summary>All parameters with their keys, each once.</summary>
    /// <param name="prefix">What the keys begin with.</param>
    /// <param name="includeSublayers">Whether those of sublayers count.</param>
    public IEnumerable<(string Name, Parameter Parameter)> NamedParameters(string prefix = "", bool includeSublayers = true)
        => Walk<Parameter>(prefix, includeSublayers, (_, _) => true);

    /// <summary>All buffers, each once.</summary>
    /// <param name="includeSublayers">Whether those of sublayers count.</param>
    public List<Tensor> Buffers(bool includeSublayers = true) => NamedBuffers(includeSublayers: includeSublayers).Select(b => b.Buffer).ToList();

    /// <summary>All buffers with their keys, each once.</summary>
    /// <param name="prefix">What the keys begin with.</param>
    /// <param name="includeSublayers">Whether those of sublayers count.</param>
    public IEnumerable<(string Name, Tensor Buffer)> NamedBuffers(string prefix = "", bool includeSublayers = true)
        => Walk<Tensor>(prefix, includeSublayers, (_, t) => t is not Parameter && t.Persistable);

    /// <summary>The sublayers held directly.</summary>
    public IEnumerable<Layer> Children() => NamedChildren().Select(c => c.Layer);

    /// <summary>The sublayers held directly, with their keys.</summary>
    public IEnumerable<(string Name, Layer Layer)> NamedChildren()
    {
        var seen = new HashSet<Layer>(ReferenceEqualityComparer.Instance);
        return AllMembers().Where(m => m.Value is Layer l && seen.Add(l)).Select(m => (m.Key, (Layer)m.Value));
    }

    /// <summary>All sublayers, depth first, each once.</summary>
    /// <param name="includeSelf">Whether this layer comes first.</param>
    public List<Layer> Sublayers(bool includeSelf = false) => NamedSublayers(includeSelf: includeSelf).Select(s => s.Layer).ToList();

    /// <summary>All sublayers with their keys, depth first, each once.</summary>
    /// <param name="prefix">What the keys begin with.</param>
    /// <param name="includeSelf">Whether this layer comes first, under the prefix.</param>
    public IEnumerable<(string Name, Layer Layer)> NamedSublayers(string prefix = "", bool includeSelf = false)
        => WalkLayers(prefix, new HashSet<Layer>(ReferenceEqualityComparer.Instance)).Skip(includeSelf ? 0 : 1);

    /// <summary>Parameters and persistable buffers by key: parameters first, then buffers, then those of each sublayer.</summary>
    /// <param name="destination">A dict to add to; a new one where null.</param>
    /// <param name="includeSublayers">Whether those of sublayers count.</param>
    /// <param name="structuredNamePrefix">What the keys begin with.</param>
    /// <remarks>Mirrors paddle.nn.Layer.state_dict. The tensors are the layer's own, not copies.</remarks>
    public OrderedDictionary<string, Tensor> StateDict(OrderedDictionary<string, Tensor>? destination = null, bool includeSublayers = true, string structuredNamePrefix = "")
    {
        destination ??= [];
        foreach ((string key, object value) in AllMembers().Where(m => m.Value is Parameter))
            destination[structuredNamePrefix + key] = (Tensor)value;
        foreach ((string key, object value) in AllMembers().Where(m => m.Value is Tensor t and not Parameter && t.Persistable && !_transientBuffers.Contains(t)))
            destination[structuredNamePrefix + key] = (Tensor)value;
        if (includeSublayers)
        {
            foreach ((string name, Layer layer) in NamedChildren())
                layer.StateDict(destination, true, $"{structuredNamePrefix}{name}.");
        }
        return destination;
    }

    /// <summary>Copies the values of a state dict into the layer's parameters and buffers.</summary>
    /// <param name="stateDict">Tensors by key, or by parameter name.</param>
    /// <param name="useStructuredName">Whether the keys are those of <see cref="StateDict"/>; else they are parameter names such as <c>linear_0.w_0</c>.</param>
    /// <returns>What could not be matched; those tensors keep their values.</returns>
    /// <remarks>Mirrors paddle.nn.Layer.set_state_dict. Element types are converted to the layer's.</remarks>
    public StateDictReport SetStateDict(IEnumerable<KeyValuePair<string, Tensor>> stateDict, bool useStructuredName = true)
    {
        Dictionary<string, Tensor> given = stateDict.ToDictionary(p => p.Key, p => p.Value);
        List<string> mismatched = [];
        List<(string Key, Tensor Tensor)> absent = [];
        var used = new HashSet<string>();
        var found = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        using IDisposable noGrad = Paddle.NoGrad();
        foreach ((string structured, Tensor tensor) in StateDict())
        {
            string key = useStructuredName ? structured : tensor.Name;
            if (!given.TryGetValue(key, out Tensor? value))
            {
                absent.Add((key, tensor));
                continue;
            }
            used.Add(key);
            found.Add(tensor);
            if (value.Shape != tensor.Shape)
                mismatched.Add($"{key}: {value.Shape} in the dict, {tensor.Shape} in the layer");
            else
                tensor.SetValue(value.DType == tensor.DType ? value : value.Cast(tensor.DType));
        }
        // A tensor with two keys, as recurrent layers have, needs to be given only once.
        List<string> missing = absent.Where(a => !found.Contains(a.Tensor)).Select(a => a.Key).ToList();
        return new StateDictReport(missing, given.Keys.Where(k => !used.Contains(k)).ToList(), mismatched);
    }

    /// <summary>The same for a dict as <c>Paddle.Load</c> returns it; values that are no tensors are reported as unexpected.</summary>
    /// <param name="stateDict">What was loaded.</param>
    /// <param name="useStructuredName">Whether the keys are those of <see cref="StateDict"/>.</param>
    public StateDictReport SetStateDict(IEnumerable<KeyValuePair<string, object?>> stateDict, bool useStructuredName = true)
    {
        KeyValuePair<string, object?>[] all = stateDict.ToArray();
        StateDictReport report = SetStateDict(all.Where(p => p.Value is Tensor).Select(p => KeyValuePair.Create(p.Key, (Tensor)p.Value!)), useStructuredName);
        return report with { UnexpectedKeys = [.. report.UnexpectedKeys, .. all.Where(p => p.Value is not Tensor).Select(p => p.Key)] };
    }

    /// <summary>An older name of <see cref="SetStateDict(IEnumerable{KeyValuePair{string, object}}, bool)"/>.</summary>
    /// <param name="stateDict">What was loaded.</param>
    /// <param name="useStructuredName">Whether the keys are those of <see cref="StateDict"/>.</param>
    public StateDictReport LoadDict(IEnumerable<KeyValuePair<string, object?>> stateDict, bool useStructuredName = true) => SetStateDict(stateDict, useStructuredName);

    /// <summary>An older name of <see cref="SetStateDict(IEnumerable{KeyValuePair{string, object}}, bool)"/>.</summary>
    /// <param name="stateDict">What was loaded.</param>
    /// <param name="useStructuredName">Whether the keys are those of <see cref="StateDict"/>.</param>
    public StateDictReport SetDict(IEnumerable<KeyValuePair<string, object?>> stateDict, bool useStructuredName = true) => SetStateDict(stateDict, useStructuredName);

    private protected virtual IEnumerable<(string Key, object Value)> Members() => LayerMembers.Of(this);

    private protected void RemoveAdded(string name) => _added.Remove(name);

    private protected void ClearAdded() => _added.Clear();

    private protected OrderedDictionary<string, object> Added => _added;

    /// <summary>Puts another parameter in the place of one that the layer's own member holds; it is computed from the layer's state, so it is not part of it any more.</summary>
    /// <exception cref="InvalidArgumentException">No member of the layer holds it.</exception>
    internal void Replace(string name, Parameter parameter)
    {
        if (!LayerMembers.TryReplace(this, name, parameter))
            throw new InvalidArgumentException($"{_fullName}: '{name}' is held by no member of the layer, so it cannot be replaced.");
        (_computed ??= []).Add(name);
    }

    private IEnumerable<(string Key, object Value)> AllMembers()
        => (_computed is null ? Members() : Members().Where(m => !_computed.Contains(m.Key))).Concat(_added.Select(a => (a.Key, a.Value)));

    private void Add(string name, object value)
    {
        if (name.Length == 0 || name.Contains('.'))
            throw new InvalidArgumentException($"{_fullName}: '{name}' cannot be the name of a member.", "It must not be empty and must not contain a dot.");
        _added[name] = value;
    }

    private IEnumerable<(string, T)> Walk<T>(string prefix, bool includeSublayers, Func<string, T, bool> wanted)
        where T : Tensor
    {
        var seen = new HashSet<T>(ReferenceEqualityComparer.Instance);
        IEnumerable<(string Name, Layer Layer)> layers = includeSublayers ? NamedSublayers(prefix, includeSelf: true) : [(prefix, this)];
        foreach ((string name, Layer layer) in layers)
        {
            foreach ((string key, object value) in layer.AllMembers())
            {
                if (value is T tensor && wanted(key, tensor) && seen.Add(tensor))
                    yield return (name.Length > 0 ? $"{name}.{key}" : key, tensor);
            }
        }
    }

    private IEnumerable<(string Name, Layer Layer)> WalkLayers(string prefix, HashSet<Layer> seen)
    {
        if (!seen.Add(this))
            yield break;
        yield return (prefix, this);
        foreach ((string name, Layer child) in NamedChildren())
        {
            foreach ((string, Layer) found in child.WalkLayers(prefix.Length > 0 ? $"{prefix}.{name}" : name, seen))
                yield return found;
        }
    }
}
