using Trireme.Formats.Files;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Random;
using Trireme.Static;
using Trireme.Tests.Shared;
using Xunit;
using Api = Trireme.Static.Static;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.Static;

/// <summary>Values of programs as bytes, files and dictionaries.</summary>
public sealed class ProgramStateTests : IDisposable
{
    private readonly Program _main = new(), _startup = new();
    private readonly ProgramGuard _guard;
    private readonly ScopeGuard _scope = new(new Scope());
    private readonly Generator.Override _random = new Generator(31).UseOnThisThread();
    private readonly Executor _executor = new();
    private readonly Variable _x;
    private readonly Tensor _y, _loss;
    private readonly Dictionary<string, Tensor> _feed;

    public ProgramStateTests()
    {
        _guard = new ProgramGuard(_main, _startup);
        _x = Api.Data("x", [-1, 3]);
        _y = Api.NN.Fc(_x, 2, weightAttr: new ParamAttr("w"), biasAttr: new ParamAttr("b"));
        _loss = (_y * _y).Mean();
        _feed = new() { ["x"] = Paddle.Randn([4, 3]) };
    }

    public void Dispose()
    {
        _random.Dispose();
        _scope.Dispose();
        _guard.Dispose();
    }

    [Fact]
    public void BytesAndFilesHoldAProgramAndItsValues()
    {
        _executor.Run(_startup);
        float[] expected = Run(_main, _y);
        using var folder = new TemporaryFolder();
        byte[] program = Api.SerializeProgram([_x], [_y], _main), values = Api.SerializePersistables([_x], [_y], _executor, _main);
        Api.SaveToFile(folder["sub/net.pdmodel"], program);
        Api.SaveToFile(folder["sub/net.pdiparams"], values);
        Assert.Equal(["net.pdiparams", "net.pdmodel"], Directory.GetFiles(folder["sub"]).Select(Path.GetFileName).Order());
        Assert.Equal(program, Api.LoadFromFile(folder["sub/net.pdmodel"]));

        using var other = new ScopeGuard(new Scope());
        Program again = Api.DeserializeProgram(Api.LoadFromFile(folder["sub/net.pdmodel"]));
        Api.DeserializePersistables(again, Api.LoadFromFile(folder["sub/net.pdiparams"]), _executor);
        Assert.Equal(expected, Run(again, _y.Name));
        // The same files are an inference model.
        Assert.Equal(["x"], Api.LoadInferenceModel(folder["sub/net"], _executor).FeedTargetNames);
        Assert.Throws<InvalidFileException>(() => Api.DeserializePersistables(again, values[..^3], _executor));
    }

