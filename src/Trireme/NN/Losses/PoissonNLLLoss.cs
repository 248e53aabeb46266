using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>The negative log likelihood of counts under Poisson distributions.</summary>
/// <param name="logInput">Whether the input is the logarithm of the rate.</param>
/// <param name="full">Whether Stirling's term counts.</param>
/// <param name="epsilon">Keeps the logarithm finite.</param>
/// <param name="reduction"><c>mean</c>, <c>sum</c> or <c>none</c>.</param>
/// <param name="name">Names nothing in eager mode.</param>
/// <remarks>Mirrors paddle.nn.PoissonNLLLoss.</remarks>
public sealed class PoissonNLLLoss(bool logInput = true, bool full = false, double epsilon = 1e-8, string reduction = "mean", string? name = null) : Layer
{
    /// <summary>The name given to the layer; it names nothing in eager mode.</summary>
    public string? Name { get; } = name;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, Tensor label) => F.PoissonNllLoss(input, label, logInput, full, (float)epsilon, reduction);
}
