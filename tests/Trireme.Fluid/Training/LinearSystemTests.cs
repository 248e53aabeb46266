using Trireme.Fluid;
using Trireme.Static;
using Api = Trireme.Fluid.Fluid;
using Files = Trireme.Fluid.IO;

namespace Trireme.Tests.Fluid.Training;

/// <summary>The first programs of the fluid guide.</summary>
public sealed class LinearSystemTests : IDisposable
{
    private readonly Program _main = new(), _startup = new();
    private readonly ProgramGuard _guard;
    private readonly ScopeGuard _scope = new(new Scope());
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public LinearSystemTests() => _guard = Api.ProgramGuard(_main, _startup);

    public void Dispose()
    {
        _scope.Dispose();
        _guard.Dispose();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Constants_are_added_and_cast()
    {
        Tensor data = Layers.Ones([5], "int64"), sum = Layers.ElementwiseAdd(data, data), cast = Layers.Cast(data, "float64");
        Tensor[] results = Api.Executor(Api.CPUPlace()).Run(fetchList: [data, sum, cast]);
        Assert.Equal([1L, 1, 1, 1, 1], results[0].ToArray<long>());
        Assert.Equal([2L, 2, 2, 2, 2], results[1].ToArray<long>());
        Assert.Equal([1.0, 1, 1, 1, 1], results[2].ToArray<double>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("params")]
    public void Four_unknowns_are_found_saved_and_used(string? file)
    {
        float[,] inputs = { { 4, 0, 3, 3 }, { 3, 1, 3, 2 }, { 4, 0, 0, 4 }, { 2, 1, 0, 1 }, { 1, 0, 1, 4 }, { 3, 0, 3, 0 }, { 2, 3, 0, 1 }, { 3, 3, 3, 0 }, { 1, 1, 1, 0 }, { 2, 4, 3, 3 } };
        float[,] truth = new float[10, 1];
        for (int i = 0; i < 10; i++)
            truth[i, 0] = (4 * inputs[i, 0]) + (6 * inputs[i, 1]) + (7 * inputs[i, 2]) + (2 * inputs[i, 3]);
        Variable x = Layers.Data("x", [4]), y = Layers.Data("y", [1]);
        Tensor predicted = Layers.Fc(x, size: 1);
        Tensor loss = Layers.Mean(Layers.SquareErrorCost(predicted, y));
        Assert.Equal("[1]", loss.Shape.ToString());
        Optimizer.SGD(learningRate: 0.05).Minimize(loss);
        Executor executor = Api.Executor(Api.CPUPlace());
        executor.Run(Api.DefaultStartupProgram());
        var feed = new Dictionary<string, Tensor> { ["x"] = Paddle.ToTensor(inputs), ["y"] = Paddle.ToTensor(truth) };
        float first = executor.Run(feed: feed, fetchList: [predicted, loss])[1].ToArray<float>()[0], last = first;
        for (int i = 0; i < 500; i++)
            last = executor.Run(feed: feed, fetchList: [predicted, loss])[1].ToArray<float>()[0];
        Assert.True(last < first / 1000 && last < 0.1f, $"{first} {last}");

        Files.SaveInferenceModel(_folder, ["x"], [predicted], executor, paramsFilename: file);
        Assert.True(File.Exists(Path.Combine(_folder, "__model__")));
        Executor inference = Api.Executor(Api.CPUPlace());
        using (Api.ScopeGuard(Api.Scope()))
        {
            (Program program, string[] feeds, Variable[] fetches) = Files.LoadInferenceModel(_folder, inference, paramsFilename: file);
            Assert.Equal(["x"], feeds);
            Tensor result = inference.Run(program, new Dictionary<string, Tensor> { ["x"] = Paddle.ToTensor(new float[,,] { { { 9 }, { 5 }, { 2 }, { 10 } } }) }, [fetches[0]])[0];
            Assert.InRange(result.ToArray<float>()[0], 96, 104);
        }
    }

    [Fact]
    public void Names_that_begin_anew_share_values()
    {
        Program other = new();
        Variable[] first, second;
        using (Api.UniqueName.Guard())
        {
            Layers.Fc(Layers.Data("x", [3]), 2);
            first = _main.AllParameters().ToArray();
        }
        using (Api.UniqueName.Guard())
        using (Api.ProgramGuard(other, new Program()))
        {
            Layers.Fc(Layers.Data("x", [3]), 2);
            second = other.AllParameters().ToArray();
        }
        Assert.Equal(["fc_0.w_0", "fc_0.b_0"], first.Select(v => v.Name));
        Assert.Equal(first.Select(v => v.Name), second.Select(v => v.Name));
        var feed = new Dictionary<string, Tensor> { ["x"] = Paddle.Ones([1, 3]) };
        Executor executor = Api.Executor();
        executor.Run(_startup);
        string result = _main.GlobalBlock().Ops[^1].OutputArgNames.First(), same = other.GlobalBlock().Ops[^1].OutputArgNames.First();
        Assert.Equal(executor.Run(_main, feed, [result])[0].ToArray<float>(), executor.Run(other, feed, [same])[0].ToArray<float>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("all")]
    public void Training_goes_on_from_files(string? file)
    {
        Variable x = Layers.Data("x", [3]), y = Layers.Data("y", [1]);
        Tensor loss = Layers.Mean(Layers.SquareErrorCost(Layers.Fc(Layers.BatchNorm(Layers.Fc(x, 4, act: "relu")), 1), y));
        Optimizer.Adam(0.01).Minimize(loss);
        var feed = new Dictionary<string, Tensor> { ["x"] = Paddle.Arange(12, dtype: "float32").Reshape([4, 3]), ["y"] = Paddle.Ones([4, 1]) };
        Executor executor = Api.Executor();
        executor.Run(_startup);
        for (int i = 0; i < 3; i++)
            executor.Run(_main, feed, [loss]);
        Files.SavePersistables(executor, _folder, _main, file);
        Files.SaveParams(executor, Path.Combine(_folder, "params"), _main);
        Assert.Equal(8, Directory.GetFiles(Path.Combine(_folder, "params")).Length);
        float[] expected = Go();
        using (Api.ScopeGuard(Api.Scope()))
        {
            executor.Run(_startup);
            Files.LoadPersistables(executor, _folder, _main, file);
            Assert.Equal(expected, Go());
        }

        float[] Go() => Enumerable.Range(0, 3).Select(_ => executor.Run(_main, feed, [loss])[0].ToArray<float>()[0]).ToArray();
    }
}
