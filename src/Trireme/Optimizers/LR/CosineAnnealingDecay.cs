namespace Trireme.Optimizers.LR;

/// <summary>etaMin + (learningRate - etaMin) · (1 + cos(π · epoch / tMax)) / 2: down to etaMin in tMax epochs, and up again in the next tMax.</summary>
/// <remarks>O(1) per step. Mirrors paddle.optimizer.lr.CosineAnnealingDecay; formula: Loshchilov and Hutter 2017 (SGDR), without restarts.</remarks>
public sealed class CosineAnnealingDecay : LRScheduler
{
    private readonly int _tMax;
    private readonly double _etaMin;

    /// <summary>Creates the schedule.</summary>
    /// <param name="learningRate">The initial rate.</param>
    /// <param name="tMax">Half a period in epochs; at least 1.</param>
    /// <param name="etaMin">The smallest rate.</param>
    /// <param name="lastEpoch">The last epoch already trained, -1 to start from the beginning.</param>
    /// <param name="verbose">Whether every update prints one line.</param>
    /// <exception cref="InvalidArgumentException">An argument is out of its range.</exception>
    public CosineAnnealingDecay(double learningRate, int tMax, double etaMin = 0, int lastEpoch = -1, bool verbose = false)
        : base(learningRate, lastEpoch, verbose)
    {
        _tMax = ScheduleArgument.AtLeast(1, tMax, nameof(CosineAnnealingDecay), nameof(tMax));
        _etaMin = ScheduleArgument.Rate(etaMin, nameof(CosineAnnealingDecay), nameof(etaMin));
        Start();
    }

    /// <inheritdoc/>
    public override double GetLr() => _etaMin + ((BaseLr - _etaMin) * (1 + Math.Cos(Math.PI * LastEpoch / _tMax)) / 2);
}
