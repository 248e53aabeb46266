using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>max(0, −label · (input − other) + margin): the first should rank above the second where the label is 1.</summary>
/// <param name="margin">The margin.</param>
/// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.MarginRankingLoss.</remarks>
public sealed class MarginRankingLoss(double margin = 0.0, string reduction = "mean", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Tensor y, Tensor z) => F.MarginRankingLoss(x, y, z, (float)margin, reduction);
}
