namespace Trireme.Optimizers.LR;

/// <summary>One constant rate for each stretch between two boundaries.</summary>
/// <remarks>O(log boundaries) per step. Mirrors paddle.optimizer.lr.PiecewiseDecay.</remarks>
public sealed class PiecewiseDecay : LRScheduler
{
    private readonly int[] _boundaries;
    private readonly double[] _values;

    /// <summary>Creates the schedule.</summary>
    /// <param name="boundaries">The epochs from which the next value counts, ascending, at least one.</param>
    /// <param name="values">The rates, one more than boundaries.</param>
    /// <param name="lastEpoch">The last epoch already trained, -1 to start from the beginning.</param>
    /// <param name="verbose">Whether every update prints one line.</param>
    /// <exception cref="InvalidArgumentException">There is no boundary, they do not ascend, the number of values is not one more, or a value is no rate.</exception>
    public PiecewiseDecay(IReadOnlyList<int> boundaries, IReadOnlyList<double> values, int lastEpoch = -1, bool verbose = false)
        : base(0.1, lastEpoch, verbose)
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        ArgumentNullException.ThrowIfNull(values);
        if (boundaries.Count == 0)
            throw new InvalidArgumentException("PiecewiseDecay: boundaries is empty.", remedy: "Give at least one, or use a plain number as learning rate.");
        if (values.Count != boundaries.Count + 1)
        {
            throw new InvalidArgumentException("PiecewiseDecay: the values do not fit the boundaries.",
                $"{boundaries.Count} boundaries part {boundaries.Count + 1} stretches; values has {values.Count} entries.", $"Give {boundaries.Count + 1} values.");
        }
        _boundaries = Ascending.Checked(boundaries, nameof(PiecewiseDecay), nameof(boundaries));
        _values = [.. values.Select(v => ScheduleArgument.Rate(v, nameof(PiecewiseDecay), nameof(values)))];
        Start();
    }

    /// <inheritdoc/>
    public override double GetLr() => _values[Ascending.CountUpTo(_boundaries, LastEpoch)];
}
