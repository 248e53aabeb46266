using Trireme.NN;
using F = Trireme.NN.Functional;

namespace Trireme.Vision.Models;

/// <summary>Network of depthwise and pointwise convolutions for images [N, 3, H, W].</summary>
/// <remarks>
/// Mirrors paddle.vision.models.MobileNetV1, keys included (<c>conv1.0.weight</c>, <c>conv2_1._depthwise_conv.0.weight</c>, <c>fc.bias</c>). Howard et al.
/// 2017.
/// </remarks>
public sealed class MobileNetV1 : Layer
{
    // Name, channels in and out, stride.
    private static readonly (string Name, int In, int Out, int Stride)[] Blocks =
    [
        ("conv2_1", 32, 64, 1), ("conv2_2", 64, 128, 2), ("conv3_1", 128, 128, 1), ("conv3_2", 128, 256, 2), ("conv4_1", 256, 256, 1), ("conv4_2", 256, 512, 2),
        ("conv5_1", 512, 512, 1), ("conv5_2", 512, 512, 1), ("conv5_3", 512, 512, 1), ("conv5_4", 512, 512, 1), ("conv5_5", 512, 512, 1),
        ("conv5_6", 512, 1024, 2), ("conv6", 1024, 1024, 1),
    ];

    private readonly List<Layer> _blocks = [];

    /// <summary>A network with fresh parameters.</summary>
    /// <param name="scale">A factor on all numbers of channels; above 0.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException">The scale is so small that no channel is left.</exception>
    public MobileNetV1(double scale = 1.0, int numClasses = 1000, bool withPool = true)
    {
        if (!(scale * 32 >= 1) || !double.IsFinite(scale))
            throw new InvalidArgumentException($"MobileNetV1: scale is {scale}.", "It must be at least 1/32.");
        (Scale, NumClasses, WithPool) = (scale, numClasses, withPool);
        Conv1 = ConvNormActivation.Of(3, (int)(32 * scale), stride: 2);
        foreach ((string name, int inChannels, int outChannels, int stride) in Blocks)
            _blocks.Add(AddSublayer(name, new DepthwiseSeparable((int)(inChannels * scale), (int)(outChannels * scale), stride)));
        if (numClasses > 0)
            Fc = new Linear((int)(1024 * scale), numClasses);
    }

    /// <summary>The factor on all numbers of channels.</summary>
    public double Scale { get; }

    /// <summary>The size of the output.</summary>
    public int NumClasses { get; }

    /// <summary>Whether the features are averaged over the image.</summary>
    public bool WithPool { get; }

    /// <summary>The first convolution, 3 x 3.</summary>
    public Sequential Conv1 { get; }

    /// <summary>The fully connected layer, or null.</summary>
    public Linear? Fc { get; }

    /// <summary>Computes [N, classes] from [N, 3, H, W]; without classes the features.</summary>
    /// <param name="input">The images.</param>
    public override Tensor Forward(Tensor input)
    {
        Tensor x = Conv1.Call(input);
        foreach (Layer block in _blocks)
            x = block.Call(x);
        if (WithPool)
            x = F.AdaptiveAvgPool2d(x, 1);
        return Fc is null ? x : Fc.Call(x.Flatten(1));
    }

    private sealed class DepthwiseSeparable(int inChannels, int outChannels, int stride) : Layer
    {
        private readonly Sequential _depthwiseConv = ConvNormActivation.Of(inChannels, inChannels, stride: stride, groups: inChannels);
        private readonly Sequential _pointwiseConv = ConvNormActivation.Of(inChannels, outChannels, kernelSize: 1);

        public override Tensor Forward(Tensor input) => _pointwiseConv.Call(_depthwiseConv.Call(input));
    }
}
