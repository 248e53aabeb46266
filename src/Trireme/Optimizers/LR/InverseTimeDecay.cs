namespace Trireme.Optimizers.LR;

/// <summary>learningRate / (1 + gamma · epoch).</summary>
/// <remarks>O(1) per step. Mirrors paddle.optimizer.lr.InverseTimeDecay.</remarks>
public sealed class InverseTimeDecay : LRScheduler
{
    private readonly double _gamma;

    /// <summary>Creates the schedule.</summary>
    /// <param name="learningRate">The initial rate.</param>
    /// <param name="gamma">How fast the divisor grows, per epoch; not negative.</param>
    /// <param name="lastEpoch">The last epoch already trained, -1 to start from the beginning.</param>
    /// <param name="verbose">Whether every update prints one line.</param>
    /// <exception cref="InvalidArgumentException">An argument is out of its range.</exception>
    public InverseTimeDecay(double learningRate, double gamma, int lastEpoch = -1, bool verbose = false)
        : base(learningRate, lastEpoch, verbose)
    {
        _gamma = ScheduleArgument.Finite(gamma, nameof(InverseTimeDecay), nameof(gamma));
        if (gamma < 0)
            throw ScheduleArgument.Bad(nameof(InverseTimeDecay), nameof(gamma), gamma, "it must not be negative: the divisor would pass through 0");
        Start();
    }

    /// <inheritdoc/>
    public override double GetLr() => BaseLr / (1 + (_gamma * LastEpoch));
}
