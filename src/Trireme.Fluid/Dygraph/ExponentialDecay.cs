namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>learningRate · decayRate^(step / decaySteps).</summary>
    /// <param name="learningRate">The first rate.</param>
    /// <param name="decaySteps">The unit of time in steps; at least 1.</param>
    /// <param name="decayRate">How much the rate falls in a unit.</param>
    /// <param name="staircase">Whether only whole units count.</param>
    /// <param name="begin">The number of the first step.</param>
    /// <param name="step">How much each update adds to the number of the step.</param>
    /// <param name="dtype">Kept for Paddle's signature.</param>
    /// <remarks>Mirrors fluid.dygraph.ExponentialDecay.</remarks>
    public sealed class ExponentialDecay(double learningRate, int decaySteps, double decayRate, bool staircase = false,
            int begin = 0, int step = 1, DType? dtype = null)
        : LearningRateDecay(learningRate, begin, step, dtype)
    {
        /// <inheritdoc/>
        public override double GetLr() => BaseLr * Math.Pow(decayRate, Units(decaySteps, staircase));
    }
}
