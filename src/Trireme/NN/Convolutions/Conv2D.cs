using Trireme.Operators;
using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>2-D convolution: every output channel is a filter over all channels of its group.</summary>
/// <remarks>Mirrors paddle.nn.Conv2D. Weight [out, in/groups, k…] starts normal with variance 2 / (k… · in), Bias [out] at 0.</remarks>
public sealed class Conv2D : ConvolutionLayer
{
    private FusedConv2DAddActOp? _activated;
    private FusedConv2DBnActOp? _normalized;

    /// <summary>A convolution.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernelSize">The window.</param>
    /// <param name="stride">The distance between windows.</param>
    /// <param name="padding">How far windows reach beyond the edges: a number, a list, <c>"SAME"</c> or <c>"VALID"</c>.</param>
    /// <param name="dilation">The distance between the elements of a window.</param>
    /// <param name="groups">Groups of channels that do not see each other; divides both channel counts.</param>
    /// <param name="paddingMode">What stands beyond the edges: <c>zeros</c>, <c>reflect</c>, <c>replicate</c> or <c>circular</c>.</param>
    /// <param name="weightAttr">How the weight is made and trained.</param>
    /// <param name="biasAttr">How the bias is made and trained; <c>false</c> for none.</param>
    /// <param name="dataFormat">The order of the dimensions.</param>
    /// <exception cref="InvalidArgumentException">Channels, groups or the padding mode do not make a convolution.</exception>
    public Conv2D(int inChannels, int outChannels, Ints kernelSize, Ints? stride = null, Padding padding = default, Ints? dilation = null, int groups = 1,
        string paddingMode = "zeros", ParamAttr? weightAttr = null, ParamAttr? biasAttr = null, string dataFormat = "NCHW")
        : base(2, inChannels, outChannels, kernelSize, stride ?? 1, padding, dilation ?? 1, groups, paddingMode, dataFormat, transposed: false, weightAttr, biasAttr)
    {
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
        => F.Conv2d(PadInput(input), Weight, Bias, _stride, PaddingLeft, _dilation, Groups, DataFormat);

    /// <summary>The layer's operator with an activation at its end; made once, for a layer is mostly asked for the same.</summary>
    internal FusedConv2DAddActOp Activated(string activation)
        => _activated is { } op && op.Activation == activation ? op
            : _activated = new FusedConv2DAddActOp(_stride, _padding.Resolve(2, false), _padding.Algorithm, _dilation, Groups, Activation: activation);

    /// <summary>The layer's operator with a normalization and an activation behind it, for inference.</summary>
    internal FusedConv2DBnActOp Normalized(float epsilon, string activation)
        => _normalized is { } op && op.Activation == activation && op.Epsilon == epsilon ? op
            : _normalized = new FusedConv2DBnActOp(_stride, _padding.Resolve(2, false), _padding.Algorithm, _dilation, Groups, epsilon, activation);
}
