namespace Trireme.NN;

/// <summary>
/// A layer of a transformer's decoder: self attention, attention to the encoder's output and a feed-forward network, each with a residual
/// connection and layer normalization.
/// </summary>
/// <remarks>Mirrors paddle.nn.TransformerDecoderLayer; Vaswani et al. 2017.</remarks>
public sealed class TransformerDecoderLayer : Layer
{
    private readonly Func<TransformerDecoderLayer> _another;
    private readonly string _activation;
    private readonly bool _normalizeBefore;

    /// <summary>A decoder layer.</summary>
    /// <param name="dModel">The size of inputs, memory and outputs.</param>
    /// <param name="nhead">The number of heads; divides <paramref name="dModel"/>.</param>
    /// <param name="dimFeedforward">The size inside the feed-forward network.</param>
    /// <param name="dropout">The probability of dropping elements of the parts' results.</param>
    /// <param name="activation">Of the feed-forward network, such as <c>relu</c> or <c>gelu</c>.</param>
    /// <param name="attnDropout">The probability of dropping attention weights; <paramref name="dropout"/> where null.</param>
    /// <param name="actDropout">The probability of dropping activations; <paramref name="dropout"/> where null.</param>
    /// <param name="normalizeBefore">Whether each part normalizes its input instead of its output.</param>
    /// <param name="weightAttr">How weights are made and trained: one for all, or one each for self attention, cross attention and feed-forward network.</param>
    /// <param name="biasAttr">The same for biases.</param>
    /// <exception cref="InvalidArgumentException">Sizes do not fit, or the activation is not known.</exception>
    public TransformerDecoderLayer(int dModel, int nhead, int dimFeedforward, double dropout = 0.1, string activation = "relu", double? attnDropout = null,
        double? actDropout = null, bool normalizeBefore = false, ParamAttrs weightAttr = default, ParamAttrs biasAttr = default)
    {
        FeedForward.CheckActivation(activation);
        _another = () => new TransformerDecoderLayer(dModel, nhead, dimFeedforward, dropout, activation, attnDropout, actDropout, normalizeBefore, weightAttr, biasAttr);
        (_activation, _normalizeBefore) = (activation, normalizeBefore);
        ParamAttr?[] weights = weightAttr.Of(3), biases = biasAttr.Of(3);
        SelfAttn = new MultiHeadAttention(dModel, nhead, attnDropout ?? dropout, weightAttr: weights[0], biasAttr: biases[0]);
        CrossAttn = new MultiHeadAttention(dModel, nhead, attnDropout ?? dropout, weightAttr: weights[1], biasAttr: biases[1]);
        Linear1 = new Linear(dModel, dimFeedforward, weights[2], biases[2]);
        Dropout = new Dropout(actDropout ?? dropout);
        Linear2 = new Linear(dimFeedforward, dModel, weights[2], biases[2]);
        Norm1 = new LayerNorm(dModel);
        Norm2 = new LayerNorm(dModel);
        Norm3 = new LayerNorm(dModel);
        Dropout1 = new Dropout(dropout);
        Dropout2 = new Dropout(dropout);
        Dropout3 = new Dropout(dropout);
    }

    /// <summary>The self attention.</summary>
    public MultiHeadAttention SelfAttn { get; }

    /// <summary>The attention to the encoder's output.</summary>
    public MultiHeadAttention CrossAttn { get; }

    /// <summary>The first half of the feed-forward network.</summary>
    public Linear Linear1 { get; }

    /// <summary>Drops activations.</summary>
    public Dropout Dropout { get; }

    /// <summary>The second half of the feed-forward network.</summary>
    public Linear Linear2 { get; }

    /// <summary>Normalizes for the self attention.</summary>
    public LayerNorm Norm1 { get; }

    /// <summary>Normalizes for the cross attention.</summary>
    public LayerNorm Norm2 { get; }

    /// <summary>Normalizes for the feed-forward network.</summary>
    public LayerNorm Norm3 { get; }

    /// <summary>Drops elements of the self attention's result.</summary>
    public Dropout Dropout1 { get; }

