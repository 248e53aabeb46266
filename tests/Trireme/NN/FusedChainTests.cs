using Trireme.NN;
using Trireme.Random;
using Xunit;

namespace Trireme.Tests.NN;

/// <summary>Chains that run as one operator against the same layers called one by one.</summary>
public sealed class FusedChainTests
{
    [Theory]
    [InlineData(1, "relu")]
    [InlineData(1, "relu6")]
    [InlineData(1, "none")]
    [InlineData(8, "relu6")]
    public void In_inference_a_convolution_its_normalization_and_rectifier_give_what_they_give_one_by_one(int groups, string activation)
    {
        using var seed = new Generator(11).UseOnThisThread();
        Sequential net = Chain(groups, activation);
        net.Eval();
        Tensor x = Paddle.Randn([3, 8, 9, 7]) * 2f;
        using IDisposable noGrad = Paddle.NoGrad();
        Near(OneByOne(net, x), net.Call(x), 1e-5);
    }

    [Fact]
    public void In_training_batch_statistics_and_all_gradients_are_those_of_the_layers()
    {
        using var seed = new Generator(12).UseOnThisThread();
        Sequential net = new(new Conv2D(3, 6, 3, padding: 1), new ReLU(), new Conv2D(6, 8, 3), new BatchNorm2D(8), new ReLU6(), new Flatten(), new Linear(8 * 7 * 6, 5), new ReLU());
        Tensor x = Paddle.Randn([4, 3, 9, 8]);
        (Tensor whole, float[][] wholeGrads) = Gradients(net, () => net.Call(x));
        (Tensor single, float[][] singleGrads) = Gradients(net, () => OneByOne(net, x));
        Near(single, whole, 1e-6);
        for (int i = 0; i < wholeGrads.Length; i++)
        {
            double scale = 1 + singleGrads[i].Max(Math.Abs);
            for (int j = 0; j < wholeGrads[i].Length; j++)
                Assert.InRange(Math.Abs(wholeGrads[i][j] - singleGrads[i][j]), 0, 1e-5 * scale);
        }
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("relu6")]
    public void In_training_a_normalization_and_its_rectifier_are_one_operator_of_the_same_bits(string activation)
    {
        foreach (bool hasConvolution in new[] { true, false })
        {
            using var seed = new Generator(17).UseOnThisThread();
            Sequential net = Chain(1, activation);
            net = hasConvolution ? net : new Sequential(net[1], net[2]);
            Tensor x = Paddle.Randn([3, 8, 9, 7]), mean = NormOf()._Mean.Clone(), variance = NormOf()._Variance.Clone();
            (Tensor single, float[][] singleGrads) = Gradients(net, () => OneByOne(net, x));
            float[] trainedMean = NormOf()._Mean.ToArray<float>(), trainedVariance = NormOf()._Variance.ToArray<float>();
            NormOf()._Mean.SetValue(mean);
            NormOf()._Variance.SetValue(variance);
            (Tensor whole, float[][] wholeGrads) = Gradients(net, () => net.Call(x));
            Assert.Equal("fused_batch_norm_add_act", whole.Node?.Name);
            Assert.Equal(single.ToArray<float>(), whole.ToArray<float>());
            Assert.Equal(singleGrads, wholeGrads);
            Assert.Equal(trainedMean, NormOf()._Mean.ToArray<float>());
            Assert.Equal(trainedVariance, NormOf()._Variance.ToArray<float>());

            BatchNorm2D NormOf() => (BatchNorm2D)net[hasConvolution ? 1 : 0];
        }
    }

    [Fact]
    public void In_training_what_is_led_around_a_normalization_is_added_in_its_operator()
    {
        using var seed = new Generator(18).UseOnThisThread();
        Sequential net = Chain(1, "none");
        (var conv, var norm) = ((Conv2D)net[0], (BatchNorm2D)net[1]);
        Tensor x = Paddle.Randn([3, 8, 9, 7]);
        (Tensor single, float[][] singleGrads) = Gradients(net, () => Functional.Relu(norm.Call(conv.Call(x)) + x));
        (Tensor whole, float[][] wholeGrads) = Gradients(net, () => FusedChain.Call(x, x, (conv, norm, "relu")));
        Assert.Equal("fused_batch_norm_add_act", whole.Node?.Name);
        Assert.Equal(single.ToArray<float>(), whole.ToArray<float>());
        Assert.Equal(singleGrads, wholeGrads);
    }

    [Fact]
    public void Hooks_of_a_normalization_see_it_in_training_too()
    {
        using var seed = new Generator(19).UseOnThisThread();
        Sequential net = Chain(1, "relu");
        Tensor x = Paddle.Randn([2, 8, 5, 5]);
        float[] expected = net.Call(x).ToArray<float>();
        Tensor? seen = null;
        net[1].RegisterForwardPostHook((_, _, outputs) =>
        {
            seen = outputs[0];
            return null;
        });
        Assert.Equal(expected, net.Call(x).ToArray<float>());
        Assert.Equal("batch_norm", seen?.Node?.Name);
    }

