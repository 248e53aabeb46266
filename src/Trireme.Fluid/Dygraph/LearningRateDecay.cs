using Trireme.Optimizers.LR;

namespace Trireme.Fluid;

public static partial class Dygraph
{
    /// <summary>A learning rate that falls with every update of an optimizer, by itself: nothing has to be stepped.</summary>
    /// <remarks>
    /// Mirrors fluid.dygraph.learning_rate_scheduler.LearningRateDecay. For one of your own, derive and override GetLr in terms of <see cref="StepNum"/>.
    /// </remarks>
    public abstract class LearningRateDecay : LRScheduler
    {
        private readonly int _begin, _step;

        /// <summary>A rate.</summary>
        /// <param name="learningRate">The first rate.</param>
        /// <param name="begin">The number of the first step.</param>
        /// <param name="step">How much each update adds to the number of the step.</param>
        /// <param name="dtype">Kept for Paddle's signature; rates have the element type of what they train.</param>
        /// <exception cref="InvalidArgumentException">The rate is negative, infinite or NaN.</exception>
        protected LearningRateDecay(double learningRate, int begin = 0, int step = 1, DType? dtype = null)
            : base(learningRate)
            => (_begin, _step) = (begin, step);

        /// <summary>The number of the step that the rate is for.</summary>
        public long StepNum => _begin + ((long)LastEpoch * _step);

        internal sealed override void Applied() => Step();

        private protected double Units(int steps, bool whole)
        {
            if (steps < 1)
                throw new InvalidArgumentException($"{GetType().Name}: decaySteps is {steps}.", "It is at least 1.");
            double units = (double)StepNum / steps;
            return whole ? Math.Floor(units) : units;
        }
    }
}
