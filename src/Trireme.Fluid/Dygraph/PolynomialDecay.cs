namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>From a rate to another along a power of the time that is left.</summary>
    /// <param name="learningRate">The first rate.</param>
    /// <param name="decaySteps">The unit of time in steps; at least 1.</param>
    /// <param name="endLearningRate">The last rate.</param>
    /// <param name="power">The power.</param>
    /// <param name="cycle">Whether it begins anew, longer each time.</param>
    /// <param name="begin">The number of the first step.</param>
    /// <param name="step">How much each update adds to the number of the step.</param>
    /// <param name="dtype">Kept for Paddle's signature.</param>
    /// <remarks>Mirrors fluid.dygraph.PolynomialDecay.</remarks>
    public sealed class PolynomialDecay(double learningRate, int decaySteps, double endLearningRate = 0.0001, double power = 1.0, bool cycle = false,
            int begin = 0, int step = 1, DType? dtype = null)
        : LearningRateDecay(learningRate, begin, step, dtype)
    {
        /// <inheritdoc/>
        public override double GetLr()
        {
            double span = decaySteps, time = StepNum;
            if (cycle)
                span *= Math.Max(1, Math.Ceiling(time / span));
            else
                time = Math.Min(time, span);
            return ((BaseLr - endLearningRate) * Math.Pow(1 - (time / span), power)) + endLearningRate;
        }
    }
}
