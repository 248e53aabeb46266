using Trireme.Formats.Pickle;
using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Static;
using Xunit;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.Jit;

public sealed class JitFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trireme").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ASavedLayerComputesTheSameAfterLoading()
    {
        Layer net = ToStaticTests.Network(dropout: true);
        net.Call(ToStaticTests.Images(4, 1));
        string path = Path.Combine(_folder, "sub", "net");
        Trireme.Jit.Save(net, path, new InputSpec([-1, 1, 6, 6], DType.Float32, "image"));
        Assert.True(net.Training);
        Tensor x = ToStaticTests.Images(3, 2);
        net.Eval();
        TranslatedLayer loaded = Trireme.Jit.Load(path);
        Assert.False(loaded.Training);
        Assert.Equal("image", loaded.InputSpecs[0].Name);
        Assert.Equal(net.Call(x).ToArray<float>(), loaded.Call(x).ToArray<float>());
        Assert.Equal(net.StateDict().Keys.Order(), loaded.StateDict().Keys.Order());
        Assert.Equal(net.Parameters().Select(p => p.Name).Order(), loaded.Parameters().Select(p => p.Name).Order());
        Program program = loaded.Program();
        Assert.Equal("feed", program.GlobalBlock().Ops[0].Type);
        Assert.Equal("fetch", program.GlobalBlock().Ops[^1].Type);

        var info = (PickleDict)PaddlePickle.Read(path + ".pdiparams.info")!;
        var weight = (PickleDict)info[net.Parameters()[0].Name]!;
        Assert.Equal(("0.weight", false, true), ((string)weight["structured_name"]!, (bool)weight["stop_gradient"]!, (bool)weight["trainable"]!));
        OrderedDictionary<string, object?> state = Paddle.Load(path);
        Assert.Equal(net.StateDict()["6.bias"].ToArray<float>(), ((Tensor)state["6.bias"]!).ToArray<float>());
        Layer fresh = ToStaticTests.Network(dropout: true);
        fresh.SetStateDict(state).ThrowIfIncomplete();
    }

    [Fact]
    public void ALoadedLayerIsTrainedLikeTheOriginal()
    {
        Layer net = ToStaticTests.Network();
        string path = Path.Combine(_folder, "net");
        Trireme.Jit.Save(Trireme.Jit.ToStatic(net, new InputSpec([-1, 1, 6, 6])), path);
        TranslatedLayer loaded = Trireme.Jit.Load(path);
        List<double> a = Train(Trireme.Jit.NotToStatic(net)), b = Train(loaded);
        Assert.Equal(a, b);
        OrderedDictionary<string, Tensor> state = loaded.StateDict();
        foreach ((string key, Tensor tensor) in net.StateDict())
            Assert.Equal(tensor.ToArray<float>(), state[key].ToArray<float>());
        // Saved and loaded once more, as a part of another network.
        string again = Path.Combine(_folder, "again");
        loaded.Eval();
        Trireme.Jit.Save(new Sequential(loaded, new Softmax()), again, new InputSpec([-1, 1, 6, 6]));
        Tensor x = ToStaticTests.Images(2, 5);
        Assert.Equal(F.Softmax(loaded.Call(x)).ToArray<float>(), Trireme.Jit.Load(again).Call(x).ToArray<float>());
    }

    [Fact]
    public void AFunctionIsSavedWithItsConstants()
    {
        Tensor shift = Paddle.ToTensor(new[] { 1f, 2f });
        StaticFunction f = Trireme.Jit.ToStatic((Tensor x) => x + shift);
        string path = Path.Combine(_folder, "f");
        Assert.Contains("nothing says", Assert.Throws<InvalidArgumentException>(() => Trireme.Jit.Save(f, path)).Message);
        f.Call(Paddle.Zeros([2]));
        Trireme.Jit.Save(f, path);
        Assert.Equal([4f, 5f], Trireme.Jit.Load(path).Call(Paddle.Full([2], 3f)).ToArray<float>());
    }

    private static List<double> Train(Layer net)
    {
        net.Train();
        var optimizer = new Momentum(0.05, parameters: net.Parameters());
        var losses = new List<double>();
        for (int i = 0; i < 4; i++)
        {
            Tensor loss = F.CrossEntropy(net.Call(ToStaticTests.Images(6, i)), ToStaticTests.Labels(6, i));
            loss.Backward();
            optimizer.Step();
            optimizer.ClearGrad();
            losses.Add(loss.Item());
        }
        return losses;
    }
}
