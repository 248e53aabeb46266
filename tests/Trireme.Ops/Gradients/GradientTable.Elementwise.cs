using Trireme.Operators;
using F = Trireme.NN.Functional;
using static Trireme.Tests.Ops.Gradients.GradientRow;

namespace Trireme.Tests.Ops.Gradients;

public static partial class GradientTable
{
    public static GradientRow[] Arithmetic =>
    [
        new("add", t => t[0] + t[1], Uniform([2, 3]), Uniform(3)),
        new("subtract", t => t[0] - t[1], Uniform([2, 1]), Uniform([2, 3])),
        new("multiply", t => t[0] * t[1], Uniform([2, 3]), Uniform(3)),
        new("divide", t => t[0] / t[1], Uniform([2, 3]), Uniform(3, 0.5, 2)),
        new("remainder", t => t[0] % t[1], Uniform([2, 3], 3.1, 3.9), Uniform(3, 1.1, 1.3)),
        new("scale", t => 3 * t[0] + 2, Uniform([2, 3])),
        new("scale before", t => t[0].Scale(2, 1, biasAfterScale: false), Uniform([2, 3])),
        new("cast", t => t[0].Cast("float64").Clone(), Uniform([2, 3])),
        new("cast to float and back", t => t[0].Cast("float32").Cast("float64"), Uniform([2, 3])) { Tolerance = 1e-1 },
        new("pow", t => t[0].Pow(2.5), Uniform([2, 3], 0.5, 2)),
        new("pow 2", t => t[0].Pow(2), Uniform([2, 3])),
        new("pow 3", t => t[0].Pow(3), Uniform([2, 3])),
        new("elementwise_pow", t => t[0].Pow(t[1]), Uniform([2, 3], 0.5, 2), Uniform(3)),
        new("maximum", t => t[0].Maximum(t[1]), Distinct([2, 3]), Distinct([2, 3], 5) * 0.7),
        new("minimum", t => t[0].Minimum(t[1]), Distinct([2, 3]), Distinct([2, 3], 5) * 0.7),
        new("fmax", t => t[0].Fmax(t[1]), Distinct([2, 3]), Distinct([2, 3], 5) * 0.7),
        new("fmin", t => t[0].Fmin(t[1]), Distinct([2, 3]), Distinct([2, 3], 5) * 0.7),
        new("atan2", t => t[0].Atan2(t[1]), Uniform([2, 3], 0.5, 1), Uniform([2, 3], 0.5, 1, 3)),
        new("hypot", t => t[0].Hypot(t[1]), Uniform([2, 3], 0.5, 1), Uniform([2, 3], 0.5, 1, 3)),
        new("heaviside", t => t[0].Heaviside(t[1]) * t[1], Distinct([2, 3]), Uniform([2, 3])),
        new("copysign", t => t[0].Copysign(t[1]), Distinct([2, 3]), Distinct([2, 3], 5)),
        new("lerp", t => t[0].Lerp(t[1], t[2]), Uniform([2, 3]), Uniform(3), Uniform([2, 1])),
        new("frexp", t => new[] { t[0].Frexp().Mantissa, t[0].Frexp().Exponent }, Tensor.From<double>([0.6, -1.3, 5.7, -0.013], 4)),
        new("ldexp", t => t[0].Ldexp(t[1]), Uniform([2, 3]), Uniform([2, 3], seed: 4)),
        new("logaddexp", t => t[0].Logaddexp(t[1]), Uniform([2, 3]), Uniform([2, 3], seed: 4)),
        new("logaddexp of equal numbers", t => t[0].Logaddexp(t[0]), Uniform([2, 3])) { SecondOrder = false },
        new("add_n", t => Paddle.AddN(t), Uniform([2, 3]), Uniform([2, 3], seed: 1), Uniform([2, 3], seed: 2)),
        new("multiplex", t => Paddle.Multiplex([t[0], t[1]], t[2]) * t[0], Uniform([3, 2]), Uniform([3, 2], seed: 1), Integers([3, 1], 1, 0, 1)),
    ];

    public static GradientRow[] Unary =>
    [
        .. Each([-0.9, 0.9],
            ("sin", t => t.Sin()), ("cos", t => t.Cos()), ("tan", t => t.Tan()), ("asin", t => t.Asin()), ("acos", t => t.Acos()), ("atan", t => t.Atan()),
            ("sinh", t => t.Sinh()), ("cosh", t => t.Cosh()), ("tanh", t => t.Tanh()), ("asinh", t => t.Asinh()), ("atanh", t => t.Atanh()),
            ("exp", t => t.Exp()), ("expm1", t => t.Expm1()), ("log1p", t => t.Log1p()), ("square", t => t.Square()), ("erf", t => t.Erf()), ("erfinv", t => t.Erfinv()),
            ("i0", t => t.I0()), ("i0e", t => t.I0e()), ("i1", t => t.I1()), ("i1e", t => t.I1e()), ("stanh", t => t.Stanh()), ("neg", t => t.Neg()),
            ("abs", t => t.Abs()), ("sign", t => t.Sign() * t), ("floor", t => t.Floor() * t), ("ceil", t => t.Ceil() * t), ("round", t => (t * 3).Round() * t),
            ("trunc", t => (t * 3).Trunc() * t), ("frac", t => t.Frac()), ("deg2rad", t => t.Deg2rad()), ("nan_to_num", t => t.NanToNum()), ("angle", t => t.Angle() * t),
            ("clip", t => t.Clip(-0.35, 0.45))),
        .. Each([0.6, 2.7],
            ("sqrt", t => t.Sqrt()), ("rsqrt", t => t.Rsqrt()), ("reciprocal", t => t.Reciprocal()), ("log", t => t.Log()), ("log2", t => t.Log2()),
            ("log10", t => t.Log10()), ("acosh", t => (t + 1).Acosh()), ("lgamma", t => t.Lgamma()), ("digamma", t => t.Digamma()),
            ("polygamma", t => t.Polygamma(2)), ("multigammaln", t => (t + 1).Multigammaln(3)), ("logit", t => (t / 3).Logit()), ("logit eps", t => (t / 3).Logit(0.3))),
    ];

