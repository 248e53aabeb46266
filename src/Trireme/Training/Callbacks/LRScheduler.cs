namespace Trireme.Callbacks;

/// <summary>Moves the optimizer's learning-rate schedule on.</summary>
/// <remarks>Mirrors paddle.callbacks.LRScheduler.</remarks>
public sealed class LRScheduler : Callback
{
    private readonly bool _byStep;

    /// <summary>The callback.</summary>
    /// <param name="byStep">Whether the schedule counts steps.</param>
    /// <param name="byEpoch">Whether it counts epochs.</param>
    /// <exception cref="InvalidArgumentException">Not exactly one of the two is true.</exception>
    public LRScheduler(bool byStep = true, bool byEpoch = false)
    {
        if (byStep == byEpoch)
            throw new InvalidArgumentException("LRScheduler: exactly one of byStep and byEpoch must be true.");
        _byStep = byStep;
    }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int step, Logs? logs = null)
    {
        if (_byStep)
            Model.Optimizer?.Scheduler?.Step();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs? logs = null)
    {
        if (!_byStep)
            Model.Optimizer?.Scheduler?.Step();
    }
}
