using System.Text.Json;
using Trireme.Tests.Shared;
using Xunit;
using Xunit.Abstractions;

namespace Trireme.Tests.Static;

/// <summary>What an independent evaluator computed for a model that real Paddle wrote.</summary>
internal sealed class ReferenceOutputs
{
    private readonly JsonElement _reference;

    private ReferenceOutputs(JsonElement reference, string folder) => (_reference, Folder) = (reference, folder);

    /// <summary>Where the models lie.</summary>
    public string Folder { get; }

    public string InputName => _reference.GetProperty("input").GetString()!;

    /// <summary>The outputs of a model, or null after writing why there are none.</summary>
    public static ReferenceOutputs? Of(string key, ITestOutputHelper output)
    {
        if (SharedData.Find("data/paddle-files/reference-outputs.json", output) is not { } file)
            return null;
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        return new ReferenceOutputs(document.RootElement.GetProperty(key).Clone(), Path.GetDirectoryName(file)!);
    }

    public void Compare(Tensor[] results, string what)
    {
        JsonElement[] outputs = _reference.GetProperty("outputs").EnumerateArray().ToArray();
        Assert.Equal(outputs.Length, results.Length);
        for (int i = 0; i < outputs.Length; i++)
            Compare(outputs[i], results[i], what);
    }

    public Tensor Input()
    {
        int[] shape = _reference.GetProperty("input_shape").EnumerateArray().Select(d => d.GetInt32()).ToArray();
        if (_reference.GetProperty("input_kind").GetString() == "hello")
            return Hello(Path.Combine(Folder, "hello-96x320.pgm"));
        var values = new float[shape.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)Math.Sin(0.01 * i);
        return Paddle.ToTensor(values).Reshape(shape);
    }

    private static void Compare(JsonElement expected, Tensor actual, string what)
    {
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32()), actual.Shape.ToArray());
        float[] values = actual.ToArray<float>();
        double scale = Math.Max(1e-3, Math.Max(Math.Abs(expected.GetProperty("min").GetDouble()), Math.Abs(expected.GetProperty("max").GetDouble())));
        double[] first = expected.GetProperty("first8").EnumerateArray().Select(d => d.GetDouble()).ToArray();
        double[] last = expected.GetProperty("last4").EnumerateArray().Select(d => d.GetDouble()).ToArray();
        for (int i = 0; i < first.Length; i++)
            Near(first[i], values[i], scale, $"element {i}");
        for (int i = 0; i < last.Length; i++)
            Near(last[i], values[values.Length - last.Length + i], scale, $"element {i - last.Length}");
        Near(expected.GetProperty("min").GetDouble(), values.Min(), scale, "the minimum");
        Near(expected.GetProperty("max").GetDouble(), values.Max(), scale, "the maximum");
        Near(expected.GetProperty("sum").GetDouble(), values.Sum(v => (double)v), values.Sum(v => Math.Abs((double)v)) + 1e-2, "the sum");

        void Near(double wanted, double got, double size, string which)
            => Assert.True(Math.Abs(wanted - got) <= 1e-4 * size, $"{what}: {which} is {got:R}, the reference {wanted:R}");
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
