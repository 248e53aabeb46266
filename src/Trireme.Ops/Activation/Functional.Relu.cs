using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>X where it is positive, else 0, element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.relu.</remarks>
    public static Tensor Relu(Tensor x, string? name = null) => ReluOp.Default.Apply(x);

    /// <summary><see cref="Relu"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.relu_.</remarks>
    public static Tensor Relu_(Tensor x, string? name = null) => InPlace.Run(x, t => Relu(t));

    /// <summary>X limited to [0, 6], element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.relu6.</remarks>
    public static Tensor Relu6(Tensor x, string? name = null) => new Relu6Op().Apply(x);

    /// <summary>X where it is positive, else negativeSlope · x, element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="negativeSlope">The slope below 0.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.leaky_relu.</remarks>
    public static Tensor LeakyRelu(Tensor x, double negativeSlope = 0.01, string? name = null) => new LeakyReluOp(negativeSlope).Apply(x);

    /// <summary><see cref="LeakyRelu"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="negativeSlope">The slope below 0.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.leaky_relu_.</remarks>
    public static Tensor LeakyRelu_(Tensor x, double negativeSlope = 0.01, string? name = null) => InPlace.Run(x, t => LeakyRelu(t, negativeSlope));

    /// <summary>X where |x| exceeds the threshold, else 0, element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="threshold">What |x| must exceed.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.hardshrink.</remarks>
    public static Tensor Hardshrink(Tensor x, double threshold = 0.5, string? name = null) => new HardShrinkOp(threshold).Apply(x);

    /// <summary>X moved towards 0 by the threshold, element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="threshold">How far x moves towards 0; at least 0.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.softshrink.</remarks>
    public static Tensor Softshrink(Tensor x, double threshold = 0.5, string? name = null) => new SoftShrinkOp(threshold).Apply(x);

    /// <summary>X limited to [min, max], element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="min">The least result.</param>
    /// <param name="max">The greatest result.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.hardtanh.</remarks>
    public static Tensor Hardtanh(Tensor x, double min = -1.0, double max = 1.0, string? name = null) => new BReluOp(min, max).Apply(x);

    /// <summary><see cref="Hardtanh"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="min">The least result.</param>
    /// <param name="max">The greatest result.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.hardtanh_.</remarks>
    public static Tensor Hardtanh_(Tensor x, double min = -1.0, double max = 1.0, string? name = null) => InPlace.Run(x, t => Hardtanh(t, min, max));

    /// <summary>X where it exceeds the threshold, else 0, element by element.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="threshold">What x must exceed.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.thresholded_relu.</remarks>
    public static Tensor ThresholdedRelu(Tensor x, double threshold = 1, string? name = null) => new ThresholdedReluOp(threshold).Apply(x);

    /// <summary><see cref="ThresholdedRelu"/>, in place.</summary>
    /// <param name="x">The tensor to overwrite.</param>
    /// <param name="threshold">What x must exceed.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <remarks>Mirrors paddle.nn.functional.thresholded_relu_.</remarks>
    public static Tensor ThresholdedRelu_(Tensor x, double threshold = 1, string? name = null) => InPlace.Run(x, t => ThresholdedRelu(t, threshold));
}
