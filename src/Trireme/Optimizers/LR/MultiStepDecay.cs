namespace Trireme.Optimizers.LR;

/// <summary>learningRate · gamma^k, where k counts the milestones reached.</summary>
/// <remarks>O(log milestones) per step. Mirrors paddle.optimizer.lr.MultiStepDecay.</remarks>
public sealed class MultiStepDecay : LRScheduler
{
    private readonly int[] _milestones;
    private readonly double _gamma;

    /// <summary>Creates the schedule.</summary>
    /// <param name="learningRate">The initial rate.</param>
    /// <param name="milestones">The epochs from which the rate is multiplied once more; ascending.</param>
    /// <param name="gamma">The factor: above 0 and at most 1.</param>
    /// <param name="lastEpoch">The last epoch already trained, -1 to start from the beginning.</param>
    /// <param name="verbose">Whether every update prints one line.</param>
    /// <exception cref="InvalidArgumentException">An argument is out of its range, or the milestones do not ascend.</exception>
    public MultiStepDecay(double learningRate, IReadOnlyList<int> milestones, double gamma = 0.1, int lastEpoch = -1, bool verbose = false)
        : base(learningRate, lastEpoch, verbose)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        _milestones = Ascending.Checked(milestones, nameof(MultiStepDecay), nameof(milestones));
        _gamma = ScheduleArgument.AboveZero(gamma, nameof(MultiStepDecay), nameof(gamma));
        if (gamma > 1)
            throw ScheduleArgument.Bad(nameof(MultiStepDecay), nameof(gamma), gamma, "it must not exceed 1");
        Start();
    }

    /// <inheritdoc/>
    public override double GetLr() => BaseLr * Math.Pow(_gamma, Ascending.CountUpTo(_milestones, LastEpoch));
}
