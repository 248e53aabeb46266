namespace Trireme.Optimizers.LR;

/// <summary>learningRate · gamma^(epoch / stepSize), the quotient rounded down.</summary>
/// <remarks>O(1) per step. Mirrors paddle.optimizer.lr.StepDecay.</remarks>
public sealed class StepDecay : LRScheduler
{
    private readonly int _stepSize;
    private readonly double _gamma;

    /// <summary>Creates the schedule.</summary>
    /// <param name="learningRate">The initial rate.</param>
    /// <param name="stepSize">The epochs between two reductions; at least 1.</param>
    /// <param name="gamma">The factor: above 0 and at most 1.</param>
    /// <param name="lastEpoch">The last epoch already trained, -1 to start from the beginning.</param>
    /// <param name="verbose">Whether every update prints one line.</param>
    /// <exception cref="InvalidArgumentException">An argument is out of its range.</exception>
    public StepDecay(double learningRate, int stepSize, double gamma = 0.1, int lastEpoch = -1, bool verbose = false)
        : base(learningRate, lastEpoch, verbose)
    {
        _stepSize = ScheduleArgument.AtLeast(1, stepSize, nameof(StepDecay), nameof(stepSize));
        _gamma = ScheduleArgument.AboveZero(gamma, nameof(StepDecay), nameof(gamma));
        if (gamma > 1)
            throw ScheduleArgument.Bad(nameof(StepDecay), nameof(gamma), gamma, "it must not exceed 1");
        Start();
    }

    /// <inheritdoc/>
    public override double GetLr() => BaseLr * Math.Pow(_gamma, LastEpoch / _stepSize);
}
