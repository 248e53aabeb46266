namespace Trireme.Regularizers;

/// <summary>A penalty on large weights, added to their gradients before an optimizer uses them.</summary>
/// <remarks>Mirrors paddle.regularizer.WeightDecayRegularizer.</remarks>
public abstract class WeightDecayRegularizer
{
    /// <summary>The weight of the penalty.</summary>
    /// <param name="coeff">Finite and not negative.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="coeff"/> is negative, infinite or NaN.</exception>
    protected WeightDecayRegularizer(double coeff)
    {
        if (!double.IsFinite(coeff) || coeff < 0)
            throw new InvalidArgumentException($"{GetType().Name}: coeff {coeff} is not usable.", "It must be finite and not negative.");
        Coeff = coeff;
    }

    /// <summary>The weight of the penalty.</summary>
    public double Coeff { get; }

    /// <summary>What the penalty adds to a gradient.</summary>
    /// <param name="parameter">The weights.</param>
    /// <returns>The derivative of the penalty, of the weights' shape.</returns>
    public abstract Tensor Gradient(Tensor parameter);
}
