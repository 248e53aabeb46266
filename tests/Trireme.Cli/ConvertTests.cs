using System.Text.Json;
using Trireme.Formats.Npy;
using Trireme.Formats.Pickle;
using Trireme.Inference;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Cli;

public sealed class ConvertTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheSameWeightsInAnotherFormAreTheSameFile()
    {
        if (SharedData.Find("data/paddle-files/mnist-lenet-2.2", output) is not { } folder)
            return;
        // Paddle wrote both from the same layers.
        string state = Path.Combine(folder, "mnist.pdparams"), combined = Path.Combine(folder, "mnist.pdiparams");
        Called.Good("convert", state, _folder["sub/a.pdiparams"]);
        Assert.Equal(File.ReadAllBytes(combined), File.ReadAllBytes(_folder["sub/a.pdiparams"]));
        Called.Good("convert", combined, _folder["b.pdparams"]);
        PaddleState expected = PaddlePickle.ReadState(state), actual = PaddlePickle.ReadState(_folder["b.pdparams"]);
        Assert.Equal(expected.ParameterNames.OrderBy(p => p.Key, StringComparer.Ordinal), actual.ParameterNames.OrderBy(p => p.Key, StringComparer.Ordinal));
        foreach ((string name, NumpyArray array) in expected.Arrays)
            Assert.Equal(array.Bytes.ToArray(), ((NumpyArray)actual.Entries[name]!).Bytes.ToArray());

        Called.Good("convert", state, _folder["c.npz"]);
        Called.Good("convert", _folder["c.npz"], _folder["d.pdparams"]);
        Assert.Equal(expected.Arrays.Select(a => a.Key), PaddlePickle.ReadState(_folder["d.pdparams"]).Arrays.Select(a => a.Key));
    }

    [Theory]
    [InlineData("mnist-lenet-2.2/mnist.pdmodel", new[] { 1, 1, 28, 28 })]
    [InlineData("mnist-mlp-fluid-2.1", new[] { 1, 1, 28, 28 })]
    [InlineData("uci-housing-fluid-1.7/__model__", new[] { 2, 13 })]
    [InlineData("lstm-2.3/LSTMModel", new[] { 10000, 1, 4 })]
    public void AModelComputesTheSameInEveryForm(string model, int[] shape)
    {
        if (SharedData.Find("data/paddle-files", output) is not { } files)
            return;
        string source = Path.Combine(files, model);
        float[] expected = Run(source, shape);
        Called.Good("convert", source, _folder["folder"]);
        Assert.Equal(expected, Run(_folder["folder"], shape));
        Called.Good("convert", _folder["folder"], _folder["pair.pdmodel"]);
        Assert.Equal(expected, Run(_folder["pair"], shape));
        Called.Good("convert", _folder["pair.pdmodel"], _folder["one"], "--combined");
        Assert.Equal(["__model__", "__params__"], Directory.GetFiles(_folder["one"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(File.ReadAllBytes(_folder["pair.pdiparams"]), File.ReadAllBytes(_folder["one/__params__"]));
        Assert.Equal(expected, Run(_folder["one"], shape));
    }

    [Fact]
    public void AModelOfPaddle3BecomesOneOfPaddle2()
    {
        if (SharedData.Find("data/paddle-files/kserve-cat-dog-pir/cat_dog.json", output) is not { } source)
            return;
        Called.Good("convert", source, _folder["cat.pdmodel"]);
        Assert.Equal(["cat.pdiparams", "cat.pdmodel"], _folder.Names);
        Assert.Contains("conv2d", Called.Good("summary", _folder["cat.pdmodel"]), StringComparison.Ordinal);
        float[] outputs = Run(_folder["cat"], [1, 3, 64, 64]);
        Assert.Equal(Run(source, [1, 3, 64, 64]), outputs);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(SharedData.Find("data/paddle-files/reference-outputs.json", output)!));
        double[] reference = document.RootElement.GetProperty("cat_dog").GetProperty("outputs")[0].GetProperty("first8").EnumerateArray().Select(v => v.GetDouble()).ToArray();
        Assert.Equal(outputs.Length, reference.Length);
        for (int i = 0; i < outputs.Length; i++)
            Assert.Equal(reference[i], outputs[i], 1e-4);
        Assert.Contains("only read", Called.Bad(2, "convert", source, _folder["cat.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public void NothingIsLeftOfAFailure()
    {
        if (SharedData.Find("data/paddle-files/visualdl-demo-model", output) is not { } model)
            return;
        Called.Bad(1, "convert", model, _folder["a.pdmodel"]);
        Called.Bad(1, "convert", model, _folder["b"]);
        Called.Bad(2, "convert", model, _folder["a.onnx"]);
        Called.Bad(1, "convert", _folder["nothing.npz"], _folder["c.pdparams"]);
        File.WriteAllText(_folder["bad.npz"], "no archive");
        Called.Bad(1, "convert", _folder["bad.npz"], _folder["c.pdparams"]);
        Assert.Equal(["bad.npz"], _folder.Names);
    }

    private static float[] Run(string model, int[] shape)
    {
        Trireme.Cli.ModelFiles files = Trireme.Cli.ModelFiles.Find(model);
        Predictor predictor = Trireme.Inference.Inference.CreatePredictor(new Config(files.Program, files.Parameters));
        float[] values = Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => (float)Math.Sin(0.01 * i)).ToArray();
        return predictor.Run([Trireme.Paddle.ToTensor<float>(values, shape)])[0].ToArray<float>();
    }
}
