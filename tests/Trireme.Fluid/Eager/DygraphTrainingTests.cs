using Trireme.Fluid;
using Trireme.NN;
using Trireme.Optimizers.LR;
using Api = Trireme.Fluid.Fluid;

namespace Trireme.Tests.Fluid.Eager;

public sealed class DygraphTrainingTests : IDisposable
{
    private readonly IDisposable _guard = Dygraph.Guard();
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose()
    {
        _guard.Dispose();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private sealed class Net() : Layer("net")
    {
        public Dygraph.FC Hidden { get; } = new("hidden", 8, act: "relu");
        public Dygraph.FC Last { get; } = new("last", 1);

        public override Tensor Forward(Tensor input) => Last.Call(Hidden.Call(input));
    }

    public static TheoryData<string, Func<LRScheduler>, Func<int, double>> Rates => new()
    {
        { "noam", () => new Dygraph.NoamDecay(64, 4), s => Math.Pow(64, -0.5) * Math.Min(Math.Pow(s + 1, -0.5), (s + 1) * Math.Pow(4, -1.5)) },
        { "piecewise", () => new Dygraph.PiecewiseDecay([2, 5], [1, 0.5, 0.1], 0), s => s < 2 ? 1 : s < 5 ? 0.5 : 0.1 },
        { "exponential", () => new Dygraph.ExponentialDecay(0.1, 3, 0.5, staircase: true), s => 0.1 * Math.Pow(0.5, s / 3) },
        { "natural", () => new Dygraph.NaturalExpDecay(0.1, 3, 0.5, begin: 2, step: 3), s => 0.1 * Math.Exp(-0.5 * (2 + (3 * s)) / 3) },
        { "inverse", () => new Dygraph.InverseTimeDecay(0.1, 3, 0.5), s => 0.1 / (1 + (0.5 * s / 3)) },
        { "polynomial", () => new Dygraph.PolynomialDecay(0.1, 4, 0.01, 2), s => (0.09 * Math.Pow(1 - (Math.Min(s, 4) / 4.0), 2)) + 0.01 },
        { "cycles", () => new Dygraph.PolynomialDecay(0.1, 4, 0.01, cycle: true), s => (0.09 * (1 - (s / (Math.Max(1, Math.Ceiling(s / 4.0)) * 4)))) + 0.01 },
        { "cosine", () => new Dygraph.CosineDecay(0.1, 2, 4), s => 0.05 * (Math.Cos(s / 2 * Math.PI / 4) + 1) },
    };

    [Theory, MemberData(nameof(Rates))]
    public void Rates_fall_with_every_update(string name, Func<LRScheduler> make, Func<int, double> formula)
    {
        Assert.NotEmpty(name);
        var layer = new Dygraph.FC("fc", 1, biasAttr: false);
        layer.Call(Paddle.Ones([1, 1]));
        layer.Weight!.SetValue(Paddle.Zeros([1, 1]));
        var optimizer = Optimizer.SGD(make(), parameterList: layer.Parameters());
        double expected = 0;
        for (int step = 0; step < 9; step++)
        {
            Tensor loss = layer.Call(Paddle.Ones([1, 1]));
            loss.Backward();
            optimizer.Minimize(loss);
            layer.ClearGradients();
            expected -= formula(step);
            Assert.InRange(layer.Weight.ToArray<float>()[0], expected - 1e-5, expected + 1e-5);
        }
    }

    [Fact]
    public void Training_goes_on_from_files()
    {
        Tensor x = (Paddle.Arange(0, 32, 1, "float32") * 0.3).Sin().Reshape([8, 4]), y = x.Sum(1, keepdim: true);
        (Net net, Trireme.Optimizers.Optimizer optimizer) = Make();
        for (int i = 0; i < 3; i++)
            Step(net, optimizer);
        Dygraph.SavePersistables(net.StateDict(), _folder, [optimizer]);
        Assert.Equal(4, Directory.GetFiles(_folder, "*_0.?_0", SearchOption.AllDirectories).Length);
        float[] expected = Enumerable.Range(0, 3).Select(_ => Step(net, optimizer)).ToArray();

        (Net again, Trireme.Optimizers.Optimizer other) = Make();
        (Dictionary<string, Tensor> parameters, IReadOnlyList<OrderedDictionary<string, object?>> states) = Dygraph.LoadPersistables(_folder);
        Assert.Empty(again.SetStateDict(parameters, useStructuredName: false).MissingKeys);
        other.SetStateDict(states[0]);
        Assert.Equal(expected, Enumerable.Range(0, 3).Select(_ => Step(again, other)).ToArray());

        (Net, Trireme.Optimizers.Optimizer) Make()
        {
            using IDisposable names = Api.UniqueName.Guard();
            var made = new Net();
            made.Call(x);
            return (made, Optimizer.Adam(new Dygraph.ExponentialDecay(0.05, 2, 0.7), parameterList: made.Parameters()));
        }

        float Step(Net layer, Trireme.Optimizers.Optimizer update)
        {
            Tensor loss = Layers.Mean(Layers.SquareErrorCost(layer.Call(x), y));
            loss.Backward();
            update.Minimize(loss);
            layer.ClearGradients();
            return loss.ToArray<float>()[0];
        }
    }

    [Fact]
    public void The_guard_is_what_makes_calls_run()
    {
        Assert.True(Dygraph.Enabled());
        Tensor x = Dygraph.ToVariable(new float[] { 1, 2 });
        x.StopGradient = false;
        Assert.True(Dygraph.NoGrad<Tensor, Tensor>(t => t * 2)(x).StopGradient);
        Assert.False((x * 2).StopGradient);
        _guard.Dispose();
        Assert.False(Dygraph.Enabled());
    }
}
