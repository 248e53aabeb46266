using System.Collections;

namespace Trireme.NN;

/// <summary>A list of parameters that belongs to a layer; their keys are <c>0</c>, <c>1</c>, …</summary>
/// <remarks>Mirrors paddle.nn.ParameterList.</remarks>
public sealed class ParameterList : Layer, IEnumerable<Parameter>
{
    private readonly List<Parameter> _items = [];

    /// <summary>A list with these parameters.</summary>
    /// <param name="parameters">The parameters.</param>
    public ParameterList(IEnumerable<Parameter>? parameters = null) => _items.AddRange(parameters ?? []);

    /// <summary>How many there are.</summary>
    public int Count => _items.Count;

    /// <summary>The parameter at a position.</summary>
    /// <param name="idx">0 to Count - 1.</param>
    public Parameter this[int idx]
    {
        get => _items[idx];
        set => _items[idx] = value;
    }

    /// <summary>Adds a parameter at the end.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <returns>This list.</returns>
    public ParameterList Append(Parameter parameter)
    {
        _items.Add(parameter);
        return this;
    }

    /// <summary>Enumerates the parameters.</summary>
    public IEnumerator<Parameter> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private protected override IEnumerable<(string Key, object Value)> Members() => _items.Select((p, i) => (i.ToString(), (object)p));
}
