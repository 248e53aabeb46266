using Trireme.NN;
using Trireme.NN.Initializers;
using Trireme.Programs;
using Trireme.Random;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.NN;

public sealed class LayerTests
{
    [Fact]
    public void State_dict_keys_are_the_members_in_snake_case_in_order()
    {
        var net = new TwoLayers();
        Assert.Equal(["scale", "_fc2.weight", "fc1.weight", "fc1.bias", "bn.weight", "bn.bias", "bn._mean", "bn._variance", "blocks.0.weight"], net.StateDict().Keys);
        Assert.Equal(7, net.Parameters().Count);
        Assert.Equal(2, net.Buffers().Count);
    }

    [Fact]
    public void Parameters_are_named_as_in_a_fresh_process()
    {
        using IDisposable names = UniqueName.Guard();
        var first = new Linear(2, 3);
        var second = new BatchNorm2D(4);
        Assert.Equal(["linear_0.w_0", "linear_0.b_0", "batch_norm2d_0.w_0", "batch_norm2d_0.b_0"], first.Parameters().Concat(second.Parameters()).Select(p => p.Name));
        Assert.Equal(["batch_norm2d_0.w_1", "batch_norm2d_0.w_2"], second.Buffers().Select(b => b.Name));
    }

    [Fact]
    public void Setting_a_state_dict_reports_what_does_not_match_and_changes_only_what_does()
    {
        var net = new Linear(2, 3);
        float[] bias = net.Bias!.ToArray<float>();
        StateDictReport report = net.SetStateDict(new Dictionary<string, Tensor>
        {
            ["weight"] = Paddle.Full([2, 3], 7),
            ["bias"] = Paddle.Zeros([4]),
            ["other"] = Paddle.Zeros([1]),
        });
        Assert.Empty(report.MissingKeys);
        Assert.Equal(["other"], report.UnexpectedKeys);
        Assert.Contains("bias: [4] in the dict, [3] in the layer", report.MismatchedKeys);
        Assert.All(net.Weight.ToArray<float>(), v => Assert.Equal(7, v));
        Assert.Equal(bias, net.Bias.ToArray<float>());
        Assert.Throws<InvalidArgumentException>(report.ThrowIfIncomplete);
    }

    [Fact]
    public void Hooks_replace_inputs_and_outputs_until_removed()
    {
        var layer = new ReLU();
        LayerHook before = layer.RegisterForwardPreHook((_, inputs) => [inputs[0] + 1]);
        LayerHook after = layer.RegisterForwardPostHook((_, _, outputs) => [outputs[0] * 10]);
        Tensor x = Paddle.ToTensor(new[] { -3f, 2f });
        Assert.Equal([0, 30], layer.Call(x).ToArray<float>());
        before.Remove();
        after.Remove();
        Assert.Equal([0, 2], layer.Call(x).ToArray<float>());
    }

    [Fact]
    public void Train_and_eval_reach_every_sublayer()
    {
        var net = new TwoLayers();
        net.Eval();
        Assert.All(net.Sublayers(includeSelf: true), l => Assert.False(l.Training));
        net.Train();
        Assert.All(net.Sublayers(includeSelf: true), l => Assert.True(l.Training));
    }

    [Fact]
    public void To_changes_parameters_and_buffers_in_place()
    {
        var net = new TwoLayers();
        Parameter weight = net.Fc1.Weight;
        net.To(dtype: "float64");
        Assert.Same(weight, net.Fc1.Weight);
        Assert.Equal(DType.Float64, weight.DType);
        Assert.All(net.Buffers(), b => Assert.Equal(DType.Float64, b.DType));
    }

    [Fact]
    public void Global_initializer_gives_way_to_a_layers_own()
    {
        try
        {
            Initializer.SetGlobalInitializer(new Constant(2), new Constant(3));
            var layer = new Linear(2, 2);
            Assert.All(layer.Weight.ToArray<float>(), v => Assert.Equal(2, v));
            Assert.All(layer.Bias!.ToArray<float>(), v => Assert.Equal(3, v));
            Assert.All(new Linear(2, 2, weightAttr: new Constant(5)).Weight.ToArray<float>(), v => Assert.Equal(5, v));
        }
        finally
        {
            Initializer.SetGlobalInitializer(null);
        }
    }

    [Fact]
    public void Initializers_have_the_moments_their_papers_ask_for()
    {
        using var seed = new Generator(5).UseOnThisThread();
        AssertMoments(new XavierUniform(), [400, 600], Math.Sqrt(2.0 / 1000));
        AssertMoments(new XavierNormal(), [400, 600], Math.Sqrt(2.0 / 1000));
        AssertMoments(new KaimingNormal(), [400, 600], Math.Sqrt(2.0 / 400));
        AssertMoments(new KaimingUniform(), [64, 32, 5, 5], Math.Sqrt(2.0 / (32 * 25)));
        AssertMoments(new TruncatedNormal(0, 1), [100, 1000], 0.8796);
        AssertMoments(new Normal(0, 0.5), [100, 1000], 0.5);
    }

    [Fact]
    public void Orthogonal_rows_are_orthonormal()
    {
        Parameter p = new Probe().CreateParameter([5, 8], new Orthogonal());
        float[] product = Paddle.Matmul(p, p, transposeY: true).ToArray<float>();
        for (int i = 0; i < 25; i++)
            Assert.Equal(i % 6 == 0 ? 1 : 0, product[i], 1e-5);
    }

    [Fact]
    public void False_as_attribute_leaves_the_bias_out()
    {
        Assert.Null(new Linear(2, 3, biasAttr: false).Bias);
        Assert.Null(new Conv2D(1, 2, 3, biasAttr: false).Bias);
    }

    [Fact]
    public void A_layer_without_a_fitting_forward_says_so()
    {
        var e = Assert.Throws<PreconditionNotMetException>(() => new Probe().Call(Paddle.Zeros([1])));
        Assert.Contains("no Forward takes 1 inputs", e.Message);
    }

    [Fact]
    public void Forward_may_return_several_outputs()
    {
        Tensor[] outputs = new WithAccuracy().Call([Paddle.ToTensor(new[] { 1f }), Paddle.ToTensor(new[] { 2f })]);
        Assert.Equal([3f, 2f], outputs.Select(o => o.Item<float>()));
    }

    private static void AssertMoments(Initializer initializer, Shape shape, double deviation)
    {
        float[] values = new Probe().CreateParameter(shape, initializer).ToArray<float>();
        double mean = values.Average(v => (double)v), variance = values.Average(v => (v - mean) * (v - mean));
        Assert.Equal(0, mean, deviation * 6 / Math.Sqrt(values.Length));
        Assert.InRange(Math.Sqrt(variance) / deviation, 0.97, 1.03);
    }

    private sealed class Probe : Layer;

    private sealed class WithAccuracy : Layer
    {
        public override Tensor[] Forward(params Tensor[] inputs) => [inputs[0] + inputs[1], inputs[0] * inputs[1]];
    }

    private sealed class TwoLayers : Layer
    {
        private readonly Linear _fc2 = new(3, 1, biasAttr: false);

        public TwoLayers() => Scale = CreateParameter([1]);

        public Linear Fc1 { get; } = new(2, 3);

        public BatchNorm1D Bn { get; } = new(3);

        public LayerList Blocks { get; } = new([new Linear(3, 3, biasAttr: false)]);

        public Parameter Scale { get; }

        public override Tensor Forward(Tensor input) => _fc2.Call(F.Relu(Bn.Call(Fc1.Call(input)))) * Scale;
    }
}
