using Trireme.Fluid;
using Trireme.NN;
using Trireme.Static;
using Api = Trireme.Fluid.Fluid;
using Files = Trireme.Fluid.IO;

namespace Trireme.Tests.Fluid.Training;

/// <summary>What the fluid guide says of programs, inputs, scopes and files, sentence by sentence.</summary>
public sealed class GuideTests : IDisposable
{
    private readonly Program _main = new(), _startup = new();
    private readonly ProgramGuard _guard;
    private readonly ScopeGuard _scope = new(new Scope());
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly Executor _executor = Api.Executor(Api.CPUPlace());

    public GuideTests() => _guard = Api.ProgramGuard(_main, _startup);

    public void Dispose()
    {
        _executor.Close();
        _scope.Dispose();
        _guard.Dispose();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Inputs_get_a_batch_dimension_unless_told_otherwise()
    {
        Assert.Equal("[-1, 28, 28]", Layers.Data("image", [28, 28]).Shape.ToString());
        Assert.Equal("[-1, 1]", Layers.Data("label", [1], dtype: "int64").Shape.ToString());
        Assert.Equal("[28, 28]", Layers.Data("whole", [28, 28], appendBatchSize: false).Shape.ToString());
        Assert.Equal("[80, -1, 1]", Layers.Data("sentence", [80, -1, 1], appendBatchSize: false, dtype: "int64").Shape.ToString());
        Assert.Equal(1, Layers.Data("words", [1], dtype: "int64", lodLevel: 1).LodLevel);
    }

    [Theory]
    [InlineData("float32")]
    [InlineData("float64")]
    [InlineData("float16")]
    [InlineData("int64")]
    [InlineData("int32")]
    [InlineData("int16")]
    [InlineData("uint8")]
    [InlineData("bool")]
    public void Element_types_of_the_guide_are_fed_and_fetched(string dtype)
    {
        Variable x = Layers.Data("x", [3], dtype: dtype);
        Tensor value = Paddle.ToTensor(new float[,] { { 0, 1, 1 } }).Cast(dtype);
        Tensor result = _executor.Run(feed: new Dictionary<string, Tensor> { ["x"] = value }, fetchList: [Layers.Assign(x)])[0];
        Assert.Equal((DType)dtype, result.DType);
        Assert.Equal([0f, 1, 1], result.Cast("float32").ToArray<float>());
    }

    [Fact]
    public void Images_are_classified_by_a_fully_connected_layer()
    {
        Variable image = Layers.Data("image", [3, 32, 32]), label = Layers.Data("label", [1], dtype: "int64");
        Tensor prediction = Layers.Fc(image, size: 10, act: "softmax"), loss = Layers.CrossEntropy(prediction, label);
        _executor.Run(Api.DefaultStartupProgram());
        var feed = new Dictionary<string, Tensor> { ["image"] = Paddle.Rand([4, 3, 32, 32]), ["label"] = Paddle.Randint(0, 9, [4, 1]) };
        Tensor[] results = _executor.Run(feed: feed, fetchList: [loss, "image", ((FetchTarget)prediction).Name]);
        Assert.Equal("[4, 1] [4, 3, 32, 32] [4, 10]", string.Join(" ", results.Select(r => r.Shape)));
        Assert.All(results[2].Sum(1).ToArray<float>(), s => Assert.InRange(s, 0.999f, 1.001f));
    }

    [Fact]
    public void A_clone_for_tests_is_made_before_minimize_and_shares_parameters()
    {
        Variable x = Layers.Data("x", [4]), y = Layers.Data("y", [1]);
        Tensor loss = Layers.Mean(Layers.SquareErrorCost(Layers.Fc(Layers.Dropout(Layers.Fc(x, 8), 0.5), 1), y));
        Program test = _main.Clone(forTest: true);
        _startup.RandomSeed = 1;
        Optimizer.SGD(0.01).Minimize(loss);
        Assert.DoesNotContain(test.GlobalBlock().Ops, op => op.Type == "sgd");
        Assert.Contains(_main.GlobalBlock().Ops, op => op.Type == "sgd");
        _executor.Run(_startup);
        var feed = new Dictionary<string, Tensor> { ["x"] = Paddle.Ones([2, 4]), ["y"] = Paddle.Ones([2, 1]) };
        float before = Test();
        Assert.Equal(before, Test());
        for (int i = 0; i < 20; i++)
            _executor.Run(feed: feed);
        Assert.True(Test() < before);

        float Test() => _executor.Run(test, feed, [loss])[0].ToArray<float>()[0];
    }

    [Fact]
    public void One_seed_gives_one_start()
    {
        Layers.Fc(Layers.Data("x", [4]), 8);
        _startup.RandomSeed = 1;
        string name = _main.AllParameters()[0].Name;
        float[][] starts = Enumerable.Range(0, 2).Select(_ =>
        {
            using ScopeGuard scope = Api.ScopeGuard(Api.Scope());
            _executor.Run(_startup.Clone());
            return Api.GlobalScope().FindVar(name)!.GetTensor().ToArray<float>();
        }).ToArray();
        Assert.Equal(starts[0], starts[1]);
    }

    [Fact]
    public void Parameters_are_some_of_what_persists()
    {
        Variable x = Layers.Data("x", [4]);
        Tensor hidden = Layers.Fc(x, 3, paramAttr: Api.ParamAttr(name: "w", initializer: Initializer.Constant(0.5), learningRate: 0.1), biasAttr: false);
        Optimizer.Momentum(0.1, 0.9).Minimize(Layers.Mean(hidden));
        _executor.Run(_startup);
        Variable w = _main.GlobalBlock().Var("w");
        Assert.True(w.Persistable && w.IsParameter && w.Value is Parameter { LearningRate: 0.1 });
        Assert.False(((Variable)hidden).Persistable);
        Files.SaveParams(executor: _executor, dirname: Path.Combine(_folder, "params"));
        Assert.Equal(["w"], Directory.GetFiles(Path.Combine(_folder, "params")).Select(Path.GetFileName));
        Files.SavePersistables(_executor, Path.Combine(_folder, "all"), _main);
        string[] all = Directory.GetFiles(Path.Combine(_folder, "all")).Select(f => Path.GetFileName(f)!).ToArray();
        Assert.Contains("w", all);
        Assert.Contains(all, n => n.StartsWith("w_velocity", StringComparison.Ordinal));
        Files.SaveVars(_executor, Path.Combine(_folder, "some"), _main, vars: ["w"]);
        using ScopeGuard scope = Api.ScopeGuard(Api.Scope());
        Api.GlobalScope().Var("w").Set(Paddle.Zeros([4, 3]));
        Files.LoadVars(_executor, Path.Combine(_folder, "some"), _main, vars: ["w"]);
        Assert.All(Api.GlobalScope().FindVar("w")!.GetTensor().ToArray<float>(), v => Assert.Equal(0.5f, v));
        Files.LoadParams(executor: _executor, dirname: Path.Combine(_folder, "params"), mainProgram: _main);
        Assert.Throws<FileNotFoundException>(() => Files.LoadPersistables(_executor, Path.Combine(_folder, "some"), _main));
    }

    [Fact]
    public void Memory_needs_no_optimizing()
    {
        Variable x = Layers.Data("x", [4]);
        Tensor y = Layers.Fc(x, 2);
        Api.MemoryOptimize(_main, skipGrads: true);
        Api.ReleaseMemory(_main);
        _executor.Run(_startup);
        Assert.Equal("[1, 2]", _executor.Run(feed: new Dictionary<string, Tensor> { ["x"] = Paddle.Ones([1, 4]) }, fetchList: [y])[0].Shape.ToString());
        Assert.Throws<InvalidArgumentException>(() => Api.MemoryOptimize(_main, level: 2));
    }
}
