using Trireme.Operators;

namespace Trireme.NN.Initializers;

/// <summary>Normal with standard deviation gain / √(fan in): keeps the variance through rectifiers.</summary>
/// <param name="fanIn">Numbers flowing into a unit; from the shape where null.</param>
/// <param name="negativeSlope">The slope of a leaky rectifier below 0.</param>
/// <param name="nonlinearity">The activation that follows; see <see cref="Initializer.CalculateGain"/>.</param>
/// <remarks>Mirrors paddle.nn.initializer.KaimingNormal; He et al. 2015.</remarks>
public sealed class KaimingNormal(double? fanIn = null, double negativeSlope = 0.0, string nonlinearity = "relu") : Initializer
{
    /// <inheritdoc/>
    private protected override Op Record(Shape shape, DType dtype)
    {
        double std = CalculateGain(nonlinearity, negativeSlope) / Math.Sqrt(fanIn ?? Fans(shape).FanIn);
        return new GaussianRandomOp(shape, dtype, 0, std, Seed);
    }
}
