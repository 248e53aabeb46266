using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The cross entropy between logits and labels: softmax built in.</summary>
/// <param name="weight">A factor for each class or element.</param>
/// <param name="ignoreIndex">A label that does not count.</param>
/// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
/// <param name="softLabel">Whether labels are distributions over the classes.</param>
/// <param name="axis">The class axis.</param>
/// <param name="useSoftmax">Whether the input is logits; else it is probabilities.</param>
/// <param name="labelSmoothing">How much of each label is spread over all classes; 0 to 1.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.CrossEntropyLoss.</remarks>
public sealed class CrossEntropyLoss(Tensor? weight = null, int ignoreIndex = -100, string reduction = "mean", bool softLabel = false, int axis = -1, bool useSoftmax = true, double labelSmoothing = 0.0, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor label) => F.CrossEntropy(input, label, weight, ignoreIndex, reduction, softLabel, axis, useSoftmax, labelSmoothing);
}
