using Trireme.Operators;
using F = Trireme.NN.Functional;

namespace Trireme.Fluid;

/// <content>Functions of each element.</content>
public static partial class Layers
{
    /// <summary>max(0, x), element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.relu.</remarks>
    public static Tensor Relu(Tensor x, string? name = null) => F.Relu(x);

    /// <summary>min(max(0, x), threshold), element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.relu6.</remarks>
    public static Tensor Relu6(Tensor x, double threshold = 6.0, string? name = null) => new Relu6Op(threshold).Apply(x);

    /// <summary>1 / (1 + exp(−x)), element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.sigmoid.</remarks>
    public static Tensor Sigmoid(Tensor x, string? name = null) => F.Sigmoid(x);

    /// <summary>log(sigmoid(x)), element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.logsigmoid.</remarks>
    public static Tensor Logsigmoid(Tensor x, string? name = null) => F.LogSigmoid(x);

    /// <summary>tanh(x), element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.tanh.</remarks>
    public static Tensor Tanh(Tensor x, string? name = null) => x.Tanh();

    /// <summary>x − tanh(x), element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.tanh_shrink.</remarks>
    public static Tensor TanhShrink(Tensor x, string? name = null) => F.Tanhshrink(x);

    /// <summary>eˣ, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.exp.</remarks>
    public static Tensor Exp(Tensor x, string? name = null) => x.Exp();

    /// <summary>The natural logarithm of x, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.log.</remarks>
    public static Tensor Log(Tensor x, string? name = null) => x.Log();

    /// <summary>√x, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.sqrt.</remarks>
    public static Tensor Sqrt(Tensor x, string? name = null) => x.Sqrt();

    /// <summary>1 / √x, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.rsqrt.</remarks>
    public static Tensor Rsqrt(Tensor x, string? name = null) => x.Rsqrt();

    /// <summary>x², element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.square.</remarks>
    public static Tensor Square(Tensor x, string? name = null) => x.Square();

    /// <summary>|x|, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.abs.</remarks>
    public static Tensor Abs(Tensor x, string? name = null) => x.Abs();

    /// <summary>x rounded up, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.ceil.</remarks>
    public static Tensor Ceil(Tensor x, string? name = null) => x.Ceil();

    /// <summary>x rounded down, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.floor.</remarks>
    public static Tensor Floor(Tensor x, string? name = null) => x.Floor();

    /// <summary>x rounded to the nearest integer, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.round.</remarks>
    public static Tensor Round(Tensor x, string? name = null) => x.Round();

    /// <summary>1 / x, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.reciprocal.</remarks>
    public static Tensor Reciprocal(Tensor x, string? name = null) => x.Reciprocal();

    /// <summary>cos(x), element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.cos.</remarks>
    public static Tensor Cos(Tensor x, string? name = null) => x.Cos();

    /// <summary>sin(x), element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.sin.</remarks>
    public static Tensor Sin(Tensor x, string? name = null) => x.Sin();

    /// <summary>arccos(x), element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.acos.</remarks>
    public static Tensor Acos(Tensor x, string? name = null) => x.Acos();

    /// <summary>arcsin(x), element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.asin.</remarks>
    public static Tensor Asin(Tensor x, string? name = null) => x.Asin();

    /// <summary>arctan(x), element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.atan.</remarks>
    public static Tensor Atan(Tensor x, string? name = null) => x.Atan();

    /// <summary>−1, 0 or 1, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.sign.</remarks>
    public static Tensor Sign(Tensor x, string? name = null) => x.Sign();

    /// <summary>log(1 + eˣ), element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.softplus.</remarks>
    public static Tensor Softplus(Tensor x, string? name = null) => F.Softplus(x);

    /// <summary>x / (1 + |x|), element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.softsign.</remarks>
    public static Tensor Softsign(Tensor x, string? name = null) => F.Softsign(x);

    /// <summary>x moved towards 0 by alpha, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="alpha">The factor, or the distance.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.softshrink.</remarks>
    public static Tensor Softshrink(Tensor x, double alpha = 0.5, string? name = null) => F.Softshrink(x, alpha);

    /// <summary>x where |x| exceeds threshold, else 0, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.hard_shrink.</remarks>
    public static Tensor HardShrink(Tensor x, double threshold = 0.5, string? name = null) => F.Hardshrink(x, threshold);

    /// <summary>x where it exceeds threshold, else 0, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.thresholded_relu.</remarks>
    public static Tensor ThresholdedRelu(Tensor x, double threshold = 1.0, string? name = null) => F.ThresholdedRelu(x, threshold);

    /// <summary>slope · x + offset, between 0 and 1, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="slope">The slope.</param>
    /// <param name="offset">The value at 0.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.hard_sigmoid.</remarks>
    public static Tensor HardSigmoid(Tensor x, double slope = 0.2, double offset = 0.5, string? name = null) => F.Hardsigmoid(x, slope, offset);

    /// <summary>x where it is positive, else alpha · x, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="alpha">The factor, or the distance.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.leaky_relu.</remarks>
    public static Tensor LeakyRelu(Tensor x, double alpha = 0.02, string? name = null) => F.LeakyRelu(x, alpha);

    /// <summary>x between tMin and tMax, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="tMin">The least value.</param>
    /// <param name="tMax">The greatest value.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.brelu.</remarks>
    public static Tensor Brelu(Tensor x, double tMin = 0.0, double tMax = 24.0, string? name = null) => F.Hardtanh(x, tMin, tMax);

    /// <summary>x where it is positive, else alpha · (eˣ − 1), element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="alpha">The factor, or the distance.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.elu.</remarks>
    public static Tensor Elu(Tensor x, double alpha = 1.0, string? name = null) => F.Elu(x, alpha);

