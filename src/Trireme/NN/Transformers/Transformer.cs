namespace Trireme.NN;

/// <summary>Encoder and decoder: turns sequences into others.</summary>
/// <remarks>Mirrors paddle.nn.Transformer; Vaswani et al. 2017.</remarks>
public sealed class Transformer : Layer
{
    /// <summary>A transformer.</summary>
    /// <param name="dModel">The size of inputs and outputs.</param>
    /// <param name="nhead">The number of heads; divides <paramref name="dModel"/>.</param>
    /// <param name="numEncoderLayers">Layers of the encoder.</param>
    /// <param name="numDecoderLayers">Layers of the decoder.</param>
    /// <param name="dimFeedforward">The size inside the feed-forward networks.</param>
    /// <param name="dropout">The probability of dropping elements of the parts' results.</param>
    /// <param name="activation">Of the feed-forward networks, such as <c>relu</c> or <c>gelu</c>.</param>
    /// <param name="attnDropout">The probability of dropping attention weights; <paramref name="dropout"/> where null.</param>
    /// <param name="actDropout">The probability of dropping activations; <paramref name="dropout"/> where null.</param>
    /// <param name="normalizeBefore">Whether each part normalizes its input instead of its output.</param>
    /// <param name="weightAttr">How weights are made and trained: one for all; or for attention and feed-forward networks; or for self attention, cross attention and feed-forward networks.</param>
    /// <param name="biasAttr">The same for biases.</param>
    /// <param name="customEncoder">Takes the encoder's place: called with source and, where there is one, mask.</param>
    /// <param name="customDecoder">Takes the decoder's place: called with target, memory and the two masks, which may be null.</param>
    /// <exception cref="InvalidArgumentException">Sizes do not fit, or the activation is not known.</exception>
    public Transformer(int dModel = 512, int nhead = 8, int numEncoderLayers = 6, int numDecoderLayers = 6, int dimFeedforward = 2048, double dropout = 0.1,
        string activation = "relu", double? attnDropout = null, double? actDropout = null, bool normalizeBefore = false, ParamAttrs weightAttr = default,
        ParamAttrs biasAttr = default, Layer? customEncoder = null, Layer? customDecoder = null)
    {
        Encoder = customEncoder ?? new TransformerEncoder(
            new TransformerEncoderLayer(dModel, nhead, dimFeedforward, dropout, activation, attnDropout, actDropout, normalizeBefore, weightAttr.ForEncoder(), biasAttr.ForEncoder()),
            numEncoderLayers, new LayerNorm(dModel));
        Decoder = customDecoder ?? new TransformerDecoder(
            new TransformerDecoderLayer(dModel, nhead, dimFeedforward, dropout, activation, attnDropout, actDropout, normalizeBefore, weightAttr.ForDecoder(), biasAttr.ForDecoder()),
            numDecoderLayers, new LayerNorm(dModel));
    }

    /// <summary>The encoder.</summary>
    public Layer Encoder { get; }

    /// <summary>The decoder.</summary>
    public Layer Decoder { get; }

    /// <summary>Runs encoder and decoder, with hooks.</summary>
    /// <param name="src">[B, N, size].</param>
    /// <param name="tgt">[B, M, size].</param>
    /// <param name="srcMask">Broadcasts to [B, heads, N, N]; added to the products, or, as bool, true where a position is seen. None where null.</param>
    /// <param name="tgtMask">Broadcasts to [B, heads, M, M]; likewise.</param>
    /// <param name="memoryMask">Broadcasts to [B, heads, M, N]; likewise.</param>
    /// <returns>[B, M, size].</returns>
    public Tensor Call(Tensor src, Tensor tgt, Tensor? srcMask = null, Tensor? tgtMask = null, Tensor? memoryMask = null)
        => base.Call([src, tgt, srcMask!, tgtMask!, memoryMask!])[0];

    /// <summary>Runs encoder and decoder; see <see cref="Call(Tensor, Tensor, Tensor?, Tensor?, Tensor?)"/>.</summary>
    /// <param name="inputs">Source, target and the three masks; the masks may be null or left out.</param>
    public override Tensor[] Forward(params Tensor[] inputs)
    {
        Tensor memory = inputs.ElementAtOrDefault(2) is { } mask ? Encoder.Call(inputs[0], mask) : Encoder.Call(inputs[0]);
        return [Decoder.Call([inputs[1], memory, inputs.ElementAtOrDefault(3)!, inputs.ElementAtOrDefault(4)!])[0]];
    }

    /// <summary>A mask that lets each position see only those up to its own.</summary>
    /// <param name="length">The number of positions.</param>
    /// <returns>[length, length]: 0 on and below the diagonal, −∞ above it.</returns>
    /// <remarks>Mirrors generate_square_subsequent_mask.</remarks>
    public Tensor GenerateSquareSubsequentMask(int length) => Paddle.Full([length, length], double.NegativeInfinity, Paddle.GetDefaultDtype()).Triu(1);
}
