using Trireme.IO;
using Trireme.Metrics;
using Trireme.NN;
using Trireme.Optimizers;
using F = Trireme.NN.Functional;

namespace Trireme.Samples.Mnist;

/// <summary>The same training with the basic API: loops written by hand over a <see cref="DataLoader"/>.</summary>
internal static class BasicTraining
{
    private const int PrintEvery = 300;

    /// <summary>Trains, evaluates and saves.</summary>
    /// <returns>The share of test pictures that were recognized.</returns>
    public static double Run(Options options, Pictures pictures, Layer network, Optimizer optimizer, Progress progress, CancellationToken stop)
    {
        var trainLoader = new DataLoader(pictures.Train, batchSize: options.BatchSize, shuffle: true);
        while (progress.Epochs < options.Epochs)
        {
            network.Train();
            int batchId = 0;
            foreach (Tensor[] batch in trainLoader)
            {
                stop.ThrowIfCancellationRequested();
                (Tensor image, Tensor label) = (batch[0], batch[1]);
                Tensor predicts = network.Call(image);
                Tensor loss = F.CrossEntropy(predicts, label);
                Tensor acc = Metric.Accuracy(predicts, label);
                loss.Backward();
                optimizer.Step();
                optimizer.ClearGrad();
                optimizer.Scheduler?.Step();
                progress.Losses.Add(loss.Item<float>());
                if (++batchId % PrintEvery == 0)
                    Console.WriteLine($"epoch: {progress.Epochs}, batch_id: {batchId}, loss is: {Show(loss)}, acc is: {Show(acc)}");
            }
            progress.EndEpoch();
        }
        double accuracy = Evaluate(options, pictures, network, stop);
        Paddle.Save(network.StateDict(), options.InFolder("mnist.pdparams"));
        Paddle.Save(optimizer.StateDict(), options.InFolder("mnist.pdopt"));
        return accuracy;
    }

    private static double Evaluate(Options options, Pictures pictures, Layer network, CancellationToken stop)
    {
        network.Eval();
        using IDisposable noGrad = Paddle.NoGrad();
        var metric = new Accuracy();
        foreach (Tensor[] batch in new DataLoader(pictures.Test, batchSize: options.BatchSize))
        {
            stop.ThrowIfCancellationRequested();
            Tensor predicts = network.Call(batch[0]);
            metric.Update(metric.Compute(predicts, batch[1]));
        }
        return metric.Accumulate()[0];
    }

    // The tutorials' versions of Paddle had losses of one element, [0.0699]; today they are numbers.
    private static string Show(Tensor number) => NumpyText.Of(number.Reshape([1]));
}
