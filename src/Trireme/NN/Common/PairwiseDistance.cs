using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The distance of vectors along the last axis.</summary>
/// <param name="p">The order of the norm.</param>
/// <param name="epsilon">Keeps the norm differentiable at 0.</param>
/// <param name="keepdim">Whether the axis stays with size 1.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.PairwiseDistance.</remarks>
public sealed class PairwiseDistance(double p = 2.0, double epsilon = 1e-6, bool keepdim = false, string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor label) => F.PairwiseDistance(input, label, p, epsilon, keepdim);
}
