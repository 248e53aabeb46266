namespace Trireme.Optimizers.LR;

/// <summary>
/// Cosine annealing from learningRate to etaMin that starts over after t0 epochs, and then after spans that are tMult times as long each.
/// </summary>
/// <remarks>
/// O(number of restarts) per step where tMult is above 1, at most 31. The rate depends on the epoch alone, so a saved state resumes exactly within a
/// span. Mirrors paddle.optimizer.lr.CosineAnnealingWarmRestarts (Paddle 3.0); formula: Loshchilov and Hutter 2017 (SGDR).
/// </remarks>
public sealed class CosineAnnealingWarmRestarts : LRScheduler
{
    private readonly int _t0;
    private readonly int _tMult;
    private readonly double _etaMin;

    /// <summary>Creates the schedule.</summary>
    /// <param name="learningRate">The rate at every start.</param>
    /// <param name="t0">The epochs until the first restart; at least 1.</param>
    /// <param name="tMult">How much longer each span is than the one before; at least 1.</param>
    /// <param name="etaMin">The smallest rate.</param>
    /// <param name="lastEpoch">The last epoch already trained, -1 to start from the beginning.</param>
    /// <param name="verbose">Whether every update prints one line.</param>
    /// <exception cref="InvalidArgumentException">An argument is out of its range.</exception>
    public CosineAnnealingWarmRestarts(double learningRate, int t0, int tMult = 1, double etaMin = 0, int lastEpoch = -1, bool verbose = false)
        : base(learningRate, lastEpoch, verbose)
    {
        _t0 = ScheduleArgument.AtLeast(1, t0, nameof(CosineAnnealingWarmRestarts), nameof(t0));
        _tMult = ScheduleArgument.AtLeast(1, tMult, nameof(CosineAnnealingWarmRestarts), nameof(tMult));
        _etaMin = ScheduleArgument.Rate(etaMin, nameof(CosineAnnealingWarmRestarts), nameof(etaMin));
        Start();
    }

    /// <inheritdoc/>
    public override double GetLr()
    {
        long span = _t0, since = LastEpoch;
        if (_tMult == 1)
            since %= span;
        else
        {
            for (; since >= span; span *= _tMult)
                since -= span;
        }
        return _etaMin + ((BaseLr - _etaMin) * (1 + Math.Cos(Math.PI * since / span)) / 2);
    }
}
