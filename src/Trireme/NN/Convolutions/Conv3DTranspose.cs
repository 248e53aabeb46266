using F = Trireme.NN.Functional;

namespace Trireme.NN;

/// <summary>3-D transposed convolution: the gradient of a convolution with respect to its input, used to enlarge.</summary>
/// <remarks>Mirrors paddle.nn.Conv3DTranspose. Weight [in, out/groups, k…] starts Xavier-uniform, Bias [out] at 0.</remarks>
public sealed class Conv3DTranspose : ConvolutionLayer
{
    private readonly Ints _outputPadding;

    /// <summary>A transposed convolution.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernelSize">The window.</param>
    /// <param name="stride">The distance between windows.</param>
    /// <param name="padding">How far windows reach beyond the edges: a number, a list, <c>"SAME"</c> or <c>"VALID"</c>.</param>
    /// <param name="outputPadding">How much is added to one end of the output.</param>
    /// <param name="dilation">The distance between the elements of a window.</param>
    /// <param name="groups">Groups of channels that do not see each other; divides both channel counts.</param>
    /// <param name="weightAttr">How the weight is made and trained.</param>
    /// <param name="biasAttr">How the bias is made and trained; <c>false</c> for none.</param>
    /// <param name="dataFormat">The order of the dimensions.</param>
    /// <exception cref="InvalidArgumentException">Channels and groups do not make a convolution.</exception>
    public Conv3DTranspose(int inChannels, int outChannels, Ints kernelSize, Ints? stride = null, Padding padding = default, Ints? outputPadding = null,
        Ints? dilation = null, int groups = 1, ParamAttr? weightAttr = null, ParamAttr? biasAttr = null, string dataFormat = "NCDHW")
        : base(3, inChannels, outChannels, kernelSize, stride ?? 1, padding, dilation ?? 1, groups, "zeros", dataFormat, transposed: true, weightAttr, biasAttr)
        => _outputPadding = outputPadding ?? 0;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Forward(input, outputSize: null);

    /// <summary>The same with an output size chosen among those that the stride makes possible.</summary>
    /// <param name="input">The input.</param>
    /// <param name="outputSize">The size of the output's spatial dimensions; the smallest where null.</param>
    public Tensor Forward(Tensor input, Ints? outputSize)
        => F.Conv3dTranspose(input, Weight, Bias, _stride, _padding, outputSize is null ? _outputPadding : 0, groups: Groups, dilation: _dilation,
            outputSize: outputSize, dataFormat: DataFormat);
}