    /// <summary>Drops elements of the cross attention's result.</summary>
    public Dropout Dropout2 { get; }

    /// <summary>Drops elements of the feed-forward network's result.</summary>
    public Dropout Dropout3 { get; }

    /// <summary>Runs the layer, with hooks.</summary>
    /// <param name="tgt">[B, M, size].</param>
    /// <param name="memory">The encoder's output, [B, N, size].</param>
    /// <param name="tgtMask">Broadcasts to [B, heads, M, M]; added to the products, or, as bool, true where a position is seen. None where null.</param>
    /// <param name="memoryMask">Broadcasts to [B, heads, M, N]; likewise.</param>
    public Tensor Call(Tensor tgt, Tensor memory, Tensor? tgtMask = null, Tensor? memoryMask = null) => base.Call([tgt, memory, tgtMask!, memoryMask!])[0];

    /// <summary>Runs the layer on the next positions of sequences.</summary>
    /// <param name="tgt">[B, positions, size].</param>
    /// <param name="memory">The encoder's output, [B, N, size].</param>
    /// <param name="tgtMask">Broadcasts to [B, heads, positions, all positions so far]; none where null.</param>
    /// <param name="memoryMask">Broadcasts to [B, heads, positions, N]; none where null.</param>
    /// <param name="cache">From <see cref="GenCache"/> or the call before.</param>
    /// <returns>The output, and the caches for the next call.</returns>
    public (Tensor Output, (MultiHeadAttention.KeyValues Incremental, MultiHeadAttention.KeyValues Static) Cache) Call(Tensor tgt, Tensor memory, Tensor? tgtMask,
        Tensor? memoryMask, (MultiHeadAttention.KeyValues Incremental, MultiHeadAttention.KeyValues Static) cache)
    {
        (Tensor attended, _, MultiHeadAttention.KeyValues? next) = SelfAttn.Call(Before(Norm1, tgt), null, null, tgtMask, cache.Incremental);
        tgt = After(Norm1, tgt + Dropout1.Call(attended));
        (Tensor crossed, _, MultiHeadAttention.KeyValues? memorized) = CrossAttn.Call(Before(Norm2, tgt), memory, memory, memoryMask, cache.Static);
        return (Finish(tgt, crossed), (next!, memorized!));
    }

    /// <summary>Runs the layer; see <see cref="Call(Tensor, Tensor, Tensor?, Tensor?)"/>.</summary>
    /// <param name="inputs">Target, memory and the two masks; the masks may be null or left out.</param>
    public override Tensor[] Forward(params Tensor[] inputs)
    {
        Tensor tgt = inputs[0], memory = inputs[1];
        tgt = After(Norm1, tgt + Dropout1.Call(SelfAttn.Call(Before(Norm1, tgt), attnMask: inputs.ElementAtOrDefault(2))));
        return [Finish(tgt, CrossAttn.Call(Before(Norm2, tgt), memory, memory, inputs.ElementAtOrDefault(3)))];
    }

    /// <summary>Caches to start with: an empty one for the target, and the memory's keys and values.</summary>
    /// <param name="memory">The encoder's output, [B, N, size].</param>
    /// <remarks>Mirrors gen_cache.</remarks>
    public (MultiHeadAttention.KeyValues Incremental, MultiHeadAttention.KeyValues Static) GenCache(Tensor memory)
        => (SelfAttn.GenCache(memory), CrossAttn.GenCache(memory, memory, typeof(MultiHeadAttention.StaticCache)));

    internal TransformerDecoderLayer Another() => _another();

    private Tensor Finish(Tensor tgt, Tensor crossed)
    {
        tgt = After(Norm2, tgt + Dropout2.Call(crossed));
        return After(Norm3, tgt + Dropout3.Call(FeedForward.Run(Before(Norm3, tgt), Linear1, _activation, Dropout, Linear2)));
    }

    private Tensor Before(LayerNorm norm, Tensor x) => _normalizeBefore ? norm.Call(x) : x;

    private Tensor After(LayerNorm norm, Tensor x) => _normalizeBefore ? x : norm.Call(x);
}