    /// <summary>x · sigmoid(beta · x), element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="beta">The factor inside.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.swish.</remarks>
    public static Tensor Swish(Tensor x, double beta = 1.0, string? name = null) => new SwishOp(beta).Apply(x);

    /// <summary>scaleB · tanh(scaleA · x), element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="scaleA">The factor inside.</param>
    /// <param name="scaleB">The factor outside.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.stanh.</remarks>
    public static Tensor Stanh(Tensor x, double scaleA = 2.0 / 3.0, double scaleB = 1.7159, string? name = null) => x.Stanh(scaleA, scaleB);

    /// <summary>x to the power factor, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="factor">The exponent.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.pow.</remarks>
    public static Tensor Pow(Tensor x, double factor = 1.0, string? name = null) => new PowOp(factor).Apply(x);

    /// <summary>log(1 + eˣ) of x between −threshold and threshold, element by element.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.soft_relu.</remarks>
    public static Tensor SoftRelu(Tensor x, double threshold = 40.0, string? name = null) => F.Softplus(x.Clip(-threshold, threshold));

    /// <summary>The self-normalizing activation: scale · x where x is positive, else scale · alpha · (eˣ − 1).</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="scale">1.0507… where null.</param>
    /// <param name="alpha">1.6732… where null.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.selu.</remarks>
    public static Tensor Selu(Tensor x, double? scale = null, double? alpha = null, string? name = null) => F.Selu(x, scale ?? 1.0507009873554805, alpha
        ?? 1.6732632423543772);

    /// <summary>The greatest of each group of channels.</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="groups">How many channels are one group.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.maxout.</remarks>
    public static Tensor Maxout(Tensor x, int groups, string? name = null) => F.Maxout(x, groups);

    /// <summary>Probabilities from logits: exp(x) / Σ exp(x) along an axis.</summary>
    /// <param name="input">The logits.</param>
    /// <param name="useCudnn">Kept for Paddle's signature.</param>
    /// <param name="name">Not used.</param>
    /// <param name="axis">The axis.</param>
    /// <remarks>Mirrors fluid.layers.softmax.</remarks>
    public static Tensor Softmax(Tensor input, bool useCudnn = false, string? name = null, int axis = -1) => F.Softmax(input, axis);

    /// <summary>x between two numbers.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="min">The least value.</param>
    /// <param name="max">The greatest value.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.clip.</remarks>
    public static Tensor Clip(Tensor x, double min, double max, string? name = null) => x.Clip(min, max);

    /// <summary>x scaled down where its norm exceeds a limit.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="maxNorm">The limit.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.clip_by_norm.</remarks>
    public static Tensor ClipByNorm(Tensor x, double maxNorm, string? name = null)
    {
        Tensor norm = x.Square().Sum().Sqrt();
        return x * (maxNorm / norm.Clip(min: maxNorm));
    }

    /// <summary>scale · x + bias, or scale · (x + bias).</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="bias">The summand.</param>
    /// <param name="biasAfterScale">Whether the factor comes first.</param>
    /// <param name="act">The name of an activation function, or null.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.scale.</remarks>
    public static Tensor Scale(Tensor x, double scale = 1.0, double bias = 0.0, bool biasAfterScale = true, string? act = null, string? name = null)
        => Activate(x.Scale(scale, bias, biasAfterScale), act);

    /// <summary>x AND y.</summary>
    /// <param name="x">Bools.</param>
    /// <param name="y">Bools.</param>
    /// <param name="out">The variable that receives the result; a new one where null.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.logical_and.</remarks>
    public static Tensor LogicalAnd(Tensor x, Tensor y, Tensor? @out = null, string? name = null) => Into(x.LogicalAnd(y), @out);

    /// <summary>x OR y.</summary>
    /// <param name="x">Bools.</param>
    /// <param name="y">Bools.</param>
    /// <param name="out">The variable that receives the result; a new one where null.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.logical_or.</remarks>
    public static Tensor LogicalOr(Tensor x, Tensor y, Tensor? @out = null, string? name = null) => Into(x.LogicalOr(y), @out);

    /// <summary>x XOR y.</summary>
    /// <param name="x">Bools.</param>
    /// <param name="y">Bools.</param>
    /// <param name="out">The variable that receives the result; a new one where null.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.logical_xor.</remarks>
    public static Tensor LogicalXor(Tensor x, Tensor y, Tensor? @out = null, string? name = null) => Into(x.LogicalXor(y), @out);

    /// <summary>NOT x.</summary>
    /// <param name="x">Bools.</param>
    /// <param name="out">The variable that receives the result; a new one where null.</param>
    /// <param name="name">Not used.</param>
    /// <remarks>Mirrors fluid.layers.logical_not.</remarks>
    public static Tensor LogicalNot(Tensor x, Tensor? @out = null, string? name = null) => Into(x.LogicalNot(), @out);

    /// <summary>Whether all elements are finite; shape [1].</summary>
    /// <param name="x">The tensor.</param>
    /// <remarks>Mirrors fluid.layers.isfinite.</remarks>
    public static Tensor Isfinite(Tensor x) => One(x.Isfinite().All());

    /// <summary>Whether an element is infinite; shape [1].</summary>
    /// <param name="x">The tensor.</param>
    /// <remarks>Mirrors fluid.layers.has_inf.</remarks>
    public static Tensor HasInf(Tensor x) => One(x.Isinf().Any());

    /// <summary>Whether an element is not a number; shape [1].</summary>
    /// <param name="x">The tensor.</param>
    /// <remarks>Mirrors fluid.layers.has_nan.</remarks>
    public static Tensor HasNan(Tensor x) => One(x.Isnan().Any());
}
