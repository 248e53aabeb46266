using Trireme.Regularizers;

namespace Trireme.Optimizers;

/// <summary>Where Paddle takes <c>float | regularizer</c>: a number is an L2 penalty (for AdamW and Lamb: decoupled decay).</summary>
public readonly struct WeightDecay
{
    private readonly double _number;

    private WeightDecay(double number, WeightDecayRegularizer? regularizer)
    {
        _number = number;
        Regularizer = regularizer ?? new L2Decay(number);
    }

    /// <summary>The penalty.</summary>
    public WeightDecayRegularizer Regularizer { get; }

    /// <summary>The number that was given, or the penalty's weight.</summary>
    public double Coeff => Regularizer?.Coeff ?? _number;

    /// <summary>An L2 penalty.</summary>
    /// <param name="coeff">Its weight; finite and not negative.</param>
    public static implicit operator WeightDecay(double coeff) => new(coeff, null);

    /// <summary>A penalty.</summary>
    /// <param name="regularizer">The penalty.</param>
    public static implicit operator WeightDecay(WeightDecayRegularizer regularizer) => new(regularizer.Coeff, regularizer);
}
