using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>2-D convolution: x [N, C, H, W], weight [M, C / groups, kH, kW] → [N, M, H', W'].</summary>
    /// <param name="x">The input.</param>
    /// <param name="weight">The filter.</param>
    /// <param name="bias">[M], or null.</param>
    /// <param name="stride">Distance between windows, one value or one an axis.</param>
    /// <param name="padding">Zeros around the input.</param>
    /// <param name="dilation">Distance between the taps of the filter.</param>
    /// <param name="groups">Divides C and M; each group of outputs sees its own group of inputs.</param>
    /// <param name="dataFormat">NCHW or NHWC; the filter is the same in both.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or attributes do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.conv2d. With "SAME" the result has ceil(H / stride) rows and dilation counts as 1.</remarks>
    public static Tensor Conv2d(Tensor x, Tensor weight, Tensor? bias = null, Ints? stride = null, Padding padding = default, Ints? dilation = null,
        int groups = 1, string dataFormat = "NCHW", string? name = null)
    {
        bool last = DataLayout.IsChannelLast("conv2d", dataFormat, "NCHW", "NHWC");
        DataLayout.RequireRank("conv2d", x, 4);
        Tensor image = last ? DataLayout.ToChannelFirst(x) : x;
        Tensor y = Convolve(image, weight, bias, (stride ?? 1).Repeat(2, "stride"), padding.Resolve(2, last), padding.Algorithm,
            (dilation ?? 1).Repeat(2, "dilation"), groups);
        return last ? DataLayout.ToChannelLast(y) : y;
    }

    /// <summary>2-D transposed convolution: x [N, C, H, W], weight [C, M / groups, kH, kW] → [N, M, H', W'].</summary>
    /// <param name="x">The input.</param>
    /// <param name="weight">The filter.</param>
    /// <param name="bias">[M], or null.</param>
    /// <param name="stride">Distance between windows of the result.</param>
    /// <param name="padding">What is cut off the result.</param>
    /// <param name="outputPadding">Added to the result's size; below the stride.</param>
    /// <param name="dilation">Distance between the taps of the filter.</param>
    /// <param name="groups">Divides C and M.</param>
    /// <param name="outputSize">The result's spatial size, instead of <paramref name="outputPadding"/>.</param>
    /// <param name="dataFormat">NCHW or NHWC.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or attributes do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.conv2d_transpose.</remarks>
    public static Tensor Conv2dTranspose(Tensor x, Tensor weight, Tensor? bias = null, Ints? stride = null, Padding padding = default, Ints? outputPadding = null,
        Ints? dilation = null, int groups = 1, Ints? outputSize = null, string dataFormat = "NCHW", string? name = null)
    {
        bool last = DataLayout.IsChannelLast("conv2d_transpose", dataFormat, "NCHW", "NHWC");
        DataLayout.RequireRank("conv2d_transpose", x, 4);
        Tensor image = last ? DataLayout.ToChannelFirst(x) : x;
        Ints strides = (stride ?? 1).Repeat(2, "stride"), pads = padding.Resolve(2, last), dilations = (dilation ?? 1).Repeat(2, "dilation");
        (Ints extra, Ints size) = OutputOptions(outputPadding, outputSize, 2);
        Op op = groups > 1 && image.Shape[1] == groups && weight.Ndim == 4 && weight.Shape[1] == 1
            ? new DepthwiseConv2DTransposeOp(strides, pads, extra, size, padding.Algorithm, dilations, groups)
            : new Conv2DTransposeOp(strides, pads, extra, size, padding.Algorithm, dilations, groups);
        Tensor y = op.Apply(image, weight, bias);
        return last ? DataLayout.ToChannelLast(y) : y;
    }

    private static (Ints Padding, Ints Size) OutputOptions(Ints? outputPadding, Ints? outputSize, int spatial)
    {
        if (outputSize is { } size)
        {
            if (outputPadding is { } both && both.ToArray().Any(v => v != 0))
            {
                throw new InvalidArgumentException("outputPadding and outputSize are both given.",
                    $"outputPadding is {both}, outputSize {size}.", "outputSize says it all: leave outputPadding at 0.");
            }
            return (default, size.Repeat(spatial, "outputSize"));
        }
        return outputPadding is { } padding ? (padding.Repeat(spatial, "outputPadding"), default) : (default, default);
    }
}
