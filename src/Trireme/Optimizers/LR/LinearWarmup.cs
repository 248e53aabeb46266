namespace Trireme.Optimizers.LR;

/// <summary>A straight line from startLr to endLr over warmupSteps steps, then a constant rate or another schedule, which starts counting there.</summary>
/// <remarks>
/// O(1) per step, plus the inner schedule's cost. Mirrors paddle.optimizer.lr.LinearWarmup; the idea: Goyal et al. 2017, section 2.2.
/// </remarks>
public sealed class LinearWarmup : LRScheduler
{
    private const string InnerKey = "LinearWarmup_LR";

    private readonly LRScheduler? _inner;
    private readonly double _rate;
    private readonly int _warmupSteps;
    private readonly double _startLr;
    private readonly double _endLr;

    /// <summary>Warm-up to a constant rate.</summary>
    /// <param name="learningRate">The rate after the warm-up.</param>
    /// <param name="warmupSteps">Steps, not epochs; at least 1.</param>
    /// <param name="startLr">The rate of step 0.</param>
    /// <param name="endLr">The rate the line aims at; above <paramref name="startLr"/>.</param>
    /// <param name="lastEpoch">The last step already trained, -1 to start from the beginning.</param>
    /// <param name="verbose">Whether every update prints one line.</param>
    /// <exception cref="InvalidArgumentException">An argument is out of its range.</exception>
    public LinearWarmup(double learningRate, int warmupSteps, double startLr, double endLr, int lastEpoch = -1, bool verbose = false)
        : this(null, ScheduleArgument.Rate(learningRate, nameof(LinearWarmup), nameof(learningRate)), warmupSteps, startLr, endLr, lastEpoch, verbose)
    {
    }

    /// <summary>Warm-up to another schedule; its step 0 is step <paramref name="warmupSteps"/> of this one.</summary>
    /// <param name="learningRate">The schedule after the warm-up. This scheduler moves it: do not call its Step yourself.</param>
    /// <param name="warmupSteps">Steps, not epochs; at least 1.</param>
    /// <param name="startLr">The rate of step 0.</param>
    /// <param name="endLr">The rate the line aims at; above <paramref name="startLr"/>.</param>
    /// <param name="lastEpoch">The last step already trained, -1 to start from the beginning.</param>
    /// <param name="verbose">Whether every update prints one line.</param>
    /// <exception cref="InvalidArgumentException">An argument is out of its range, or the schedule is a <see cref="ReduceOnPlateau"/>, which needs a metric at every step.</exception>
    public LinearWarmup(LRScheduler learningRate, int warmupSteps, double startLr, double endLr, int lastEpoch = -1, bool verbose = false)
        : this(Follower(learningRate), 0, warmupSteps, startLr, endLr, lastEpoch, verbose)
    {
    }

    private LinearWarmup(LRScheduler? inner, double rate, int warmupSteps, double startLr, double endLr, int lastEpoch, bool verbose)
        : base(startLr, lastEpoch, verbose)
    {
        _inner = inner;
        _rate = rate;
        _warmupSteps = ScheduleArgument.AtLeast(1, warmupSteps, nameof(LinearWarmup), nameof(warmupSteps));
        _startLr = startLr;
        _endLr = ScheduleArgument.Rate(endLr, nameof(LinearWarmup), nameof(endLr));
        if (endLr <= startLr)
        {
            throw ScheduleArgument.Bad(nameof(LinearWarmup), nameof(endLr), endLr,
                $"it must be greater than startLr, which is {PythonNumber.Repr(startLr)}");
        }
        Start();
    }

    /// <inheritdoc/>
    public override double GetLr()
    {
        if (LastEpoch < _warmupSteps)
            return ((_endLr - _startLr) * LastEpoch / _warmupSteps) + _startLr;
        if (_inner is null)
            return _rate;
        _inner.Step(LastEpoch - _warmupSteps);
        return _inner.LastLr;
    }

    /// <summary>The state, with the inner schedule's own under <c>LinearWarmup_LR</c> where there is one.</summary>
    /// <returns><c>last_epoch</c>, <c>last_lr</c> and, around a schedule, <c>LinearWarmup_LR</c>.</returns>
    public override OrderedDictionary<string, object?> StateDict()
    {
        OrderedDictionary<string, object?> state = base.StateDict();
        if (_inner is not null)
            state[InnerKey] = _inner.StateDict();
        return state;
    }

    /// <summary>Goes on where the saved schedule stood, the inner one included.</summary>
    /// <param name="stateDict">What <see cref="StateDict"/> gave.</param>
    /// <exception cref="InvalidArgumentException">A key is missing (around a schedule, <c>LinearWarmup_LR</c> too) or its value is of the wrong kind.</exception>
    public override void SetStateDict(IReadOnlyDictionary<string, object?> stateDict)
    {
        base.SetStateDict(stateDict);
        _inner?.SetStateDict(Nested(stateDict));
    }

    internal override void CheckStateDict(IReadOnlyDictionary<string, object?> stateDict)
    {
        base.CheckStateDict(stateDict);
        _inner?.CheckStateDict(Nested(stateDict));
    }

    private static IReadOnlyDictionary<string, object?> Nested(IReadOnlyDictionary<string, object?> stateDict)
        => stateDict.TryGetValue(InnerKey, out object? value) && ScheduleState.Entries(value) is { } nested
            ? nested
            : throw new InvalidArgumentException($"LinearWarmup: around a scheduler the state needs the entry '{InnerKey}', the inner scheduler's state.",
                $"It has [{string.Join(", ", stateDict.Keys)}].", "Pass what StateDict() of a LinearWarmup around a scheduler gave.");

    private static LRScheduler Follower(LRScheduler learningRate)
    {
        ArgumentNullException.ThrowIfNull(learningRate);
        return learningRate is not ReduceOnPlateau
            ? learningRate
            : throw new InvalidArgumentException("LinearWarmup: a ReduceOnPlateau cannot follow the warm-up.", "It needs a metric at every step.",
                "Use the LinearWarmup on its own first, then the ReduceOnPlateau.");
    }
}
