using Trireme.IO;
using Trireme.Metrics;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Vision.Models;

namespace Trireme.Samples.Tutorials;

/// <summary>Training, evaluation and prediction taken apart into the basic API, then a network of both kinds trained by <see cref="Model"/>.</summary>
internal static class TrainEvaluatePredict
{
    public static void Run(Dataset train, Dataset test, string folder)
    {
        var mnist = new Sequential(new Flatten(1, -1), new Linear(784, 512), new ReLU(), new Dropout(0.2), new Linear(512, 10));
        var lossFn = new CrossEntropyLoss();
        var optim = new Adam(parameters: mnist.Parameters());
        var trainLoader = new DataLoader(train, batchSize: 64, shuffle: true);
        var testLoader = new DataLoader(test, batchSize: 64, dropLast: true);

        mnist.Train();
        int batchId = 0;
        foreach (Tensor[] data in trainLoader)
        {
            Tensor predicts = mnist.Call(data[0]);
            Tensor loss = lossFn.Call(predicts, data[1]);
            Tensor acc = Metric.Accuracy(predicts, data[1]);
            loss.Backward();
            if (++batchId % 300 == 0)
                Console.WriteLine($"epoch: 0, batch_id: {batchId}, loss is: {Show.Array(loss)}, acc is: {Show.Array(acc)}");
            optim.Step();
            optim.ClearGrad();
        }

        mnist.Eval();
        batchId = 0;
        foreach (Tensor[] data in testLoader)
        {
            Tensor predicts = mnist.Call(data[0]);
            Tensor loss = lossFn.Call(predicts, data[1]);
            Tensor acc = Metric.Accuracy(predicts, data[1]);
            if (++batchId % 30 == 0)
                Console.WriteLine($"batch_id: {batchId}, loss is: {Show.Array(loss)}, acc is: {Show.Array(acc)}");
        }

        Tensor[] first = testLoader.First();
        Tensor predLabel = mnist.Call(first[0])[0].Argmax();
        Console.WriteLine($"true label: {first[1][0].Item()}, pred label: {predLabel.Item()}");

        var model = new Model(new DigitNet());
        model.Prepare(new Adam(learningRate: 1e-3, parameters: model.Parameters()), new CrossEntropyLoss(), new Accuracy());
        model.Fit(train, test, epochs: 1, batchSize: 64, verbose: 1);
    }

    /// <summary>A ready-made network with more layers behind it.</summary>
    private sealed class DigitNet : Layer
    {
        public LeNet Backbone { get; } = new();
        public Sequential OutLayer1 { get; } = new(new Linear(10, 512), new ReLU(), new Dropout(0.2));
        public Linear OutLayer2 { get; } = new(512, 10);

        public override Tensor Forward(Tensor input) => OutLayer2.Call(OutLayer1.Call(Backbone.Call(input)));
    }
}
