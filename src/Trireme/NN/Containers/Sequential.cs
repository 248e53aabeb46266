namespace Trireme.NN;

/// <summary>Layers one after the other, each fed with the output of the one before.</summary>
/// <remarks>Mirrors paddle.nn.Sequential. Keys are <c>0</c>, <c>1</c>, … unless names are given.</remarks>
public sealed class Sequential : Layer
{
    /// <summary>A chain of layers.</summary>
    /// <param name="layers">The layers in order.</param>
    public Sequential(params ReadOnlySpan<Layer> layers)
    {
        for (int i = 0; i < layers.Length; i++)
            AddSublayer(i.ToString(), layers[i]);
    }

    /// <summary>A chain of named layers.</summary>
    /// <param name="layers">Names and layers in order.</param>
    public Sequential(params ReadOnlySpan<(string Name, Layer Layer)> layers)
    {
        foreach ((string name, Layer layer) in layers)
            AddSublayer(name, layer);
    }

    /// <summary>How many layers there are.</summary>
    public int Count => Added.Count;

    /// <summary>The layer at a position.</summary>
    /// <param name="index">0 to Count - 1; <c>^1</c> is the last.</param>
    public Layer this[Index index]
    {
        get => (Layer)Added.GetAt(index.GetOffset(Added.Count)).Value;
        set => Added.SetAt(index.GetOffset(Added.Count), value);
    }

    /// <summary>The layer with a name.</summary>
    /// <param name="name">The name, or the position as text.</param>
    public Layer this[string name]
    {
        get => (Layer)Added[name];
        set => AddSublayer(name, value);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Tensor x = input;
        bool isOwn = false;
        for (int i = 0; At(i) is { } layer;)
        {
            Tensor before = x;
            int fused = FusedChain.Run(layer, At(i + 1), At(i + 2), ref x);
            if (fused == 0)
                x = layer.Call(x);
            i += Math.Max(fused, 1);
            // In inference results between layers that keep nothing are freed at once, so that the next ones find memory that is in the cache.
            bool wasOwn = isOwn;
            isOwn = FusedChain.KeepsNothing(layer);
            if (wasOwn && isOwn)
                before.Dispose();
        }
        return x;
    }

    private Layer? At(int index) => index < Added.Count ? (Layer)Added.GetAt(index).Value : null;

    private protected override IEnumerable<(string Key, object Value)> Members() => [];
}
