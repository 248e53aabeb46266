using System.Collections;

namespace Trireme.NN;

/// <summary>Layers by name that belong to a layer.</summary>
/// <remarks>Mirrors paddle.nn.LayerDict.</remarks>
public sealed class LayerDict : Layer, IEnumerable<KeyValuePair<string, Layer>>
{
    /// <summary>A dict with these layers.</summary>
    /// <param name="sublayers">Names and layers.</param>
    public LayerDict(IEnumerable<KeyValuePair<string, Layer>>? sublayers = null) => Update(sublayers ?? []);

    /// <summary>How many there are.</summary>
    public int Count => Added.Count;

    /// <summary>The layer with a name.</summary>
    /// <param name="key">The name.</param>
    public Layer this[string key]
    {
        get => (Layer)Added[key];
        set => AddSublayer(key, value);
    }

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Keys() => Added.Keys;

    /// <summary>The layers, in order.</summary>
    public IEnumerable<Layer> Values() => Added.Values.Cast<Layer>();

    /// <summary>Whether there is a layer with a name.</summary>
    /// <param name="key">The name.</param>
    public bool Contains(string key) => Added.ContainsKey(key);

    /// <summary>Takes a layer away and returns it.</summary>
    /// <param name="key">Its name.</param>
    /// <exception cref="InvalidArgumentException">There is no such layer.</exception>
    public Layer Pop(string key)
    {
        if (!Contains(key))
            throw new InvalidArgumentException($"LayerDict: there is no layer '{key}'.", $"There are: {string.Join(", ", Keys())}.");
        Layer layer = this[key];
        RemoveAdded(key);
        return layer;
    }

    /// <summary>Takes all layers away.</summary>
    public void Clear() => ClearAdded();

    /// <summary>Adds layers, replacing those of the same name.</summary>
    /// <param name="sublayers">Names and layers.</param>
    public void Update(IEnumerable<KeyValuePair<string, Layer>> sublayers)
    {
        foreach ((string key, Layer layer) in sublayers)
            this[key] = layer;
    }

    /// <summary>Enumerates names and layers.</summary>
    public IEnumerator<KeyValuePair<string, Layer>> GetEnumerator() => Added.Select(a => KeyValuePair.Create(a.Key, (Layer)a.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private protected override IEnumerable<(string Key, object Value)> Members() => [];
}
