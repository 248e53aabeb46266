namespace Trireme.NN;

/// <summary>A layer of a transformer's encoder: self attention and a feed-forward network, each with a residual connection and layer normalization.</summary>
/// <remarks>Mirrors paddle.nn.TransformerEncoderLayer; Vaswani et al. 2017.</remarks>
public sealed class TransformerEncoderLayer : Layer
{
    private readonly Func<TransformerEncoderLayer> _another;
    private readonly string _activation;
    private readonly bool _normalizeBefore;

    /// <summary>An encoder layer.</summary>
    /// <param name="dModel">The size of inputs and outputs.</param>
    /// <param name="nhead">The number of heads; divides <paramref name="dModel"/>.</param>
    /// <param name="dimFeedforward">The size inside the feed-forward network.</param>
    /// <param name="dropout">The probability of dropping elements of both parts' results.</param>
    /// <param name="activation">Of the feed-forward network, such as <c>relu</c> or <c>gelu</c>.</param>
    /// <param name="attnDropout">The probability of dropping attention weights; <paramref name="dropout"/> where null.</param>
    /// <param name="actDropout">The probability of dropping activations; <paramref name="dropout"/> where null.</param>
    /// <param name="normalizeBefore">Whether each part normalizes its input instead of its output.</param>
    /// <param name="weightAttr">How weights are made and trained: one for all, or one each for attention and feed-forward network.</param>
    /// <param name="biasAttr">The same for biases.</param>
    /// <exception cref="InvalidArgumentException">Sizes do not fit, or the activation is not known.</exception>
    public TransformerEncoderLayer(int dModel, int nhead, int dimFeedforward, double dropout = 0.1, string activation = "relu", double? attnDropout = null,
        double? actDropout = null, bool normalizeBefore = false, ParamAttrs weightAttr = default, ParamAttrs biasAttr = default)
    {
        FeedForward.CheckActivation(activation);
        _another = () => new TransformerEncoderLayer(dModel, nhead, dimFeedforward, dropout, activation, attnDropout, actDropout, normalizeBefore, weightAttr, biasAttr);
        (_activation, _normalizeBefore) = (activation, normalizeBefore);
        ParamAttr?[] weights = weightAttr.Of(2), biases = biasAttr.Of(2);
        SelfAttn = new MultiHeadAttention(dModel, nhead, attnDropout ?? dropout, weightAttr: weights[0], biasAttr: biases[0]);
        Linear1 = new Linear(dModel, dimFeedforward, weights[1], biases[1]);
        Dropout = new Dropout(actDropout ?? dropout);
        Linear2 = new Linear(dimFeedforward, dModel, weights[1], biases[1]);
        Norm1 = new LayerNorm(dModel);
        Norm2 = new LayerNorm(dModel);
        Dropout1 = new Dropout(dropout);
        Dropout2 = new Dropout(dropout);
    }

    /// <summary>The self attention.</summary>
    public MultiHeadAttention SelfAttn { get; }

    /// <summary>The first half of the feed-forward network.</summary>
    public Linear Linear1 { get; }

    /// <summary>Drops activations.</summary>
    public Dropout Dropout { get; }

    /// <summary>The second half of the feed-forward network.</summary>
    public Linear Linear2 { get; }

    /// <summary>Normalizes for the attention.</summary>
    public LayerNorm Norm1 { get; }

    /// <summary>Normalizes for the feed-forward network.</summary>
    public LayerNorm Norm2 { get; }

    /// <summary>Drops elements of the attention's result.</summary>
    public Dropout Dropout1 { get; }

    /// <summary>Drops elements of the feed-forward network's result.</summary>
    public Dropout Dropout2 { get; }

    /// <summary>Runs the layer, with hooks.</summary>
    /// <param name="src">[B, N, size].</param>
    /// <param name="srcMask">Broadcasts to [B, heads, N, N]; added to the products, or, as bool, true where a position is seen. None where null.</param>
    public new Tensor Call(Tensor src, Tensor? srcMask = null) => srcMask is null ? base.Call(src) : base.Call(src, srcMask);

    /// <summary>Runs the layer on the next positions of sequences.</summary>
    /// <param name="src">[B, positions, size].</param>
    /// <param name="srcMask">Broadcasts to [B, heads, positions, all positions so far]; none where null.</param>
    /// <param name="cache">From <see cref="GenCache"/> or the call before.</param>
    /// <returns>The output, and the cache for the next call.</returns>
    public (Tensor Output, MultiHeadAttention.KeyValues Cache) Call(Tensor src, Tensor? srcMask, MultiHeadAttention.KeyValues cache)
    {
        (Tensor attended, _, MultiHeadAttention.KeyValues? next) = SelfAttn.Call(Before(Norm1, src), null, null, srcMask, cache);
        return (Finish(src, attended), next!);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Finish(input, SelfAttn.Call(Before(Norm1, input)));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor label) => Finish(input, SelfAttn.Call(Before(Norm1, input), attnMask: label));

    /// <summary>An empty cache.</summary>
    /// <param name="src">Anything with the right batch.</param>
    /// <remarks>Mirrors gen_cache.</remarks>
    public MultiHeadAttention.KeyValues GenCache(Tensor src) => SelfAttn.GenCache(src);

    internal TransformerEncoderLayer Another() => _another();

    private Tensor Finish(Tensor src, Tensor attended)
    {
        src = After(Norm1, src + Dropout1.Call(attended));
        return After(Norm2, src + Dropout2.Call(FeedForward.Run(Before(Norm2, src), Linear1, _activation, Dropout, Linear2)));
    }

    private Tensor Before(LayerNorm norm, Tensor x) => _normalizeBefore ? norm.Call(x) : x;

    private Tensor After(LayerNorm norm, Tensor x) => _normalizeBefore ? x : norm.Call(x);
}
