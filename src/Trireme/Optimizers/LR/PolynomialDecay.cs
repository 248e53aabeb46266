namespace Trireme.Optimizers.LR;

/// <summary>
/// From learningRate down to endLr in decaySteps steps: (learningRate - endLr) · (1 - step / decaySteps)^power + endLr. With <c>cycle</c> the span
/// grows to the next multiple of decaySteps instead of the rate staying at endLr.
/// </summary>
/// <remarks>O(1) per step. Mirrors paddle.optimizer.lr.PolynomialDecay.</remarks>
public sealed class PolynomialDecay : LRScheduler
{
    private readonly int _decaySteps;
    private readonly double _endLr;
    private readonly double _power;
    private readonly bool _cycle;

    /// <summary>Creates the schedule.</summary>
    /// <param name="learningRate">The initial rate.</param>
    /// <param name="decaySteps">The steps until <paramref name="endLr"/> is reached; at least 1.</param>
    /// <param name="endLr">The final rate.</param>
    /// <param name="power">The exponent, above 0; 1 is a straight line.</param>
    /// <param name="cycle">Whether the rate rises again when it has reached <paramref name="endLr"/>.</param>
    /// <param name="lastEpoch">The last step already trained, -1 to start from the beginning.</param>
    /// <param name="verbose">Whether every update prints one line.</param>
    /// <exception cref="InvalidArgumentException">An argument is out of its range.</exception>
    public PolynomialDecay(double learningRate, int decaySteps, double endLr = 0.0001, double power = 1.0, bool cycle = false,
        int lastEpoch = -1, bool verbose = false)
        : base(learningRate, lastEpoch, verbose)
    {
        _decaySteps = ScheduleArgument.AtLeast(1, decaySteps, nameof(PolynomialDecay), nameof(decaySteps));
        _endLr = ScheduleArgument.Rate(endLr, nameof(PolynomialDecay), nameof(endLr));
        _power = ScheduleArgument.AboveZero(power, nameof(PolynomialDecay), nameof(power));
        _cycle = cycle;
        Start();
    }

    /// <inheritdoc/>
    public override double GetLr()
    {
        double span = _decaySteps, step = LastEpoch;
        if (_cycle)
            span *= Math.Max(1, Math.Ceiling(step / span));
        else
            step = Math.Min(step, span);
        return ((BaseLr - _endLr) * Math.Pow(1 - (step / span), _power)) + _endLr;
    }
}
