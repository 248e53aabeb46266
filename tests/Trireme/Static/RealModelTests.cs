using System.Text.Json;
using Trireme.Static;
using Trireme.Tests.Shared;
using Xunit;
using Xunit.Abstractions;

namespace Trireme.Tests.Static;

/// <summary>Models that real Paddle wrote run here and give the outputs that an independent evaluator computed.</summary>
public sealed class RealModelTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("m1", "mnist-lenet-2.2/mnist")]
    [InlineData("cls", "ppocr-cls-v2.0/inference")]
    [InlineData("chdet", "ppocr-det-v3-ch/inference")]
    [InlineData("LSTM", "lstm-2.3/LSTMModel")]
    [InlineData("cat_dog", "kserve-cat-dog-pir/cat_dog")]
    [InlineData("uci", "uci-housing-fluid-1.7")]
    [InlineData("hw", "mnist-mlp-fluid-2.1")]
    [InlineData("conv_bn", "conv-bn/conv_bn")]
    [InlineData("conv_bn_relu", "conv-bn-relu/conv_bn_relu")]
    public void OutputsAreThoseOfTheReference(string key, string model)
    {
        if (SharedData.Find("data/paddle-files/reference-outputs.json", output) is not { } file)
            return;
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement reference = document.RootElement.GetProperty(key);
        string path = Path.Combine(Path.GetDirectoryName(file)!, model);
        using var scope = new ScopeGuard(new Scope());
        (Program program, string[] feeds, Variable[] fetches) = Trireme.Static.Static.LoadInferenceModel(path);
        Tensor input = Input(reference, Path.GetDirectoryName(file)!);
        Assert.Equal(reference.GetProperty("input").GetString(), Assert.Single(feeds));
        Tensor[] results = new Executor().Run(program, new Dictionary<string, Tensor> { [feeds[0]] = input }, fetches.Select(f => (FetchTarget)f).ToArray());
        JsonElement[] outputs = reference.GetProperty("outputs").EnumerateArray().ToArray();
        Assert.Equal(outputs.Length, results.Length);
        for (int i = 0; i < outputs.Length; i++)
            Compare(outputs[i], results[i]);
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

    private static void Compare(JsonElement expected, Tensor actual)
    {
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32()), actual.Shape.ToArray());
        float[] values = actual.ToArray<float>();
        double scale = Math.Max(1e-3, Math.Max(Math.Abs(expected.GetProperty("min").GetDouble()), Math.Abs(expected.GetProperty("max").GetDouble())));
        double[] first = expected.GetProperty("first8").EnumerateArray().Select(d => d.GetDouble()).ToArray();
        double[] last = expected.GetProperty("last4").EnumerateArray().Select(d => d.GetDouble()).ToArray();
        for (int i = 0; i < first.Length; i++)
            Assert.Equal(first[i], values[i], 1e-4 * scale);
        for (int i = 0; i < last.Length; i++)
            Assert.Equal(last[i], values[values.Length - last.Length + i], 1e-4 * scale);
        Assert.Equal(expected.GetProperty("min").GetDouble(), values.Min(), 1e-4 * scale);
        Assert.Equal(expected.GetProperty("max").GetDouble(), values.Max(), 1e-4 * scale);
        Assert.Equal(expected.GetProperty("sum").GetDouble(), values.Sum(v => (double)v), 1e-4 * values.Sum(v => Math.Abs((double)v)) + 1e-6);
    }

    private static Tensor Input(JsonElement reference, string folder)
    {
        int[] shape = reference.GetProperty("input_shape").EnumerateArray().Select(d => d.GetInt32()).ToArray();
        if (reference.GetProperty("input_kind").GetString() == "hello")
            return Hello(Path.Combine(folder, "hello-96x320.pgm"));
        var values = new float[shape.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)Math.Sin(0.01 * i);
        return Paddle.ToTensor(values).Reshape(shape);
    }

    // P5, 320 x 96, one byte a pixel after the third number.
    private static Tensor Hello(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        byte[] pixels = bytes[^(96 * 320)..];
        double[] mean = [0.485, 0.456, 0.406], std = [0.229, 0.224, 0.225];
        var values = new float[3 * pixels.Length];
        for (int c = 0; c < 3; c++)
        {
            for (int i = 0; i < pixels.Length; i++)
                values[(c * pixels.Length) + i] = (float)(((pixels[i] / 255.0) - mean[c]) / std[c]);
        }
        return Paddle.ToTensor(values).Reshape([1, 3, 96, 320]);
    }
}
