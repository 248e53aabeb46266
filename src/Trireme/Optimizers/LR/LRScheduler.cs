using System.Globalization;
using Trireme.Formats.Pickle;

namespace Trireme.Optimizers.LR;

/// <summary>A learning rate that changes as training goes on: a function of an epoch (or step) counter.</summary>
/// <remarks>
/// <para>Give a scheduler to an optimizer instead of a number, and call <see cref="Step(int?)"/> after every epoch, or after every
/// batch for schedules that count steps.</para>
/// <para>For a schedule of your own, derive and override <see cref="GetLr"/> in terms of <see cref="BaseLr"/> and <see cref="LastEpoch"/>.
/// The first rate is worked out when it is first asked for, so the fields of the derived class are set by then.</para>
/// <para>Mirrors paddle.optimizer.lr.LRScheduler.</para>
/// </remarks>
public abstract class LRScheduler
{
    internal const string LastEpochKey = "last_epoch";
    internal const string LastLrKey = "last_lr";

    private double _lastLr;
    private bool _started;

    /// <summary>Starts at epoch <paramref name="lastEpoch"/> + 1.</summary>
    /// <param name="learningRate">The initial rate: finite and not negative.</param>
    /// <param name="lastEpoch">The last epoch already trained, -1 to start from the beginning.</param>
    /// <param name="verbose">Whether every update prints one line to the standard output.</param>
    /// <exception cref="InvalidArgumentException">The rate is negative, infinite or NaN, or <paramref name="lastEpoch"/> is below -1.</exception>
    protected LRScheduler(double learningRate = 0.1, int lastEpoch = -1, bool verbose = false)
    {
        BaseLr = ScheduleArgument.Rate(learningRate, GetType().Name, nameof(learningRate));
        LastEpoch = ScheduleArgument.AtLeast(-1, lastEpoch, GetType().Name, nameof(lastEpoch)) + 1;
        Verbose = verbose;
        _lastLr = BaseLr;
    }

    /// <summary>The rate the schedule was given at first; most schedules scale it.</summary>
    public double BaseLr { get; }

    /// <summary>The epoch (or step) that <see cref="LastLr"/> belongs to; 0 after construction.</summary>
    public int LastEpoch { get; private protected set; }

    /// <summary>The current learning rate.</summary>
    public double LastLr
    {
        get
        {
            Start();
            return _lastLr;
        }

        private protected set
        {
            _started = true;
            _lastLr = value;
        }
    }

    /// <summary>Whether every update prints <c>Epoch {n}: {class} set learning rate to {rate}.</c></summary>
    public bool Verbose { get; }

    /// <summary>The current learning rate, as <see cref="LastLr"/>. Mirrors LRScheduler.__call__.</summary>
    /// <returns>The rate of epoch <see cref="LastEpoch"/>.</returns>
    public double Call() => LastLr;

    /// <summary>Computes the rate of epoch <see cref="LastEpoch"/>. What a schedule of your own overrides.</summary>
    /// <returns>The learning rate; it must be finite.</returns>
    public abstract double GetLr();

    /// <summary>Moves on to the next epoch, or to <paramref name="epoch"/>, and updates <see cref="LastLr"/>.</summary>
    /// <param name="epoch">The epoch to jump to, 0 or more; null for the next one.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="epoch"/> is negative.</exception>
    /// <exception cref="PreconditionNotMetException">The schedule gave a rate that is not finite.</exception>
    public virtual void Step(int? epoch = null)
    {
        Start();
        MoveTo(epoch);
        Update();
    }

    /// <summary>Called after each eager update of an optimizer that has the schedule.</summary>
    internal virtual void Applied()
    {
    }

    /// <summary>The names of what <see cref="StateDict"/> holds.</summary>
    /// <returns><c>last_epoch</c> and <c>last_lr</c>, unless the schedule has more state.</returns>
    public virtual IReadOnlyList<string> StateKeys() => [LastEpochKey, LastLrKey];

    /// <summary>What has to be saved to go on exactly here later: the value of the entry <c>LR_Scheduler</c> of a .pdopt file.</summary>
    /// <returns>Paddle's keys in Paddle's order; counters are <see cref="int"/>, rates <see cref="double"/>.</returns>
    public virtual OrderedDictionary<string, object?> StateDict()
    {
        OrderedDictionary<string, object?> state = [];
        foreach (string key in StateKeys())
            state[key] = ReadState(key);
        return state;
    }

    /// <summary>Goes on where the schedule that <paramref name="stateDict"/> was taken from stood.</summary>
    /// <param name="stateDict">What <see cref="StateDict"/> gave, or the entry <c>LR_Scheduler</c> of a .pdopt file. Keys this schedule does not
    /// have are left alone, as in Paddle.</param>
    /// <exception cref="InvalidArgumentException">A key is missing or its value is of the wrong kind; the scheduler is then unchanged.</exception>
    public virtual void SetStateDict(IReadOnlyDictionary<string, object?> stateDict)
    {
        ArgumentNullException.ThrowIfNull(stateDict);
        CheckStateDict(stateDict);
        foreach (string key in StateKeys())
            WriteState(key, stateDict[key]);
    }

