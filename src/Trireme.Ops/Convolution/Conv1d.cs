using Trireme.Operators;

namespace Trireme.NN;

public static partial class Functional
{
    /// <summary>1-D convolution: x [N, C, L], weight [M, C / groups, k] → [N, M, L'].</summary>
    /// <param name="x">The input.</param>
    /// <param name="weight">The filter.</param>
    /// <param name="bias">[M], or null.</param>
    /// <param name="stride">Distance between windows.</param>
    /// <param name="padding">Zeros around the input.</param>
    /// <param name="dilation">Distance between the taps of the filter.</param>
    /// <param name="groups">Divides C and M; each group of outputs sees its own group of inputs.</param>
    /// <param name="dataFormat">NCL or NLC.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or attributes do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.conv1d: a 2-D convolution of height 1.</remarks>
    public static Tensor Conv1d(Tensor x, Tensor weight, Tensor? bias = null, int stride = 1, Padding padding = default, int dilation = 1, int groups = 1,
        string dataFormat = "NCL", string? name = null)
    {
        bool last = DataLayout.IsChannelLast("conv1d", dataFormat, "NCL", "NLC");
        DataLayout.RequireRank("conv1d", x, 3);
        DataLayout.RequireRank("conv1d", weight, 3);
        Ints pad = padding.Resolve(1, last);
        Ints pads = pad.Count == 2 ? [0, 0, pad[0], pad[1]] : [0, pad[0]];
        Tensor image = (last ? DataLayout.ToChannelFirst(x) : x).Unsqueeze(2);
        Tensor y = Convolve(image, weight.Unsqueeze(2), bias, [1, stride], pads, padding.Algorithm, [1, dilation], groups).Squeeze(2);
        return last ? DataLayout.ToChannelLast(y) : y;
    }

    /// <summary>1-D transposed convolution: x [N, C, L], weight [C, M / groups, k] → [N, M, L'].</summary>
    /// <param name="x">The input.</param>
    /// <param name="weight">The filter.</param>
    /// <param name="bias">[M], or null.</param>
    /// <param name="stride">Distance between windows of the result.</param>
    /// <param name="padding">What is cut off the result.</param>
    /// <param name="outputPadding">Added to the result's size; below the stride.</param>
    /// <param name="groups">Divides C and M.</param>
    /// <param name="dilation">Distance between the taps of the filter.</param>
    /// <param name="outputSize">The result's size, instead of <paramref name="outputPadding"/>.</param>
    /// <param name="dataFormat">NCL or NLC.</param>
    /// <param name="name">Not used; there for Paddle's signature.</param>
    /// <exception cref="InvalidArgumentException">Shapes, element types or attributes do not fit.</exception>
    /// <remarks>Mirrors paddle.nn.functional.conv1d_transpose.</remarks>
    public static Tensor Conv1dTranspose(Tensor x, Tensor weight, Tensor? bias = null, int stride = 1, Padding padding = default, int outputPadding = 0,
        int groups = 1, int dilation = 1, Ints? outputSize = null, string dataFormat = "NCL", string? name = null)
    {
        bool last = DataLayout.IsChannelLast("conv1d_transpose", dataFormat, "NCL", "NLC");
        DataLayout.RequireRank("conv1d_transpose", x, 3);
        DataLayout.RequireRank("conv1d_transpose", weight, 3);
        Ints pad = padding.Resolve(1, last);
        Ints pads = pad.Count == 2 ? [0, 0, pad[0], pad[1]] : [0, pad[0]];
        Ints size = outputSize is { } given ? [1, given.Repeat(1, "outputSize")[0]] : [];
        Tensor image = (last ? DataLayout.ToChannelFirst(x) : x).Unsqueeze(2);
        Tensor y = new Conv2DTransposeOp([1, stride], pads, size.Count > 0 || outputPadding == 0 ? default(Ints) : [0, outputPadding], size, padding.Algorithm, [1, dilation], groups)
            .Apply(image, weight.Unsqueeze(2), bias).Squeeze(2);
        return last ? DataLayout.ToChannelLast(y) : y;
    }

    // Paddle writes depthwise_conv2d where every input channel has filters of its own.
    private static Tensor Convolve(Tensor x, Tensor weight, Tensor? bias, Ints strides, Ints paddings, string algorithm, Ints dilations, int groups)
    {
        bool depthwise = groups > 1 && x.Ndim == 4 && x.Shape[1] == groups && weight.Shape[0] % groups == 0;
        Op op = depthwise
            ? new DepthwiseConv2DOp(strides, paddings, algorithm, dilations, groups)
            : new Conv2DOp(strides, paddings, algorithm, dilations, groups);
        return op.Apply(x, weight, bias);
    }
}
