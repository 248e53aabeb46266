using System.Collections;

namespace Trireme.NN;

/// <summary>A list of layers that belongs to a layer; their keys are <c>0</c>, <c>1</c>, …</summary>
/// <remarks>Mirrors paddle.nn.LayerList.</remarks>
public sealed class LayerList : Layer, IReadOnlyList<Layer>
{
    private readonly List<Layer> _items = [];

    /// <summary>A list with these layers.</summary>
    /// <param name="sublayers">The layers.</param>
    public LayerList(IEnumerable<Layer>? sublayers = null) => _items.AddRange(sublayers ?? []);

    /// <summary>How many there are.</summary>
    public int Count => _items.Count;

    /// <summary>The layer at a position.</summary>
    /// <param name="index">0 to Count - 1.</param>
    public Layer this[int index]
    {
        get => _items[index];
        set => _items[index] = value;
    }

    /// <summary>Adds a layer at the end.</summary>
    /// <param name="sublayer">The layer.</param>
    /// <returns>This list.</returns>
    public LayerList Append(Layer sublayer)
    {
        _items.Add(sublayer);
        return this;
    }

    /// <summary>Adds layers at the end.</summary>
    /// <param name="sublayers">The layers.</param>
    /// <returns>This list.</returns>
    public LayerList Extend(IEnumerable<Layer> sublayers)
    {
        _items.AddRange(sublayers);
        return this;
    }

    /// <summary>Puts a layer before the one at a position.</summary>
    /// <param name="index">0 to Count; negative counts from the end.</param>
    /// <param name="sublayer">The layer.</param>
    public void Insert(int index, Layer sublayer) => _items.Insert(index < 0 ? index + _items.Count : index, sublayer);

    /// <summary>Takes the layer at a position away.</summary>
    /// <param name="index">0 to Count - 1.</param>
    public void RemoveAt(int index) => _items.RemoveAt(index);

    /// <summary>Enumerates the layers.</summary>
    public IEnumerator<Layer> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private protected override IEnumerable<(string Key, object Value)> Members() => _items.Select((l, i) => (i.ToString(), (object)l));
}
