using Trireme.Regularizers;

namespace Trireme.Fluid;

/// <summary>The penalties of fluid.regularizer. They are those of Trireme.Regularizers.</summary>
public static class Regularizer
{
    /// <summary>coeff · Σ|w|.</summary>
    /// <param name="regularizationCoeff">The penalty's weight.</param>
    /// <remarks>Mirrors fluid.regularizer.L1Decay.</remarks>
    public static L1Decay L1Decay(double regularizationCoeff = 0.0) => new(regularizationCoeff);

    /// <summary>½ · coeff · Σw².</summary>
    /// <param name="regularizationCoeff">The penalty's weight.</param>
    /// <remarks>Mirrors fluid.regularizer.L2Decay.</remarks>
    public static L2Decay L2Decay(double regularizationCoeff = 0.0) => new(regularizationCoeff);

    /// <summary>The same as <see cref="L1Decay"/>.</summary>
    /// <param name="regularizationCoeff">The penalty's weight.</param>
    /// <remarks>Mirrors fluid.regularizer.L1DecayRegularizer.</remarks>
    public static L1Decay L1DecayRegularizer(double regularizationCoeff = 0.0) => new(regularizationCoeff);

    /// <summary>The same as <see cref="L2Decay"/>.</summary>
    /// <param name="regularizationCoeff">The penalty's weight.</param>
    /// <remarks>Mirrors fluid.regularizer.L2DecayRegularizer.</remarks>
    public static L2Decay L2DecayRegularizer(double regularizationCoeff = 0.0) => new(regularizationCoeff);
}
