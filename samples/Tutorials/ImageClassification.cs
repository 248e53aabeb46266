using System.Globalization;
using Trireme.Fluid;
using Trireme.Fluid.Datasets;
using Trireme.IO;
using Trireme.Static;
using Trireme.Vision.Datasets;

namespace Trireme.Samples.Tutorials;

using Fluid = Trireme.Fluid.Fluid;
using IO = Trireme.Fluid.IO;

/// <summary>What is on small colour pictures: a residual network and one of plain convolutions in groups, with batch norm and dropout, on CIFAR-10.</summary>
internal static class ImageClassification
{
    private const int BatchSize = 32, Width = 8;

    public static void Run(string folder, string? dataFile = null, int epochs = 2, int pictures = int.MaxValue)
    {
        Func<IEnumerable<Sample>> train, test;
        try
        {
            (train, test) = (Reader.Firstn(Cifar.Train10(dataFile: dataFile), pictures), Reader.Firstn(Cifar.Test10(dataFile: dataFile), pictures));
        }
        catch (DownloadException e) when (e.FoundMd5 is null)
        {
            Console.WriteLine("CIFAR-10 is neither cached nor to be downloaded");
            return;
        }
        foreach ((string name, Func<Tensor, Tensor> network) in ((string, Func<Tensor, Tensor>)[])[("resnet", ResNet), ("vgg", Vgg)])
        {
            using ProgramGuard programs = Fluid.ProgramGuard(Fluid.Program(), Fluid.Program());
            using ScopeGuard scope = Fluid.ScopeGuard(Fluid.Scope());
            Train(name, network, Paddle.Batch(Reader.Shuffle(train, 1000), BatchSize), Paddle.Batch(test, BatchSize), epochs, Path.Combine(folder, name));
        }
    }

    private static Tensor ConvBn(Tensor x, int filters, int size, int stride, string? act = "relu")
        => Layers.BatchNorm(Layers.Conv2d(x, filters, size, stride, padding: (size - 1) / 2, biasAttr: false), act);

    private static Tensor Block(Tensor x, int filters, int stride)
    {
        Tensor kept = stride == 1 ? x : ConvBn(x, filters, 1, stride, act: null);
        return Layers.ElementwiseAdd(kept, ConvBn(ConvBn(x, filters, 3, stride), filters, 3, 1, act: null), act: "relu");
    }

    private static Tensor ResNet(Tensor images)
    {
        Tensor x = ConvBn(images, Width, 3, 1);
        x = Block(Block(Block(x, Width, 1), 2 * Width, 2), 4 * Width, 2);
        return Layers.Fc(Layers.Pool2d(x, 8, "avg"), 10, act: "softmax");
    }

    private static Tensor Vgg(Tensor images)
    {
        Tensor Group(Tensor x, int filters, double drop)
            => Nets.ImgConvGroup(x, (filters, filters), poolSize: 2, poolStride: 2, convAct: "relu", convWithBatchnorm: true, convBatchnormDropRate: drop);

        Tensor x = Group(Group(Group(images, Width, 0), 2 * Width, 0.1), 4 * Width, 0.1);
        x = Layers.BatchNorm(Layers.Fc(x, 8 * Width), act: "relu");
        return Layers.Fc(Layers.Dropout(x, 0.3), 10, act: "softmax");
    }

    private static void Train(string name, Func<Tensor, Tensor> network, Func<IEnumerable<List<Sample>>> train, Func<IEnumerable<List<Sample>>> test,
        int epochs, string folder)
    {
        Paddle.Seed(1);
        Variable images = Layers.Data(name: "pixel", shape: [3, 32, 32], dtype: "float32"), label = Layers.Data(name: "label", shape: [1], dtype: "int64");
        Tensor predict = network(images), cost = Layers.Mean(Layers.CrossEntropy(predict, label)), accuracy = Layers.Accuracy(predict, label);
        Trireme.Static.Program testProgram = Fluid.DefaultMainProgram().Clone(forTest: true);
        Optimizer.Adam(learningRate: 0.002).Minimize(cost);

        Executor exe = Fluid.Executor(Fluid.CPUPlace());
        exe.Run(Fluid.DefaultStartupProgram());
        var feeder = new DataFeeder([images, label]);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            WeightedAverage costs = new(), accuracies = new();
            foreach (List<Sample> batch in train())
                costs.Add(exe.Run(Fluid.DefaultMainProgram(), feeder.Feed(batch), [cost])[0], batch.Count);
            foreach (List<Sample> batch in test())
                accuracies.Add(exe.Run(testProgram, feeder.Feed(batch), [accuracy.Name])[0], batch.Count);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}, epoch {epoch}: cost {costs.Eval():f4}, accuracy {accuracies.Eval():f4}"));
        }
        IO.SaveInferenceModel(folder, ["pixel"], [predict], exe);
        Infer(folder, feeder.Feed(test().First())["pixel"]);
    }

    private static void Infer(string folder, Tensor pictures)
    {
        Executor exe = Fluid.Executor(Fluid.CPUPlace());
        using ScopeGuard scope = Fluid.ScopeGuard(Fluid.Scope());
        (var program, string[] feeds, Variable[] fetches) = IO.LoadInferenceModel(folder, exe);
        Tensor chances = exe.Run(program, new Dictionary<string, Tensor> { [feeds[0]] = pictures }, [fetches[0]])[0];
        Console.WriteLine($"infer results: {string.Join(' ', chances.Argmax(1).ToArray<long>().Take(8))}");
    }
}
