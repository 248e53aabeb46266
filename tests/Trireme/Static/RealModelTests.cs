using Trireme.Inference;
using Trireme.Static;
using Trireme.Tests.Shared;
using Xunit;
using Xunit.Abstractions;

namespace Trireme.Tests.Static;

/// <summary>Models that real Paddle wrote run here and give the outputs that an independent evaluator computed.</summary>
public sealed class RealModelTests(ITestOutputHelper output)
{
    /// <summary>Models with reference outputs: the reference's key and the file.</summary>
    public static TheoryData<string, string> Models => new()
    {
        { "m1", "mnist-lenet-2.2/mnist" },
        { "cls", "ppocr-cls-v2.0/inference" },
        { "chdet", "ppocr-det-v3-ch/inference" },
        { "LSTM", "lstm-2.3/LSTMModel" },
        { "cat_dog", "kserve-cat-dog-pir/cat_dog" },
        { "uci", "uci-housing-fluid-1.7" },
        { "hw", "mnist-mlp-fluid-2.1" },
        { "conv_bn", "conv-bn/conv_bn" },
        { "conv_bn_relu", "conv-bn-relu/conv_bn_relu" },
    };

    [Theory, MemberData(nameof(Models))]
    public void OutputsAreThoseOfTheReference(string key, string model)
    {
        if (ReferenceOutputs.Of(key, output) is not { } reference)
            return;
        using var scope = new ScopeGuard(new Scope());
        (Program program, string[] feeds, Variable[] fetches) = Trireme.Static.Static.LoadInferenceModel(Path.Combine(reference.Folder, model));
        Assert.Equal(reference.InputName, Assert.Single(feeds));
        FetchTarget[] targets = fetches.Select(f => (FetchTarget)f).ToArray();
        var feed = new Dictionary<string, Tensor> { [feeds[0]] = reference.Input() };
        var executor = new Executor();
        // The first run is interpreted, the others follow a plan.
        for (int run = 0; run < 3; run++)
            reference.Compare(executor.Run(program, feed, targets), $"run {run}");
        // A recurrent operator may be left to the interpreter.
        if (key != "LSTM")
            Assert.NotNull(ProgramPlanner.Current!.Plan(program, feed, fetches.Select(f => f.Name).ToArray(), Scope.Global));
    }

    [Theory, MemberData(nameof(Models))]
    public void APredictorFoldsAndFusesAndGivesTheReference(string key, string model)
    {
        if (ReferenceOutputs.Of(key, output) is not { } reference)
            return;
        foreach (bool optimizes in new[] { true, false })
        {
            Config config = ConfigOf(Path.Combine(reference.Folder, model));
            config.SwitchIrOptim(optimizes);
            Predictor predictor = Trireme.Inference.Inference.CreatePredictor(config);
            for (int run = 0; run < 2; run++)
                reference.Compare(predictor.Run([reference.Input()]), $"{(optimizes ? "optimized" : "interpreted")}, run {run}");
        }
    }

    [Theory]
    [InlineData("visualdl-demo-model/__model__", 88)]
    [InlineData("ppocr-v4-rec-program/inference.pdmodel", 323)]
    [InlineData("ppocr-slanet-program/inference.pdmodel", 336)]
    [InlineData("lac-program/inference.pdmodel", 16)]
    [InlineData("ppyolo-tiny-2.4/model.pdmodel", null)]
    [InlineData("ppocr-v5-rec-pir/inference.json", null)]
    public void AProgramWithoutWeightsIsUnderstood(string model, int? operators)
    {
        if (SharedData.Find("data/paddle-files/" + model, output) is not { } file)
            return;
        Program program = Trireme.Static.Files.InferenceModel.ReadProgram(file);
        Assert.NotEmpty(Trireme.Static.Files.InferenceModel.Fetches(program));
        if (operators is { } count)
            Assert.Equal(count, program.Blocks.Sum(b => b.Ops.Count));
    }

    [Fact]
    public void TheDetectorFindsBoxesInsideThePicture()
    {
        if (SharedData.Find("data/paddle-files/ppyolo-tiny-2.4/model.pdmodel", output) is not { } file)
            return;
        using var scope = new ScopeGuard(new Scope());
        (Program program, string[] feeds, Variable[] fetches) = Trireme.Static.Static.LoadInferenceModel(file[..^".pdmodel".Length]);
        var values = new float[3 * 320 * 320];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)Math.Sin(0.01 * i);
        var feed = new Dictionary<string, Tensor>();
        foreach (string name in feeds)
            feed[name] = name == "image" ? Paddle.ToTensor(values).Reshape([1, 3, 320, 320]) : name == "im_shape" ? Paddle.ToTensor(new float[,] { { 320, 320 } }) : Paddle.ToTensor(new float[,] { { 1, 1 } });
        Tensor[] results = new Executor().Run(program, feed, fetches.Select(f => (FetchTarget)f).ToArray());
        // Rows of class, score, left, top, right, bottom; and how many each picture has.
        float[] boxes = results[0].ToArray<float>();
        Assert.Equal(results[1].ToArray<int>().Sum(), boxes.Length / 6);
        for (int i = 0; i < boxes.Length; i += 6)
        {
            Assert.InRange(boxes[i], 0, 79);
            Assert.InRange(boxes[i + 1], 0, 1);
            Assert.True(boxes[i + 2] <= boxes[i + 4] && boxes[i + 3] <= boxes[i + 5]);
        }
    }

    private static Config ConfigOf(string model)
    {
        if (Directory.Exists(model))
            return new Config(model);
        string program = File.Exists(model + ".json") ? model + ".json" : model + ".pdmodel";
        return new Config(program, model + ".pdiparams");
    }
}
