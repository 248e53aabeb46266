using System.Text.Json;
using Trireme.Formats.Npy;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Cli;

public sealed class RunTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ValuesOfAnArrayGiveTheReferenceOutputs()
    {
        if (SharedData.Find("data/paddle-files/mnist-lenet-2.2", output) is not { } model)
            return;
        double[] sine = Enumerable.Range(0, 2 * 28 * 28).Select(i => Math.Sin(0.01 * i)).ToArray();
        NpyFile.Write(_folder["x.npy"], NumpyArray.Create<double>(sine, 2, 1, 28, 28));
        string text = Called.Good("run", Path.Combine(model, "mnist.pdmodel"), "--input", $"x={_folder["x.npy"]}", "--output", _folder["out"], "--repeat", "3");
        JsonElement expected = Reference("m1");
        NumpyArray result = NpyFile.Read(Directory.GetFiles(_folder["out"]).Single());
        Assert.Equal([2, 10], result.Shape);
        double[] first = expected.GetProperty("first8").EnumerateArray().Select(v => v.GetDouble()).ToArray();
        for (int i = 0; i < first.Length; i++)
            Assert.Equal(first[i], result.ToArray<float>()[i], 1e-4 * Math.Max(1, Math.Abs(first[i])));
        Assert.Contains("runs: 3,", text, StringComparison.Ordinal);
        Assert.Contains("output linear_3.tmp_1: [2, 10] float32", text, StringComparison.Ordinal);
    }

    [Fact]
    public void APictureIsNormalized()
    {
        if (SharedData.Find("data/paddle-files/ppocr-det-v3-ch", output) is not { } model || SharedData.Find("data/paddle-files/hello-96x320.pgm", output) is not { } picture)
            return;
        Called.Good("run", model, "--input", $"x={picture}", "--mean", "0.485,0.456,0.406", "--std", "0.229,0.224,0.225", "--scale", "1/255", "--output", _folder["out"]);
        NumpyArray result = NpyFile.Read(Directory.GetFiles(_folder["out"]).Single());
        Assert.Equal([1, 1, 96, 320], result.Shape);
        double sum = Reference("chdet").GetProperty("sum").GetDouble();
        Assert.Equal(sum, result.ToArray<float>().Sum(v => (double)v), 1e-4 * sum);
    }

    [Fact]
    public void WhatIsMissingOrWrongIsNamed()
    {
        if (SharedData.Find("data/paddle-files/mnist-lenet-2.2", output) is not { } folder)
            return;
        string model = Path.Combine(folder, "mnist.pdmodel");
        Assert.Contains("x (float32 [-1, 1, 28, 28])", Called.Bad(2, "run", model), StringComparison.Ordinal);
        Assert.Contains("nowhere.npy", Called.Bad(1, "run", model, "--input", "x=nowhere.npy"), StringComparison.Ordinal);
        Assert.Contains("NAME=VALUE", Called.Bad(2, "run", model, "--input", "x"), StringComparison.Ordinal);
        Assert.Contains("--repeat", Called.Bad(2, "run", model, "--repeat", "0"), StringComparison.Ordinal);
        Assert.Contains("--scale", Called.Bad(2, "run", model, "--scale", "1/0"), StringComparison.Ordinal);
        Assert.Contains("nowhere", Called.Bad(1, "run", "nowhere.pdmodel"), StringComparison.Ordinal);
    }

    private JsonElement Reference(string key)
    {
        string path = SharedData.Find("data/paddle-files/reference-outputs.json", output)!;
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.GetProperty(key).GetProperty("outputs")[0].Clone();
    }
}
