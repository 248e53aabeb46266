using Trireme.Callbacks;
using Trireme.Metrics;
using Trireme.NN;
using Trireme.Optimizers;

namespace Trireme.Samples.Mnist;

/// <summary>Training with the high-level API: <see cref="Model"/> runs the loops, shows progress and counts what was right.</summary>
internal static class ModelTraining
{
    /// <summary>Trains, evaluates and saves.</summary>
    /// <returns>The share of test pictures that were recognized.</returns>
    public static double Run(Options options, Pictures pictures, Layer network, Optimizer optimizer, Progress progress, CancellationToken stop)
    {
        var model = new Model(network);
        model.Prepare(optimizer, new CrossEntropyLoss(), new Accuracy());
        if (progress.Epochs < options.Epochs)
        {
            model.Fit(pictures.Train, batchSize: options.BatchSize, epochs: options.Epochs - progress.Epochs, verbose: 1,
                callbacks: [new KeepProgress(progress)], cancellationToken: stop);
        }
        stop.ThrowIfCancellationRequested();
        Logs result = model.Evaluate(pictures.Test, batchSize: options.BatchSize, verbose: 1);
        model.Save(options.InFolder("mnist"));
        return result.Number("acc")!.Value;
    }

    /// <summary>Notes every loss, and saves after every epoch that was not cut short.</summary>
    private sealed class KeepProgress(Progress progress) : Callback
    {
        public override void OnTrainBatchEnd(int step, Logs? logs = null) => progress.Losses.Add((float)logs!.Number("loss")!.Value);

        public override void OnEpochEnd(int epoch, Logs? logs = null)
        {
            if (logs!.Number("step") + 1 == (int)Params["steps"]!)
                progress.EndEpoch();
        }
    }
}
