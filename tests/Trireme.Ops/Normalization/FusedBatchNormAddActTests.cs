using Trireme.Cpu;
using Trireme.NN;
using Trireme.Operators;

namespace Trireme.Tests.Ops.Normalization;

/// <summary>Normalization, addition and activation in one against the same operators one by one: the same bits.</summary>
public sealed class FusedBatchNormAddActTests : IDisposable
{
    private static readonly Shape[] Shapes = [[3, 5, 7, 3], [2, 1, 33, 5], [1, 2, 64, 1], [5, 3, 1, 17], [2, 4, 1, 1], [3, 17, 4, 9], [0, 3, 2, 2], [2, 3, 40], [4, 3]];
    private readonly int _before = Workers.Count;

    public static TheoryData<int, int> Widths
    {
        get
        {
            var data = new TheoryData<int, int>();
            foreach (int bits in new[] { 512, 256, 128, 32 })
            {
                foreach (int threads in new[] { 1, 2, 3 })
                    data.Add(bits, threads);
            }
            return data;
        }
    }

    public void Dispose() => Workers.Count = _before;

    [Theory, MemberData(nameof(Widths))]
    public void Gives_the_bits_of_the_operators_one_by_one(int bits, int threads)
    {
        using var width = LaneWidth.Force(bits);
        Workers.Count = threads;
        foreach (Shape shape in Shapes)
        {
            foreach (string act in new[] { "relu", "relu6", "identity" })
            {
                foreach (bool added in new[] { false, true })
                {
                    foreach (DType dtype in new[] { DType.Float32, DType.Float64 })
                    {
                        var given = new Case(shape, act, added, dtype);
                        Same(given);
                        Same(given with { HasFactors = false });
                        Same(given with { Layout = "NHWC" });
                    }
                }
            }
        }
    }

    [Fact]
    public void Frozen_inputs_get_no_gradient_and_change_no_other()
    {
        foreach (bool added in new[] { false, true })
        {
            for (int frozen = 0; frozen < 15; frozen++)
                Same(new Case([3, 5, 7, 3], "relu", added, DType.Float32) { Frozen = frozen });
        }
    }

    [Fact]
    public void What_is_no_number_and_negative_zeros_pass_as_they_do_one_by_one()
    {
        foreach (float special in new[] { float.NaN, float.PositiveInfinity, -0f })
        {
            foreach (string act in new[] { "relu", "relu6" })
            {
                foreach (bool added in new[] { false, true })
                {
                    Same(new Case([2, 3, 5, 7], act, added, DType.Float32) { Special = special });
                    Same(new Case([2, 3, 5, 7], act, added, DType.Float32) { SpecialGradient = special });
                }
            }
        }
    }

    [Fact]
    public void Results_do_not_depend_on_threads()
    {
        foreach (int channels in new[] { 1, 2, 3, 5, 40 })
        {
            var given = new Case([4, channels, 61, 67], "relu", true, DType.Float32);
            Workers.Count = 1;
            Tensor?[] expected = Run(given, isFused: true);
            foreach (int threads in new[] { 2, 3 })
            {
                Workers.Count = threads;
                Equal(expected, Run(given, isFused: true), $"{channels} channels, {threads} threads");
            }
        }
    }

    [Fact]
    public void A_second_derivative_is_that_of_the_operators()
    {
        foreach (bool added in new[] { false, true })
        {
            var given = new Case([3, 2, 4, 3], "relu", added, DType.Float64);
            Equal(Run(given, isFused: false, twice: true), Run(given, isFused: true, twice: true), given.ToString());
        }
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Tensor x = Paddle.Ones([2, 3, 4, 4]), mean = Paddle.Zeros([3]), variance = Paddle.Ones([3]);
        Assert.Contains("'tanh'", Assert.Throws<InvalidArgumentException>(
            () => new FusedBatchNormAddActOp(ActType: "tanh").ApplyAll(x, default, default, mean, variance, default)).Message, StringComparison.Ordinal);
        Assert.Contains("Z must have", Assert.Throws<InvalidArgumentException>(
            () => new FusedBatchNormAddActOp().ApplyAll(x, default, default, mean, variance, Paddle.Ones([2, 3, 4, 1]))).Message, StringComparison.Ordinal);
        Assert.Contains("one value a channel, 3", Assert.Throws<InvalidArgumentException>(
            () => new FusedBatchNormAddActOp().ApplyAll(x, default, default, Paddle.Zeros([4]), variance, default)).Message, StringComparison.Ordinal);
    }

