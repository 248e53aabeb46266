using Trireme.NN.Initializers;
using F = Trireme.NN.Functional;

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

    private readonly string _paddingMode;
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
        if (paddingMode is not ("zeros" or "reflect" or "replicate" or "circular"))
            throw new InvalidArgumentException($"{GetType().Name}: paddingMode '{paddingMode}' is not known.", "It is one of zeros, reflect, replicate, circular.");
        _kernel = kernelSize.Repeat(dims, "kernelSize");
        _stride = stride.Repeat(dims, "stride");
        _dilation = dilation.Repeat(dims, "dilation");
        (_padding, Groups, _paddingMode, DataFormat, _inChannels, _outChannels) = (padding, groups, paddingMode, dataFormat, inChannels, outChannels);
        if (paddingMode != "zeros" && padding.Algorithm != "EXPLICIT")
            throw new InvalidArgumentException($"{GetType().Name}: padding '{padding}' needs paddingMode zeros.", null, "Give the padding in numbers.");
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
    private protected Padding PaddingLeft => _paddingMode == "zeros" ? _padding : 0;

    /// <summary>Whether the operator gets the input as the layer does: channels first, padded with zeros.</summary>
    internal bool IsPlain => _paddingMode == "zeros" && !DataFormat.EndsWith('C');

    private protected Tensor PadInput(Tensor input)
    {
        if (_paddingMode == "zeros")
            return input;
        // F.Pad begins with the last dimension; the resolved padding with the first: low and high end of each.
        Ints ends = _padding.Resolve(_kernel.Count, DataFormat.EndsWith('C'));
        var pad = new int[ends.Count];
        for (int i = 0; i < pad.Length; i += 2)
            (pad[i], pad[i + 1]) = (ends[pad.Length - 2 - i], ends[pad.Length - 1 - i]);
        return F.Pad(input, pad, _paddingMode, 0.0, DataFormat);
    }
}
