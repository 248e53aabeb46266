using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>1 − cos of two vectors where the label is 1, max(0, cos − margin) where it is −1.</summary>
/// <param name="margin">The margin; −1 to 1.</param>
/// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.CosineEmbeddingLoss.</remarks>
public sealed class CosineEmbeddingLoss(double margin = 0, string reduction = "mean", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Tensor y, Tensor z) => F.CosineEmbeddingLoss(x, y, z, margin, reduction);
}
