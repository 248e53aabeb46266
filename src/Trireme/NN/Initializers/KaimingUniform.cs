using Trireme.Operators;

namespace Trireme.NN.Initializers;

/// <summary>Uniform in ±gain · √(3 / fan in): keeps the variance through rectifiers.</summary>
/// <param name="fanIn">Numbers flowing into a unit; from the shape where null.</param>
/// <param name="negativeSlope">The slope of a leaky rectifier below 0.</param>
/// <param name="nonlinearity">The activation that follows; see <see cref="Initializer.CalculateGain"/>.</param>
/// <remarks>Mirrors paddle.nn.initializer.KaimingUniform; He et al. 2015.</remarks>
public sealed class KaimingUniform(double? fanIn = null, double negativeSlope = 0.0, string nonlinearity = "relu") : Initializer
{
    /// <inheritdoc/>
    private protected override Op Record(Shape shape, DType dtype)
    {
        double limit = CalculateGain(nonlinearity, negativeSlope) * Math.Sqrt(3.0 / (fanIn ?? Fans(shape).FanIn));
        return new UniformRandomOp(shape, dtype, -limit, limit, Seed);
    }
}
