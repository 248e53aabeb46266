using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>max(0, distance to the positive − distance to the negative + margin), with a distance of your own.</summary>
/// <param name="distanceFunction">The distance; Euclidean where null.</param>
/// <param name="margin">The margin.</param>
/// <param name="swap">Whether the distance of positive and negative counts where it is smaller.</param>
/// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.TripletMarginWithDistanceLoss.</remarks>
public sealed class TripletMarginWithDistanceLoss(Func<Tensor, Tensor, Tensor>? distanceFunction = null, double margin = 1.0, bool swap = false, string reduction = "mean",
    string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Tensor y, Tensor z) => F.TripletMarginWithDistanceLoss(x, y, z, distanceFunction, margin, swap, reduction);
}
