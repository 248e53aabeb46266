using Trireme.NN;
using Trireme.NN.Initializers;
using Trireme.Optimizers;
using Trireme.Random;
using Trireme.Static;
using Xunit;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.Static;

public sealed class ProgramTests
{
    [Fact]
    public void AProgramComputesWhatItsOperatorsSay()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Trireme.Static.Static.Data("x", [-1, 3]);
        Tensor y = (x * 2 + 1).Sum(axis: 1);
        Assert.Equal([-1], y.Shape.ToArray());
        Tensor[] result = new Executor().Run(main, new Dictionary<string, Tensor> { ["x"] = Paddle.ToTensor(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }) }, [y]);
        Assert.Equal([15f, 33f], result[0].ToArray<float>());
    }

    [Fact]
    public void ProgramsWithNamesOfTheirOwnKeepTheirConstantsApart()
    {
        foreach (float value in new float[] { 2, 3 })
        {
            using IDisposable names = Trireme.Programs.UniqueName.Guard();
            var main = new Program();
            using var guard = new ProgramGuard(main, new Program());
            Variable x = Trireme.Static.Static.Data("x", [2]);
            Tensor y = x * Paddle.ToTensor(new[] { value, value });
            Tensor[] result = new Executor().Run(main, new Dictionary<string, Tensor> { ["x"] = Paddle.Ones([2]) }, [y]);
            Assert.Equal([value, value], result[0].ToArray<float>());
        }
    }

    [Fact]
    public void AConstantAndAVariableOfTheSameNameInAScopeDoNotMeet()
    {
        using var scope = new ScopeGuard(new Scope());
        var feed = new Dictionary<string, Tensor> { ["x"] = Paddle.Ones([2]) };
        (Program main, Tensor y) = Scaled(2);
        Variable constant = Assert.Single(main.GlobalBlock().Vars.Values, v => v.Value is not null);
        // A program from a file has a parameter that is called like the other's constant.
        var loaded = new Program();
        Variable x = loaded.GlobalBlock().CreateVar("x", [2], DType.Float32);
        Variable own = loaded.GlobalBlock().CreateVar(constant.Name, [2], DType.Float32, persistable: true);
        Tensor z;
        using (new ProgramGuard(loaded, new Program()))
            z = x * own;
        Trireme.Static.Static.SetProgramState(loaded, new Dictionary<string, Tensor> { [constant.Name] = Paddle.Full([2], 5f) });
        var executor = new Executor();
        // Interpreted at first, then by a plan.
        for (int run = 0; run < 3; run++)
        {
            Assert.Equal([2f, 2f], executor.Run(main, feed, [y])[0].ToArray<float>());
            Assert.Equal([5f, 5f], executor.Run(loaded, feed, [z])[0].ToArray<float>());
        }
        // What is captured later gets a name that the program does not use yet.
        Tensor w;
        using (new ProgramGuard(loaded, new Program()))
        {
            long last = long.Parse(constant.Name[(constant.Name.LastIndexOf('_') + 1)..]);
            for (long i = last + 1; i < last + 200; i++)
                loaded.GlobalBlock().CreateVar($"constant_{i}", [2], DType.Float32, persistable: true);
            w = x * Paddle.Full([2], 7f);
        }
        Assert.Equal([7f, 7f], executor.Run(loaded, feed, [w])[0].ToArray<float>());
    }

    [Fact]
    public void ConstantsAreSavedFromTheProgramAndLoadedIntoTheScope()
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            (Program main, Tensor y) = Scaled(3);
            var feed = new Dictionary<string, Tensor> { ["x"] = Paddle.Ones([2]) };
            Trireme.Static.Static.SaveInferenceModel(Path.Combine(folder, "m"), [main.GlobalBlock().Var("x")], [y], new Executor(), main);
            Assert.Single(main.GlobalBlock().Vars.Values, v => v.Value is not null).Value!.SetValue(Paddle.Full([2], 4f));
            (Program loaded, _, Variable[] results) = Trireme.Static.Static.LoadInferenceModel(Path.Combine(folder, "m"));
            Assert.Equal([3f, 3f], new Executor().Run(loaded, feed, [results[0]])[0].ToArray<float>());
            Assert.Equal([4f, 4f], new Executor().Run(main, feed, [y])[0].ToArray<float>());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (Program Program, Tensor Result) Scaled(float factor)
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        Variable x = Trireme.Static.Static.Data("x", [2]);
        return (main, x * Paddle.ToTensor(new[] { factor, factor }));
    }

    [Fact]
    public void TheFourVariableSystemIsSolvedByGradientDescent()
    {
        // y = a + 2b + 3c + 4d; the weights are found from samples, and 9a + 5b + 2c + 10d with (1, 2, 3, 4) is 65.
        var main = new Program();
        var startup = new Program();
        using var random = new Generator(1).UseOnThisThread();
        var samples = new float[100, 4];
        var labels = new float[100, 1];
        var source = new System.Random(3);
        for (int i = 0; i < 100; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                samples[i, j] = (float)source.NextDouble();
                labels[i, 0] += (j + 1) * samples[i, j];
            }
        }
        using var guard = new ProgramGuard(main, startup);
        Paddle.EnableStatic();
        try
        {
            Variable x = Trireme.Static.Static.Data("x", [-1, 4]), y = Trireme.Static.Static.Data("y", [-1, 1]);
            var layer = new Linear(4, 1);
            Tensor prediction = layer.Call(x);
            Tensor loss = F.SquareErrorCost(prediction, y).Mean();
            new SGD(learningRate: 0.3).Minimize(loss);
            Assert.Contains(main.GlobalBlock().Ops, o => o.Type == "sgd" && o.Role == OpRole.Optimize);
            Assert.Contains(main.GlobalBlock().Ops, o => o.Type.EndsWith("_grad", StringComparison.Ordinal) && o.Role == OpRole.Backward);
            Assert.Contains(startup.GlobalBlock().Ops, o => o.Type == "uniform_random");

            var executor = new Executor();
            executor.Run(startup);
            var feed = new Dictionary<string, Tensor> { ["x"] = Eager(() => Paddle.ToTensor(samples)), ["y"] = Eager(() => Paddle.ToTensor(labels)) };
            double last = 0;
            for (int i = 0; i < 500; i++)
                last = executor.Run(main, feed, [loss])[0].Item();
            Assert.InRange(last, 0, 1e-3);
            Program test = main.Clone(forTest: true);
            Assert.DoesNotContain(test.GlobalBlock().Ops, o => o.Role != OpRole.Forward);
            feed["x"] = Eager(() => Paddle.ToTensor(new float[,] { { 9, 5, 2, 10 } }));
            Assert.Equal(65, executor.Run(test, new Dictionary<string, Tensor> { ["x"] = feed["x"], ["y"] = feed["y"] }, [prediction])[0].Item(), 0.5);
        }
        finally
        {
            Paddle.DisableStatic();
        }
    }

    [Fact]
    public void TrainingInAProgramGivesTheWeightsOfEagerTraining()
    {
        float[,] images = new float[8, 36];
        long[,] labels = new long[8, 1];
        var source = new System.Random(5);
        for (int i = 0; i < 8; i++)
        {
            labels[i, 0] = i % 3;
            for (int j = 0; j < 36; j++)
                images[i, j] = (float)source.NextDouble();
        }
        Layer Build()
        {
            using var random = new Generator(7).UseOnThisThread();
            return new Sequential(new Conv2D(1, 4, 3), new BatchNorm2D(4), new ReLU(), new MaxPool2D(2, 2), new Flatten(), new Linear(16, 3));
        }

        Layer eager = Build();
        var optimizer = new Adam(0.01, parameters: eager.Parameters());
        var eagerLosses = new List<double>();
        for (int i = 0; i < 5; i++)
        {
            Tensor loss = F.CrossEntropy(eager.Call(Paddle.ToTensor(images).Reshape([8, 1, 6, 6])), Paddle.ToTensor(labels));
            loss.Backward();
            optimizer.Step();
            optimizer.ClearGrad();
            eagerLosses.Add(loss.Item());
        }

        var main = new Program();
        var startup = new Program();
        using var guard = new ProgramGuard(main, startup);
        Layer net = Build();
        Variable x = Trireme.Static.Static.Data("x", [-1, 1, 6, 6]), y = Trireme.Static.Static.Data("y", [-1, 1], "int64");
        Tensor cost = F.CrossEntropy(net.Call(x), y);
        new Adam(0.01, parameters: net.Parameters()).Minimize(cost);
        var executor = new Executor();
        executor.Run(startup);
        var losses = new List<double>();
        for (int i = 0; i < 5; i++)
        {
            losses.Add(executor.Run(main, new Dictionary<string, Tensor>
            {
                ["x"] = Paddle.ToTensor(images).Reshape([8, 1, 6, 6]),
                ["y"] = Paddle.ToTensor(labels),
            }, [cost])[0].Item());
        }
        Assert.Equal(eagerLosses, losses);
        foreach ((Parameter a, Parameter b) in eager.Parameters().Zip(net.Parameters()))
            Assert.Equal(a.ToArray<float>(), b.ToArray<float>());
    }

    private static Tensor Eager(Func<Tensor> make)
    {
        Paddle.DisableStatic();
        try
        {
            return make();
        }
        finally
        {
            Paddle.EnableStatic();
        }
    }
}
