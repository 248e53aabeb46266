using System.Globalization;
using Trireme.Fluid;
using Trireme.Fluid.Datasets;
using Trireme.IO;
using Trireme.Static;
using Trireme.Vision.Datasets;

namespace Trireme.Samples.Tutorials;

using Fluid = Trireme.Fluid.Fluid;
using IO = Trireme.Fluid.IO;

/// <summary>House prices in the suburbs of Boston by linear regression: a reader, a program, a test program that shares its parameters, a saved model.</summary>
internal static class FitALine
{
    private const int BatchSize = 20, Epochs = 30;

    public static void Run(string folder, string? dataFile = null)
    {
        Func<IEnumerable<Sample>> train, test;
        try
        {
            (train, test) = (UciHousing.Train(dataFile), UciHousing.Test(dataFile));
        }
        catch (DownloadException e) when (e.FoundMd5 is null)
        {
            Console.WriteLine("the house prices are neither cached nor to be downloaded");
            return;
        }
        using (Fluid.ProgramGuard(Fluid.Program(), Fluid.Program()))
        using (Fluid.ScopeGuard(Fluid.Scope()))
            Train(Paddle.Batch(Reader.Shuffle(train, bufSize: 500), BatchSize), Paddle.Batch(test, BatchSize), Path.Combine(folder, "fit_a_line.inference.model"));
    }

    private static void Train(Func<IEnumerable<List<Sample>>> trainReader, Func<IEnumerable<List<Sample>>> testReader, string paramsDirname)
    {
        Variable x = Layers.Data(name: "x", shape: [13], dtype: "float32");
        Variable y = Layers.Data(name: "y", shape: [1], dtype: "float32");
        Tensor yPredict = Layers.Fc(input: x, size: 1, act: null);
        Tensor avgLoss = Layers.Mean(Layers.SquareErrorCost(input: yPredict, label: y));

        var mainProgram = Fluid.DefaultMainProgram();
        var testProgram = mainProgram.Clone(forTest: true);
        Optimizer.SGD(learningRate: 0.05).Minimize(avgLoss);

        Executor exe = Fluid.Executor(Fluid.CPUPlace());
        exe.Run(Fluid.DefaultStartupProgram());
        var feeder = new DataFeeder(place: Fluid.CPUPlace(), feedList: [x, y]);
        int step = 0;
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            foreach (List<Sample> batch in trainReader())
            {
                Tensor[] loss = exe.Run(mainProgram, feed: feeder.Feed(batch), fetchList: [avgLoss]);
                if (step % 10 == 0)
                    Print("Train cost", step, loss[0].Item<float>());
                if (step % 100 == 0)
                    Print("Test cost", step, TestLoss(exe, testProgram, feeder, testReader, avgLoss));
                step++;
            }
        }
        IO.SaveInferenceModel(paramsDirname, ["x"], [yPredict], exe);
        Infer(paramsDirname, testReader().First()[..10]);
    }

    // The mean over all batches, weighted by their sizes.
    private static double TestLoss(Executor exe, Trireme.Static.Program program, DataFeeder feeder, Func<IEnumerable<List<Sample>>> reader, Tensor loss)
    {
        var average = new WeightedAverage();
        foreach (List<Sample> batch in reader())
            average.Add(exe.Run(program, feed: feeder.Feed(batch), fetchList: [loss])[0], batch.Count);
        return average.Eval();
    }

    private static void Infer(string paramsDirname, List<Sample> houses)
    {
        Executor exe = Fluid.Executor(Fluid.CPUPlace());
        using ScopeGuard scope = Fluid.ScopeGuard(Fluid.Scope());
        (var program, string[] feedTargetNames, Variable[] fetchTargets) = IO.LoadInferenceModel(paramsDirname, exe);
        Tensor features = Paddle.Stack(houses.ConvertAll(h => Paddle.ToTensor((float[])h[0]!)));
        float[] prices = exe.Run(program, new Dictionary<string, Tensor> { [feedTargetNames[0]] = features }, [fetchTargets[0]])[0].ToArray<float>();
        Console.WriteLine("infer results: (House Price)");
        for (int i = 0; i < prices.Length; i++)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i}: {prices[i]:0.00}"));
        Console.WriteLine("ground truth:");
        for (int i = 0; i < prices.Length; i++)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i}: {((float[])houses[i][1]!)[0]:0.00}"));
    }

    private static void Print(string title, int step, double loss)
        => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}, Step {step}, Cost {loss:0.000000}"));
}
