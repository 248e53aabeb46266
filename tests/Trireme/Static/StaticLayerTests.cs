using Trireme.Random;
using Trireme.Static;
using Xunit;
using Api = Trireme.Static.Static;
using F = Trireme.NN.Functional;
using Layers = Trireme.Static.Static.NN;

namespace Trireme.Tests.Static;

/// <summary>Layers of programs against formulas over the same inputs and parameters.</summary>
public sealed class StaticLayerTests
{
    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, Case> Cases { get; } = new()
    {
        ["fc"] = new(x => Layers.Fc(x[0], 4, activation: "relu"), (x, w) => F.Relu(F.Linear(x[0].Reshape([3, 10]), w[0], w[1])), [3, 2, 5]),
        ["fc of two inputs"] = new(x => Layers.Fc([x[0], x[1]], 4, numFlattenDims: 2), (x, w) => Paddle.Matmul(x[0], w[0]) + Paddle.Matmul(x[1], w[1]) + w[2], [3, 2, 5], [3, 2, 6]),
        ["bilinear_tensor_product"] = new(x => Layers.BilinearTensorProduct(x[0], x[1], 3), (x, w) => Bilinear(x[0], x[1], w[0]) + w[1], [4, 2], [4, 5]),
        ["prelu all"] = new(x => Layers.Prelu(x[0], "all"), (x, w) => Slope(x[0], w[0]), [2, 3, 4, 5]),
        ["prelu channel"] = new(x => Layers.Prelu(x[0], "channel"), (x, w) => Slope(x[0], w[0].Reshape([1, 3, 1, 1])), [2, 3, 4, 5]),
        ["prelu element"] = new(x => Layers.Prelu(x[0], "element"), (x, w) => Slope(x[0], w[0].Reshape([1, 3, 4, 5])), [2, 3, 4, 5]),
        ["conv2d"] = new(x => Layers.Conv2d(x[0], 4, 3, stride: 2, padding: 1, groups: 2, act: "tanh"), (x, w) => F.Conv2d(x[0], w[0], w[1], 2, 1, groups: 2).Tanh(), [2, 4, 6, 5]),
        ["conv2d NHWC"] = new(x => Layers.Conv2d(x[0], 3, 3, dataFormat: "NHWC"), (x, w) => F.Conv2d(x[0].Transpose([0, 3, 1, 2]), w[0], w[1]).Transpose([0, 2, 3, 1]), [2, 6, 5, 4]),
        ["conv3d"] = new(x => Layers.Conv3d(x[0], 3, 2, biasAttr: false), (x, w) => F.Conv3d(x[0], w[0]), [2, 2, 3, 4, 5]),
        ["conv2d_transpose"] = new(x => Layers.Conv2dTranspose(x[0], 3, filterSize: 3, stride: 2, padding: 1), (x, w) => F.Conv2dTranspose(x[0], w[0], w[1], 2, 1), [2, 4, 4, 5]),
        ["conv2d_transpose by size"] = new(x => Layers.Conv2dTranspose(x[0], 3, outputSize: (9, 11), stride: 2), (x, w) => F.Conv2dTranspose(x[0], w[0], w[1], 2), [2, 4, 4, 5]),
        ["conv3d_transpose"] = new(x => Layers.Conv3dTranspose(x[0], 3, filterSize: 2, stride: 2), (x, w) => F.Conv3dTranspose(x[0], w[0], w[1], 2), [1, 2, 2, 3, 4]),
        ["batch_norm"] = new(x => Layers.BatchNorm(x[0], isTest: true, act: "relu"),
            (x, w) => F.Relu((x[0] - Each(w[2])) / (Each(w[3]) + 1e-5).Sqrt() * Each(w[0]) + Each(w[1])), [4, 3, 2, 5]),
        ["group_norm"] = new(x => Layers.GroupNorm(x[0], 2), (x, w) => Normal(x[0].Reshape([3, 2, -1]), [2]).Reshape([3, 4, 2, 5]) * Each(w[0]) + Each(w[1]), [3, 4, 2, 5]),
        ["instance_norm"] = new(x => Layers.InstanceNorm(x[0], epsilon: 1e-5), (x, w) => Normal(x[0], [2, 3]) * Each(w[0]) + Each(w[1]), [3, 4, 2, 5]),
        ["instance_norm without parameters"] = new(x => Layers.InstanceNorm(x[0], paramAttr: false, biasAttr: false), (x, w) => Normal(x[0], [2, 3]), [3, 4, 2, 5]),
        ["layer_norm"] = new(x => Layers.LayerNorm(x[0], beginNormAxis: 2), (x, w) => Normal(x[0], [2, 3]) * w[0].Reshape([2, 5]) + w[1].Reshape([2, 5]), [3, 4, 2, 5]),
        ["row_conv"] = new(x => Layers.RowConv(x[0], 1), (x, w) => x[0] * w[0][0] + Paddle.Concat([x[0][.., 1..], Paddle.Zeros([2, 1, 3])], 1) * w[0][1], [2, 4, 3]),
        ["deform_conv2d"] = new(x => Layers.DeformConv2d(x[0], x[1] * 0f, null, 3, 3, padding: 1), (x, w) => F.Conv2d(x[0], w[0], w[1], padding: 1), [2, 4, 5, 6], [2, 18, 5, 6]),
        ["deform_conv2d with a mask"] = new(x => Layers.DeformConv2d(x[0], x[1] * 0f, x[2] * 0f + 0.5f, 3, 3, padding: 1), (x, w) => F.Conv2d(x[0] * 0.5f, w[0], w[1], padding: 1),
            [2, 4, 5, 6], [2, 18, 5, 6], [2, 9, 5, 6]),
        ["continuous_value_model"] = new(x => Layers.ContinuousValueModel(x[0].Abs(), x[1].Abs()), (x, w) => Clicks(x[0].Abs()), [4, 5], [4, 2]),
        ["continuous_value_model without the two"] = new(x => Layers.ContinuousValueModel(x[0], x[1], useCvm: false), (x, w) => x[0][.., 2..], [4, 5], [4, 2]),
        ["create_parameter"] = new(x => x[0] * Layers.CreateParameter([5], "float32", "own"), (x, w) => x[0] * w[0], [4, 5]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void ALayerComputesItsFormula(string name)
    {
        Case row = Cases[name];
        using var built = new Built(row.Layer, row.Inputs);
        Close(row.Truth(built.Values, built.Parameters), built.Run());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2L)]
    [InlineData(-1L)]
    public void AnEmbeddingPicksRowsAndItsPaddingIsZero(long? padding)
    {
        using var built = new Built(x => Layers.Embedding(x[0].Cast("int64"), [6, 4], paddingIdx: padding), [[3, 5]]);
        built.Values[0] = Paddle.ToTensor(new float[,] { { 0, 1, 2, 3, 4 }, { 5, 2, 2, 0, 1 }, { 5, 5, 0, 1, 3 } });
        float[] table = built.Parameters[0].ToArray<float>();
        long empty = padding is < 0 ? padding.Value + 6 : padding ?? -1;
        float[] expected = [.. built.Values[0].ToArray<float>().SelectMany(id => Enumerable.Range(0, 4).Select(i => (long)id == empty ? 0 : table[((int)id * 4) + i]))];
        Tensor result = built.Run();
        Assert.Equal([3, 5, 4], result.Shape.ToArray());
        Assert.Equal(expected, result.ToArray<float>());
    }

    [Fact]
    public void SpectralNormDividesByTheLargestSingularValue()
    {
        using var built = new Built(x => Layers.SpectralNorm(x[0], powerIters: 60), isBatched: false, [[3, 3]]);
        built.Values[0] = Paddle.ToTensor(new float[,] { { 1, 0, 0 }, { 0, -4, 0 }, { 0, 0, 2 } });
        Close(built.Values[0] / 4, built.Run());
    }

    [Fact]
    public void BatchNormOfATrainingProgramMovesItsStatistics()
    {
        using var built = new Built(x => Layers.BatchNorm(x[0], momentum: 0.8), [[4, 3, 2, 5]]);
        Tensor[] before = built.Parameters;
        Tensor x = built.Values[0], mean = x.Mean([0, 2, 3]), variance = (x * x).Mean([0, 2, 3]) - (mean * mean);
        Close(((x - Each(mean)) / (Each(variance) + 1e-5).Sqrt() * Each(before[0])) + Each(before[1]), built.Run());
        Close((before[2] * 0.8f) + (mean * 0.2f), built.Parameters[2]);
        Close((before[3] * 0.8f) + (variance * 0.2f), built.Parameters[3]);
    }

    private static Tensor Each(Tensor channels) => channels.Reshape([1, -1, 1, 1]);

    private static Tensor Slope(Tensor x, Tensor slope) => Paddle.Where(x > 0, x, x * slope);

    private static Tensor Normal(Tensor x, Ints axes)
    {
        Tensor centred = x - x.Mean(axes, keepdim: true);
        return centred / ((centred * centred).Mean(axes, keepdim: true) + 1e-5).Sqrt();
    }

    private static Tensor Clicks(Tensor x)
    {
        Tensor shown = (x[.., 0..1] + 1).Log();
        return Paddle.Concat([shown, (x[.., 1..2] + 1).Log() - shown, x[.., 2..]], 1);
    }

    private static Tensor Bilinear(Tensor x, Tensor y, Tensor w)
        => Paddle.Stack([.. Enumerable.Range(0, w.Shape[0]).Select(k => (Paddle.Matmul(x, w[k]) * y).Sum([1]))], 1);

    private static void Close(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        foreach ((float e, float a) in expected.ToArray<float>().Zip(actual.ToArray<float>()))
            Assert.Equal(e, a, 2e-5f * Math.Max(1, Math.Abs(e)));
    }

    private sealed record Case(Func<Variable[], Tensor> Layer, Func<Tensor[], Tensor[], Tensor> Truth, params int[][] Inputs);

    /// <summary>A program of one layer in a scope of its own, with parameters away from their first values: a scale of one and a shift of zero show nothing.</summary>
    private sealed class Built : IDisposable
    {
        private readonly ProgramGuard _guard = new(new Program(), new Program());
        private readonly ScopeGuard _scope = new(new Scope());
        private readonly Executor _executor = new();
        private readonly Variable[] _parameters;
        private readonly Tensor _result;

        public Built(Func<Variable[], Tensor> layer, int[][] inputs)
            : this(layer, isBatched: true, inputs)
        {
        }

        public Built(Func<Variable[], Tensor> layer, bool isBatched, int[][] inputs)
        {
            using var random = new Generator(17).UseOnThisThread();
            Values = Array.ConvertAll(inputs, s => Paddle.Randn(s));
            _result = layer([.. inputs.Select((s, i) => Api.Data($"x{i}", isBatched ? [-1, .. s[1..]] : s))]);
            _executor.Run(Api.DefaultStartupProgram());
            _parameters = Api.DefaultMainProgram().GlobalBlock().Vars.Values.Where(v => v.Value is Trireme.NN.Parameter).ToArray();
            foreach (Variable parameter in _parameters)
                parameter.SetValue(Paddle.Uniform(parameter.Shape, min: 0.5f, max: 1.5f));
        }

        public Tensor[] Values { get; }

        public Tensor[] Parameters => Array.ConvertAll(_parameters, p => p.GetValue().Copy());

        public Tensor Run() => _executor.Run(feed: Values.Select((v, i) => ($"x{i}", v)).ToDictionary(p => p.Item1, p => p.v), fetchList: [_result])[0];

        public void Dispose()
        {
            _scope.Dispose();
            _guard.Dispose();
        }
    }
}
