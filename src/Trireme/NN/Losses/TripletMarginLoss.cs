using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>max(0, distance to the positive − distance to the negative + margin).</summary>
/// <param name="margin">The margin.</param>
/// <param name="p">The order of the distance.</param>
/// <param name="epsilon">Keeps the distance differentiable at 0.</param>
/// <param name="swap">Whether the distance of positive and negative counts where it is smaller.</param>
/// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.TripletMarginLoss.</remarks>
public sealed class TripletMarginLoss(double margin = 1.0, double p = 2.0, double epsilon = 1e-6, bool swap = false, string reduction = "mean",
    string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Tensor y, Tensor z) => F.TripletMarginLoss(x, y, z, margin, p, epsilon, swap, reduction);
}
