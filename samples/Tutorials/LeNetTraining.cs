using Trireme.IO;
using Trireme.Metrics;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Static;
using F = Trireme.NN.Functional;

namespace Trireme.Samples.Tutorials;

/// <summary>Training LeNet with the basic API, keeping network and optimizer in files so that training may go on later, and a model for inference from it.</summary>
internal static class LeNetTraining
{
    public static void Run(Dataset train, Dataset test, string folder)
    {
        var model = new LeNet();
        var optim = new Adam(learningRate: 0.001, parameters: model.Parameters());
        Train(model, optim, new DataLoader(train, batchSize: 64, shuffle: true), epochs: 2);

        Paddle.Save(model.StateDict(), Path.Combine(folder, "lenet.pdparams"));
        Paddle.Save(optim.StateDict(), Path.Combine(folder, "lenet.pdopt"));

        model.SetStateDict(Paddle.Load(Path.Combine(folder, "lenet.pdparams")));
        optim.SetStateDict(Paddle.Load(Path.Combine(folder, "lenet.pdopt")));
        Export(model, new DataLoader(test, batchSize: 10), Path.Combine(folder, "inference_model", "lenet"));
    }

    // The network as a program: what only training needs is left out, and the files run without the code of the network.
    private static void Export(LeNet model, DataLoader loader, string path)
    {
        LeNet net = Jit.ToStatic(model, new InputSpec(shape: [-1, 1, 28, 28], name: "x"));
        Jit.Save(net, path);

        TranslatedLayer loaded = Jit.Load(path);
        loaded.Eval();
        Tensor x = loader.First()[0], predicted = loaded.Call(x);
        model.Eval();
        Console.WriteLine($"predicted: {NumpyText.Of(predicted.Argmax(1))}, as the trained network does: {Paddle.Allclose(predicted, model.Call(x)).Item<bool>()}");
    }

    private static void Train(LeNet model, Adam optim, DataLoader loader, int epochs)
    {
        model.Train();
        for (int epoch = 0; epoch < epochs; epoch++)
            TrainEpoch(model, optim, loader, epoch);
    }

    private static void TrainEpoch(LeNet model, Adam optim, DataLoader loader, int epoch)
    {
        int batchId = 0;
        foreach (Tensor[] data in loader)
        {
            (Tensor x, Tensor y) = (data[0], data[1]);
            Tensor predicts = model.Call(x);
            Tensor loss = F.CrossEntropy(predicts, y);
            Tensor acc = Metric.Accuracy(predicts, y);
            loss.Backward();
            if (batchId % 300 == 0)
                Console.WriteLine($"epoch: {epoch}, batch_id: {batchId}, loss is: {Show.Array(loss)}, acc is: {Show.Array(acc)}");
            optim.Step();
            optim.ClearGrad();
            batchId++;
        }
    }

    private sealed class LeNet : Layer
    {
        public Conv2D Conv1 { get; } = new(inChannels: 1, outChannels: 6, kernelSize: 5, stride: 1, padding: 2);
        public MaxPool2D MaxPool1 { get; } = new(kernelSize: 2, stride: 2);
        public Conv2D Conv2 { get; } = new(inChannels: 6, outChannels: 16, kernelSize: 5, stride: 1);
        public MaxPool2D MaxPool2 { get; } = new(kernelSize: 2, stride: 2);
        public Linear Linear1 { get; } = new(inFeatures: 16 * 5 * 5, outFeatures: 120);
        public Linear Linear2 { get; } = new(inFeatures: 120, outFeatures: 84);
        public Linear Linear3 { get; } = new(inFeatures: 84, outFeatures: 10);

        public override Tensor Forward(Tensor input)
        {
            Tensor x = F.Relu(MaxPool1.Call(F.Relu(Conv1.Call(input))));
            x = MaxPool2.Call(Conv2.Call(x));
            x = Paddle.Flatten(x, startAxis: 1, stopAxis: -1);
            x = F.Relu(Linear2.Call(F.Relu(Linear1.Call(x))));
            return Linear3.Call(x);
        }
    }
}