    [Fact]
    public void Hooks_see_every_layer_of_a_chain()
    {
        using var seed = new Generator(13).UseOnThisThread();
        Sequential net = Chain(1, "relu");
        net.Eval();
        Tensor x = Paddle.Randn([1, 8, 5, 5]);
        using IDisposable noGrad = Paddle.NoGrad();
        Tensor expected = net.Call(x);
        foreach (int i in new[] { 0, 1, 2 })
        {
            Tensor? seen = null;
            LayerHook hook = net[i].RegisterForwardPostHook((_, _, outputs) =>
            {
                seen = outputs[0];
                return null;
            });
            Near(expected, net.Call(x), 1e-5);
            Assert.NotNull(seen);
            if (i == 0)
                Near(((Conv2D)net[0]).Forward(x), seen, 1e-6);
            hook.Remove();
        }
    }

    [Fact]
    public void Evaluation_with_gradients_still_gives_those_of_the_normalization()
    {
        using var seed = new Generator(14).UseOnThisThread();
        Sequential net = Chain(1, "relu");
        net.Eval();
        Tensor x = Paddle.Randn([2, 8, 5, 5]);
        net.Call(x).Sum().Backward();
        Assert.All(net.Parameters().Where(p => p.Trainable), p => Assert.NotNull(p.Grad));
    }

    [Fact]
    public void Results_between_layers_are_freed_and_no_others()
    {
        using var seed = new Generator(16).UseOnThisThread();
        var kept = new Keeper();
        var net = new Sequential(new Conv2D(2, 3, 3), new ReLU(), new MaxPool2D(2, 2), kept, new MaxPool2D(1, 1), new Conv2D(3, 3, 1), new Flatten(), new Linear(3 * 3 * 3, 4), new Linear(4, 2));
        Tensor x = Paddle.Randn([2, 2, 8, 8]);
        float[] before = x.ToArray<float>();
        using IDisposable noGrad = Paddle.NoGrad();
        Tensor expected = OneByOne(net, x);
        float[] seen = kept.Input!.ToArray<float>();
        Near(expected, net.Call(x), 1e-5);
        Near(expected, net.Call(x), 1e-5);
        Assert.Equal(before, x.ToArray<float>());
        Assert.Equal(seen, kept.Input!.ToArray<float>());
    }

    [Fact]
    public void Frozen_statistics_are_used_in_training_too()
    {
        using var seed = new Generator(15).UseOnThisThread();
        var net = new Sequential(new Conv2D(4, 4, 3), new BatchNorm2D(4, useGlobalStats: true), new ReLU());
        Tensor x = Paddle.Randn([2, 4, 6, 6]);
        using IDisposable noGrad = Paddle.NoGrad();
        Near(OneByOne(net, x), net.Call(x), 1e-5);
    }

    private static Sequential Chain(int groups, string activation)
    {
        var conv = new Conv2D(8, 8, 3, padding: 1, groups: groups);
        var norm = new BatchNorm2D(8);
        norm._Mean.SetValue(Paddle.Randn([8]));
        norm._Variance.SetValue(Paddle.Rand([8]) + 0.5f);
        norm.Weight!.SetValue(Paddle.Randn([8]));
        norm.Bias!.SetValue(Paddle.Randn([8]));
        return activation switch
        {
            "relu" => new Sequential(conv, norm, new ReLU()),
            "relu6" => new Sequential(conv, norm, new ReLU6()),
            _ => new Sequential(conv, norm),
        };
    }

    private static Tensor OneByOne(Sequential net, Tensor x)
    {
        for (int i = 0; i < net.Count; i++)
            x = net[i].Call(x);
        return x;
    }

    private static (Tensor Output, float[][] Gradients) Gradients(Layer net, Func<Tensor> run)
    {
        net.ClearGradients();
        Tensor y = run();
        (y * y).Sum().Backward();
        return (y, [.. net.Parameters().Where(p => p.Trainable).Select(p => p.Grad!.ToArray<float>())]);
    }

    private static void Near(Tensor want, Tensor got, double tolerance)
    {
        Assert.Equal(want.Shape, got.Shape);
        float[] a = want.ToArray<float>(), b = got.ToArray<float>();
        double scale = 1 + a.Max(Math.Abs);
        for (int i = 0; i < a.Length; i++)
            Assert.InRange(Math.Abs(a[i] - b[i]), 0, tolerance * scale);
    }

    /// <summary>A layer that holds on to what it was given.</summary>
    private sealed class Keeper : Layer
    {
        public Tensor? Input { get; private set; }

        public override Tensor Forward(Tensor input)
        {
            Input = input;
            return input;
        }
    }
}
