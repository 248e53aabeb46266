using Trireme.Optimizers.LR;
using Trireme.Static;

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
        private readonly DType _dtype;

        /// <summary>A rate.</summary>
        /// <param name="learningRate">The first rate.</param>
        /// <param name="begin">The number of the first step.</param>
        /// <param name="step">How much each update adds to the number of the step.</param>
        /// <param name="dtype">The element type of <see cref="CreateLrVar"/>; float32 where null. What is trained has rates of its own element type.</param>
        /// <exception cref="InvalidArgumentException">The rate is negative, infinite or NaN.</exception>
        protected LearningRateDecay(double learningRate, int begin = 0, int step = 1, DType? dtype = null)
            : base(learningRate)
            => (_begin, _step, _dtype) = (begin, step, dtype ?? DType.Float32);

        /// <summary>The number of the step that the rate is for.</summary>
        public long StepNum => _begin + ((long)LastEpoch * _step);

        /// <summary>A rate as a tensor of one element.</summary>
        /// <param name="lr">The rate.</param>
        /// <remarks>Mirrors LearningRateDecay.create_lr_var.</remarks>
        public Tensor CreateLrVar(double lr)
        {
            using Recorder.Mode eager = Recorder.Suspend();
            return Paddle.Full([1], lr, _dtype);
        }

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
