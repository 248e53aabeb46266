namespace Trireme.Regularizers;

/// <summary>The penalty coeff/2 · Σ w²: adds coeff · w to the gradient.</summary>
/// <param name="coeff">Finite and not negative.</param>
/// <remarks>Mirrors paddle.regularizer.L2Decay.</remarks>
public sealed class L2Decay(double coeff = 0.0) : WeightDecayRegularizer(coeff)
{
    /// <inheritdoc/>
    public override Tensor Gradient(Tensor parameter) => parameter * Coeff;
}
