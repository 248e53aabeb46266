using Trireme.Training.Progress;

namespace Trireme.Callbacks;

/// <summary>Shows how training, evaluation and prediction go on.</summary>
/// <param name="logFreq">Every how many steps; at least 1.</param>
/// <param name="verbose">0: nothing; 1: a progress bar; 2: lines without a bar.</param>
/// <remarks>Mirrors paddle.callbacks.ProgBarLogger. Where the output is no terminal, the bar is written as plain lines.</remarks>
public sealed class ProgBarLogger(int logFreq = 1, int verbose = 2) : Callback
{
    private static readonly string[] NotShown = ["step", "batch_size", "steps", "samples"];
    private ProgressBar? _bar;
    private int? _steps;
    private int _shown;

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs? logs = null)
    {
        if (verbose > 0)
            Console.WriteLine("The loss value printed in the log is the current step, and the metric is the average value of previous steps.");
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch, Logs? logs = null)
    {
        if (verbose > 0 && Params.TryGetValue("epochs", out object? epochs) && epochs is not null)
            Console.WriteLine($"Epoch {epoch + 1}/{epochs}");
        Begin(Params.GetValueOrDefault("steps") as int?);
    }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int step, Logs? logs = null) => Show(step + 1, logs);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs? logs = null) => Finish(logs);

    /// <inheritdoc/>
    public override void OnEvalBegin(Logs? logs = null)
    {
        if (verbose > 0)
            Console.WriteLine("Eval begin...");
        Begin(logs?.GetValueOrDefault("steps") as int?);
    }

    /// <inheritdoc/>
    public override void OnEvalBatchEnd(int step, Logs? logs = null) => Show(step + 1, logs);

    /// <inheritdoc/>
    public override void OnEvalEnd(Logs? logs = null)
    {
        Finish(logs);
        if (verbose > 0)
            Console.WriteLine($"Eval samples: {logs?.GetValueOrDefault("samples")}");
    }

    /// <inheritdoc/>
    public override void OnPredictBegin(Logs? logs = null)
    {
        if (verbose > 0)
            Console.WriteLine("Predict begin...");
        Begin(logs?.GetValueOrDefault("steps") as int?);
    }

    /// <inheritdoc/>
    public override void OnPredictBatchEnd(int step, Logs? logs = null) => Show(step + 1, logs);

    /// <inheritdoc/>
    public override void OnPredictEnd(Logs? logs = null)
    {
        Finish(logs);
        if (verbose > 0)
            Console.WriteLine($"Predict samples: {logs?.GetValueOrDefault("samples")}");
    }

    private void Begin(int? steps)
    {
        _steps = steps;
        _shown = 0;
        _bar = new ProgressBar(steps, verbose: verbose);
    }

    private void Show(int done, Logs? logs)
    {
        if (done % Math.Max(1, logFreq) == 0 && done != _steps)
            Draw(done, logs);
    }

    private void Finish(Logs? logs)
    {
        if (logs?.Number("step") is { } step && (int)step + 1 != _shown)
            Draw((int)step + 1, logs);
    }

    private void Draw(int done, Logs? logs)
    {
        _shown = done;
        _bar?.Update(done, logs?.Where(l => !NotShown.Contains(l.Key)));
    }
}
