using Trireme.NN;
using F = Trireme.NN.Functional;

namespace Trireme.Vision.Models;

/// <summary>Network of inverted residual blocks for images [N, 3, H, W]; small and fast.</summary>
/// <remarks>Mirrors paddle.vision.models.MobileNetV2, keys included (<c>features.0.0.weight</c>, <c>classifier.1.bias</c>). Sandler et al. 2018.</remarks>
public sealed class MobileNetV2 : Layer
{
    // Expansion, channels, blocks, stride of the first.
    private static readonly (int Expand, int Channels, int Count, int Stride)[] Stages =
        [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];

    /// <summary>A network with fresh parameters.</summary>
    /// <param name="scale">A factor on all numbers of channels; above 0.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException">The scale is not above 0.</exception>
    public MobileNetV2(double scale = 1.0, int numClasses = 1000, bool withPool = true)
    {
        if (!(scale > 0) || !double.IsFinite(scale))
            throw new InvalidArgumentException($"MobileNetV2: scale is {scale}.", "It must be above 0.");
        (NumClasses, WithPool) = (numClasses, withPool);
        int channels = Channels.Rounded(32 * scale);
        LastChannel = Channels.Rounded(1280 * Math.Max(1.0, scale));
        var layers = new List<Layer> { ConvNormActivation.Of(3, channels, stride: 2, six: true) };
        foreach ((int expand, int wide, int count, int stride) in Stages)
        {
            int next = Channels.Rounded(wide * scale);
            for (int i = 0; i < count; i++)
            {
                layers.Add(new InvertedResidual(channels, next, i == 0 ? stride : 1, expand));
                channels = next;
            }
        }
        layers.Add(ConvNormActivation.Of(channels, LastChannel, kernelSize: 1, six: true));
        Features = new Sequential([.. layers]);
        if (numClasses > 0)
            Classifier = new Sequential(new Dropout(0.2), new Linear(LastChannel, numClasses));
    }

    /// <summary>The size of the output.</summary>
    public int NumClasses { get; }

    /// <summary>Whether the features are averaged over the image.</summary>
    public bool WithPool { get; }

    /// <summary>The number of channels of the features.</summary>
    public int LastChannel { get; }

    /// <summary>The convolutional part.</summary>
    public Sequential Features { get; }

    /// <summary>The fully connected part, or null.</summary>
    public Sequential? Classifier { get; }

    /// <summary>Computes [N, classes] from [N, 3, H, W]; without classes the features.</summary>
    /// <param name="input">The images.</param>
    public override Tensor Forward(Tensor input)
    {
        Tensor x = Features.Call(input);
        if (WithPool)
            x = F.AdaptiveAvgPool2d(x, 1);
        return Classifier is null ? x : Classifier.Call(x.Flatten(1));
    }

    private sealed class InvertedResidual : Layer
    {
        private readonly bool _around;

        public InvertedResidual(int inChannels, int outChannels, int stride, int expand)
        {
            int hidden = inChannels * expand;
            _around = stride == 1 && inChannels == outChannels;
            Sequential depthwise = ConvNormActivation.Of(hidden, hidden, stride: stride, groups: hidden, six: true);
            var project = new Conv2D(hidden, outChannels, 1, biasAttr: false);
            var norm = new BatchNorm2D(outChannels);
            Conv = expand == 1 ? new Sequential(depthwise, project, norm)
                : new Sequential(ConvNormActivation.Of(inChannels, hidden, kernelSize: 1, six: true), depthwise, project, norm);
        }

        public Sequential Conv { get; }

        public override Tensor Forward(Tensor input) => _around ? input + Conv.Call(input) : Conv.Call(input);
    }
}
