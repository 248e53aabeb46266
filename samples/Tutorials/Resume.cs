using Trireme.IO;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Optimizers.LR;
using Trireme.Programs;

namespace Trireme.Samples.Tutorials;

/// <summary>
/// Going on from a checkpoint: network and optimizer are saved after every epoch; a run that starts from the first one's files ends with the same weights.
/// </summary>
internal static class Resume
{
    private const int Epochs = 2, BatchSize = 32;

    public static void Run(Dataset train, Dataset test, string folder)
    {
        string checkpoints = Path.Combine(folder, "checkpoint");
        Layer whole = Train(train, 0, checkpoints);
        Layer resumed = Train(train, 1, checkpoints);
        bool equal = whole.Parameters().Zip(resumed.Parameters()).All(p => p.First.ToArray<float>().AsSpan().SequenceEqual(p.Second.ToArray<float>()));
        Console.WriteLine($"weights of the resumed run equal those of the whole run: {equal}");
    }

    private static CourseNet Train(Dataset train, int startEpoch, string folder)
    {
        // State is matched by parameter names; without the guard a second network in one process would get other ones.
        using IDisposable names = UniqueName.Guard();
        Paddle.Seed(1024);
        var loader = new DataLoader(train, batchSize: BatchSize, shuffle: false);
        var network = new CourseNet();
        var rate = new PolynomialDecay(learningRate: 0.01, decaySteps: loader.Length * Epochs, endLr: 0.001);
        var optimizer = new Momentum(learningRate: rate, parameters: network.Parameters());
        var model = new Model(network);
        model.Prepare(optimizer, new CrossEntropyLoss());
        if (startEpoch > 0)
            model.Load(Path.Combine(folder, $"mnist_epoch{startEpoch - 1}"));
        for (int epoch = startEpoch; epoch < Epochs; epoch++)
        {
            int batchId = 0;
            foreach (Tensor[] batch in loader)
            {
                BatchResult result = model.TrainBatch([batch[0]], [batch[1]]);
                rate.Step();
                if (batchId++ % 500 == 0)
                    Console.WriteLine(FormattableString.Invariant($"epoch_id: {epoch}, batch_id: {batchId - 1}, loss is: [{(float)result.Losses[0]}]"));
            }
            model.Save(Path.Combine(folder, $"mnist_epoch{epoch}"));
        }
        return network;
    }
}
