namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>learningRate · ½ (cos(epoch · π / epochs) + 1).</summary>
    /// <param name="learningRate">The first rate.</param>
    /// <param name="stepEachEpoch">How many steps an epoch has.</param>
    /// <param name="epochs">How many epochs there are.</param>
    /// <param name="begin">The number of the first step.</param>
    /// <param name="step">How much each update adds to the number of the step.</param>
    /// <param name="dtype">Kept for Paddle's signature.</param>
    /// <remarks>Mirrors fluid.dygraph.CosineDecay.</remarks>
    public sealed class CosineDecay(double learningRate, int stepEachEpoch, int epochs, int begin = 0, int step = 1, DType? dtype = null)
        : LearningRateDecay(learningRate, begin, step, dtype)
    {
        /// <inheritdoc/>
        public override double GetLr() => BaseLr * 0.5 * (Math.Cos(Math.Floor((double)StepNum / stepEachEpoch) * Math.PI / epochs) + 1);
    }
}
