using Trireme.Formats.Files;
using Trireme.Inference;
using Trireme.NN;
using Trireme.Random;
using Trireme.Static;
using Trireme.Tests.Shared;
using Xunit;
using Api = Trireme.Inference.Inference;

namespace Trireme.Tests.Inference;

/// <summary>What paddle.inference has beside running a model from two files.</summary>
public sealed class InferenceApiTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Layer _net;
    private readonly string _program, _parameters;
    private readonly Tensor _input;

    public InferenceApiTests()
    {
        using var random = new Generator(9).UseOnThisThread();
        _net = new Sequential(new Linear(64, 128), new ReLU(), new Linear(128, 32), new Tanh());
        _net.Eval();
        Trireme.Jit.Save(_net, _folder["net"], new InputSpec([-1, 64], name: "x"));
        (_program, _parameters) = (_folder["net.pdmodel"], _folder["net.pdiparams"]);
        _input = Paddle.Randn([3, 64]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AModelIsReadFromMemory()
    {
        byte[] program = File.ReadAllBytes(_program), parameters = File.ReadAllBytes(_parameters);
        var config = new Config();
        config.SetModelBuffer([.. program, 1, 2, 3], program.Length, parameters, parameters.Length);
        Assert.True(config.ModelFromMemory);
        Assert.Equal(Expected(), Run(Api.CreatePredictor(config)));
        Assert.Contains("do not fit", Assert.Throws<InvalidArgumentException>(() => config.SetModelBuffer(program, program.Length + 1, parameters, 0)).Message, StringComparison.Ordinal);
        config.SetModelBuffer(program, program.Length - 1, parameters, parameters.Length);
        Assert.Throws<InvalidFileException>(() => Api.CreatePredictor(config));
        config.SetModel(_program, _parameters);
        Assert.False(config.ModelFromMemory);
    }

    [Fact]
    public void FilesAreNamedOneByOne()
    {
        var config = new Config();
        config.SetProgFile(_program);
        config.SetParamsFile(_parameters);
        Assert.Equal((_program, _parameters), (config.ProgFile, config.ParamsFile));
        Assert.Equal(Expected(), Run(Api.CreatePredictor(config)));
        Assert.Contains("names no model", Assert.Throws<InvalidArgumentException>(() => Api.CreatePredictor(new Config())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePoolsPredictorsShareOneModel()
    {
        var pool = new PredictorPool(new Config(_program, _parameters), 3);
        float[][] results = new float[3][];
        Parallel.For(0, 3, i => results[i] = Run(pool.Retrive(i)));
        Assert.All(results, r => Assert.Equal(Expected(), r));
        Assert.NotSame(pool.Retrive(0), pool.Retrive(1));
        Assert.Contains("no predictor 3", Assert.Throws<OutOfRangeException>(() => pool.Retrive(3)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidArgumentException>(() => new PredictorPool(new Config(_program, _parameters), 0));
    }

    [Fact]
    public void TheSummaryNamesTheSettings()
    {
        var config = new Config(_program, _parameters);
        config.SwitchIrOptim(false);
        config.SetCpuMathLibraryNumThreads(2);
        string[] lines = config.Summary().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Single(lines.Select(l => l.Length).Distinct());
        Assert.Matches(@"^\| Option +\| Value +\|$", lines[1]);
        Assert.Contains(lines, l => l.Contains("params_file", StringComparison.Ordinal) && l.Contains(_parameters, StringComparison.Ordinal));
        Assert.Matches(@"cpu_math_thread +\| 2 ", config.Summary());
        Assert.Matches(@"ir_optim +\| false ", config.Summary());
        Assert.Equal(2, config.CpuMathLibraryNumThreads);
        Assert.Throws<InvalidArgumentException>(() => config.SetCpuMathLibraryNumThreads(0));
    }

    [Fact]
    public void ThePredictorSetsTheThreads()
    {
        int before = Cpu.Workers.Count;
        try
        {
            var config = new Config(_program, _parameters);
            config.SetCpuMathLibraryNumThreads(before + 1);
            Assert.Equal(before, Cpu.Workers.Count);
            Assert.Equal(Expected(), Run(Api.CreatePredictor(config)));
            Assert.Equal(before + 1, Cpu.Workers.Count);
        }
        finally
        {
            Cpu.Workers.Count = before;
        }
    }

    [Fact]
    public void HooksSeeWhatEachOperatorComputes()
    {
        Predictor predictor = Api.CreatePredictor(new Config(_program, _parameters));
        var seen = new List<(string Type, string Name, float[] Values)>();
        predictor.RegisterOutputHook((type, name, value) => seen.Add((type, name, value.ToArray<float>())));
        Assert.Equal(Expected(), Run(predictor));
        Tensor hidden = ((Sequential)_net)[0].Call(_input);
        Assert.Equal("tanh", seen[^1].Type);
        Assert.Equal(predictor.GetOutputNames()[0], seen[^1].Name);
        Assert.Equal(Expected(), seen[^1].Values);
        int relu = seen.FindIndex(s => s.Type == "relu");
        Assert.Equal(hidden.ToArray<float>(), seen[relu - 1].Values, (e, a) => Math.Abs(e - a) < 1e-5);
        Assert.Equal(seen[relu - 1].Values.Select(v => Math.Max(v, 0)), seen[relu].Values);
    }

    [Fact]
    public void AShrunkPredictorRunsAsBefore()
    {
        Predictor predictor = Api.CreatePredictor(new Config(_program, _parameters));
        float[] first = Run(predictor);
        Assert.True(predictor.TryShrinkMemory() >= 0);
        predictor.ClearIntermediateTensor();
        Assert.Equal(first, Run(predictor));
    }

    [Fact]
    public void AnInputCarriesSequences()
    {
        var main = new Program();
        using var guard = new ProgramGuard(main, new Program());
        using var scope = new ScopeGuard(new Scope());
        Variable x = Trireme.Static.Static.Data("x", [-1, 2], "float32", lodLevel: 1);
        Tensor y = Trireme.Static.Static.NN.SequencePool(x, "sum");
        Trireme.Static.Static.SaveInferenceModel(_folder["pool"], [x], [y], new Executor(), main);
        Predictor predictor = Api.CreatePredictor(new Config(_folder["pool.pdmodel"], _folder["pool.pdiparams"]));
        InferTensor input = predictor.GetInputHandle("x");
        input.Reshape([4, 2]);
        input.CopyFromCpu<float>([1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.Empty(input.Lod());
        foreach ((int[] offsets, float[] sums) in new[] { (new[] { 0, 1, 4 }, new float[] { 1, 2, 15, 18 }), ([0, 3, 4], [9, 12, 7, 8]) })
        {
            input.SetLod([offsets]);
            Assert.Equal(offsets, input.Lod()[0]);
            predictor.Run();
            Assert.Equal(sums, predictor.GetOutputHandle(predictor.GetOutputNames()[0]).CopyToCpu<float>());
        }
        Assert.Contains("end with 3", Assert.Throws<InvalidArgumentException>(() => input.SetLod([[0, 3]])).Message, StringComparison.Ordinal);
        input.SetLod([]);
        Assert.Empty(input.Lod());
    }

    [Fact]
    public void ElementTypesHavePaddlesNames()
    {
        Predictor predictor = Api.CreatePredictor(new Config(_program, _parameters));
        InferTensor input = predictor.GetInputHandle("x");
        Assert.Equal((DataType.Float32, DType.Float32, PlaceType.Cpu), (input.Type, input.DType, input.Place));
        Assert.Equal([4, 8, 4, 1, 1, 2, 1, 8], Enum.GetValues<DataType>().Select(Api.GetNumBytesOfDataType));
        Assert.Throws<InvalidArgumentException>(() => Api.GetNumBytesOfDataType((DataType)99));
        Assert.Matches(@"^version: \d+\.\d+\.\d+$", Api.GetVersion());
    }

    [Theory]
    [InlineData(PrecisionType.Half, 2e-3)]
    [InlineData(PrecisionType.Bfloat16, 2e-2)]
    public void WeightsAreKeptInHalfTheBytes(PrecisionType precision, double tolerance)
    {
        Api.ConvertToMixedPrecision(_program, _parameters, _folder["half.pdmodel"], _folder["half.pdiparams"], precision, PlaceType.Cpu);
        Assert.InRange(new FileInfo(_folder["half.pdiparams"]).Length, 1, new FileInfo(_parameters).Length * 0.52);
        float[] expected = Expected(), actual = Run(Api.CreatePredictor(new Config(_folder["half.pdmodel"], _folder["half.pdiparams"])));
        Assert.NotEqual(expected, actual);
        Assert.Equal(expected, actual, (e, a) => Math.Abs(e - a) < tolerance);

        string[] all = Types(Api.CreatePredictor(new Config(_program, _parameters)));
        Api.ConvertToMixedPrecision(_program, _parameters, _folder["same.pdmodel"], _folder["same.pdiparams"], precision, PlaceType.Cpu, blackList: all);
        Assert.Equal(File.ReadAllBytes(_parameters), File.ReadAllBytes(_folder["same.pdiparams"]));
        Assert.Throws<InvalidArgumentException>(() => Api.ConvertToMixedPrecision(_program, _parameters, "", "", PrecisionType.Int8, PlaceType.Cpu));
        Assert.Throws<InvalidArgumentException>(() => Api.ConvertToMixedPrecision(_program, _parameters, "", "", precision, PlaceType.Gpu));
        Assert.Throws<InvalidArgumentException>(() => Api.ConvertToMixedPrecision(_program, _parameters, "", "", precision, PlaceType.Cpu, keepIoTypes: false));
    }

    private float[] Expected() => _net.Call(_input).ToArray<float>();

    private float[] Run(Predictor predictor) => predictor.Run([_input])[0].ToArray<float>();

    private string[] Types(Predictor predictor)
    {
        var types = new List<string>();
        predictor.RegisterOutputHook((type, _, _) => types.Add(type));
        Run(predictor);
        return [.. types];
    }
}
