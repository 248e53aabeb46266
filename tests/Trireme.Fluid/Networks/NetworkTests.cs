using Trireme.Fluid;
using Trireme.Static;
using Api = Trireme.Fluid.Fluid;
using F = Trireme.NN.Functional;
using Graph = Trireme.Static.Static;
using static Trireme.Tests.Fluid.Given;

namespace Trireme.Tests.Fluid.Networks;

/// <summary>Layers in programs give what the functions they stand for give at once.</summary>
public sealed class NetworkTests : IDisposable
{
    private readonly Program _main = new(), _startup = new();
    private readonly ProgramGuard _guard;
    private readonly ScopeGuard _scope = new(new Scope());
    private readonly Executor _executor = new();

    public NetworkTests() => _guard = Api.ProgramGuard(_main, _startup);

    public void Dispose()
    {
        _scope.Dispose();
        _guard.Dispose();
    }

    private Tensor[] Run(Dictionary<string, Tensor> feed, params FetchTarget[] fetches)
    {
        _executor.Run(_startup);
        return _executor.Run(_main, feed, fetches);
    }

    private Tensor[] Parameters() => _main.ListVars().Where(v => v.Persistable).Select(v => Scope.Global.FindVar(v.Name)!.GetTensor()).ToArray();

    private static void Same(Tensor expected, Tensor actual, float tolerance = 1e-5f)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        float[] a = expected.ToArray<float>(), b = actual.ToArray<float>();
        for (int i = 0; i < a.Length; i++)
            Assert.InRange(b[i], a[i] - tolerance, a[i] + tolerance);
    }

    [Fact]
    public void Fc_of_several_inputs_is_a_sum_of_products()
    {
        Variable a = Layers.Data("a", [2, 3]), b = Layers.Data("b", [4]);
        Tensor y = Layers.Fc([a, b], 5, act: "tanh");
        Assert.Equal("[-1, 5]", y.Shape.ToString());
        Tensor x1 = Numbers([7, 2, 3]), x2 = Numbers([7, 4]);
        Tensor result = Run(new() { ["a"] = x1, ["b"] = x2 }, y)[0];
        Tensor[] p = Parameters();
        Same((x1.Reshape([7, 6]).Matmul(p[0]) + x2.Matmul(p[1]) + p[2]).Tanh(), result);
    }

    [Fact]
    public void Fc_keeps_leading_dimensions()
    {
        Tensor y = Graph.NN.Fc(Layers.Data("a", [3, 4]), 2, numFlattenDims: 2, biasAttr: false);
        Tensor x = Numbers([5, 3, 4]);
        Tensor r = Run(new() { ["a"] = x }, y)[0];
        Same(x.Matmul(Assert.Single(Parameters())), r);
    }

    [Fact]
    public void Images_pass_through_convolution_normalization_and_pooling()
    {
        Variable image = Layers.Data("image", [2, 6, 6]);
        Tensor convolved = Layers.Conv2d(image, 4, 3, padding: 1, act: "relu"), normalized = Layers.BatchNorm(convolved);
        Tensor pooled = Layers.Pool2d(normalized, 2, "avg", 2), up = Layers.Conv2dTranspose(pooled, 3, filterSize: 2, stride: 2);
        Tensor x = Numbers([3, 2, 6, 6]);
        Tensor[] r = Run(new() { ["image"] = x }, convolved, normalized, pooled, up);
        Tensor[] p = Parameters();
        Same(F.Relu(F.Conv2d(x, p[0], p[1], padding: 1)), r[0]);
        Tensor mean = r[0].Mean([0, 2, 3], keepdim: true), deviation = ((r[0] - mean).Square().Mean([0, 2, 3], keepdim: true) + 1e-5).Sqrt();
        Same((r[0] - mean) / deviation, r[1], 1e-4f);
        Same(mean.Reshape([4]) * 0.1, p[4]);
        Same(F.AvgPool2d(r[1], 2), r[2]);
        Same(F.Conv2dTranspose(r[2], p[6], p[7], stride: 2), r[3]);
    }

    [Fact]
    public void Words_are_looked_up_and_padding_is_zero()
    {
        Variable ids = Layers.Data("ids", [1], dtype: "int64");
        Tensor y = Layers.Embedding(ids, [10, 3], isSparse: true, isDistributed: true, paddingIdx: -1);
        Tensor r = Run(new() { ["ids"] = Paddle.ToTensor(new long[,] { { 2 }, { 9 } }) }, y)[0];
        Assert.Equal([.. Parameters()[0].ToArray<float>()[6..9], 0f, 0f, 0f], r.ToArray<float>());
    }

    [Fact]
    public void Losses_and_accuracy_have_the_shapes_of_15()
    {
        Variable logits = Layers.Data("logits", [3]), label = Layers.Data("label", [1], dtype: "int64");
        Tensor loss = Layers.CrossEntropy(Layers.Softmax(logits), label), same = Layers.SoftmaxWithCrossEntropy(logits, label);
        Tensor accuracy = Layers.Accuracy(logits, label), top2 = Layers.Accuracy(logits, label, k: 2), mean = Layers.Mean(loss);
        var feed = new Dictionary<string, Tensor>
        {
            ["logits"] = Paddle.ToTensor(new float[,] { { 1, 2, 3 }, { 3, 2, 1 }, { 0, 1, 0.5f }, { 5, 1, 1 } }),
            ["label"] = Paddle.ToTensor(new long[,] { { 2 }, { 1 }, { 1 }, { 2 } }),
        };
        Tensor[] r = Run(feed, loss, same, accuracy, top2, mean, Layers.ReduceSum(loss), Layers.ReduceMax(logits, 1));
        Same(r[0], r[1]);
        Assert.Equal(["[4, 1]", "[4, 1]", "[1]", "[1]", "[1]", "[1]", "[4]"], r.Select(t => t.Shape.ToString()));
        Assert.Equal((0.5f, 0.75f), (r[2].ToArray<float>()[0], r[3].ToArray<float>()[0]));
        Assert.Equal(r[0].ToArray<float>().Average(), r[4].ToArray<float>()[0], 5);
    }

    [Fact]
    public void Elementwise_axes_align_and_dropout_is_scaled_in_tests()
    {
        Variable x = Layers.Data("x", [3, 4]);
        Tensor y = Layers.ElementwiseMul(x, Layers.Range(1, 4, 1, "float32"), axis: 1, act: "relu");
        Tensor dropped = Layers.Dropout(x, 0.25, isTest: true);
        Tensor value = Numbers([2, 3, 4]);
        Tensor[] r = Run(new() { ["x"] = value }, y, dropped);
        Same(F.Relu(value * Paddle.ToTensor(new float[,] { { 1 }, { 2 }, { 3 } })), r[0]);
        Same(value * 0.75, r[1]);
    }

    [Fact]
    public void One_name_is_one_parameter()
    {
        Variable x = Layers.Data("x", [3]);
        Tensor a = Layers.Fc(x, 3, paramAttr: "shared", biasAttr: false), b = Layers.Fc(a, 3, paramAttr: "shared", biasAttr: false);
        Tensor value = Numbers([2, 3]);
        Tensor r = Run(new() { ["x"] = value }, b)[0];
        Tensor w = Assert.Single(Parameters());
        Same(value.Matmul(w).Matmul(w), r);
        Assert.Throws<InvalidArgumentException>(() => Layers.Fc(x, 4, paramAttr: "shared"));
    }

    [Fact]
    public void Guarded_calls_run_at_once()
    {
        using (Dygraph.Guard())
        {
            Assert.True(Api.InDygraphMode());
            Tensor y = Layers.ElementwiseAdd(Dygraph.ToVariable(new float[] { 1, 2 }), Layers.Ones([2], "float32"));
            Assert.Equal([2f, 3f], y.ToArray<float>());
        }
        Assert.Empty(_main.GlobalBlock().Ops);
        Assert.False(Api.InDygraphMode());
    }
}
