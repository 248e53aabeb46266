using Trireme.NN;
using F = Trireme.NN.Functional;

namespace Trireme.Vision.Models;

/// <summary>Network of inverted residual blocks with squeeze and excitation for images [N, 3, H, W].</summary>
/// <remarks>
/// Mirrors what paddle.vision.models.MobileNetV3Large and MobileNetV3Small share, keys included (<c>conv.0.weight</c>,
/// <c>blocks.0.bottleneck_conv.0.weight</c>,
/// <c>blocks.3.mid_se.fc1.weight</c>, <c>classifier.3.bias</c>). Howard et al. 2019.
/// </remarks>
public abstract class MobileNetV3 : Layer
{
    private const double Momentum = 0.99, Epsilon = 0.001;

    private protected MobileNetV3(BlockShape[] shapes, int lastChannel, double scale, int numClasses, bool withPool)
    {
        if (!(scale > 0) || !double.IsFinite(scale))
            throw new InvalidArgumentException($"{GetType().Name}: scale is {scale}.", "It must be above 0.");
        (NumClasses, WithPool) = (numClasses, withPool);
        int channels = Channels.Rounded(shapes[0].In * scale);
        Conv = Norm(3, channels, 3, new Hardswish(), stride: 2);
        Blocks = new Sequential([.. shapes.Select(s => new Block(s, scale))]);
        channels = Channels.Rounded(shapes[^1].Out * scale);
        LastConv = AddSublayer("lastconv", Norm(channels, channels * 6, 1, new Hardswish()));
        if (numClasses > 0)
        {
            int last = Channels.Rounded(lastChannel * scale);
            Classifier = new Sequential(new Linear(channels * 6, last), new Hardswish(), new Dropout(0.2), new Linear(last, numClasses));
        }
    }

    /// <summary>The size of the output.</summary>
    public int NumClasses { get; }

    /// <summary>Whether the features are averaged over the image.</summary>
    public bool WithPool { get; }

    /// <summary>The first convolution.</summary>
    public Sequential Conv { get; }

    /// <summary>The inverted residual blocks.</summary>
    public Sequential Blocks { get; }

    /// <summary>The fully connected part, or null.</summary>
    public Sequential? Classifier { get; }

    // Paddle's key is one word, "lastconv": the layer is held under that name, not by this member.
    private Func<Tensor, Tensor> LastConv { get; }

    /// <summary>Computes [N, classes] from [N, 3, H, W]; without classes the features.</summary>
    /// <param name="input">The images.</param>
    public override Tensor Forward(Tensor input)
    {
        Tensor x = LastConv(Blocks.Call(Conv.Call(input)));
        if (WithPool)
            x = F.AdaptiveAvgPool2d(x, 1);
        return Classifier is null ? x : Classifier.Call(x.Flatten(1));
    }

    private static Sequential Norm(int inChannels, int outChannels, int kernel, Layer? activation, int stride = 1, int groups = 1)
        => ConvNormActivation.With(inChannels, outChannels, kernel, activation, stride, (kernel - 1) / 2, groups, Momentum, Epsilon);

    /// <summary>What one block looks like, before the scale.</summary>
    private protected readonly record struct BlockShape(int In, int Kernel, int Expanded, int Out, bool Squeezes, bool IsHard, int Stride);

    private sealed class Block : Layer
    {
        private readonly bool _around;

        public Block(BlockShape shape, double scale)
        {
            (int inChannels, int expanded, int outChannels) = (Channels.Rounded(shape.In * scale), Channels.Rounded(shape.Expanded * scale),
                Channels.Rounded(shape.Out * scale));
            _around = shape.Stride == 1 && inChannels == outChannels;
            if (inChannels != expanded)
                ExpandConv = Norm(inChannels, expanded, 1, Activation());
            BottleneckConv = Norm(expanded, expanded, shape.Kernel, Activation(), shape.Stride, expanded);
            if (shape.Squeezes)
                MidSe = new SqueezeExcitation(expanded, Channels.Rounded(expanded / 4));
            LinearConv = Norm(expanded, outChannels, 1, null);

            Layer Activation() => shape.IsHard ? new Hardswish() : new ReLU();
        }

        public Sequential? ExpandConv { get; }

        public Sequential BottleneckConv { get; }

        public SqueezeExcitation? MidSe { get; }

        public Sequential LinearConv { get; }

        public override Tensor Forward(Tensor input)
        {
            Tensor x = BottleneckConv.Call(ExpandConv?.Call(input) ?? input);
            x = LinearConv.Call(MidSe?.Call(x) ?? x);
            return _around ? x + input : x;
        }
    }

    /// <summary>Scales each channel by what the means of all channels say.</summary>
    private sealed class SqueezeExcitation(int channels, int squeezed) : Layer
    {
        public Conv2D Fc1 { get; } = new(channels, squeezed, 1);

        public Conv2D Fc2 { get; } = new(squeezed, channels, 1);

        public override Tensor Forward(Tensor input)
            => F.Hardsigmoid(Fc2.Call(F.Relu(Fc1.Call(F.AdaptiveAvgPool2d(input, 1))))) * input;
    }
}
