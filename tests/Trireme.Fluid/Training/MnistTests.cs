using Trireme.Fluid;
using Trireme.IO;
using Trireme.Static;
using Xunit.Abstractions;
using Api = Trireme.Fluid.Fluid;
using Files = Trireme.Fluid.IO;

namespace Trireme.Tests.Fluid.Training;

/// <summary>The fluid guide's network on real digits: data parallelism, readers of all kinds, training that goes on from files.</summary>
[Collection("environment")]
public sealed class MnistTests(ITestOutputHelper output) : IDisposable
{
    private readonly string? _cpuNum = Environment.GetEnvironmentVariable("CPU_NUM");
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly ScopeGuard _scope = new(new Scope());

    public void Dispose()
    {
        _scope.Dispose();
        Environment.SetEnvironmentVariable("CPU_NUM", _cpuNum);
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private sealed record Network(Program Main, Program Startup, Tensor Cost, Tensor Loss, Tensor Accuracy, Variable Image, Variable Label)
    {
        public static Network Build(bool trains, Action<Variable, Variable>? reads = null)
        {
            (Program main, Program startup) = (new(), new() { RandomSeed = 7 });
            using ProgramGuard guard = Api.ProgramGuard(main, startup);
            using IDisposable names = Api.UniqueName.Guard();
            Variable image = Layers.Data("image", [784]), label = Layers.Data("label", [1], dtype: "int64");
            reads?.Invoke(image, label);
            Tensor prediction = Layers.Fc(Layers.Fc(image, 32, act: "relu"), 10, act: "softmax");
            Tensor cost = Layers.CrossEntropy(prediction, label), loss = Layers.Mean(cost), accuracy = Layers.Accuracy(prediction, label);
            if (trains)
                Optimizer.Adam(0.003).Minimize(loss);
            return new(main, startup, cost, loss, accuracy, image, label);
        }

        public string LossName => ((FetchTarget)Loss).Name;
    }

    private static double Accuracy(Executor executor, Network test, Func<IEnumerable<Sample>> digits)
    {
        var metric = new Trireme.Fluid.Metrics.Accuracy();
        var feeder = new DataFeeder([test.Image, test.Label]);
        foreach (List<Sample> batch in Paddle.Batch(digits, 100)())
            metric.Update(executor.Run(test.Main, feeder.Feed(batch), [test.Accuracy])[0], batch.Count);
        return metric.Eval()[0];
    }

    private static float[] Weights(Network network)
        => network.Main.AllParameters().SelectMany(v => Scope.Global.FindVar(v.Name)!.GetTensor().ToArray<float>()).ToArray();

    [Fact]
    public void Two_places_that_an_environment_variable_asks_for_learn_the_digits()
    {
        if (Digits.Find(output) is not { } digits)
            return;
        Environment.SetEnvironmentVariable("CPU_NUM", "2");
        Network train = Network.Build(trains: true), test = Network.Build(trains: false);
        Executor executor = Api.Executor();
        executor.Run(test.Startup);
        executor.Run(train.Startup);
        CompiledProgram compiled = Api.CompiledProgram(train.Main).WithDataParallel(lossName: train.LossName);
        Assert.Equal(2, compiled.Places.Count);
        CompiledProgram compiledTest = Api.CompiledProgram(test.Main).WithDataParallel(shareVarsFrom: compiled);
        var feeder = new DataFeeder([train.Image, train.Label]);
        for (int epoch = 0; epoch < 10; epoch++)
        {
            foreach (List<Sample> batch in Paddle.Batch(digits.Train, 64)())
                Assert.Equal("[2]", executor.Run(compiled, feeder.Feed(batch), [train.Loss])[0].Shape.ToString());
        }
        double accuracy = Accuracy(executor, test, digits.Test);
        output.WriteLine($"accuracy {accuracy}");
        Assert.InRange(accuracy, 0.83, 1);
        Dictionary<string, Tensor> some = feeder.Feed(digits.Test().Take(8));
        Assert.Equal("[8, 1]", executor.Run(compiledTest, some, [test.Cost])[0].Shape.ToString());
        Assert.Contains("CPU_NUM", Assert.Throws<InvalidArgumentException>(() => executor.Run(compiled, feeder.Feed(digits.Test().Take(1)), [train.Loss])).Message);
        Environment.SetEnvironmentVariable("CPU_NUM", "two");
        Assert.Throws<InvalidArgumentException>(() => Api.CpuPlaces());
    }

    [Fact]
    public void Unequal_batches_of_two_places_train_as_one_place_that_takes_the_mean_of_their_means()
    {
        if (Digits.Find(output) is not { } digits)
            return;
        Environment.SetEnvironmentVariable("CPU_NUM", "2");
        Network one = Network.Build(trains: false);
        using (Api.ProgramGuard(one.Main, one.Startup))
        using (Api.UniqueName.Guard())
        {
            Tensor large = Layers.Mean(Layers.Slice(one.Cost, 0, 0, 32)), small = Layers.Mean(Layers.Slice(one.Cost, 0, 32, 48));
            Optimizer.Adam(0.003).Minimize((large + small) * 0.5);
        }
        List<Sample>[] steps = Paddle.Batch(digits.Train, 48)().Take(10).ToArray();
        var feeder = new DataFeeder([one.Image, one.Label]);
        float[] expected, found;
        using (Api.ScopeGuard(new Scope()))
        {
            Executor executor = Api.Executor();
            executor.Run(one.Startup);
            foreach (List<Sample> step in steps)
                executor.Run(one.Main, feeder.Feed(step), [one.Loss]);
            expected = Weights(one);
        }
        using (Api.ScopeGuard(new Scope()))
        {
            // A program of its own: seeds of a program go on from run to run.
            Network again = Network.Build(trains: true);
            Api.Executor().Run(again.Startup);
            var executor = new ParallelExecutor(useCuda: false, lossName: again.LossName, mainProgram: again.Main);
            Assert.Equal(2, executor.DeviceCount);
            foreach (List<Sample> step in steps)
            {
                Tensor[] results = executor.Run([again.Loss, again.Cost], [feeder.Feed(step.Take(32)), feeder.Feed(step.Skip(32))]);
                Assert.Equal("[2] [48, 1]", $"{results[0].Shape} {results[1].Shape}");
            }
            found = Weights(again);
        }
        for (int i = 0; i < expected.Length; i++)
            Assert.InRange(found[i], expected[i] - 2e-4f, expected[i] + 2e-4f);
    }

    [Fact]
    public void Training_goes_on_where_files_say()
    {
        if (Digits.Find(output) is not { } digits)
            return;
        Network network = Network.Build(trains: true), test = Network.Build(trains: false);
        Executor executor = Api.Executor();
        executor.Run(network.Startup);
        float first = Epoch();
        Files.SavePersistables(executor, _folder, network.Main);
        double before = Accuracy(executor, test, digits.Test);
        float second = Epoch();
        float[] whole = Weights(network);
        Assert.True(second < first, $"{first} {second}");
        using (Api.ScopeGuard(Api.Scope()))
        {
            executor.Run(network.Startup);
            Files.LoadPersistables(executor, _folder, network.Main);
            Assert.Equal(before, Accuracy(executor, test, digits.Test));
            Assert.Equal(second, Epoch());
            Assert.Equal(whole, Weights(network));
        }
        // The startup program has the same variables, as the guide loads them.
        using (Api.ScopeGuard(Api.Scope()))
        {
            executor.Run(network.Startup);
            Files.LoadPersistables(executor, _folder, network.Startup);
            Assert.Equal(before, Accuracy(executor, test, digits.Test));
        }

        float Epoch()
        {
            var feeder = new DataFeeder([network.Image, network.Label]);
            return Paddle.Batch(digits.Train, 100)().Select(batch => executor.Run(network.Main, feeder.Feed(batch), [network.Loss])[0].ToArray<float>()[0]).ToArray().Average();
        }
    }

    public static TheoryData<string, bool, bool, int> Readers()
    {
        var modes = new TheoryData<string, bool, bool, int>();
        foreach (string source in (string[])["samples", "lists", "batches"])
        {
            foreach (bool iterable in (bool[])[true, false])
            {
                modes.Add(source, iterable, true, 1);
                modes.Add(source, iterable, false, 2);
            }
        }
        return modes;
    }

    [Theory, MemberData(nameof(Readers))]
    public void Readers_of_all_kinds_train_as_feeding_does(string source, bool iterable, bool useDoubleBuffer, int places)
    {
        if (Digits.Find(output) is not { } digits)
            return;
        IEnumerable<Sample> Some() => digits.Train().Take(256);
        PyReader? reader = null;
        Network network = Network.Build(trains: true, (image, label) => reader = new PyReader([image, label], capacity: 8, useDoubleBuffer, iterable));
        IReadOnlyList<Place>? devices = iterable ? Api.CpuPlaces(places) : null;
        if (source == "samples")
            reader!.DecorateSampleGenerator(Some, batchSize: 32, places: devices);
        else if (source == "lists")
            reader!.DecorateSampleListGenerator(Paddle.Batch(Some, 32), devices);
        else
            reader!.DecorateBatchGenerator(() => Paddle.Batch(Some, 32)().Select(Whole), devices);
        Executor executor = Api.Executor();
        executor.Run(network.Startup);
        CompiledProgram compiled = Api.CompiledProgram(network.Main);
        if (places > 1)
            compiled.WithDataParallel(lossName: network.LossName, places: Api.CpuPlaces(places));
        var losses = new List<float>();
        for (int epoch = 0; epoch < 2; epoch++)
        {
            if (iterable)
                losses.AddRange(reader.Select(data => executor.Run(compiled, data, [network.Loss])[0].ToArray<float>().Average()).ToArray());
            else
                ReadByItself();
        }
        reader.Dispose();

        using ScopeGuard scope = Api.ScopeGuard(new Scope());
        Network fed = Network.Build(trains: true);
        Executor plain = Api.Executor();
        plain.Run(fed.Startup);
        var feeder = new DataFeeder([fed.Image, fed.Label]);
        float[] expected = Enumerable.Range(0, 2).SelectMany(_ => Paddle.Batch(Some, 32 * places)())
            .Select(batch => plain.Run(fed.Main, feeder.Feed(batch), [fed.Loss])[0].ToArray<float>()[0]).ToArray();
        Assert.Equal(expected, losses, (a, b) => Math.Abs(a - b) < 1e-3);

        void ReadByItself()
        {
            reader.Start();
            try
            {
                while (true)
                    losses.Add(executor.Run(compiled, fetchList: [network.Loss])[0].ToArray<float>().Average());
            }
            catch (EOFException)
            {
                reader.Reset();
            }
        }
    }

    private static Sample Whole(List<Sample> batch)
    {
        float[,] images = new float[batch.Count, 784];
        long[,] labels = new long[batch.Count, 1];
        for (int i = 0; i < batch.Count; i++)
        {
            float[] image = (float[])batch[i][0]!;
            for (int j = 0; j < image.Length; j++)
                images[i, j] = image[j];
            labels[i, 0] = (long)batch[i][1]!;
        }
        return (images, labels);
    }
}
