using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The negative log likelihood of labels under normal distributions with given means and variances.</summary>
/// <param name="full">Whether the constant term counts.</param>
/// <param name="epsilon">The least variance.</param>
/// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.GaussianNLLLoss.</remarks>
public sealed class GaussianNLLLoss(bool full = false, double epsilon = 1e-6, string reduction = "mean", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Tensor y, Tensor z) => F.GaussianNllLoss(x, y, z, full, (float)epsilon, reduction);
}
