namespace Trireme.NN;

/// <summary>Encoder layers one after the other.</summary>
/// <remarks>Mirrors paddle.nn.TransformerEncoder.</remarks>
public sealed class TransformerEncoder : Layer
{
    /// <summary>A stack of encoder layers.</summary>
    /// <param name="encoderLayer">The first layer; the others are made like it, with values of their own.</param>
    /// <param name="numLayers">The number of layers; at least 1.</param>
    /// <param name="norm">Normalizes the last layer's output; none where null.</param>
    /// <exception cref="InvalidArgumentException">There is no layer.</exception>
    public TransformerEncoder(TransformerEncoderLayer encoderLayer, int numLayers, LayerNorm? norm = null)
    {
        if (numLayers < 1)
            throw new InvalidArgumentException($"TransformerEncoder: there are {numLayers} layers.", null, "There must be at least 1.");
        Layers = new LayerList(Enumerable.Range(0, numLayers).Select(i => i == 0 ? encoderLayer : encoderLayer.Another()));
        Norm = norm;
    }

    /// <summary>The layers.</summary>
    public LayerList Layers { get; }

    /// <summary>Normalizes the last layer's output, or null.</summary>
    public LayerNorm? Norm { get; }

    /// <summary>Runs all layers, with hooks.</summary>
    /// <param name="src">[B, N, size].</param>
    /// <param name="srcMask">Broadcasts to [B, heads, N, N]; added to the products, or, as bool, true where a position is seen. None where null.</param>
    public new Tensor Call(Tensor src, Tensor? srcMask = null) => srcMask is null ? base.Call(src) : base.Call(src, srcMask);

    /// <summary>Runs all layers on the next positions of sequences.</summary>
    /// <param name="src">[B, positions, size].</param>
    /// <param name="srcMask">Broadcasts to [B, heads, positions, all positions so far]; none where null.</param>
    /// <param name="cache">One for each layer, from <see cref="GenCache"/> or the call before.</param>
    /// <returns>The output, and the caches for the next call.</returns>
    public (Tensor Output, MultiHeadAttention.KeyValues[] Cache) Call(Tensor src, Tensor? srcMask, MultiHeadAttention.KeyValues[] cache)
    {
        var next = new MultiHeadAttention.KeyValues[Layers.Count];
        for (int i = 0; i < next.Length; i++)
            (src, next[i]) = ((TransformerEncoderLayer)Layers[i]).Call(src, srcMask, cache[i]);
        return (Norm is null ? src : Norm.Call(src), next);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Run(input, null);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor label) => Run(input, label);

    /// <summary>An empty cache for each layer.</summary>
    /// <param name="src">Anything with the right batch.</param>
    /// <remarks>Mirrors gen_cache.</remarks>
    public MultiHeadAttention.KeyValues[] GenCache(Tensor src) => Layers.Select(l => ((TransformerEncoderLayer)l).GenCache(src)).ToArray();

    private Tensor Run(Tensor src, Tensor? srcMask)
    {
        foreach (Layer layer in Layers)
            src = ((TransformerEncoderLayer)layer).Call(src, srcMask);
        return Norm is null ? src : Norm.Call(src);
    }
}
