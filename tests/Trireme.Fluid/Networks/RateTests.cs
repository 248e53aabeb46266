using Trireme.Fluid;
using Trireme.Static;
using Api = Trireme.Fluid.Fluid;

namespace Trireme.Tests.Fluid.Networks;

/// <summary>Learning rates computed by programs, against their formulas.</summary>
public sealed class RateTests : IDisposable
{
    private readonly Program _main = new(), _startup = new();
    private readonly ProgramGuard _guard;
    private readonly ScopeGuard _scope = new(new Scope());

    public RateTests() => _guard = Api.ProgramGuard(_main, _startup);

    public void Dispose()
    {
        _scope.Dispose();
        _guard.Dispose();
    }

    public static TheoryData<string, Func<Tensor>, Func<int, double>> Rates => new()
    {
        { "exponential", () => Layers.ExponentialDecay(0.1, 3, 0.5), s => 0.1 * Math.Pow(0.5, s / 3.0) },
        { "exponential in steps", () => Layers.ExponentialDecay(0.1, 3, 0.5, staircase: true), s => 0.1 * Math.Pow(0.5, s / 3) },
        { "natural", () => Layers.NaturalExpDecay(0.1, 3, 0.5), s => 0.1 * Math.Exp(-0.5 * s / 3) },
        { "inverse", () => Layers.InverseTimeDecay(0.1, 3, 0.5), s => 0.1 / (1 + (0.5 * s / 3)) },
        { "polynomial", () => Layers.PolynomialDecay(0.1, 4, 0.01, 2), s => (0.09 * Math.Pow(1 - (Math.Min(s, 4) / 4.0), 2)) + 0.01 },
        { "cycles", () => Layers.PolynomialDecay(0.1, 4, 0.01, cycle: true), s => (0.09 * (1 - (s / (Math.Max(1, Math.Ceiling(s / 4.0)) * 4)))) + 0.01 },
        { "piecewise", () => Layers.PiecewiseDecay([2, 5], [1, 0.5, 0.1]), s => s < 2 ? 1 : s < 5 ? 0.5 : 0.1 },
        { "cosine", () => Layers.CosineDecay(0.1, 2, 4), s => 0.05 * (Math.Cos(s / 2 * Math.PI / 4) + 1) },
        { "noam", () => Layers.NoamDecay(64, 4), s => Math.Pow(64, -0.5) * Math.Min(Math.Pow(s + 1, -0.5), (s + 1) * Math.Pow(4, -1.5)) },
        { "warm-up", () => Layers.LinearLrWarmup(0.5, 4, 0, 0.4), s => s < 4 ? 0.1 * s : 0.5 },
    };

    [Theory, MemberData(nameof(Rates))]
    public void Steps_follow_the_formula(string name, Func<Tensor> make, Func<int, double> formula)
    {
        Tensor rate = make();
        var executor = new Executor();
        executor.Run(_startup);
        for (int step = 0; step < 8; step++)
        {
            float[] found = executor.Run(_main, fetchList: [rate])[0].ToArray<float>();
            Assert.True(found.Length == 1 && Math.Abs(found[0] - formula(step)) < 1e-6, $"{name}: step {step} is {found[0]}, not {formula(step)}");
        }
    }

    [Fact]
    public void A_rate_trains()
    {
        Variable x = Layers.Data("x", [1]);
        Tensor loss = Layers.Mean(Layers.Fc(x, 1, paramAttr: Api.ParamAttr("w", Initializer.Constant(1)), biasAttr: false));
        Optimizer.SGD(Layers.PiecewiseDecay([1], [0.5, 0.25])).Minimize(loss);
        var executor = new Executor();
        executor.Run(_startup);
        var losses = Enumerable.Range(0, 3).Select(_ => executor.Run(_main, new Dictionary<string, Tensor> { ["x"] = Paddle.Ones([2, 1]) }, [loss])[0].ToArray<float>()[0]).ToArray();
        Assert.Equal([1f, 0.5f, 0.25f], losses);
    }

    [Fact]
    public void Groups_of_layers_have_their_shapes()
    {
        Variable image = Layers.Data("image", [1, 28, 28]), words = Layers.Data("words", [6, 8]);
        Assert.Equal("[-1, 20, 12, 12]", Nets.SimpleImgConvPool(image, 20, 5, 2, 2, act: "relu").Shape.ToString());
        Assert.Equal("[-1, 4, 14, 14]", Nets.ImgConvGroup(image, [4, 4], 2, convAct: "relu", convWithBatchnorm: true, convBatchnormDropRate: 0.3, poolStride: 2).Shape.ToString());
        Tensor glu = Nets.Glu(words), attention = Nets.ScaledDotProductAttention(words, words, words, numHeads: 2);
        var executor = new Executor();
        executor.Run(_startup);
        Tensor[] results = executor.Run(_main, new Dictionary<string, Tensor> { ["image"] = Paddle.Ones([2, 1, 28, 28]), ["words"] = Paddle.Ones([3, 6, 8]) }, [glu, attention]);
        Assert.Equal(["[3, 6, 4]", "[3, 6, 8]"], results.Select(r => r.Shape.ToString()));
        Assert.Equal(1 / (1 + MathF.Exp(-1)), results[0].ToArray<float>()[0], 5);
    }
}
