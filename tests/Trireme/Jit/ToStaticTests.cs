using Trireme.NN;
using Trireme.Optimizers;
using Trireme.Random;
using Trireme.Static;
using Xunit;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.Jit;

public sealed class ToStaticTests
{
    [Fact]
    public void OutputsAndGradientsAreThoseOfEagerCalls()
    {
        (Layer eager, Layer traced) = (Network(), Trireme.Jit.ToStatic(Network()));
        Tensor x = Images(4, 1), y = Images(4, 1);
        x.StopGradient = y.StopGradient = false;
        Tensor a = eager.Call(x), b = traced.Call(y);
        Assert.Equal(a.ToArray<float>(), b.ToArray<float>());
        a.Square().Sum().Backward();
        b.Square().Sum().Backward();
        Assert.Equal(x.Grad!.ToArray<float>(), y.Grad!.ToArray<float>());
        foreach ((Parameter p, Parameter q) in eager.Parameters().Zip(traced.Parameters()))
            Assert.Equal(p.Grad!.ToArray<float>(), q.Grad!.ToArray<float>());
    }

    [Fact]
    public void TrainingThroughAProgramIsTrainingEagerly()
    {
        List<float[]> Train(Func<Layer, Layer> prepare, out List<double> losses, out float[] prediction)
        {
            Layer net = prepare(Network(dropout: true));
            var optimizer = new Adam(0.01, parameters: net.Parameters());
            losses = [];
            using var random = new Generator(11).UseOnThisThread();
            for (int i = 0; i < 5; i++)
            {
                Tensor loss = F.CrossEntropy(net.Call(Images(6, i)), Labels(6, i));
                loss.Backward();
                optimizer.Step();
                optimizer.ClearGrad();
                losses.Add(loss.Item());
            }
            net.Eval();
            using IDisposable noGrad = Paddle.NoGrad();
            prediction = net.Call(Images(3, 9)).ToArray<float>();
            return net.StateDict().Values.Select(t => t.ToArray<float>()).ToList();
        }

        List<float[]> eager = Train(n => n, out List<double> eagerLosses, out float[] eagerPrediction);
        List<float[]> traced = Train(n => Trireme.Jit.ToStatic(n), out List<double> losses, out float[] prediction);
        Assert.Equal(eagerLosses, losses);
        Assert.Equal(eager, traced);
        // In inference the layers' convolution and normalization are one operator, and rounded once less.
        for (int i = 0; i < prediction.Length; i++)
            Assert.Equal(eagerPrediction[i], prediction[i], 1e-5f);
    }

    [Fact]
    public void OneProgramIsKeptForEachKindOfInputs()
    {
        int traces = 0;
        StaticFunction f = Trireme.Jit.ToStatic((Tensor x) =>
        {
            traces++;
            return x * 2 + 1;
        });
        foreach (int rows in new[] { 2, 3, 2, 3, 2 })
            Assert.Equal(rows * 3f, f.Call(Paddle.Ones([rows])).Sum().Item());
        Assert.Equal((2, 2), (traces, f.ProgramCount));
        f.Call(Paddle.Ones([2], "float64"));
        Assert.Equal(3, traces);

        StaticFunction any = Trireme.Jit.ToStatic((Tensor x) =>
        {
            traces++;
            return x.Sum(axis: 1);
        }, new InputSpec([-1, 3]));
        Assert.Contains(any.MainProgram.GlobalBlock().Ops, o => o.Type == "reduce_sum");
        Assert.Equal([3f, 3f], any.Call(Paddle.Ones([2, 3])).ToArray<float>());
        Assert.Equal([3f], any.Call(Paddle.Ones([1, 3])).ToArray<float>());
        Assert.Equal(4, traces);
        var error = Assert.Throws<InvalidArgumentException>(() => any.Call(Paddle.Ones([2, 4])));
        Assert.Contains("does not fit its inputSpec", error.Message);
    }

    [Fact]
    public void TrainAndEvalUseProgramsOfTheirOwn()
    {
        using var random = new Generator(2).UseOnThisThread();
        Layer net = Trireme.Jit.ToStatic(Network(dropout: true));
        Tensor x = Images(4, 2);
        float[] mean = net.StateDict()["1._mean"].ToArray<float>();
        net.Call(x);
        Assert.NotEqual(mean, net.StateDict()["1._mean"].ToArray<float>());
        mean = net.StateDict()["1._mean"].ToArray<float>();
        net.Eval();
        float[] first = net.Call(x).ToArray<float>();
        Assert.Equal(first, net.Call(x).ToArray<float>());
        Assert.Equal(mean, net.StateDict()["1._mean"].ToArray<float>());
        net.Train();
        Assert.NotEqual(net.Call(x).ToArray<float>(), net.Call(x).ToArray<float>());
        Assert.Equal(2, net.StaticForward!.ProgramCount);
    }

    [Fact]
    public void RandomNumbersAreDrawnAnewInEveryRun()
    {
        using var random = new Generator(3).UseOnThisThread();
        StaticFunction f = Trireme.Jit.ToStatic((Tensor x) => x + Paddle.Rand([4]));
        Tensor x = Paddle.Zeros([4]);
        Assert.NotEqual(f.Call(x).ToArray<float>(), f.Call(x).ToArray<float>());
    }

