using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>x with elements zeroed at random; each stays with probability 1 − p.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="p">The probability of zeroing, from 0 to 1.</param>
    /// <param name="axis">Where given, one decision is made for each position along these axes, and shared along the others.</param>
    /// <param name="training">Whether anything is zeroed.</param>
    /// <param name="mode">
    /// <c>upscale_in_train</c> divides by 1 − p when training; <c>downscale_in_infer</c> multiplies by 1 − p when not.
    /// </param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">p is outside [0, 1], an axis outside the tensor, or the mode unknown.</exception>
    /// <remarks>Mirrors paddle.nn.functional.dropout; Srivastava et al. 2014.</remarks>
    public static Tensor Dropout(Tensor x, double p = 0.5, Ints? axis = null, bool training = true, string mode = "upscale_in_train", string? name = null)
    {
        if (mode is not ("upscale_in_train" or "downscale_in_infer"))
            throw new InvalidArgumentException($"Dropout: the mode '{mode}' is not known.", "It is upscale_in_train or downscale_in_infer.");
        bool upscale = mode == "upscale_in_train";
        if (!(p >= 0 && p <= 1))
            throw new InvalidArgumentException($"Dropout: p is {p}.", "It must lie in [0, 1].");
        // A program names the operator in evaluation as well: loaded from its file, it can be trained again.
        if (!training && (axis is not null || !x.IsSymbolic))
            return upscale ? x : x * (1 - p);
        if (p == 0)
            return x;
        if (axis is not { } axes)
            return new DropoutOp(p, !training, upscale ? "upscale_in_train" : "downgrade_in_infer").ApplyAll(x)[0];
        return x * (Mask(x, p, axes) * (upscale && p < 1 ? 1 / (1 - p) : 1));
    }

    /// <summary>Zeroes whole channels of images at random.</summary>
    /// <param name="x">[N, C, H, W] or [N, H, W, C].</param>
    /// <param name="p">The probability of zeroing.</param>
    /// <param name="training">Whether anything is zeroed.</param>
    /// <param name="dataFormat">NCHW or NHWC.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The format is unknown or x has not four dimensions.</exception>
    /// <remarks>Mirrors paddle.nn.functional.dropout2d.</remarks>
    public static Tensor Dropout2d(Tensor x, double p = 0.5, bool training = true, string dataFormat = "NCHW", string? name = null)
        => DropChannels(x, p, training, dataFormat, "NCHW", "NHWC");

    /// <summary>Zeroes whole channels of volumes at random.</summary>
    /// <param name="x">[N, C, D, H, W] or [N, D, H, W, C].</param>
    /// <param name="p">The probability of zeroing.</param>
    /// <param name="training">Whether anything is zeroed.</param>
    /// <param name="dataFormat">NCDHW or NDHWC.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">The format is unknown or x has not five dimensions.</exception>
    /// <remarks>Mirrors paddle.nn.functional.dropout3d.</remarks>
    public static Tensor Dropout3d(Tensor x, double p = 0.5, bool training = true, string dataFormat = "NCDHW", string? name = null)
        => DropChannels(x, p, training, dataFormat, "NCDHW", "NDHWC");

    /// <summary>Dropout that keeps mean and variance where x is normally distributed, as after selu: dropped elements become its lower limit.</summary>
    /// <param name="x">The tensor; floating point.</param>
    /// <param name="p">The probability of dropping; below 1.</param>
    /// <param name="training">Whether anything is dropped.</param>
    /// <param name="name">Unused in eager mode.</param>
    /// <exception cref="InvalidArgumentException">p is outside [0, 1].</exception>
    /// <remarks>Mirrors paddle.nn.functional.alpha_dropout; Klambauer et al. 2017.</remarks>
    public static Tensor AlphaDropout(Tensor x, double p = 0.5, bool training = true, string? name = null)
    {
        if (!(p >= 0 && p <= 1))
            throw new InvalidArgumentException($"AlphaDropout: p is {p}.", "It must lie in [0, 1].");
        if (!training || p == 0)
            return x;
        if (p == 1)
            return x * 0;
        const double limit = -1.7580993408473766;
        double a = 1 / Math.Sqrt((1 - p) * (1 + (p * limit * limit))), b = -a * limit * p;
        Tensor mask = Mask(x, p, default);
        return (x * mask * a) + (((1 - mask) * (limit * a)) + b);
    }

    private static Tensor DropChannels(Tensor x, double p, bool training, string format, string first, string last)
    {
        if (format != first && format != last)
            throw new InvalidArgumentException($"The data format '{format}' is not known.", $"It is {first} or {last}.");
        if (x.Ndim != first.Length)
            throw new InvalidArgumentException($"A tensor of shape {x.Shape} is no {first} batch.", $"It has {x.Ndim} dimensions, not {first.Length}.");
        return Dropout(x, p, format == first ? (0, 1) : (0, first.Length - 1), training);
    }

    // 1 with probability 1 − p, in x's shape or, with axes, with size 1 along all others.
    private static Tensor Mask(Tensor x, double p, Ints axes)
    {
        int[] dims = axes.Count == 0 ? x.Shape.ToArray() : Enumerable.Repeat(1, x.Ndim).ToArray();
        foreach (int axis in axes)
        {
            if (axis < -x.Ndim || axis >= x.Ndim)
                throw new InvalidArgumentException($"Dropout: axis {axis} is outside [{-x.Ndim}, {x.Ndim - 1}].");
            dims[axis < 0 ? axis + x.Ndim : axis] = x.Shape[axis];
        }
        return new BernoulliOp().Apply(Paddle.Full(dims, 1 - p, x.DType));
    }
}
