namespace Trireme.Callbacks;

/// <summary>Ends training when a value of the evaluation has not become better for a while.</summary>
/// <remarks>Mirrors paddle.callbacks.EarlyStopping. The best model is saved as <c>{save_dir}/best_model</c>.</remarks>
public sealed class EarlyStopping : Callback
{
    private readonly string _monitor;
    private readonly Monitor _rule;
    private readonly int _patience, _verbose;
    private readonly double? _baseline;
    private readonly bool _saveBestModel;
    private double _best;
    private int _wait, _epoch;

    /// <summary>The callback.</summary>
    /// <param name="monitor">The value to watch: <c>loss</c> or a metric's name.</param>
    /// <param name="mode"><c>min</c>, <c>max</c>, or <c>auto</c>: larger is better where the name contains acc.</param>
    /// <param name="patience">How many evaluations may pass without progress.</param>
    /// <param name="verbose">1 prints when it stops.</param>
    /// <param name="minDelta">How much better counts as better.</param>
    /// <param name="baseline">What the value must beat at first; anything where null.</param>
    /// <param name="saveBestModel">Whether the best model is saved, where Fit has a save_dir.</param>
    /// <exception cref="InvalidArgumentException">The mode is not known.</exception>
    public EarlyStopping(string monitor = "loss", string mode = "auto", int patience = 0, int verbose = 1, double minDelta = 0, double? baseline = null, bool saveBestModel = true)
    {
        (_monitor, _patience, _verbose, _baseline, _saveBestModel) = (monitor, patience, verbose, baseline, saveBestModel);
        _rule = new Monitor(monitor, mode, minDelta);
        _best = baseline ?? _rule.Worst;
    }

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs? logs = null)
    {
        _wait = 0;
        _best = _baseline ?? _rule.Worst;
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch, Logs? logs = null) => _epoch = epoch;

    /// <inheritdoc/>
    public override void OnEvalEnd(Logs? logs = null)
    {
        if (logs?.Number(_monitor) is not { } value)
        {
            throw new InvalidArgumentException($"EarlyStopping: the evaluation gives no value '{_monitor}'.",
                $"It gives: {string.Join(", ", (logs ?? []).Keys)}.", "Watch one of these, or prepare the metric.");
        }
        if (_rule.IsBetter(value, _best))
        {
            _best = value;
            _wait = 0;
            if (_saveBestModel && Params.GetValueOrDefault("save_dir") is string folder)
                Model.Save(Path.Combine(folder, "best_model"));
            return;
        }
        if (++_wait <= _patience)
            return;
        Model.StopTraining = true;
        if (_verbose > 0)
            Console.WriteLine($"Epoch {_epoch + 1}: Early stopping.");
    }
}
