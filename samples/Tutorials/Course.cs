using Trireme.IO;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Regularizers;
using F = Trireme.NN.Functional;

namespace Trireme.Samples.Tutorials;

/// <summary>The MNIST course: a network that returns its accuracy too, a penalty on large weights, evaluation over all batches.</summary>
internal static class Course
{
    public static void Run(Dataset train, Dataset test, string folder)
    {
        Paddle.Seed(1024);
        var model = new CourseNet();
        Train(model, new DataLoader(train, batchSize: 100, shuffle: true, numWorkers: 2));
        string file = Path.Combine(folder, "mnist.pdparams");
        Paddle.Save(model.StateDict(), file);

        var loaded = new CourseNet();
        loaded.LoadDict(Paddle.Load(file));
        Evaluate(loaded, new DataLoader(test, batchSize: 100));
    }

    private static void Train(CourseNet model, DataLoader loader)
    {
        var optimizer = new Adam(learningRate: 0.001, weightDecay: new L2Decay(coeff: 1e-5), parameters: model.Parameters());
        model.Train();
        int batchId = 0;
        foreach (Tensor[] batch in loader)
        {
            (Tensor images, Tensor labels) = (batch[0], batch[1]);
            Tensor[] outputs = model.Call([images, labels]);
            Tensor loss = Paddle.Mean(F.CrossEntropy(outputs[0], labels));
            if (batchId % 200 == 0)
                Console.WriteLine($"epoch: 0, batch: {batchId}, loss is: {Show.Array(loss)}, acc is {Show.Array(outputs[1])}");
            loss.Backward();
            optimizer.Step();
            optimizer.ClearGrad();
            batchId++;
        }
    }

    private static void Evaluate(CourseNet model, DataLoader loader)
    {
        Console.WriteLine("start evaluation .......");
        model.Eval();
        using IDisposable noGrad = Paddle.NoGrad();
        List<double> accuracies = [], losses = [];
        foreach (Tensor[] batch in loader)
        {
            Tensor[] outputs = model.Call([batch[0], batch[1]]);
            losses.Add(F.CrossEntropy(input: outputs[0], label: batch[1]).Item());
            accuracies.Add(outputs[1].Item());
        }
        Console.WriteLine(FormattableString.Invariant($"loss={losses.Average()}, acc={accuracies.Average()}"));
    }
}
