using Trireme.Fluid;
using Trireme.IO;
using Trireme.Static;

namespace Trireme.Samples.Tutorials;

using Fluid = Trireme.Fluid.Fluid;

/// <summary>
/// MNIST as the fluid guide trains it: a network for training and one for testing that share parameters by name, PyReaders that are enumerated or that the
/// programs read by themselves, and two places that share each batch.
/// </summary>
internal static class MnistFluid
{
    private const int BatchSize = 32, Places = 2;

    public static void Run(Dataset train, Dataset test, int epochs = 1)
    {
        foreach (bool iterable in (bool[])[true, false])
        {
            using ScopeGuard scope = Fluid.ScopeGuard(Fluid.Scope());
            Train(() => train, () => test, epochs, iterable);
        }
    }

    private static (Tensor Loss, Tensor Accuracy, PyReader Reader) Network(bool iterable)
    {
        Variable image = Layers.Data(name: "image", dtype: "float32", shape: [784]);
        Variable label = Layers.Data(name: "label", dtype: "int64", shape: [1]);
        var reader = new PyReader(feedList: [image, label], capacity: 64, iterable: iterable);
        Tensor hidden = Layers.Fc(input: image, size: 100, act: "relu");
        Tensor prediction = Layers.Fc(input: hidden, size: 10, act: "softmax");
        Tensor loss = Layers.Mean(Layers.CrossEntropy(input: prediction, label: label));
        return (loss, Layers.Accuracy(input: prediction, label: label), reader);
    }

    private static void Train(Func<IEnumerable<Sample>> train, Func<IEnumerable<Sample>> test, int epochs, bool iterable)
    {
        var (trainProg, trainStartup, testProg, testStartup) = (Fluid.Program(), Fluid.Program(), Fluid.Program(), Fluid.Program());
        trainStartup.RandomSeed = 1;
        (Tensor Loss, Tensor Accuracy, PyReader Reader) training, testing;
        using (Fluid.ProgramGuard(trainProg, trainStartup))
        using (Fluid.UniqueName.Guard())
        {
            training = Network(iterable);
            Optimizer.Adam(learningRate: 0.003).Minimize(training.Loss);
        }
        // The same names again: the test network finds the parameters that training changes.
        using (Fluid.ProgramGuard(testProg, testStartup))
        using (Fluid.UniqueName.Guard())
            testing = Network(iterable);

        Executor exe = Fluid.Executor(Fluid.CPUPlace());
        exe.Run(testStartup);
        exe.Run(trainStartup);
        IReadOnlyList<Place> places = Fluid.CpuPlaces(Places);
        CompiledProgram compiled = Fluid.CompiledProgram(trainProg).WithDataParallel(lossName: ((FetchTarget)training.Loss).Name, places: places);
        CompiledProgram compiledTest = Fluid.CompiledProgram(testProg).WithDataParallel(shareVarsFrom: compiled, places: places);
        using PyReader trainReader = training.Reader, testReader = testing.Reader;
        trainReader.DecorateSampleListGenerator(Paddle.Batch(Reader.Shuffle(train, bufSize: 1024), BatchSize), iterable ? places : null);
        testReader.DecorateSampleListGenerator(Paddle.Batch(test, BatchSize), iterable ? places : null);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            var run = iterable ? (Func<Executor, CompiledProgram, Tensor, Tensor, PyReader, List<double>>)RunIterable : RunNonIterable;
            run(exe, compiled, training.Loss, training.Accuracy, trainReader);
            List<double> accuracies = run(exe, compiledTest, testing.Loss, testing.Accuracy, testReader);
            Console.WriteLine($"accuracy is {Show.Number((float)accuracies.Average())}");
        }
    }

    private static List<double> RunIterable(Executor exe, CompiledProgram program, Tensor loss, Tensor accuracy, PyReader pyReader)
        => pyReader.Select(data => Accuracy(exe.Run(program, feed: data, fetchList: [loss, accuracy]))).ToList();

    private static List<double> RunNonIterable(Executor exe, CompiledProgram program, Tensor loss, Tensor accuracy, PyReader pyReader)
    {
        var accuracies = new List<double>();
        pyReader.Start();
        try
        {
            while (true)
                accuracies.Add(Accuracy(exe.Run(program, fetchList: [loss, accuracy])));
        }
        catch (EOFException)
        {
            Console.WriteLine("End of epoch");
            pyReader.Reset();
        }
        return accuracies;
    }

    private static double Accuracy(Tensor[] results)
    {
        Console.WriteLine($"loss is {Show.Fetched(results[0])}");
        return results[1].ToArray<float>().Average();
    }
}
