namespace Trireme.Regularizers;

/// <summary>The penalty coeff · Σ |w|: adds coeff · sign(w) to the gradient.</summary>
/// <param name="coeff">Finite and not negative.</param>
/// <remarks>Mirrors paddle.regularizer.L1Decay.</remarks>
public sealed class L1Decay(double coeff = 0.0) : WeightDecayRegularizer(coeff)
{
    /// <inheritdoc/>
    public override Tensor Gradient(Tensor parameter) => parameter.Sign() * Coeff;
}
