using Trireme.Formats.Files;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Random;
using Trireme.Static;
using Xunit;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.Static;

public sealed class ModelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trireme").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AnInferenceModelComputesTheSameAfterSavingAndLoading()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        using var random = new Generator(3).UseOnThisThread();
        var net = new Sequential(new Conv2D(1, 3, 3, padding: 1), new BatchNorm2D(3), new ReLU(), new MaxPool2D(2, 2), new Flatten(), new Dropout(0.5), new Linear(12, 5));
        Variable x = Trireme.Static.Static.Data("x", [-1, 1, 4, 4]), label = Trireme.Static.Static.Data("label", [-1, 1], "int64");
        Tensor logits = net.Call(x);
        new SGD(0.1, net.Parameters()).Minimize(F.CrossEntropy(logits, label));
        var executor = new Executor();
        string prefix = Path.Combine(_folder, "sub", "net");
        Trireme.Static.Static.SaveInferenceModel(prefix, [x], [logits], executor, main);

        Tensor input = Paddle.Randn([2, 1, 4, 4]);
        net.Eval();
        Tensor expected = net.Call(input);
        using var scope = new ScopeGuard(new Scope());
        (Program loaded, string[] feeds, Variable[] fetches) = Trireme.Static.Static.LoadInferenceModel(prefix, executor);
        Assert.Equal(["x"], feeds);
        Assert.DoesNotContain(loaded.GlobalBlock().Ops, o => o.Type.EndsWith("_grad", StringComparison.Ordinal) || o.Type == "sgd");
        Tensor result = executor.Run(loaded, new Dictionary<string, Tensor> { ["x"] = input }, [fetches[0]])[0];
        Assert.Equal(expected.ToArray<float>(), result.ToArray<float>());
    }

    [Fact]
    public void ATrainingProgramGoesOnWhereItWasSaved()
    {
        var main = new Program();
        var startup = new Program();
        using var guard = new ProgramGuard(main, startup);
        using var random = new Generator(4).UseOnThisThread();
        var net = new Linear(3, 2);
        Variable x = Trireme.Static.Static.Data("x", [-1, 3]), y = Trireme.Static.Static.Data("y", [-1, 2]);
        Tensor loss = F.SquareErrorCost(net.Call(x), y).Mean();
        new Adam(0.1, parameters: net.Parameters()).Minimize(loss);
        var feed = new Dictionary<string, Tensor> { ["x"] = Paddle.Randn([4, 3]), ["y"] = Paddle.Randn([4, 2]) };
        var executor = new Executor();
        executor.Run(main, feed, [loss]);
        string prefix = Path.Combine(_folder, "train");
        Trireme.Static.Static.Save(main, prefix);
        double[] uninterrupted = [.. Enumerable.Range(0, 3).Select(_ => executor.Run(main, feed, [loss])[0].Item())];

        using var scope = new ScopeGuard(new Scope());
        // The program itself comes from the file too, gradients and updates included.
        Program again = Trireme.Static.Static.DeserializeProgram(File.ReadAllBytes(prefix + ".pdmodel"));
        Trireme.Static.Static.Load(again, prefix, executor);
        double[] resumed = [.. Enumerable.Range(0, 3).Select(_ => executor.Run(again, feed, [loss.Name])[0].Item())];
        Assert.Equal(uninterrupted, resumed);
    }

    [Fact]
    public void AConvolutionWithABiasIsTrainedOnFromAFile()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        using var random = new Generator(4).UseOnThisThread();
        var net = new Sequential(new Conv2D(1, 3, 3), new Conv2DTranspose(3, 2, 2), new Flatten(), new Linear(50, 2));
        Variable x = Trireme.Static.Static.Data("x", [-1, 1, 6, 6]);
        Tensor loss = net.Call(x).Square().Mean();
        new SGD(0.1, net.Parameters()).Minimize(loss);
        var feed = new Dictionary<string, Tensor> { ["x"] = Paddle.Randn([4, 1, 6, 6]) };
        var executor = new Executor();
        string prefix = Path.Combine(_folder, "train");
        Trireme.Static.Static.Save(main, prefix);
        double[] expected = [.. Enumerable.Range(0, 4).Select(_ => executor.Run(main, feed, [loss])[0].Item())];
        using var scope = new ScopeGuard(new Scope());
        Program again = Trireme.Static.Static.DeserializeProgram(File.ReadAllBytes(prefix + ".pdmodel"));
        Assert.DoesNotContain(again.GlobalBlock().Ops, o => o.Type.StartsWith("conv2d", StringComparison.Ordinal) && o.Input("Bias").Count > 0);
        Trireme.Static.Static.Load(again, prefix, executor);
        for (int i = 0; i < 4; i++)
            Assert.Equal(expected[i], executor.Run(again, feed, [loss.Name])[0].Item(), 1e-5);
        Assert.NotEqual(expected[3], expected[0]);
    }

    [Fact]
    public void AllUnknownOperatorsAreNamedAtOnce()
    {
        var program = new Program();
        using (new ProgramGuard(program))
        {
            Variable x = Trireme.Static.Static.Data("x", [2]);
            _ = x.Tanh().Sigmoid();
        }
        byte[] bytes = Trireme.Static.Static.SerializeProgram(["x"], [program.GlobalBlock().Ops[^1].Output("Out")[0]], program);
        string text = System.Text.Encoding.Latin1.GetString(bytes).Replace("tanh", "tanx", StringComparison.Ordinal).Replace("sigmoid", "sigmoix", StringComparison.Ordinal);
        InvalidFileException error = Assert.Throws<InvalidFileException>(() => Trireme.Static.Static.DeserializeProgram(System.Text.Encoding.Latin1.GetBytes(text)));
        Assert.Contains("sigmoix, tanx", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingInputIsNamedWhenSaving()
    {
        var program = new Program();
        using var guard = new ProgramGuard(program);
        Variable x = Trireme.Static.Static.Data("x", [2]), z = Trireme.Static.Static.Data("z", [2]);
        Tensor sum = x + z;
        InvalidArgumentException error = Assert.Throws<InvalidArgumentException>(() => Trireme.Static.Static.SaveInferenceModel(Path.Combine(_folder, "m"), [x], [sum], new Executor(), program));
        Assert.Contains("'z'", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }
}
