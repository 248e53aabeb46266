using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>x above the threshold, else 0.</summary>
/// <param name="threshold">The threshold.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.ThresholdedReLU.</remarks>
public sealed class ThresholdedReLU(double threshold = 1.0, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => F.ThresholdedRelu(input, threshold);
}
