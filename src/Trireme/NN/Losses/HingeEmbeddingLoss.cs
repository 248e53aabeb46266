using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The input where the label is 1, max(0, margin − input) where it is −1.</summary>
/// <param name="margin">The margin.</param>
/// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.HingeEmbeddingLoss.</remarks>
public sealed class HingeEmbeddingLoss(double margin = 1.0, string reduction = "mean", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor label) => F.HingeEmbeddingLoss(input, label, (float)margin, reduction);
}
