using Trireme.NN;
using Trireme.Optimizers;

namespace Trireme.Tests.NN;

public sealed class SpectralNormalizationTests
{
    private static readonly Tensor X = (Paddle.Arange(0, 12, 1, "float32") * 0.7).Cos().Reshape([3, 4]);

    [Fact]
    public void The_weight_of_a_layer_has_norm_one_and_its_state_the_original()
    {
        Linear layer = Utils.SpectralNorm(new Linear(4, 5), nPowerIterations: 80);
        Assert.Equal(["bias", "weight_orig", "weight_u", "weight_v"], layer.StateDict().Keys);
        Assert.Equal(["bias", "weight_orig"], layer.NamedParameters().Select(p => p.Name));
        Assert.Equal(("[5]", "[4]"), (layer.StateDict()["weight_u"].Shape.ToString(), layer.StateDict()["weight_v"].Shape.ToString()));
        Tensor original = layer.StateDict()["weight_orig"], y = layer.Call(X);
        Tensor expected = X.Matmul(original / Linalg.Svd(original).S.Max());
        Same(expected, y);
        Same(Paddle.Ones([]), Linalg.Svd(layer.Weight).S.Max());
        // The gradient is that of the whole expression, the division included.
        (y * y * y).Sum().Backward();
        Tensor found = original.Grad!;
        original.ClearGradient();
        Tensor direct = X.Matmul(original / Linalg.Svd(original).S.Max());
        (direct * direct * direct).Sum().Backward();
        Same(original.Grad!, found);
    }

    [Fact]
    public void Calls_before_one_backward_do_not_disturb_each_other()
    {
        Conv2D conv = Utils.SpectralNorm(new Conv2D(2, 3, 3, padding: 1));
        Tensor image = (Paddle.Arange(0, 64, 1, "float32") * 0.3).Sin().Reshape([2, 2, 4, 4]);
        var optimizer = new SGD(0.05, conv.Parameters());
        double first = 0, last = 0;
        for (int step = 0; step < 30; step++)
        {
            Tensor loss = (conv.Call(image) - 1).Square().Mean() + (conv.Call(image * 0.5) + 0.5).Square().Mean();
            loss.Backward();
            optimizer.Step();
            optimizer.ClearGrad();
            last = loss.Item();
            first = step == 0 ? last : first;
        }
        Assert.True(last < first, $"{first} {last}");
    }

    [Fact]
    public void Outside_training_the_iteration_stands_still()
    {
        Conv2DTranspose layer = Utils.SpectralNorm(new Conv2DTranspose(2, 3, 3));
        Assert.Equal("[3]", layer.StateDict()["weight_u"].Shape.ToString());
        Tensor image = Paddle.Ones([1, 2, 3, 3]);
        layer.Call(image);
        layer.Eval();
        float[] u = layer.StateDict()["weight_u"].ToArray<float>();
        Tensor y = layer.Call(image);
        Same(y, layer.Call(image));
        Assert.Equal(u, layer.StateDict()["weight_u"].ToArray<float>());
        // A state that is loaded gives the same results.
        Conv2DTranspose other = Utils.SpectralNorm(new Conv2DTranspose(2, 3, 3));
        Assert.Empty(other.SetStateDict(layer.StateDict()).MissingKeys);
        other.Eval();
        Same(y, other.Call(image));
    }

    [Fact]
    public void What_cannot_be_divided_is_named()
    {
        Assert.Throws<InvalidArgumentException>(() => Utils.SpectralNorm(new Linear(2, 2), "wait"));
        Assert.Throws<InvalidArgumentException>(() => Utils.SpectralNorm(new Linear(2, 2), "bias"));
        Assert.Throws<InvalidArgumentException>(() => Utils.SpectralNorm(new Linear(2, 2), dim: 2));
        Assert.Throws<InvalidArgumentException>(() => Utils.SpectralNorm(new Linear(2, 2), nPowerIterations: 0));
        Linear twice = Utils.SpectralNorm(new Linear(2, 2));
        Assert.Throws<InvalidArgumentException>(() => Utils.SpectralNorm(twice));
    }

    private static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        float[] a = expected.ToArray<float>(), b = actual.ToArray<float>();
        for (int i = 0; i < a.Length; i++)
            Assert.Equal(a[i], b[i], 2e-4f + (2e-4f * Math.Abs(a[i])));
    }
}