    [Fact]
    public void SeveralInputsAndOutputsKeepTheirGradients()
    {
        StaticFunction f = Trireme.Jit.ToStatic((Tensor[] v) => [v[0] * v[1], v[0], v[1].Sum(), v[0] * v[1]]);
        Tensor a = Paddle.ToTensor(new[] { 1f, 2f }), b = Paddle.ToTensor(new[] { 3f, 5f });
        a.StopGradient = false;
        Tensor[] r = f.Call([a, b]);
        Assert.True(r[2].StopGradient || b.Grad is null);
        (r[0].Sum() + (r[1] * 10).Sum() + r[3].Sum()).Backward();
        Assert.Equal([16f, 20f], a.Grad!.ToArray<float>());
        Assert.Null(b.Grad);
        b.StopGradient = false;
        a.ClearGradient(false);
        f.Call([a, b])[2].Backward();
        Assert.Equal([1f, 1f], b.Grad!.ToArray<float>());
    }

    [Fact]
    public void AFrozenParameterStaysAsItIsAndAThawedOneTrainsAgain()
    {
        var layer = Trireme.Jit.ToStatic(new Linear(3, 2));
        Tensor x = Paddle.Ones([2, 3]);
        layer.Weight.Trainable = false;
        layer.Call(x).Sum().Backward();
        Assert.Null(layer.Weight.Grad);
        Assert.NotNull(layer.Bias!.Grad);
        layer.Weight.Trainable = true;
        layer.Call(x).Sum().Backward();
        Assert.Equal(Enumerable.Repeat(2f, 6), layer.Weight.Grad!.ToArray<float>());
    }

    [Fact]
    public void StaticFunctionsInsideOthersBecomePartOfThem()
    {
        var inner = Trireme.Jit.ToStatic(new Linear(3, 2));
        StaticFunction outer = Trireme.Jit.ToStatic((Tensor x) => inner.Call(x).Tanh());
        Tensor y = outer.Call(Paddle.Ones([1, 3]));
        y.Sum().Backward();
        Assert.NotNull(inner.Weight.Grad);
        Assert.Contains(outer.MainProgram.GlobalBlock().Ops, o => o.Type is "matmul_v2" or "linear" or "mul");
        Assert.Equal(0, inner.StaticForward!.ProgramCount);
    }

    [Fact]
    public void HooksAndGradientHooksRunAroundThePrograms()
    {
        var layer = Trireme.Jit.ToStatic(new Linear(3, 2));
        layer.RegisterForwardPostHook((_, _, outputs) => [outputs[0] * 3]);
        layer.Weight.RegisterHook(g => g * 10);
        Tensor y = layer.Call(Paddle.Ones([1, 3]));
        y.Sum().Backward();
        Assert.Equal(Enumerable.Repeat(30f, 6), layer.Weight.Grad!.ToArray<float>());
        Assert.Equal([3f, 3f], layer.Bias!.Grad!.ToArray<float>());
    }

    [Fact]
    public void AGraphCanBeUsedTwiceWhereItIsRetainedAndNotOtherwise()
    {
        StaticFunction f = Trireme.Jit.ToStatic((Tensor x) => x.Square().Sum());
        Tensor x = Paddle.ToTensor(new[] { 1f, 2f });
        x.StopGradient = false;
        Tensor y = f.Call(x);
        y.Backward(retainGraph: true);
        y.Backward();
        Assert.Equal([4f, 8f], x.Grad!.ToArray<float>());
        Assert.Throws<PreconditionNotMetException>(() => y.Backward());
        Tensor z = f.Call(x);
        x.SetValue(Paddle.Zeros([2]));
        Assert.Contains("overwritten", Assert.Throws<PreconditionNotMetException>(() => z.Backward()).Message);
    }

    [Fact]
    public void TheAttributeMakesEveryLayerOfAClassStatic()
    {
        var layer = new Marked();
        Assert.Equal(6f, layer.Call(Paddle.Ones([3])).Sum().Item());
        layer.Call(Paddle.Ones([3]));
        Assert.Equal(1, layer.Runs);
        Trireme.Jit.NotToStatic(layer);
        layer.Call(Paddle.Ones([3]));
        Assert.Equal(2, layer.Runs);
    }

    internal static Layer Network(bool dropout = false)
    {
        using var random = new Generator(7).UseOnThisThread();
        return new Sequential(new Conv2D(1, 4, 3), new BatchNorm2D(4), new ReLU(), new MaxPool2D(2, 2), new Flatten(), dropout ? new Dropout(0.3) : new Identity(), new Linear(16, 3));
    }

    internal static Tensor Images(int count, int seed)
    {
        var source = new System.Random(seed);
        return Paddle.ToTensor(Enumerable.Range(0, count * 36).Select(_ => (float)source.NextDouble()).ToArray()).Reshape([count, 1, 6, 6]);
    }

    internal static Tensor Labels(int count, int seed) => Paddle.ToTensor(Enumerable.Range(seed, count).Select(i => i % 3L).ToArray()).Reshape([count, 1]);

    private sealed class Marked : Layer
    {
        public int Runs { get; private set; }

        [ToStatic]
        public override Tensor Forward(Tensor input)
        {
            Runs++;
            return input * 2;
        }
    }
}
