namespace Trireme.Optimizers.LR;

/// <summary>
/// The Transformer's schedule: learningRate · dModel^-0.5 · min(step^-0.5, step · warmupSteps^-1.5): a linear rise over the warm-up, then a decay
/// with the inverse square root of the step.
/// </summary>
/// <remarks>O(1) per step. The rate of step 0 is 0. Mirrors paddle.optimizer.lr.NoamDecay; formula: Vaswani et al. 2017, section 5.3.</remarks>
public sealed class NoamDecay : LRScheduler
{
    private readonly int _dModel;
    private readonly int _warmupSteps;

    /// <summary>Creates the schedule.</summary>
    /// <param name="dModel">The width of the model; at least 1.</param>
    /// <param name="warmupSteps">The steps over which the rate rises; at least 1.</param>
    /// <param name="learningRate">A factor on the whole schedule.</param>
    /// <param name="lastEpoch">The last step already trained, -1 to start from the beginning.</param>
    /// <param name="verbose">Whether every update prints one line.</param>
    /// <exception cref="InvalidArgumentException">An argument is out of its range.</exception>
    public NoamDecay(int dModel, int warmupSteps, double learningRate = 1.0, int lastEpoch = -1, bool verbose = false)
        : base(learningRate, lastEpoch, verbose)
    {
        _dModel = ScheduleArgument.AtLeast(1, dModel, nameof(NoamDecay), nameof(dModel));
        _warmupSteps = ScheduleArgument.AtLeast(1, warmupSteps, nameof(NoamDecay), nameof(warmupSteps));
        Start();
    }

    /// <inheritdoc/>
    public override double GetLr()
    {
        double decay = LastEpoch == 0 ? 1.0 : Math.Pow(LastEpoch, -0.5);
        double rise = Math.Pow(_warmupSteps, -1.5) * LastEpoch;
        return BaseLr * Math.Pow(_dModel, -0.5) * Math.Min(decay, rise);
    }
}
