namespace Trireme.Optimizers.LR;

/// <summary>learningRate times a factor that goes in a straight line from startFactor to endFactor over totalSteps steps, and stays there.</summary>
/// <remarks>O(1) per step. Mirrors paddle.optimizer.lr.LinearLR.</remarks>
public sealed class LinearLR : LRScheduler
{
    private readonly int _totalSteps;
    private readonly double _startFactor;
    private readonly double _endFactor;

    /// <summary>Creates the schedule.</summary>
    /// <param name="learningRate">The rate that the factors multiply.</param>
    /// <param name="totalSteps">The steps until <paramref name="endFactor"/> is reached; at least 1.</param>
    /// <param name="startFactor">The factor of step 0: above 0 and at most 1.</param>
    /// <param name="endFactor">The final factor: from 0 to 1.</param>
    /// <param name="lastEpoch">The last step already trained, -1 to start from the beginning.</param>
    /// <param name="verbose">Whether every update prints one line.</param>
    /// <exception cref="InvalidArgumentException">An argument is out of its range.</exception>
    public LinearLR(double learningRate, int totalSteps, double startFactor = 1.0 / 3, double endFactor = 1.0, int lastEpoch = -1, bool verbose = false)
        : base(learningRate, lastEpoch, verbose)
    {
        _totalSteps = ScheduleArgument.AtLeast(1, totalSteps, nameof(LinearLR), nameof(totalSteps));
        _startFactor = startFactor is > 0 and <= 1
            ? startFactor
            : throw ScheduleArgument.Bad(nameof(LinearLR), nameof(startFactor), startFactor, "it must be above 0 and at most 1");
        _endFactor = endFactor is >= 0 and <= 1
            ? endFactor
            : throw ScheduleArgument.Bad(nameof(LinearLR), nameof(endFactor), endFactor, "it must be from 0 to 1");
        Start();
    }

    /// <inheritdoc/>
    public override double GetLr()
        => BaseLr * (_startFactor + ((_endFactor - _startFactor) * Math.Min(LastEpoch, _totalSteps) / _totalSteps));
}
