using Trireme.Callbacks;
using Trireme.IO;
using Trireme.Metrics;
using Trireme.Random;
using Trireme.Static;
using Trireme.Training;

namespace Trireme;

public sealed partial class Model
{
    /// <summary>Trains.</summary>
    /// <param name="trainData">The training data.</param>
    /// <param name="evalData">Evaluated between epochs; nothing where null.</param>
    /// <param name="batchSize">Examples a step, where a dataset is given.</param>
    /// <param name="epochs">How often the data is gone through; at least 1.</param>
    /// <param name="evalFreq">Every how many epochs to evaluate.</param>
    /// <param name="logFreq">Every how many steps to show progress.</param>
    /// <param name="saveDir">Where to save checkpoints; none where null.</param>
    /// <param name="saveFreq">Every how many epochs to save.</param>
    /// <param name="verbose">0: nothing; 1: a progress bar; 2: lines.</param>
    /// <param name="dropLast">Whether a last, smaller batch is left out.</param>
    /// <param name="shuffle">Whether the order is random, where a dataset is given.</param>
    /// <param name="numWorkers">Background threads that read ahead.</param>
    /// <param name="callbacks">What else to do.</param>
    /// <param name="accumulateGradBatches">How many batches' gradients are added up for one update; at least 1.</param>
    /// <param name="numIters">The number of steps altogether; whole epochs where null.</param>
    /// <param name="cancellationToken">Ends training cleanly after the current step; Ctrl-C does the same.</param>
    /// <exception cref="InvalidArgumentException">A number is out of range, or the data is empty.</exception>
    /// <exception cref="PreconditionNotMetException">No optimizer or no loss was prepared.</exception>
    public void Fit(DataSource trainData, DataSource? evalData = null, int batchSize = 1, int epochs = 1, int evalFreq = 1, int logFreq = 10,
        string? saveDir = null, int saveFreq = 1, int verbose = 2, bool dropLast = false, bool shuffle = true, int numWorkers = 0,
        IEnumerable<Callback>? callbacks = null, int accumulateGradBatches = 1, int? numIters = null, CancellationToken cancellationToken = default)
    {
        if (epochs < 1 || evalFreq < 1 || logFreq < 1 || saveFreq < 1 || accumulateGradBatches < 1 || numIters < 1)
        {
            throw new InvalidArgumentException("Fit: a number is out of range.", $"epochs {epochs}, evalFreq {evalFreq}, logFreq {logFreq}, saveFreq {saveFreq}, "
                + $"accumulateGradBatches {accumulateGradBatches} and numIters {numIters} must be at least 1.");
        }
        if (Optimizer is null || _loss is null)
            throw new PreconditionNotMetException("Fit: there is no optimizer or no loss to train with.", null, "Call Prepare(optimizer, loss, metrics) first.");
        using Recorder.Mode eager = Recorder.Suspend();
        DataLoader train = trainData.ToLoader(batchSize, shuffle, dropLast, numWorkers);
        DataLoader? eval = evalData?.ToLoader(batchSize, false, false, numWorkers);
        int? steps = train.Dataset is IterableDataset ? null : train.Length;
        if (numIters is { } iters && steps is { } all)
            (epochs, steps) = ((iters + all - 1) / all, Math.Min(all, iters));
        Callback[] run = Configure(callbacks, verbose, logFreq, saveDir, saveFreq, training: true);
        Announce(run, new() { ["epochs"] = epochs, ["steps"] = steps, ["verbose"] = verbose, ["metrics"] = MetricNames(), ["save_dir"] = saveDir, ["log_freq"] = logFreq });
        using var stop = new StopRequest(cancellationToken);
        StopTraining = false;
        Logs logs = [];
        int left = numIters ?? int.MaxValue;
        Each(run, c => c.OnTrainBegin());
        for (int epoch = 0; epoch < epochs && !StopTraining && !stop.IsRequested; epoch++)
        {
            Each(run, c => c.OnEpochBegin(epoch));
            logs = TrainEpoch(train, run, accumulateGradBatches, ref left, stop);
            Each(run, c => c.OnEpochEnd(epoch, logs));
            if (eval is not null && epoch % evalFreq == 0 && !stop.IsRequested)
            {
                // Evaluation draws random numbers as well; training that is resumed here, without it, must go on with the same ones.
                RandomState random = Generator.Default.State;
                EvaluateLoop(eval, run, null);
                Generator.Default.State = random;
            }
        }
        Each(run, c => c.OnTrainEnd(logs));
    }

    /// <summary>Loss and metrics over a data set.</summary>
    /// <param name="evalData">The data.</param>
    /// <param name="batchSize">Examples a step, where a dataset is given.</param>
    /// <param name="logFreq">Every how many steps to show progress.</param>
    /// <param name="verbose">0: nothing; 1: a progress bar; 2: lines.</param>
    /// <param name="numWorkers">Background threads that read ahead.</param>
    /// <param name="callbacks">What else to do.</param>
    /// <param name="numIters">The number of steps; all where null.</param>
    /// <returns><c>loss</c> (a list; of the last step, as in Paddle) and the metrics over everything.</returns>
    public Logs Evaluate(DataSource evalData, int batchSize = 1, int logFreq = 10, int verbose = 2, int numWorkers = 0, IEnumerable<Callback>? callbacks = null, int? numIters = null)
    {
        using Recorder.Mode eager = Recorder.Suspend();
        DataLoader loader = evalData.ToLoader(batchSize, false, false, numWorkers);
        Callback[] run = Configure(callbacks, verbose, logFreq, null, 1, training: false);
        Announce(run, new() { ["verbose"] = verbose, ["metrics"] = MetricNames(), ["log_freq"] = logFreq });
        Logs logs = EvaluateLoop(loader, run, numIters);
        var result = new Logs();
        foreach ((string name, object? value) in logs)
        {
            if (name is "loss" || MetricNames().Contains(name))
                result[name] = value;
        }
        return result;
    }

