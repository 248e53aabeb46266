using Trireme.IO;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Optimizers.LR;
using Trireme.Programs;

namespace Trireme.Tests.Samples;

[Collection("samples")]
public sealed class ExactResumeTests(SampleData data)
{
    private const int Epochs = 3, BatchSize = 50;

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    public void An_interrupted_run_continues_to_the_same_bits(int workers, bool evaluates)
    {
        string folder = data.NewFolder();
        Dataset? eval = evaluates ? data.Test : null;
        (Model whole, _) = Start();
        Fit(whole, Epochs, workers, eval, null);

        (Model first, _) = Start();
        Fit(first, 1, workers, eval, folder);
        // Another seed: everything random must come from the files.
        (Model second, PolynomialDecay rate) = Start(seed: 99);
        second.Load(Path.Combine(folder, "0"));
        Assert.Equal(12, rate.LastEpoch);
        Fit(second, Epochs - 1, workers, eval, null);

        foreach ((string key, Tensor expected) in whole.Network.StateDict())
            Assert.Equal(expected.ToArray<float>(), second.Network.StateDict()[key].ToArray<float>());
        Assert.Equal(whole.Optimizer!.GetLr(), second.Optimizer!.GetLr());
    }

    private void Fit(Model model, int epochs, int workers, Dataset? eval, string? folder)
        => Recorded.Run(() =>
        {
            model.Fit(data.Train, eval, BatchSize, epochs, shuffle: true, numWorkers: workers, verbose: 0, saveDir: folder);
            return 0;
        });

    private (Model, PolynomialDecay) Start(int seed = 1024)
    {
        using IDisposable names = UniqueName.Guard();
        Paddle.Seed(seed);
        var network = new Sequential(new Flatten(), new Linear(784, 64), new ReLU(), new Dropout(0.2), new Linear(64, 10));
        var rate = new PolynomialDecay(learningRate: 0.01, decaySteps: Epochs * data.Train.Length / BatchSize, endLr: 0.001);
        var model = new Model(network);
        model.Prepare(new Momentum(learningRate: rate, momentum: 0.9, parameters: network.Parameters(), weightDecay: 1e-4), new CrossEntropyLoss());
        return (model, rate);
    }
}