    /// <summary>Goes on where the schedule stood whose state a file holds.</summary>
    /// <param name="stateDict">The entry <c>LR_Scheduler</c> of a .pdopt file, as it was read.</param>
    /// <exception cref="InvalidArgumentException">A key is missing or its value is of the wrong kind; the scheduler is then unchanged.</exception>
    public void SetStateDict(PickleDict stateDict)
    {
        ArgumentNullException.ThrowIfNull(stateDict);
        SetStateDict(ScheduleState.Entries(stateDict)!);
    }

    /// <summary>The same as <see cref="SetStateDict(IReadOnlyDictionary{string, object})"/>. Mirrors LRScheduler.set_dict.</summary>
    /// <param name="stateDict">As there.</param>
    public void SetDict(IReadOnlyDictionary<string, object?> stateDict) => SetStateDict(stateDict);

    /// <summary>One entry of <see cref="StateDict"/>; override together with <see cref="StateKeys"/> for a schedule with more state.</summary>
    /// <param name="key">One of <see cref="StateKeys"/>.</param>
    /// <returns>Its value: an int, a double, a bool, a string or null.</returns>
    /// <exception cref="InvalidArgumentException"><paramref name="key"/> is unknown.</exception>
    protected virtual object? ReadState(string key) => key switch
    {
        LastEpochKey => (object)LastEpoch,
        LastLrKey => LastLr,
        _ => throw UnknownState(key),
    };

    /// <summary>Refuses a value that <see cref="WriteState"/> could not take, before anything is changed.</summary>
    /// <param name="key">One of <see cref="StateKeys"/>.</param>
    /// <param name="value">The value to restore.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="value"/> is of the wrong kind or out of range.</exception>
    protected virtual void CheckState(string key, object? value)
    {
        if (key == LastEpochKey)
            ScheduleState.Integer(GetType().Name, key, value);
        else if (key == LastLrKey)
            ScheduleState.Number(GetType().Name, key, value);
    }

    /// <summary>Restores one entry of a state.</summary>
    /// <param name="key">One of <see cref="StateKeys"/>.</param>
    /// <param name="value">Its value, already accepted by <see cref="CheckState"/>.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="key"/> is unknown.</exception>
    protected virtual void WriteState(string key, object? value)
    {
        if (key == LastEpochKey)
            LastEpoch = ScheduleState.Integer(GetType().Name, key, value);
        else if (key == LastLrKey)
            LastLr = ScheduleState.Number(GetType().Name, key, value);
        else
            throw UnknownState(key);
    }

    /// <summary>Works out the first rate, unless that has happened; a derived constructor may end with it so that a verbose schedule prints at once.</summary>
    protected void Start()
    {
        if (_started)
            return;
        // Before GetLr runs: a recursive schedule (rate = LastLr * factor) starts from the base rate.
        _started = true;
        Update();
    }

    /// <summary>Sets <see cref="LastEpoch"/> to <paramref name="epoch"/>, or to the next epoch where that is null.</summary>
    private protected void MoveTo(int? epoch)
        => LastEpoch = epoch is { } e ? ScheduleArgument.AtLeast(0, e, $"{GetType().Name}.Step", nameof(epoch)) : checked(LastEpoch + 1);

    /// <summary>Refuses a state that could not be restored whole, before anything is changed.</summary>
    internal virtual void CheckStateDict(IReadOnlyDictionary<string, object?> stateDict)
    {
        foreach (string key in StateKeys())
        {
            if (!stateDict.TryGetValue(key, out object? value))
            {
                throw new InvalidArgumentException($"{GetType().Name}: the state has no entry '{key}'.",
                    $"It has [{string.Join(", ", stateDict.Keys)}].", "Pass what StateDict() of the same kind of scheduler gave.");
            }
            CheckState(key, value);
        }
    }

    private protected void Announce()
    {
        if (Verbose)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Epoch {LastEpoch}: {GetType().Name} set learning rate to {PythonNumber.Repr(_lastLr)}."));
    }

    private InvalidArgumentException UnknownState(string key)
        => new($"{GetType().Name} has no state '{key}'.", $"It has [{string.Join(", ", StateKeys())}].",
            "Override ReadState and WriteState for every key that StateKeys adds.");

    private void Update()
    {
        double rate = GetLr();
        if (!double.IsFinite(rate))
        {
            throw new PreconditionNotMetException($"{GetType().Name}: the learning rate of epoch {LastEpoch} came out as {PythonNumber.Repr(rate)}.",
                "A rate must be finite.", "Check the schedule's arguments, and the function given to it.");
        }
        _lastLr = rate;
        Announce();
    }
}
