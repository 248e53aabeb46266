namespace Trireme.Optimizers.LR;

/// <summary>
/// One cycle: from maxLearningRate / divideFactor up to maxLearningRate, then down to endLearningRate; with three phases, down to where it began
/// first.
/// </summary>
/// <remarks>
/// O(1) per step. Step it after every batch; it ends after totalSteps steps. Mirrors paddle.optimizer.lr.OneCycleLR; the idea: Smith and Topin 2017
/// (super-convergence).
/// </remarks>
public sealed class OneCycleLR : LRScheduler
{
    private readonly int _totalSteps;
    private readonly bool _cosine;
    private readonly double[] _ends;
    private readonly double[] _rates;

    /// <summary>Creates the schedule.</summary>
    /// <param name="maxLearningRate">The highest rate.</param>
    /// <param name="totalSteps">The length of the whole schedule in steps; at least 1.</param>
    /// <param name="divideFactor">The initial rate is <paramref name="maxLearningRate"/> divided by this; above 0.</param>
    /// <param name="endLearningRate">The final rate.</param>
    /// <param name="phasePct">The share of the steps over which the rate rises: between 0 and 1, with three phases below 0.5.</param>
    /// <param name="annealStrategy"><c>cos</c> or <c>linear</c>.</param>
    /// <param name="threePhase">Whether the rate first falls back to the initial one, as long as it rose.</param>
    /// <param name="lastEpoch">The last step already trained, -1 to start from the beginning.</param>
    /// <param name="verbose">Whether every update prints one line.</param>
    /// <exception cref="InvalidArgumentException">An argument is out of its range.</exception>
    public OneCycleLR(double maxLearningRate, int totalSteps, double divideFactor = 25.0, double endLearningRate = 0.0001, double phasePct = 0.3,
        string annealStrategy = "cos", bool threePhase = false, int lastEpoch = -1, bool verbose = false)
        : base(Initial(maxLearningRate, divideFactor), lastEpoch, verbose)
    {
        _totalSteps = ScheduleArgument.AtLeast(1, totalSteps, nameof(OneCycleLR), nameof(totalSteps));
        ScheduleArgument.Rate(endLearningRate, nameof(OneCycleLR), nameof(endLearningRate));
        if (!(phasePct > 0 && phasePct < (threePhase ? 0.5 : 1)))
        {
            throw ScheduleArgument.Bad(nameof(OneCycleLR), nameof(phasePct), phasePct,
                threePhase ? "it must be between 0 and 0.5 where there are three phases" : "it must be between 0 and 1");
        }
        _cosine = ScheduleArgument.OneOf(annealStrategy, nameof(OneCycleLR), nameof(annealStrategy), "cos", "linear") == "cos";

        double top = (phasePct * totalSteps) - 1, last = totalSteps - 1;
        _ends = threePhase ? [0, top, 2 * top, last] : [0, top, last];
        _rates = threePhase ? [BaseLr, maxLearningRate, BaseLr, endLearningRate] : [BaseLr, maxLearningRate, endLearningRate];
        Start();
    }

    /// <summary>Computes the rate of step <see cref="LRScheduler.LastEpoch"/>.</summary>
    /// <returns>The rate; at step totalSteps, one past the last, the line of the last phase goes on.</returns>
    /// <exception cref="PreconditionNotMetException">The schedule is over.</exception>
    public override double GetLr()
    {
        if (LastEpoch > _totalSteps)
        {
            throw new PreconditionNotMetException($"OneCycleLR: step {LastEpoch} is past the end of the schedule.", $"It has {_totalSteps} steps.",
                "Give totalSteps = epochs · batches per epoch.");
        }
        int phase = 0;
        // Few steps may leave a phase none at all: its end is then not after its start.
        while (phase < _rates.Length - 2 && (LastEpoch > _ends[phase + 1] || _ends[phase + 1] <= _ends[phase]))
            phase++;
        double done = (LastEpoch - _ends[phase]) / (_ends[phase + 1] - _ends[phase]);
        double from = _rates[phase], to = _rates[phase + 1];
        return _cosine ? to + ((from - to) * (1 + Math.Cos(Math.PI * done)) / 2) : ((to - from) * done) + from;
    }

    private static double Initial(double maxLearningRate, double divideFactor)
        => ScheduleArgument.Rate(maxLearningRate, nameof(OneCycleLR), nameof(maxLearningRate))
            / ScheduleArgument.AboveZero(divideFactor, nameof(OneCycleLR), nameof(divideFactor));
}
