using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>Rows of a table, looked up by number.</summary>
/// <remarks>Mirrors paddle.nn.Embedding. Weight [numEmbeddings, embeddingDim] starts Xavier-uniform; the padding row starts at 0.</remarks>
public sealed class Embedding : Layer
{
    private readonly int? _paddingIdx;
    private readonly bool _sparse;

    /// <summary>A lookup table.</summary>
    /// <param name="numEmbeddings">The number of rows; at least 1.</param>
    /// <param name="embeddingDim">The length of a row; at least 1.</param>
    /// <param name="paddingIdx">A number that gives zeros and is never trained; negative counts from the end.</param>
    /// <param name="sparse">Whether the gradient holds only the rows used; eager gradients are dense either way.</param>
    /// <param name="weightAttr">How the table is made and trained.</param>
    /// <param name="name">Names nothing in eager mode.</param>
    /// <exception cref="InvalidArgumentException">A size is below 1, or <paramref name="paddingIdx"/> is no row.</exception>
    public Embedding(int numEmbeddings, int embeddingDim, int? paddingIdx = null, bool sparse = false, ParamAttr? weightAttr = null, string? name = null)
    {
        if (numEmbeddings < 1 || embeddingDim < 1)
            throw new InvalidArgumentException($"Embedding: {numEmbeddings} rows of {embeddingDim} make no table.", "Both must be at least 1.");
        if (paddingIdx is { } p && (p < -numEmbeddings || p >= numEmbeddings))
            throw new InvalidArgumentException($"Embedding: paddingIdx {p} is outside [{-numEmbeddings}, {numEmbeddings - 1}].");
        _paddingIdx = paddingIdx < 0 ? paddingIdx + numEmbeddings : paddingIdx;
        _sparse = sparse;
        Name = name;
        Weight = CreateParameter([numEmbeddings, embeddingDim], weightAttr);
        if (_paddingIdx is { } row)
        {
            using IDisposable noGrad = Paddle.NoGrad();
            Weight[row] = Paddle.Zeros([embeddingDim], Weight.DType);
        }
    }

    /// <summary>The table, [numEmbeddings, embeddingDim].</summary>
    public Parameter Weight { get; }

    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.Embedding(input, Weight, _paddingIdx, _sparse);

    /// <inheritdoc/>
    public override string ExtraRepr() => $"{Weight.Shape[0]}, {Weight.Shape[1]}, sparse={_sparse}";
}