    private static void Same(Case given)
        => Equal(Run(given, isFused: false), Run(given, isFused: true), given.ToString());

    // The output, the running statistics, and all gradients; or the gradients of the sum of the gradients' squares.
    private static Tensor?[] Run(Case given, bool isFused, bool twice = false)
    {
        Shape shape = given.Shape;
        int channels = given.Layout == "NHWC" ? shape[-1] : shape[1];
        Tensor x = Values(given, shape, 1, given.Special), z = Values(given, shape, 2), dy = Values(given, shape, 3, given.SpecialGradient);
        Tensor scale = Values(given, [channels], 4), bias = Values(given, [channels], 5);
        Tensor mean = Values(given, [channels], 6), variance = Values(given, [channels], 7);
        Tensor[] inputs = [x, scale, bias, z];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i].StopGradient = (given.Frozen & (1 << i)) != 0;
        Tensor? w = given.HasFactors ? scale : null, b = given.HasFactors ? bias : null, other = given.IsAdded ? z : null;
        Tensor y;
        if (isFused)
        {
            y = new FusedBatchNormAddActOp(0.8f, 1e-4f, given.Act, given.Layout).ApplyAll(x, w!, b!, mean, variance, other!)[0];
        }
        else
        {
            y = new BatchNormOp(0.8f, 1e-4f, DataLayout: given.Layout).ApplyAll(x, w, b, mean, variance, default)[0];
            y = other is null ? y : y + other;
            y = given.Act switch { "relu" => Functional.Relu(y), "relu6" => Functional.Relu6(y), _ => y };
        }
        Tensor[] wanted = [.. inputs.Where(t => !t.StopGradient)];
        if (y.StopGradient)
            return [y, mean, variance];
        Tensor?[] grads = Paddle.Grad([y], wanted, [dy], createGraph: twice, allowUnused: true);
        if (twice)
        {
            Tensor loss = grads.OfType<Tensor>().Select(g => (g * g).Sum()).Aggregate((p, q) => p + q);
            grads = Paddle.Grad([loss], wanted, allowUnused: true);
        }
        return [y, mean, variance, .. grads];
    }

    private static Tensor Values(Case given, Shape shape, int seed, float? special = null)
    {
        var random = new System.Random(seed);
        double[] values = [.. Enumerable.Range(0, (int)shape.Numel).Select(_ => (random.NextDouble() * 8) - 3)];
        if (special is { } value && values.Length > 9)
            (values[3], values[9]) = (value, value);
        return Tensor.From<double>(values, shape).Cast(given.DType);
    }

    private static void Equal(Tensor?[] expected, Tensor?[] got, string name)
    {
        Assert.Equal(expected.Length, got.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(expected[i] is null == got[i] is null, $"{name}: result {i}");
            if (expected[i] is not { } want || got[i] is not { } have)
                continue;
            Assert.Equal(want.Shape, have.Shape);
            Assert.Equal(want.DType, have.DType);
            double[] a = want.Cast(DType.Float64).ToArray<double>(), b = have.Cast(DType.Float64).ToArray<double>();
            for (int j = 0; j < a.Length; j++)
                Assert.True(BitConverter.DoubleToInt64Bits(a[j]) == BitConverter.DoubleToInt64Bits(b[j]) || (double.IsNaN(a[j]) && double.IsNaN(b[j])), $"{name}: result {i}, element {j}: {a[j]:R} and {b[j]:R}");
        }
    }

    private sealed record Case(Shape Shape, string Act, bool IsAdded, DType DType)
    {
        public bool HasFactors { get; init; } = true;

        public string Layout { get; init; } = "NCHW";

        /// <summary>Bits of X, Scale, Bias and Z, in this order.</summary>
        public int Frozen { get; init; }

        public float? Special { get; init; }

        public float? SpecialGradient { get; init; }
    }
}
