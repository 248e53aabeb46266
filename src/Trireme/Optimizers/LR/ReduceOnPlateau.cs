namespace Trireme.Optimizers.LR;

/// <summary>Multiplies the rate by a factor when a metric has not improved for some epochs. Give the metric to <see cref="Step(double, int?)"/>.</summary>
/// <remarks>O(1) per step. A metric that is not finite counts as one without improvement. Mirrors paddle.optimizer.lr.ReduceOnPlateau.</remarks>
public sealed class ReduceOnPlateau : LRScheduler
{
    private const string CooldownKey = "cooldown_counter";
    private const string BestKey = "best";
    private const string BadEpochsKey = "num_bad_epochs";

    private readonly bool _smallerIsBetter;
    private readonly bool _relative;
    private readonly double _factor;
    private readonly int _patience;
    private readonly double _threshold;
    private readonly int _cooldown;
    private readonly double _minLr;
    private readonly double _epsilon;
    private int _cooldownCounter;
    private int _badEpochs;
    private double? _best;

    /// <summary>Creates the schedule.</summary>
    /// <param name="learningRate">The initial rate.</param>
    /// <param name="mode"><c>min</c> where a smaller metric is better, <c>max</c> where a greater one is.</param>
    /// <param name="factor">What the rate is multiplied by: from 0 to below 1.</param>
    /// <param name="patience">How many epochs without improvement are let pass; not negative.</param>
    /// <param name="threshold">By how much the metric must beat the best one to count as better; not negative.</param>
    /// <param name="thresholdMode"><c>rel</c>: a share of the best metric; <c>abs</c>: a difference.</param>
    /// <param name="cooldown">How many epochs after a reduction are not looked at; not negative.</param>
    /// <param name="minLr">The rate never goes below this.</param>
    /// <param name="epsilon">A reduction by no more than this is left out; not negative.</param>
    /// <param name="verbose">Whether every reduction prints one line.</param>
    /// <exception cref="InvalidArgumentException">An argument is out of its range.</exception>
    public ReduceOnPlateau(double learningRate, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 0.0001,
        string thresholdMode = "rel", int cooldown = 0, double minLr = 0, double epsilon = 1e-08, bool verbose = false)
        : base(learningRate, -1, verbose)
    {
        _smallerIsBetter = ScheduleArgument.OneOf(mode, nameof(ReduceOnPlateau), nameof(mode), "min", "max") == "min";
        _relative = ScheduleArgument.OneOf(thresholdMode, nameof(ReduceOnPlateau), nameof(thresholdMode), "rel", "abs") == "rel";
        _factor = factor is >= 0 and < 1
            ? factor
            : throw ScheduleArgument.Bad(nameof(ReduceOnPlateau), nameof(factor), factor, "it must be below 1 and not negative, so that the rate falls");
        _patience = ScheduleArgument.AtLeast(0, patience, nameof(ReduceOnPlateau), nameof(patience));
        _threshold = ScheduleArgument.Rate(threshold, nameof(ReduceOnPlateau), nameof(threshold));
        _cooldown = ScheduleArgument.AtLeast(0, cooldown, nameof(ReduceOnPlateau), nameof(cooldown));
        _minLr = ScheduleArgument.Rate(minLr, nameof(ReduceOnPlateau), nameof(minLr));
        _epsilon = ScheduleArgument.Rate(epsilon, nameof(ReduceOnPlateau), nameof(epsilon));
        // Without Start: nothing is printed before the first reduction.
        LastLr = learningRate;
    }

    /// <summary>The current rate; only metrics change it.</summary>
    /// <returns>As <see cref="LRScheduler.LastLr"/>.</returns>
    public override double GetLr() => LastLr;

    /// <summary>Looks at the metric of one more epoch and reduces the rate where it is due.</summary>
    /// <param name="metrics">The metric watched, for example a validation loss.</param>
    /// <param name="epoch">The epoch to set, 0 or more; null for the next one.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="epoch"/> is negative.</exception>
    public void Step(double metrics, int? epoch = null)
    {
        MoveTo(epoch);
        if (_cooldownCounter > 0)
        {
            _cooldownCounter--;
            return;
        }
        if (IsBetter(metrics))
        {
            _best = metrics;
            _badEpochs = 0;
            return;
        }
        if (++_badEpochs <= _patience)
            return;
        _cooldownCounter = _cooldown;
        _badEpochs = 0;
        double reduced = Math.Max(LastLr * _factor, _minLr);
        if (LastLr - reduced > _epsilon)
        {
            LastLr = reduced;
            Announce();
        }
    }

    /// <summary>Not for this schedule: it needs a metric.</summary>
    /// <param name="epoch">Not used.</param>
    /// <exception cref="PreconditionNotMetException">Always.</exception>
    public override void Step(int? epoch = null)
        => throw new PreconditionNotMetException("ReduceOnPlateau: Step was called without a metric.",
            remedy: "Call Step(metrics) with the value to watch, for example the validation loss.");

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateKeys() => [CooldownKey, BestKey, BadEpochsKey, LastEpochKey, LastLrKey];

    /// <inheritdoc/>
    protected override object? ReadState(string key) => key switch
    {
        CooldownKey => _cooldownCounter,
        BestKey => _best,
        BadEpochsKey => _badEpochs,
        _ => base.ReadState(key),
    };

    /// <inheritdoc/>
    protected override void CheckState(string key, object? value)
    {
        if (key is CooldownKey or BadEpochsKey)
            ScheduleState.Integer(nameof(ReduceOnPlateau), key, value);
        else if (key == BestKey && value is not null)
            ScheduleState.Number(nameof(ReduceOnPlateau), key, value);
        else
            base.CheckState(key, value);
    }

    /// <inheritdoc/>
    protected override void WriteState(string key, object? value)
    {
        if (key == CooldownKey)
            _cooldownCounter = ScheduleState.Integer(nameof(ReduceOnPlateau), key, value);
        else if (key == BadEpochsKey)
            _badEpochs = ScheduleState.Integer(nameof(ReduceOnPlateau), key, value);
        else if (key == BestKey)
            _best = value is null ? null : ScheduleState.Number(nameof(ReduceOnPlateau), key, value);
        else
            base.WriteState(key, value);
    }

    private bool IsBetter(double metric)
    {
        // An infinite best could never be beaten, for its relative margin is infinite too.
        if (!double.IsFinite(metric))
            return false;
        if (_best is not { } b)
            return true;
        double margin = _relative ? b * _threshold : _threshold;
        return _smallerIsBetter ? metric < b - margin : metric > b + margin;
    }
}
