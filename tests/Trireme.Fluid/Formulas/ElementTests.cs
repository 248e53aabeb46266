using Trireme.Fluid;
using static Trireme.Tests.Fluid.Given;

namespace Trireme.Tests.Fluid.Formulas;

/// <summary>Layers that change each element by itself, against their formulas.</summary>
public sealed class ElementTests
{
    private static readonly Tensor Any = Floats([3, 3], -2.5f, -1.5f, -0.5f, -0.3f, 0.2f, 0.5f, 1.2f, 2.5f, 7f);
    private static readonly Tensor Small = Floats([2, 2], -0.9f, -0.2f, 0.1f, 0.7f);
    private static readonly Tensor Positive = Floats([2, 2], 0.1f, 0.9f, 2f, 30f);

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static LayerCase Of(string name, Func<Tensor, Tensor> layer, Func<double, double> formula, Tensor? x = null)
    {
        Tensor input = x ?? Any;
        return new LayerCase(name, v => layer(v[0]), [input], input.Shape.ToArray(), LayerCase.Map(input, formula));
    }

    private static readonly LayerCase[] All =
    [
        Of("abs", x => Layers.Abs(x), Math.Abs),
        Of("acos", x => Layers.Acos(x), Math.Acos, Small),
        Of("asin", x => Layers.Asin(x), Math.Asin, Small),
        Of("atan", x => Layers.Atan(x), Math.Atan),
        Of("brelu", x => Layers.Brelu(x, -1, 2), x => Math.Clamp(x, -1, 2)),
        Of("brelu with defaults", x => Layers.Brelu(x * 10), x => Math.Clamp(x * 10, 0, 24)),
        Of("ceil", x => Layers.Ceil(x), Math.Ceiling),
        Of("clip", x => Layers.Clip(x, -0.4, 1), x => Math.Clamp(x, -0.4, 1)),
        Of("cos", x => Layers.Cos(x), Math.Cos),
        Of("elu", x => Layers.Elu(x, 0.7), x => x > 0 ? x : 0.7 * (Math.Exp(x) - 1)),
        Of("exp", x => Layers.Exp(x), Math.Exp),
        Of("floor", x => Layers.Floor(x), Math.Floor),
        Of("hard_shrink", x => Layers.HardShrink(x, 1.3), x => Math.Abs(x) > 1.3 ? x : 0),
        Of("hard_sigmoid", x => Layers.HardSigmoid(x, 0.3, 0.4), x => Math.Clamp((0.3 * x) + 0.4, 0, 1)),
        Of("hard_sigmoid with defaults", x => Layers.HardSigmoid(x), x => Math.Clamp((0.2 * x) + 0.5, 0, 1)),
        Of("leaky_relu", x => Layers.LeakyRelu(x, 0.3), x => x > 0 ? x : 0.3 * x),
        Of("leaky_relu with defaults", x => Layers.LeakyRelu(x), x => x > 0 ? x : 0.02 * x),
        Of("logsigmoid", x => Layers.Logsigmoid(x), x => Math.Log(Sigmoid(x))),
        Of("pow", x => Layers.Pow(x, 2.5), x => Math.Pow(x, 2.5), Positive),
        Of("reciprocal", x => Layers.Reciprocal(x), x => 1 / x),
        Of("relu6", x => Layers.Relu6(x, 2), x => Math.Clamp(x, 0, 2)),
        Of("relu6 with defaults", x => Layers.Relu6(x), x => Math.Clamp(x, 0, 6)),
        Of("round", x => Layers.Round(x), x => Math.Round(x), Floats([2, 2], -1.7f, -0.2f, 0.6f, 3.4f)),
        Of("rsqrt", x => Layers.Rsqrt(x), x => 1 / Math.Sqrt(x), Positive),
        Of("scale", x => Layers.Scale(x, 2, 0.5), x => (2 * x) + 0.5),
        Of("scale after the bias", x => Layers.Scale(x, 2, 0.5, biasAfterScale: false, act: "relu"), x => Math.Max(0, 2 * (x + 0.5))),
        Of("selu", x => Layers.Selu(x, 1.1, 1.5), x => 1.1 * (x > 0 ? x : 1.5 * (Math.Exp(x) - 1))),
        Of("selu with defaults", x => Layers.Selu(x), x => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.Exp(x) - 1))),
        Of("sigmoid", x => Layers.Sigmoid(x), Sigmoid),
        Of("sign", x => Layers.Sign(x), x => Math.Sign(x)),
        Of("sin", x => Layers.Sin(x), Math.Sin),
        Of("soft_relu", x => Layers.SoftRelu(x, 2), x => Math.Log(1 + Math.Exp(Math.Clamp(x, -2, 2)))),
        Of("softplus", x => Layers.Softplus(x), x => Math.Log(1 + Math.Exp(x))),
        Of("softshrink", x => Layers.Softshrink(x, 0.4), x => Math.Sign(x) * Math.Max(0, Math.Abs(x) - 0.4)),
        Of("softsign", x => Layers.Softsign(x), x => x / (1 + Math.Abs(x))),
        Of("sqrt", x => Layers.Sqrt(x), Math.Sqrt, Positive),
        Of("stanh", x => Layers.Stanh(x, 0.5, 2), x => 2 * Math.Tanh(0.5 * x)),
        Of("stanh with defaults", x => Layers.Stanh(x), x => 1.7159 * Math.Tanh(x * 2 / 3)),
        Of("swish", x => Layers.Swish(x, 1.5), x => x * Sigmoid(1.5 * x)),
        Of("tanh", x => Layers.Tanh(x), Math.Tanh),
        Of("tanh_shrink", x => Layers.TanhShrink(x), x => x - Math.Tanh(x)),
        Of("thresholded_relu", x => Layers.ThresholdedRelu(x, 0.3), x => x > 0.3 ? x : 0),
        Of("thresholded_relu with defaults", x => Layers.ThresholdedRelu(x), x => x > 1 ? x : 0),
        Of("get_tensor_from_selected_rows", x => Layers.GetTensorFromSelectedRows(x), x => x),
        Of("merge_selected_rows", x => Layers.MergeSelectedRows(x), x => x),
        Of("zeros_like", x => Layers.ZerosLike(x), _ => 0),
        Of("clip_by_norm of a long vector", x => Layers.ClipByNorm(x, 0.5), x => x * 0.5 / Length(Small), Small),
        Of("clip_by_norm of a short vector", x => Layers.ClipByNorm(x, 5), x => x, Small),
    ];

    private static double Length(Tensor x) => Math.Sqrt(Values(x).Sum(v => v * v));

    public static IEnumerable<object[]> Names => LayerCase.NamesOf(All);

    [Theory, MemberData(nameof(Names))]
    public void Follows_its_formula(string name) => LayerCase.Check(All, name);
}
