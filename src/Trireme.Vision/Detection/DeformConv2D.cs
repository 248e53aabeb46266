using Trireme.NN;
using Trireme.NN.Initializers;

namespace Trireme.Vision;

/// <summary>A 2-D convolution whose taps are moved by offsets, and weighted by a mask.</summary>
/// <remarks>Mirrors paddle.vision.ops.DeformConv2D; Dai et al. 2017, Zhu et al. 2019 with the mask. Weight [out, in / groups, h, w] starts normal with variance
/// 2 / (h · w · in), Bias [out] at 0.</remarks>
public sealed class DeformConv2D : Layer
{
    private readonly Ints _stride, _padding, _dilation;
    private readonly int _deformableGroups, _groups;

    /// <summary>A deformable convolution.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernelSize">The window, one value or two.</param>
    /// <param name="stride">Distance between windows; 1 where null.</param>
    /// <param name="padding">Zeros around the input; none where null.</param>
    /// <param name="dilation">Distance between the taps; 1 where null.</param>
    /// <param name="deformableGroups">Groups of channels with offsets of their own.</param>
    /// <param name="groups">Divides both channel counts.</param>
    /// <param name="weightAttr">How the weight is made and trained.</param>
    /// <param name="biasAttr">How the bias is made and trained; <c>false</c> for none.</param>
    /// <exception cref="InvalidArgumentException">Channels and groups do not make a convolution.</exception>
    public DeformConv2D(int inChannels, int outChannels, Ints kernelSize, Ints? stride = null, Ints? padding = null, Ints? dilation = null,
        int deformableGroups = 1, int groups = 1,
        ParamAttr? weightAttr = null, ParamAttr? biasAttr = null)
    {
        if (groups < 1 || inChannels % groups != 0 || outChannels % groups != 0)
            throw new InvalidArgumentException($"DeformConv2D: {inChannels} and {outChannels} channels are not divisible by groups {groups}.");
        (_stride, _padding, _dilation, _deformableGroups, _groups) = (stride ?? 1, padding ?? 0, dilation ?? 1, deformableGroups, groups);
        Ints size = kernelSize.Repeat(2, "kernelSize");
        Weight = CreateParameter([outChannels, inChannels / groups, size[0], size[1]], weightAttr,
            defaultInitializer: new Normal(0.0, Math.Sqrt(2.0 / ((double)size[0] * size[1] * inChannels))));
        Bias = CreateBias([outChannels], biasAttr);
    }

    /// <summary>The filters [out, in / groups, h, w].</summary>
    public Parameter Weight { get; }

    /// <summary>The bias [out], or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    /// <remarks>The input [N, C, H, W] and the offsets [N, 2 · deformableGroups · h · w, H', W'].</remarks>
    public override Tensor Forward(Tensor input, Tensor label) => Run(input, label, null);

    /// <inheritdoc/>
    /// <remarks>The input, the offsets and the mask [N, deformableGroups · h · w, H', W'].</remarks>
    public override Tensor Forward(Tensor x, Tensor y, Tensor z) => Run(x, y, z);

    private Tensor Run(Tensor x, Tensor offset, Tensor? mask)
        => Ops.DeformConv2d(x, offset, Weight, Bias, _stride, _padding, _dilation, _deformableGroups, _groups, mask);
}
