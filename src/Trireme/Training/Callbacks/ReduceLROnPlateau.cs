using System.Globalization;

namespace Trireme.Callbacks;

/// <summary>Lowers the learning rate when a value of the evaluation has not become better for a while.</summary>
/// <remarks>Mirrors paddle.callbacks.ReduceLROnPlateau. The optimizer's rate must be a number, not a schedule.</remarks>
public sealed class ReduceLROnPlateau : Callback
{
    private readonly string _monitor;
    private readonly Monitor _rule;
    private readonly double _factor, _minLr;
    private readonly int _patience, _verbose, _cooldown;
    private double _best;
    private int _wait, _cooldownLeft, _epoch;

    /// <summary>The callback.</summary>
    /// <param name="monitor">The value to watch: <c>loss</c> or a metric's name.</param>
    /// <param name="factor">What the rate is multiplied with; below 1.</param>
    /// <param name="patience">How many evaluations may pass without progress.</param>
    /// <param name="verbose">1 prints when the rate is lowered.</param>
    /// <param name="mode"><c>min</c>, <c>max</c>, or <c>auto</c>: larger is better where the name contains acc.</param>
    /// <param name="minDelta">How much better counts as better.</param>
    /// <param name="cooldown">How many evaluations are not counted after the rate was lowered.</param>
    /// <param name="minLr">The lowest rate.</param>
    /// <exception cref="InvalidArgumentException">The factor is not below 1, or the mode is not known.</exception>
    public ReduceLROnPlateau(string monitor = "loss", double factor = 0.1, int patience = 10, int verbose = 1, string mode = "auto", double minDelta = 1e-4, int cooldown = 0, double minLr = 0)
    {
        if (!(factor < 1))
            throw new InvalidArgumentException($"ReduceLROnPlateau: factor {factor} does not lower the rate.", "It must be below 1.");
        (_monitor, _factor, _patience, _verbose, _cooldown, _minLr) = (monitor, factor, patience, verbose, cooldown, minLr);
        _rule = new Monitor(monitor, mode, minDelta);
        _best = _rule.Worst;
    }

    /// <summary>Whether evaluations are not counted because the rate was lowered a moment ago.</summary>
    public bool InCooldown() => _cooldownLeft > 0;

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs? logs = null) => (_best, _wait, _cooldownLeft) = (_rule.Worst, 0, 0);

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch, Logs? logs = null) => _epoch = epoch;

    /// <inheritdoc/>
    public override void OnEvalEnd(Logs? logs = null)
    {
        if (logs?.Number(_monitor) is not { } value || Model.Optimizer is not { Scheduler: null } optimizer)
            return;
        if (InCooldown())
        {
            _cooldownLeft--;
            _wait = 0;
        }
        if (_rule.IsBetter(value, _best))
        {
            _best = value;
            _wait = 0;
        }
        else if (!InCooldown() && ++_wait >= _patience && optimizer.GetLr() > _minLr)
        {
            double rate = Math.Max(optimizer.GetLr() * _factor, _minLr);
            optimizer.SetLr(rate);
            (_cooldownLeft, _wait) = (_cooldown, 0);
            if (_verbose > 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Epoch {_epoch + 1}: ReduceLROnPlateau reducing learning rate to {rate}."));
        }
    }
}