    public static GradientRow[] Activations =>
    [
        .. Each([-1.8, 1.9],
            ("relu", t => F.Relu(t)), ("relu6", t => F.Relu6(5 * t)), ("sigmoid", t => F.Sigmoid(t)), ("log_sigmoid", t => F.LogSigmoid(t)), ("softsign", t => F.Softsign(t)),
            ("tanhshrink", t => F.Tanhshrink(t)), ("silu", t => F.Silu(t)), ("mish", t => F.Mish(t)), ("hardswish", t => F.Hardswish(2 * t)), ("swish", t => F.Swish(t)),
            ("gelu", t => F.Gelu(t)), ("gelu tanh", t => F.Gelu(t, true)), ("elu", t => F.Elu(t, 0.7)), ("celu", t => F.Celu(t, 0.7)), ("leaky_relu", t => F.LeakyRelu(t)),
            ("selu", t => F.Selu(t)), ("hardshrink", t => F.Hardshrink(t)), ("softshrink", t => F.Softshrink(t)), ("hardtanh", t => F.Hardtanh(t)),
            ("hardsigmoid", t => F.Hardsigmoid(2 * t)), ("thresholded_relu", t => F.ThresholdedRelu(t)), ("softplus", t => F.Softplus(t, 2, 3)),
            ("softmax", t => F.Softmax(t)), ("softmax axis 0", t => F.Softmax(t, 0)), ("log_softmax", t => F.LogSoftmax(t)), ("log_softmax axis 0", t => F.LogSoftmax(t, 0)),
            ("rrelu", t => F.Rrelu(t, training: false)), ("dropout in evaluation", t => F.Dropout(t, 0.3, training: false, mode: "downscale_in_infer")),
            ("dropout as in a program", t => new DropoutOp(0.3, true).ApplyAll(t)[0])),
        new("glu", t => F.Glu(t[0]), Uniform([2, 4])),
        new("maxout", t => F.Maxout(t[0], 2) * F.Maxout(t[0], 2), Distinct([2, 4, 3])),
        new("prelu", t => F.Prelu(t[0], t[1]), Distinct([2, 3, 4]), Uniform(3)),
        new("prelu, one weight", t => F.Prelu(t[0], t[1]), Distinct([2, 3]), Uniform(1)),
        new("dropout", t => new DropoutOp(0.4, false, "upscale_in_train", 7, true).ApplyAll(t[0])[0] * t[0], Uniform([4, 5])),
        new("maxout_pick", t => new MaxoutPickOp(2).Apply(Distinct([2, 4, 3]), F.Maxout(Distinct([2, 4, 3]), 2), t[0] * t[0]), Uniform([2, 4, 3])),
    ];

    public static GradientRow[] Reductions =>
    [
        .. Each([0.5, 1.8],
            ("sum", t => t.Sum(0) * t.Sum(0)), ("mean", t => t.Mean(1, keepdim: true) * t), ("mean of all", t => t.Mean() * t.Mean()),
            ("logsumexp", t => t.Logsumexp(1)), ("logsumexp over all", t => t.Logsumexp()), ("logsumexp axis 0", t => t.Logsumexp(0, keepdim: true)),
            ("prod", t => t.Prod(1)), ("prod of all", t => t.Prod()), ("std", t => t.Std(1)), ("var", t => t.Var([0, 1], unbiased: false)), ("nansum", t => t.Nansum(0)), ("nanmean", t => t.Nanmean(0)),
            ("cumsum", t => t.Cumsum(1) * t), ("cumsum flat", t => t.Cumsum() * t.Cumsum()), ("cumprod", t => t.Cumprod(1)), ("cumprod axis 0", t => t.Cumprod(0)),
            ("logcumsumexp", t => t.Logcumsumexp(1)), ("logcumsumexp flat", t => t.Logcumsumexp())),
        new("max", t => t[0].Max(1) * t[0].Max(), Distinct([2, 3])),
        new("min", t => t[0].Min(0, keepdim: true) * t[0].Min(), Distinct([2, 3])),
        new("amax", t => t[0].Amax(1) * t[0].Amax(), Distinct([2, 3])),
        new("amin", t => t[0].Amin(0) * t[0].Amin(1, keepdim: true), Distinct([2, 3])),
        new("cummax", t => t[0].Cummax(1).Out * t[0], Distinct([2, 5])),
        new("cummin", t => t[0].Cummin(0).Out * t[0], Distinct([4, 2])),
        new("broadcast of a gradient", t => (t[0] * t[1]).Sum(0) * t[1], Uniform([2, 3]), Uniform(3)),
    ];

    private static IEnumerable<GradientRow> Each(double[] range, params (string Name, Func<Tensor, Tensor> Function)[] functions)
        => functions.Select(f => new GradientRow(f.Name, t => f.Function(t[0]), Uniform([2, 4], range[0], range[1])));
}
