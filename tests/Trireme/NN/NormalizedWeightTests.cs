using Trireme.NN;
using Trireme.NN.Initializers;
using Trireme.Static;
using F = Trireme.NN.Functional;

namespace Trireme.Tests.NN;

/// <summary>The layers of Paddle 1.x's kind: batch normalization for any rank, spectral normalization, the tree of classes; and parameters.</summary>
public sealed class NormalizedWeightTests
{
    private static readonly Tensor Image = (Paddle.Arange(0, 2 * 3 * 4 * 4, 1, "float32") * 0.37).Sin().Reshape([2, 3, 4, 4]);

    [Fact]
    public void Batch_normalization_does_what_its_successors_do()
    {
        var old = new BatchNorm(3, act: "relu", momentum: 0.8, movingMeanName: "my_mean");
        var now = new BatchNorm2D(3, momentum: 0.8);
        Same(F.Relu(now.Call(Image)), old.Call(Image));
        Same(now._Mean, old._Mean);
        Same(now._Variance, old._Variance);
        Assert.Equal(["weight", "bias", "_mean", "_variance"], old.StateDict().Keys);
        Assert.Equal("my_mean", old._Mean.Name);
        old.Eval();
        now.Eval();
        Same(F.Relu(now.Call(Image)), old.Call(Image));
        // Rows and volumes, too.
        Same(new BatchNorm1D(3).Call(Image.Flatten(2)), new BatchNorm(3).Call(Image.Flatten(2)));
        Same(new BatchNorm2D(3).Call(Image), new BatchNorm(3, dataLayout: "NHWC").Call(Image.Transpose([0, 2, 3, 1])).Transpose([0, 3, 1, 2]));
        // Fixed statistics leave the input as it is; the batch's are used outside training where asked for.
        Same(Image / Math.Sqrt(1 + 1e-5), new BatchNorm(3, isTest: true).Call(Image));
        Same(Image / Math.Sqrt(1 + 1e-5), new BatchNorm(3, useGlobalStats: true).Call(Image));
        var batch = new BatchNorm(3, trainableStatistics: true);
        batch.Eval();
        Same(new BatchNorm2D(3).Call(Image), batch.Call(Image));
        Assert.Throws<InvalidArgumentException>(() => new BatchNorm(0));
    }

    [Fact]
    public void Spectral_normalization_divides_by_the_largest_singular_value()
    {
        var layer = new SpectralNorm([2, 3, 4, 4], dim: 1, powerIters: 60);
        Assert.Equal(["weight_u", "weight_v"], layer.StateDict().Keys);
        Assert.Equal(("[3]", "[32]"), (layer.WeightU.Shape.ToString(), layer.WeightV.Shape.ToString()));
        Tensor weight = Image.Clone();
        weight.StopGradient = false;
        Tensor normal = layer.Call(weight);
        Same(weight / Linalg.Svd(weight.Transpose([1, 0, 2, 3]).Flatten(1)).S.Max(), normal);
        normal.Square().Sum().Backward();
        Assert.NotNull(weight.Grad);
        Assert.True(layer.WeightU.StopGradient);
        Assert.Throws<InvalidArgumentException>(() => layer.Call(Paddle.Ones([2, 3])));
        Assert.Throws<InvalidArgumentException>(() => new SpectralNorm([3, 4], dim: 2));
        Assert.Throws<InvalidArgumentException>(() => new SpectralNorm([3]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    public void The_leaves_of_a_tree_share_all_probability(int classes)
    {
        var layer = new HSigmoidLoss(3, classes, biasAttr: new Uniform());
        Tensor row = Paddle.ToTensor(new[,] { { 0.3f, -1.2f, 0.7f } }).Expand([classes, 3]), label = Paddle.Arange(classes).Unsqueeze(1);
        Tensor cost = layer.Call(row, label);
        Assert.Equal($"[{classes}, 1] [{classes - 1}, 3] [{classes - 1}, 1]", $"{cost.Shape} {layer.Weight.Shape} {layer.Bias!.Shape}");
        Assert.Equal(1, (-cost).Exp().Sum().Item(), 1e-5);
        Same(cost, F.HsigmoidLoss(row, label.Squeeze(1), classes, layer.Weight, layer.Bias));
        cost.Sum().Backward();
        Assert.NotNull(layer.Weight.Grad);
        Assert.Throws<InvalidArgumentException>(() => layer.Call(row, Paddle.Full([classes, 1], classes, "int64")));
        Assert.Throws<InvalidArgumentException>(() => layer.Call(row, label, label, label));
        Assert.Throws<InvalidArgumentException>(() => new HSigmoidLoss(3, 1));
        Assert.Throws<InvalidArgumentException>(() => F.HsigmoidLoss(row, label, classes + 1, layer.Weight));
    }

    [Fact]
    public void A_tree_of_ones_own_is_followed()
    {
        var layer = new HSigmoidLoss(2, 2, biasAttr: false, isCustom: true);
        layer.Weight.SetValue<float>([1, 2, -3, 4]);
        Tensor x = Paddle.ToTensor(new[,] { { 0.5f, 0.25f } }).Expand([3, 2]), label = Paddle.Arange(3).Unsqueeze(1);
        Tensor table = Paddle.ToTensor(new long[,] { { 0, -1 }, { 0, 1 }, { 0, 1 } }), code = Paddle.ToTensor(new long[,] { { 0, -1 }, { 1, 0 }, { 1, 1 } });
        double a = 1, b = -0.5;
        Tensor expected = Paddle.ToTensor(new[,] { { Softplus(a) }, { Softplus(-a) + Softplus(b) }, { Softplus(-a) + Softplus(-b) } }, "float32");
        Same(expected, layer.Call(x, label, table, code)[0]);
        Assert.Throws<InvalidArgumentException>(() => layer.Call(x, label));
    }

    [Fact]
    public void Parameters_stand_by_themselves()
    {
        var weight = Assert.IsType<Parameter>(Paddle.CreateParameter([2, 3], "float32", "mine", defaultInitializer: new Constant(2)));
        Assert.Equal(("mine", false, 2f), (weight.Name, weight.StopGradient, weight.ItemAt<float>(5)));
        Assert.Equal(0, Paddle.CreateParameter([4], "float64", isBias: true).Abs().Sum().Item());
        Assert.Equal("given", Paddle.CreateParameter([1], "float32", "mine", new ParamAttr("given")).Name);
        Assert.Throws<InvalidArgumentException>(() => Paddle.CreateParameter([1], "float32", attr: false));
        using (new ProgramGuard(new Program(), new Program()))
        {
            Paddle.EnableStatic();
            try
            {
                Assert.True(Paddle.CreateParameter([2], "float32", "in_program").IsSymbolic);
            }
            finally
            {
                Paddle.DisableStatic();
            }
        }
    }

    private static double Softplus(double x) => Math.Log(1 + Math.Exp(x));

    private static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        float[] a = expected.ToArray<float>(), b = actual.ToArray<float>();
        for (int i = 0; i < a.Length; i++)
            Assert.Equal(a[i], b[i], 1e-5f + (1e-5f * Math.Abs(a[i])));
    }
}