    /// <summary>The network's outputs over a data set.</summary>
    /// <param name="testData">The data; labels in it are left out.</param>
    /// <param name="batchSize">Examples a step, where a dataset is given.</param>
    /// <param name="numWorkers">Background threads that read ahead.</param>
    /// <param name="stackOutputs">Whether the batches of an output are put together into one tensor.</param>
    /// <param name="verbose">0: nothing; 1: a progress bar; 2: lines.</param>
    /// <param name="callbacks">What else to do.</param>
    /// <returns>One entry an output of the network; in it one tensor a batch, or a single one where stacked.</returns>
    public List<Tensor[]> Predict(DataSource testData, int batchSize = 1, int numWorkers = 0, bool stackOutputs = false, int verbose = 1, IEnumerable<Callback>? callbacks = null)
    {
        using Recorder.Mode eager = Recorder.Suspend();
        DataLoader loader = testData.ToLoader(batchSize, false, false, numWorkers);
        Callback[] run = Configure(callbacks, verbose, 1, null, 1, training: false);
        int? steps = loader.Dataset is IterableDataset ? null : loader.Length;
        Announce(run, new() { ["verbose"] = verbose, ["log_freq"] = 1 });
        Each(run, c => c.OnPredictBegin(new Logs { ["steps"] = steps }));
        var outputs = new List<List<Tensor>>();
        var logs = new Logs();
        int step = 0, samples = 0;
        foreach (Tensor[] batch in loader)
        {
            Each(run, c => c.OnPredictBatchBegin(step));
            Tensor[] results = PredictBatch(Split(batch).Inputs);
            for (int i = 0; i < results.Length; i++)
            {
                if (outputs.Count <= i)
                    outputs.Add([]);
                outputs[i].Add(results[i]);
            }
            samples += batch[0].Shape[0];
            (logs["step"], logs["batch_size"], logs["samples"]) = (step, batch[0].Shape[0], samples);
            Each(run, c => c.OnPredictBatchEnd(step, logs));
            step++;
        }
        Each(run, c => c.OnPredictEnd(logs));
        return outputs.ConvertAll(o => stackOutputs ? [Paddle.Concat(o.ToArray(), 0)] : o.ToArray());
    }

    private Logs TrainEpoch(DataLoader train, Callback[] run, int accumulate, ref int left, StopRequest stop)
    {
        foreach (Metric metric in _metrics)
            metric.Reset();
        var logs = new Logs();
        int step = 0;
        foreach (Tensor[] batch in train)
        {
            int number = step++;
            Each(run, c => c.OnTrainBatchBegin(number));
            (Tensor[] inputs, Tensor[] labels) = Split(batch);
            Fill(logs, TrainBatch(inputs, labels, step % accumulate == 0), number, batch);
            Each(run, c => c.OnTrainBatchEnd(number, logs));
            if (--left == 0)
                StopTraining = true;
            if (left == 0 || stop.IsRequested)
                break;
        }
        if (step % accumulate != 0)
            Update(Optimizer!);
        return logs;
    }

    private Logs EvaluateLoop(DataLoader loader, Callback[] run, int? numIters)
    {
        foreach (Metric metric in _metrics)
            metric.Reset();
        int? steps = loader.Dataset is IterableDataset ? null : Math.Min(loader.Length, numIters ?? int.MaxValue);
        Each(run, c => c.OnEvalBegin(new Logs { ["steps"] = steps, ["metrics"] = MetricNames() }));
        var logs = new Logs();
        int step = 0, samples = 0;
        foreach (Tensor[] batch in loader.Take(numIters ?? int.MaxValue))
        {
            int number = step++;
            Each(run, c => c.OnEvalBatchBegin(number));
            (Tensor[] inputs, Tensor[] labels) = Split(batch);
            Fill(logs, EvalBatch(inputs, labels), number, batch);
            samples += batch[0].Shape[0];
            Each(run, c => c.OnEvalBatchEnd(number, logs));
        }
        logs["samples"] = samples;
        Each(run, c => c.OnEvalEnd(logs));
        return logs;
    }

    private void Fill(Logs logs, BatchResult result, int step, Tensor[] batch)
    {
        if (result.Losses.Length > 0)
            logs["loss"] = result.Losses;
        int value = 0;
        foreach (string name in MetricNames())
        {
            if (value < result.Metrics.Length)
                logs[name] = result.Metrics[value++];
        }
        (logs["step"], logs["batch_size"]) = (step, batch[0].Shape[0]);
    }

    private string[] MetricNames() => _metrics.SelectMany(m => m.Name()).ToArray();

    private static Callback[] Configure(IEnumerable<Callback>? given, int verbose, int logFreq, string? saveDir, int saveFreq, bool training)
    {
        var run = new List<Callback>(given ?? []);
        if (verbose > 0 && !run.Any(c => c is ProgBarLogger))
            run.Insert(0, new ProgBarLogger(logFreq, verbose));
        if (training && !run.Any(c => c is LRScheduler))
            run.Insert(0, new LRScheduler());
        if (training && saveDir is not null && !run.Any(c => c is ModelCheckpoint))
            run.Add(new ModelCheckpoint(saveFreq, saveDir));
        return run.ToArray();
    }

    private void Announce(Callback[] run, Dictionary<string, object?> parameters) => Each(run, c =>
    {
        c.SetModel(this);
        c.SetParams(parameters);
    });

    private static void Each(Callback[] run, Action<Callback> action)
    {
        foreach (Callback callback in run)
            action(callback);
    }
}
