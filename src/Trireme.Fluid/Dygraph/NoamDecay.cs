namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>dModel^−½ · min(step^−½, step · warmupSteps^−1½).</summary>
    /// <param name="dModel">The number of features.</param>
    /// <param name="warmupSteps">How many steps the rate rises.</param>
    /// <param name="begin">The number of the first step.</param>
    /// <param name="step">How much each update adds to the number of the step.</param>
    /// <param name="dtype">Kept for Paddle's signature.</param>
    /// <remarks>Mirrors fluid.dygraph.NoamDecay. Vaswani et al. 2017.</remarks>
    public sealed class NoamDecay(int dModel, int warmupSteps, int begin = 1, int step = 1, DType? dtype = null)
        : LearningRateDecay(1, begin, step, dtype)
    {
        /// <inheritdoc/>
        public override double GetLr() => Math.Pow(dModel, -0.5) * Math.Min(Math.Pow(StepNum, -0.5), StepNum * Math.Pow(warmupSteps, -1.5));
    }
}
