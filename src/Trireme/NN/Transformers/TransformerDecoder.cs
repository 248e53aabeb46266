namespace Trireme.NN;

/// <summary>Decoder layers one after the other.</summary>
/// <remarks>Mirrors paddle.nn.TransformerDecoder.</remarks>
public sealed class TransformerDecoder : Layer
{
    /// <summary>A stack of decoder layers.</summary>
    /// <param name="decoderLayer">The first layer; the others are made like it, with values of their own.</param>
    /// <param name="numLayers">The number of layers; at least 1.</param>
    /// <param name="norm">Normalizes the last layer's output; none where null.</param>
    /// <exception cref="InvalidArgumentException">There is no layer.</exception>
    public TransformerDecoder(TransformerDecoderLayer decoderLayer, int numLayers, LayerNorm? norm = null)
    {
        if (numLayers < 1)
            throw new InvalidArgumentException($"TransformerDecoder: there are {numLayers} layers.", null, "There must be at least 1.");
        Layers = new LayerList(Enumerable.Range(0, numLayers).Select(i => i == 0 ? decoderLayer : decoderLayer.Another()));
        Norm = norm;
    }

    /// <summary>The layers.</summary>
    public LayerList Layers { get; }

    /// <summary>Normalizes the last layer's output, or null.</summary>
    public LayerNorm? Norm { get; }

    /// <summary>Runs all layers, with hooks.</summary>
    /// <param name="tgt">[B, M, size].</param>
    /// <param name="memory">The encoder's output, [B, N, size].</param>
    /// <param name="tgtMask">Broadcasts to [B, heads, M, M]; added to the products, or, as bool, true where a position is seen. None where null.</param>
    /// <param name="memoryMask">Broadcasts to [B, heads, M, N]; likewise.</param>
    public Tensor Call(Tensor tgt, Tensor memory, Tensor? tgtMask = null, Tensor? memoryMask = null) => base.Call([tgt, memory, tgtMask!, memoryMask!])[0];

    /// <summary>Runs all layers on the next positions of sequences.</summary>
    /// <param name="tgt">[B, positions, size].</param>
    /// <param name="memory">The encoder's output, [B, N, size].</param>
    /// <param name="tgtMask">Broadcasts to [B, heads, positions, all positions so far]; none where null.</param>
    /// <param name="memoryMask">Broadcasts to [B, heads, positions, N]; none where null.</param>
    /// <param name="cache">A pair for each layer, from <see cref="GenCache"/> or the call before.</param>
    /// <returns>The output, and the caches for the next call.</returns>
    public (Tensor Output, (MultiHeadAttention.KeyValues Incremental, MultiHeadAttention.KeyValues Static)[] Cache) Call(Tensor tgt, Tensor memory, Tensor? tgtMask,
        Tensor? memoryMask, (MultiHeadAttention.KeyValues Incremental, MultiHeadAttention.KeyValues Static)[] cache)
    {
        var next = new (MultiHeadAttention.KeyValues, MultiHeadAttention.KeyValues)[Layers.Count];
        for (int i = 0; i < next.Length; i++)
            (tgt, next[i]) = ((TransformerDecoderLayer)Layers[i]).Call(tgt, memory, tgtMask, memoryMask, cache[i]);
        return (Norm is null ? tgt : Norm.Call(tgt), next);
    }

    /// <summary>Runs all layers; see <see cref="Call(Tensor, Tensor, Tensor?, Tensor?)"/>.</summary>
    /// <param name="inputs">Target, memory and the two masks; the masks may be null or left out.</param>
    public override Tensor[] Forward(params Tensor[] inputs)
    {
        Tensor tgt = inputs[0];
        foreach (Layer layer in Layers)
            tgt = ((TransformerDecoderLayer)layer).Call(tgt, inputs[1], inputs.ElementAtOrDefault(2), inputs.ElementAtOrDefault(3));
        return [Norm is null ? tgt : Norm.Call(tgt)];
    }

    /// <summary>Caches to start with, for each layer an empty one and the memory's keys and values.</summary>
    /// <param name="memory">The encoder's output, [B, N, size].</param>
    /// <remarks>Mirrors gen_cache without do_zip: a C# caller can take the pairs apart itself.</remarks>
    public (MultiHeadAttention.KeyValues Incremental, MultiHeadAttention.KeyValues Static)[] GenCache(Tensor memory)
        => Layers.Select(l => ((TransformerDecoderLayer)l).GenCache(memory)).ToArray();
}
