using System.Text.Json;
using Trireme.Optimizers;
using Trireme.Tests.Shared;
using Trireme.Tests.Static;
using Xunit;
using Xunit.Abstractions;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.Jit;

public sealed class JitRealModelTests(ITestOutputHelper output)
{
    [Fact]
    public void TheModelThatPaddleWroteIsLoadedAndTrained()
    {
        if (SharedData.Find("data/paddle-files/reference-outputs.json", output) is not { } file)
            return;
        string path = Path.Combine(Path.GetDirectoryName(file)!, "mnist-lenet-2.2", "mnist");
        TranslatedLayer net = Trireme.Jit.Load(path);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        JsonElement reference = document.RootElement.GetProperty("m1");
        Tensor x = Paddle.ToTensor(Enumerable.Range(0, 2 * 784).Select(i => (float)Math.Sin(0.01 * i)).ToArray()).Reshape([2, 1, 28, 28]);
        Tensor logits = net.Call(x);
        Assert.Equal([2, 10], logits.Shape.ToArray());
        double[] first = reference.GetProperty("outputs")[0].GetProperty("first8").EnumerateArray().Select(v => v.GetDouble()).ToArray();
        for (int i = 0; i < first.Length; i++)
            Assert.Equal(first[i], logits.ToArray<float>()[i], 1e-4 * Math.Max(1, Math.Abs(first[i])));
        OrderedDictionary<string, object?> weights = Paddle.Load(path + ".pdparams");
        Assert.Equal(weights.Keys.Order(), net.StateDict().Keys.Order());
        foreach ((string key, Tensor tensor) in net.StateDict())
            Assert.Equal(((Tensor)weights[key]!).ToArray<float>(), tensor.ToArray<float>());
        double before = F.CrossEntropy(logits, ToStaticTests.Labels(2, 0)).Item();
        var optimizer = new SGD(0.05, parameters: net.Parameters());
        net.Train();
        for (int i = 0; i < 5; i++)
        {
            F.CrossEntropy(net.Call(x), ToStaticTests.Labels(2, 0)).Backward();
            optimizer.Step();
            optimizer.ClearGrad();
        }
        Assert.True(F.CrossEntropy(net.Call(x), ToStaticTests.Labels(2, 0)).Item() < before);
    }

    [Fact]
    public void AModelOfPaddle3IsLoadedAsALayer()
    {
        if (ReferenceOutputs.Of("cat_dog", output) is not { } reference)
            return;
        TranslatedLayer net = Trireme.Jit.Load(Path.Combine(reference.Folder, "kserve-cat-dog-pir", "cat_dog"));
        Assert.NotEmpty(net.Parameters());
        using (Paddle.NoGrad())
        {
            // The first call is interpreted, the others follow a plan.
            for (int call = 0; call < 3; call++)
                reference.Compare([net.Call(reference.Input())], $"call {call}");
        }
        reference.Compare([net.Call(reference.Input())], "with gradients");
    }
}
