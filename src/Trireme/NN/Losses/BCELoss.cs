using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The binary cross entropy of probabilities.</summary>
/// <param name="weight">A factor for each class or element.</param>
/// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.BCELoss.</remarks>
public sealed class BCELoss(Tensor? weight = null, string reduction = "mean", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor label) => F.BinaryCrossEntropy(input, label, weight, reduction);
}
