using Trireme.NN.Initializers;

namespace Trireme.NN;

/// <summary>What all convolutions share: the filter, its geometry, and padding other than with zeros.</summary>
/// <remarks>Mirrors the base class of Paddle's convolution layers.</remarks>
public abstract class ConvolutionLayer : Layer
{
#pragma warning disable SA1401, IDE1006 // Paddle's tutorials read these by these names.
    /// <summary>The distance between windows.</summary>
    public readonly Ints _stride;

    /// <summary>How far windows reach beyond the edges.</summary>
    public readonly Padding _padding;

    /// <summary>The distance between the elements of a window.</summary>
    public readonly Ints _dilation;
#pragma warning restore SA1401, IDE1006

    private readonly Ints _kernel;
    private readonly int _inChannels, _outChannels;

    private protected ConvolutionLayer(int dims, int inChannels, int outChannels, Ints kernelSize, Ints stride, Padding padding, Ints dilation, int groups,
        string paddingMode, string dataFormat, bool transposed, ParamAttr? weightAttr, ParamAttr? biasAttr)
    {
        if (inChannels < 1 || outChannels < 1 || groups < 1 || inChannels % groups != 0 || outChannels % groups != 0)
        {
            throw new InvalidArgumentException($"{GetType().Name}: {inChannels} input and {outChannels} output channels in {groups} groups make no convolution.",
                "All must be at least 1, and the groups must divide both.");
        }
        if (paddingMode != "zeros")
            throw new InvalidArgumentException($"{GetType().Name}: paddingMode '{paddingMode}' is not available.", "It must be zeros.");
        _kernel = kernelSize.Repeat(dims, "kernelSize");
        _stride = stride.Repeat(dims, "stride");
        _dilation = dilation.Repeat(dims, "dilation");
        (_padding, Groups, DataFormat, _inChannels, _outChannels) = (padding, groups, dataFormat, inChannels, outChannels);
        int[] shape = transposed ? [inChannels, outChannels / groups, .. _kernel.ToArray()] : [outChannels, inChannels / groups, .. _kernel.ToArray()];
        int window = 1;
        foreach (int k in _kernel)
            window *= k;
        Weight = CreateParameter(shape, weightAttr, defaultInitializer: transposed ? null : new Normal(0.0, Math.Sqrt(2.0 / ((double)window * inChannels))));
        Bias = CreateBias([outChannels], biasAttr);
    }

    /// <summary>The filters.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias, [out], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Groups of channels that do not see each other.</summary>
    public int Groups { get; }

    /// <summary>The order of the dimensions.</summary>
    public string DataFormat { get; }

    /// <inheritdoc/>
    public override string ExtraRepr()
        => $"{_inChannels}, {_outChannels}, kernel_size={_kernel}, stride={_stride}, padding={_padding}, data_format={DataFormat}";

    /// <summary>What is left to pad once <see cref="PadInput"/> has run.</summary>
    private protected Padding PaddingLeft => _padding;

    private protected Tensor PadInput(Tensor input)
    {
        return input;
    }
}
