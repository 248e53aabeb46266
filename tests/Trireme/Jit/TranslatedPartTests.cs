using Trireme.NN;
using Trireme.Static;
using Trireme.Tests.Shared;
using Xunit;
using Layers = Trireme.Static.Static.NN;

namespace Trireme.Tests.Jit;

/// <summary>A network from files, with control flow, as a part of another program.</summary>
public sealed class TranslatedPartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static Dictionary<string, Func<Tensor, Tensor>> Functions { get; } = new()
    {
        ["branch"] = x => Layers.Cond(x.Mean() > 0, () => x * 2, () => x - 1),
        ["nested"] = x => Layers.Cond(x.Mean() > 0, () => Layers.Cond(x.Mean() > 2, () => x * x, () => x * 3), () => -x),
        ["loop"] = x => Layers.WhileLoop(y => y.Abs().Sum() < 40, y => y + (y.Abs() + 1), x),
        ["loop with a branch"] = x => Layers.WhileLoop(y => y.Abs().Sum() < 40, y => Layers.Cond(y.Mean() > 1, () => y * 1.5, () => y.Abs() * 2 + 3), x),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void ItComputesAndDifferentiatesAsByItself(string name)
    {
        TranslatedLayer loaded = Load(name);
        var inner = new Linear(2, 2);
        // The same network twice, with other operators between: its names must not meet.
        Layer whole = Trireme.Jit.ToStatic(new Sequential(loaded, inner, loaded), new InputSpec([-1, 2]));
        foreach (float value in new[] { -3f, -0.5f, 0.5f, 4f })
        {
            (float[] Value, float[] Input, float[] Weight) Run(Func<Tensor, Tensor> f)
            {
                Tensor x = Paddle.Full([3, 2], value);
                x.StopGradient = false;
                Tensor y = f(x);
                y.Sum().Backward();
                float[] weight = inner.Weight.Grad!.ToArray<float>();
                inner.ClearGradients();
                return (y.ToArray<float>(), x.Grad!.ToArray<float>(), weight);
            }

            (float[] Value, float[] Input, float[] Weight) expected = Run(x => loaded.Call(inner.Call(loaded.Call(x)))), actual = Run(whole.Call);
            Assert.Equal(expected.Value, actual.Value);
            Assert.Equal(expected.Input, actual.Input);
            Assert.Equal(expected.Weight, actual.Weight);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheWholeIsSavedAndRunByPredictors(string name)
    {
        TranslatedLayer loaded = Load(name);
        var whole = new Sequential(loaded, new Tanh());
        Trireme.Jit.Save(whole, _folder["whole"], new InputSpec([-1, 2], name: "x"));
        TranslatedLayer again = Trireme.Jit.Load(_folder["whole"]);
        Trireme.Inference.Predictor predictor = Trireme.Inference.Inference.CreatePredictor(new(_folder["whole.pdmodel"], _folder["whole.pdiparams"]));
        foreach (float value in new[] { -0.5f, 0.5f, 4f })
        {
            Tensor x = Paddle.Full([2, 2], value);
            float[] expected = whole.Call(x).ToArray<float>();
            Assert.Equal(expected, again.Call(x).ToArray<float>());
            Assert.Equal(expected, predictor.Run([x])[0].ToArray<float>());
        }
    }

    private TranslatedLayer Load(string name)
    {
        Trireme.Jit.Save(Trireme.Jit.ToStatic(Functions[name], new InputSpec([-1, 2])), _folder["part"]);
        return Trireme.Jit.Load(_folder["part"]);
    }
}
