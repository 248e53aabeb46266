using Trireme.Fluid;
using Trireme.NN;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.Fluid.Eager;

/// <summary>The layers of fluid.dygraph against the functions they stand for.</summary>
public sealed class DygraphLayerTests : IDisposable
{
    private readonly IDisposable _guard = Dygraph.Guard();
    private readonly Tensor _image = (Paddle.Arange(0, 2 * 4 * 6 * 6, 1, "float32") * 0.37).Sin().Reshape([2, 4, 6, 6]);
    private readonly Tensor _row = (Paddle.Arange(0, 12, 1, "float32") * 0.7).Cos().Reshape([3, 4]);

    public void Dispose() => _guard.Dispose();

    private static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        float[] a = expected.ToArray<float>(), b = actual.ToArray<float>();
        for (int i = 0; i < a.Length; i++)
            Assert.InRange(b[i], a[i] - 1e-5f, a[i] + 1e-5f);
    }

    private static string Shapes(Layer layer) => string.Join(" ", layer.Parameters().Select(p => p.Shape));

    [Fact]
    public void Parameters_come_with_the_first_input_and_carry_the_scope_in_their_names()
    {
        using IDisposable names = Trireme.Programs.UniqueName.Guard();
        var conv = new Dygraph.Conv2D("conv", numFilters: 8, filterSize: 3, padding: 1, groups: 2, act: "relu");
        Assert.Empty(conv.Parameters());
        Tensor y = conv.Call(_image);
        Assert.Equal(["conv/Conv2D_0.w_0", "conv/Conv2D_0.b_0"], conv.Parameters().Select(p => p.Name));
        Assert.Equal("[8, 2, 3, 3] [8]", Shapes(conv));
        Same(F.Relu(F.Conv2d(_image, conv.Weight!, conv.Bias, 1, 1, 1, 2)), y);
        Parameter first = conv.Weight!;
        conv.Call(_image);
        Assert.Same(first, conv.Weight);
        Assert.Throws<InvalidArgumentException>(() => new Dygraph.Conv2D("conv", 7, 3, groups: 2));
    }

    [Fact]
    public void Convolutions_and_pooling()
    {
        var transpose = new Dygraph.Conv2DTranspose("t", 3, filterSize: 3, stride: 2, padding: 1, biasAttr: false);
        Same(F.Conv2dTranspose(_image, Weighted(transpose, t => t.Weight!), null, 2, 1), transpose.Call(_image));
        var sized = new Dygraph.Conv2DTranspose("t", 3, outputSize: 12, stride: 2);
        Assert.Equal("[2, 3, 12, 12]", sized.Call(_image).Shape.ToString());
        Assert.Throws<InvalidArgumentException>(() => new Dygraph.Conv2DTranspose("t", 3));
        Tensor volume = _image.Reshape([2, 4, 6, 3, 2]);
        var conv3 = new Dygraph.Conv3D("c", 5, 2, stride: 1);
        Same(F.Conv3d(volume, Weighted(conv3, c => c.Weight!, volume), conv3.Bias), conv3.Call(volume));
        var transpose3 = new Dygraph.Conv3DTranspose("c", 5, filterSize: 2, stride: 2);
        Same(F.Conv3dTranspose(volume, Weighted(transpose3, c => c.Weight!, volume), transpose3.Bias, 2), transpose3.Call(volume));
        Same(F.MaxPool2d(_image, 2, 2), new Dygraph.Pool2D("p", 2, "max", 2).Call(_image));
        Same(_image.Mean([2, 3], true), new Dygraph.Pool2D("p", poolType: "avg", globalPooling: true).Call(_image));
        Assert.Throws<InvalidArgumentException>(() => new Dygraph.Pool2D("p", 2, "most"));
    }

    private Tensor Weighted<T>(T layer, Func<T, Parameter> weight, Tensor? input = null)
        where T : Layer
    {
        layer.Call(input ?? _image);
        return weight(layer);
    }

    [Fact]
    public void Dense_layers()
    {
        var fc = new Dygraph.FC("fc", 5, numFlattenDims: 2, act: "tanh");
        Tensor y = fc.Call(_image);
        Assert.Equal("[36, 5] [5]", Shapes(fc));
        Same((_image.Reshape([2, 4, 36]).Matmul(fc.Weight!) + fc.Bias!).Tanh(), y);
        Assert.Throws<InvalidArgumentException>(() => new Dygraph.FC("fc", 5, 2).Call(_row));
        var table = new Dygraph.Embedding("e", [10, 3], paddingIdx: -1);
        Tensor ids = Paddle.ToTensor(new long[,] { { 2 }, { 9 }, { 0 } });
        Tensor found = table.Call(ids);
        Assert.Equal("[3, 3]", found.Shape.ToString());
        Assert.Equal(table.Weight[2].ToArray<float>(), found[0].ToArray<float>());
        Assert.All(found[1].ToArray<float>(), v => Assert.Equal(0, v));
        Assert.Throws<InvalidArgumentException>(() => new Dygraph.Embedding("e", [10, 3], paddingIdx: 10));
        var product = new Dygraph.BilinearTensorProduct("b", 2);
        Tensor right = _row.Slice(1, 0, 3), pairs = product.Call(_row, right);
        Same(F.Bilinear(_row, right, product.Weight!, product.Bias), pairs);
        var slopes = new Dygraph.PRelu("p", "channel");
        Same(_image, slopes.Call(_image));
        Assert.Equal("[4]", Shapes(slopes));
        slopes.Weight!.SetValue(Paddle.Full([4], 0.5));
        Same(F.LeakyRelu(_image, 0.5), slopes.Call(_image));
        var elements = new Dygraph.PRelu("p", "element", new ParamAttr(initializer: Initializer.Constant(0.5)));
        Same(F.LeakyRelu(_image, 0.5), elements.Call(_image));
        var estimation = new Dygraph.NCE("n", 20, numNegSamples: 3, seed: 1);
        Tensor cost = estimation.Call(_row, Paddle.ToTensor(new long[,] { { 1 }, { 19 }, { 7 } }));
        Assert.Equal("[3, 1]", cost.Shape.ToString());
        Assert.Equal("[20, 4] [20, 1]", Shapes(estimation));
        Assert.All(cost.ToArray<float>(), v => Assert.InRange(v, 0, 10));
    }

    [Fact]
    public void Normalizations()
    {
        var batch = new Dygraph.BatchNorm("bn", 4, act: "relu", momentum: 0.8);
        Tensor mean = _image.Mean([0, 2, 3], true), variance = (_image - mean).Square().Mean([0, 2, 3], true);
        Same(F.Relu((_image - mean) / (variance + 1e-5).Sqrt()), batch.Call(_image));
        Same(mean.Reshape(-1) * 0.2, batch._Mean);
        batch.Eval();
        Tensor running = batch._Mean.Reshape([1, 4, 1, 1]), spread = batch._Variance.Reshape([1, 4, 1, 1]);
        Same(F.Relu((_image - running) / (spread + 1e-5).Sqrt()), batch.Call(_image));
        Assert.Contains("_mean", batch.StateDict().Keys);
        var layer = new Dygraph.LayerNorm("ln", beginNormAxis: 2, shift: false);
        Same(F.LayerNorm(_image, [6, 6]), layer.Call(_image));
        Assert.Equal("[36]", Shapes(layer));
        var group = new Dygraph.GroupNorm("gn", 2);
        Same(F.GroupNorm(_image, 2), group.Call(_image));
        var spectral = new Dygraph.SpectralNorm("sn", powerIters: 50);
        Tensor weight = _row * 3;
        weight.StopGradient = false;
        Tensor normal = spectral.Call(weight);
        // The largest singular value of the result is 1: xᵀx has no larger eigenvalue.
        Tensor power = Paddle.Ones([4, 1]);
        for (int i = 0; i < 60; i++)
            power = normal.T().Matmul(normal).Matmul(power / power.Square().Sum().Sqrt());
        Assert.InRange(power.Square().Sum().Sqrt().Item<float>(), 0.999f, 1.001f);
        normal.Square().Sum().Backward();
        Assert.NotNull(weight.Grad);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_unit_of_a_gated_recurrence(bool origin)
    {
        var unit = new Dygraph.GRUUnit("gru", 6, originMode: origin);
        Tensor x = (Paddle.Arange(0, 18, 1, "float32") * 0.3).Sin().Reshape([3, 6]), h = _row.Slice(1, 0, 2);
        unit.Bias!.SetValue(Paddle.Arange(0, 6, 1, "float32").Reshape([1, 6]) * 0.1);
        Tensor[] all = unit.Call([x, h]);
        Tensor flat = unit.Weight.Flatten(), gates = flat.Slice(0, 0, 8).Reshape([2, 4]), candidate = flat.Slice(0, 8, 12).Reshape([2, 2]), biased = x + unit.Bias;
        Tensor both = F.Sigmoid(biased.Slice(1, 0, 4) + h.Matmul(gates)), update = both.Slice(1, 0, 2), reset = both.Slice(1, 2, 4) * h;
        Tensor next = (biased.Slice(1, 4, 6) + reset.Matmul(candidate)).Tanh();
        Same(origin ? (update * h) + ((1 - update) * next) : ((1 - update) * h) + (update * next), all[0]);
        Same(reset, all[1]);
        Same(Paddle.Concat([both, next], 1), all[2]);
        Assert.Throws<InvalidArgumentException>(() => new Dygraph.GRUUnit("gru", 7));
        Assert.Throws<InvalidArgumentException>(() => new Dygraph.GRUUnit("gru", 6, activation: "cube"));
    }

    [Fact]
    public void Trees_are_convolved_as_the_operator_does()
    {
        var layer = new Dygraph.TreeConv("tree", 2, 3, maxDepth: 3, act: "relu");
        Tensor nodes = _row.Reshape([1, 3, 4]), edges = Paddle.ToTensor(new int[] { 1, 2, 1, 3, 0, 0 }).Reshape([1, 3, 2]);
        Tensor y = layer.Call(nodes, edges);
        Assert.Equal("[4, 3, 2, 3] [3]", Shapes(layer));
        Same(F.Relu(new Operators.TreeConvOp(3).Apply(nodes, edges, layer.Weight!) + layer.Bias!), y);
        y.Sum().Backward();
        Assert.NotNull(layer.Weight!.Grad);
        Assert.Throws<InvalidArgumentException>(() => new Dygraph.TreeConv("tree", 0));
    }
}
