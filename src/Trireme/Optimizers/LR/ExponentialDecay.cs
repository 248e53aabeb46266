namespace Trireme.Optimizers.LR;

/// <summary>learningRate · gamma^epoch.</summary>
/// <remarks>O(1) per step. Mirrors paddle.optimizer.lr.ExponentialDecay.</remarks>
public sealed class ExponentialDecay : LRScheduler
{
    private readonly double _gamma;

    /// <summary>Creates the schedule.</summary>
    /// <param name="learningRate">The initial rate.</param>
    /// <param name="gamma">The factor from one epoch to the next: above 0, and below 1 for a rate that falls.</param>
    /// <param name="lastEpoch">The last epoch already trained, -1 to start from the beginning.</param>
    /// <param name="verbose">Whether every update prints one line.</param>
    /// <exception cref="InvalidArgumentException">An argument is out of its range.</exception>
    public ExponentialDecay(double learningRate, double gamma, int lastEpoch = -1, bool verbose = false)
        : base(learningRate, lastEpoch, verbose)
    {
        _gamma = ScheduleArgument.AboveZero(gamma, nameof(ExponentialDecay), nameof(gamma));
        Start();
    }

    /// <inheritdoc/>
    public override double GetLr() => BaseLr * Math.Pow(_gamma, LastEpoch);
}