    [Fact]
    public void ANormalizedProgramIsWhatLeadsFromTheInputsToTheResults()
    {
        Minimize(() => new SGD(0.1));
        Program cut = Api.NormalizeProgram(_main, [_x], [_y]);
        Assert.Equal(["feed", "mul", "elementwise_add", "fetch"], cut.GlobalBlock().Ops.Select(o => o.Type));
        Assert.Equal(["b", "w"], cut.AllParameters().Select(p => p.Name).Order());
        _executor.Run(_startup);
        Assert.Equal(Run(_main.Clone(forTest: true), _y), Run(cut, _y));
        Assert.Contains("no variable of the program", Assert.Throws<InvalidArgumentException>(() => Api.NormalizeProgram(_main, ["z"], [_y])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidArgumentException>(() => Api.NormalizeProgram(_main, [], [_y]));
    }

    [Fact]
    public void StatesAreReadAndSetByName()
    {
        Minimize(() => new Adam(0.1));
        _executor.Run(_startup);
        _executor.Run(_main, _feed, [_loss]);
        using var folder = new TemporaryFolder();
        Api.Save(_main, folder["train"]);
        float[] weight = _main.GlobalBlock().Var("w").GetValue().ToArray<float>();
        float[][] expected = Losses();

        OrderedDictionary<string, Tensor> state = Api.LoadProgramState(folder["train"]);
        Assert.Equal(["w"], Api.LoadProgramState(folder["train"], ["w"]).Keys);
        Api.SetProgramState(_main, state);
        Assert.Equal(weight, _main.GlobalBlock().Var("w").GetValue().ToArray<float>());
        Assert.Equal(expected, Losses());
    }

    [Fact]
    public void AProgramsStateIsParametersAndWhatTheOptimizerKeeps()
    {
        Minimize(() => new Adam(0.1));
        _executor.Run(_startup);
        _executor.Run(_main, _feed, [_loss]);
        OrderedDictionary<string, Tensor> all = _main.StateDict(), parameters = _main.StateDict("param"), kept = _main.StateDict("opt");
        Assert.Equal(["b", "w"], parameters.Keys.Order());
        Assert.Contains(kept.Keys, k => k.Contains("moment", StringComparison.Ordinal));
        Assert.Equal(all.Keys.Order(), parameters.Keys.Concat(kept.Keys).Order());
        Assert.Same(Scope.Global.FindVar("w")!.GetTensor(), parameters["w"]);
        Assert.Contains("all, param or opt", Assert.Throws<InvalidArgumentException>(() => _main.StateDict("some")).Message, StringComparison.Ordinal);

        Dictionary<string, Tensor> copies = all.ToDictionary(p => p.Key, p => p.Value.Copy());
        float[][] expected = Losses();
        _main.SetStateDict(copies);
        Assert.Equal(expected, Losses());
        var other = new Scope();
        _main.SetStateDict(copies, other);
        Assert.Equal(copies["w"].ToArray<float>(), _main.StateDict(scope: other)["w"].ToArray<float>());
        copies["w"] = Paddle.Zeros([2, 2]);
        Assert.Contains("does not fit", Assert.Throws<InvalidArgumentException>(() => _main.SetStateDict(copies)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AVariablesValueIsTheScopes()
    {
        _executor.Run(_startup);
        Variable w = _main.GlobalBlock().Var("w");
        Tensor twos = Paddle.Full([3, 2], 2f);
        w.SetValue(twos);
        _main.GlobalBlock().Var("b").SetValue(Paddle.Zeros([2]));
        twos.SetValue(Paddle.Zeros([3, 2]));
        Assert.Equal(Enumerable.Repeat(2f, 6), w.GetValue().ToArray<float>());
        Assert.Equal((_feed["x"].Sum([1], keepdim: true) * 2).Tile([1, 2]).ToArray<float>(), Run(_main, _y), (a, b) => Math.Abs(a - b) < 1e-5);
        var other = new Scope();
        w.SetValue(Paddle.Ones([3, 2]), other);
        Assert.Equal((1f, 2f), (w.GetValue(other).ToArray<float>()[0], w.GetValue().ToArray<float>()[0]));
        Assert.Contains("does not fit 'w'", Assert.Throws<InvalidArgumentException>(() => w.SetValue(Paddle.Ones([2, 3]))).Message, StringComparison.Ordinal);
        Assert.Contains("Feed it", Assert.Throws<InvalidArgumentException>(() => _x.SetValue(_feed["x"])).Message, StringComparison.Ordinal);
        Assert.Contains("does not outlive a run", Assert.Throws<PreconditionNotMetException>(() => _x.GetValue()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AScopeForgetsWhatIsErased()
    {
        var scope = new Scope();
        _executor.Run(_startup, scope: scope);
        int count = scope.Size();
        Assert.Equal(2, count);
        scope.Erase(["w", "not there"]);
        Assert.Equal(1, scope.Size());
        Assert.Null(scope.FindVar("w"));
        _executor.Run(_startup, scope: scope);
        Assert.Equal(2, scope.Size());
        _executor.Run(_main, _feed, [_y], scope);
    }

    [Fact]
    public void AGlobalSeedIsThatOfProgramsMadeLater()
    {
        try
        {
            _main.GlobalSeed(77);
            Assert.Equal((77, 77), (_main.RandomSeed, new Program().RandomSeed));
            Assert.Equal(Draw(), Draw());
        }
        finally
        {
            _main.GlobalSeed();
        }
        Assert.Equal(0, new Program().RandomSeed);

        static float[] Draw()
        {
            var program = new Program();
            using var guard = new ProgramGuard(program, new Program());
            Paddle.EnableStatic();
            try
            {
                Tensor drawn = Paddle.Randn([8]);
                return new Executor().Run(program, fetchList: [drawn])[0].ToArray<float>();
            }
            finally
            {
                Paddle.DisableStatic();
            }
        }
    }

    [Fact]
    public void ACompiledProgramIsDrawnWhereItsStrategySays()
    {
        _executor.Run(_startup);
        using var folder = new TemporaryFolder();
        var compiled = new CompiledProgram(_main, new BuildStrategy { DebugGraphvizPath = folder["drawings/net.dot"] });
        Assert.False(Directory.Exists(folder["drawings"]));
        _executor.Run(compiled, _feed, [_y]);
        Assert.Equal(Api.ToDot(_main), File.ReadAllText(folder["drawings/net.dot"]));
        _ = _y.Tanh();
        _executor.Run(compiled, _feed, [_y]);
        Assert.Contains("tanh", File.ReadAllText(folder["drawings/net.dot"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GradientScaleStrategy.One)]
    [InlineData(GradientScaleStrategy.CoeffNumDevice)]
    public void GradientsOfTwoPlacesAreAddedOrAveraged(GradientScaleStrategy scale)
    {
        Minimize(() => new SGD(0.5));
        _executor.Run(_startup);
        float[] weight = _main.GlobalBlock().Var("w").GetValue().ToArray<float>();
        Tensor w = _main.GlobalBlock().Var("w").GetValue().Copy(), b = _main.GlobalBlock().Var("b").GetValue().Copy(), sum = Paddle.Zeros([3, 2]);
        foreach (Tensor part in Paddle.Split(_feed["x"], 2))
            sum += Paddle.Matmul(part.T(), F.Linear(part, w, b)) * (2f / 4);
        float[] expected = [.. weight.Zip(sum.ToArray<float>(), (v, g) => v - (0.5f * g * (scale == GradientScaleStrategy.One ? 1 : 0.5f)))];
        CompiledProgram compiled = new CompiledProgram(_main).WithDataParallel(_loss.Name, new BuildStrategy { GradientScaleStrategy = scale }, places: [Place.Cpu, Place.Cpu]);
        _executor.Run(compiled, _feed, [_loss]);
        Assert.Equal(expected, _main.GlobalBlock().Var("w").GetValue().ToArray<float>(), (e, a) => Math.Abs(e - a) < 1e-5);
    }

    // Without parameters an optimizer trains the program's, which only static mode allows.
    private void Minimize(Func<Optimizer> optimizer)
    {
        Paddle.EnableStatic();
        try
        {
            optimizer().Minimize(_loss);
        }
        finally
        {
            Paddle.DisableStatic();
        }
    }

    private float[] Run(Program program, FetchTarget result) => _executor.Run(program, _feed, [result])[0].ToArray<float>();

    private float[][] Losses() => [.. Enumerable.Range(0, 3).Select(_ => Run(_main, _loss))];
}
