using Trireme.NN;
using F = Trireme.NN.Functional;

namespace Trireme.Vision.Models;

/// <summary>Network of fire modules for images [N, 3, H, W]: 1.2 million parameters.</summary>
/// <remarks>Mirrors paddle.vision.models.SqueezeNet, keys included (<c>_conv.weight</c>, <c>_conv1._conv_path1._conv.weight</c>, <c>_conv9.bias</c>).
/// Iandola et al. 2016.</remarks>
public sealed class SqueezeNet : Layer
{
    private readonly Conv2D _conv;
    private readonly Fire _conv1, _conv2, _conv3, _conv4, _conv5, _conv6, _conv7, _conv8;
    private readonly Dropout? _drop;
    private readonly Conv2D? _conv9;

    /// <summary>A network with fresh parameters.</summary>
    /// <param name="version">"1.0", or "1.1" that needs 2.4 times less computation.</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the classes are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException">There is no such version.</exception>
    public SqueezeNet(string version, int numClasses = 1000, bool withPool = true)
    {
        if (version is not ("1.0" or "1.1"))
            throw new InvalidArgumentException($"SqueezeNet: there is no version '{version}'.", "It is 1.0 or 1.1.");
        (Version, NumClasses, WithPool) = (version, numClasses, withPool);
        int first = version == "1.0" ? 96 : 64;
        _conv = version == "1.0" ? new Conv2D(3, first, 7, stride: 2) : new Conv2D(3, first, 3, stride: 2, padding: 1);
        _conv1 = new Fire(first, 16, 64);
        _conv2 = new Fire(128, 16, 64);
        _conv3 = new Fire(128, 32, 128);
        _conv4 = new Fire(256, 32, 128);
        _conv5 = new Fire(256, 48, 192);
        _conv6 = new Fire(384, 48, 192);
        _conv7 = new Fire(384, 64, 256);
        _conv8 = new Fire(512, 64, 256);
        if (numClasses <= 0)
            return;
        _drop = new Dropout(0.5, mode: "downscale_in_infer");
        _conv9 = new Conv2D(512, numClasses, 1);
    }

    /// <summary>The version.</summary>
    public string Version { get; }

    /// <summary>The size of the output.</summary>
    public int NumClasses { get; }

    /// <summary>Whether the classes are averaged over the image.</summary>
    public bool WithPool { get; }

    /// <summary>Computes [N, classes] from [N, 3, H, W]; without pooling [N, classes, h, w], without classes the features.</summary>
    /// <param name="input">The images.</param>
    public override Tensor Forward(Tensor input)
    {
        Tensor x = Halve(F.Relu(_conv.Call(input)));
        x = _conv2.Call(_conv1.Call(x));
        if (Version == "1.0")
            x = _conv7.Call(_conv6.Call(_conv5.Call(_conv4.Call(Halve(_conv3.Call(x))))));
        else
            x = _conv7.Call(_conv6.Call(_conv5.Call(Halve(_conv4.Call(_conv3.Call(Halve(x)))))));
        x = _conv8.Call(Version == "1.0" ? Halve(x) : x);
        if (_conv9 is not null)
            x = _conv9.Call(_drop!.Call(x));
        return WithPool ? F.AdaptiveAvgPool2d(F.Relu(x), 1).Squeeze([2, 3]) : x;
    }

    private static Tensor Halve(Tensor x) => F.MaxPool2d(x, 3, stride: 2);

    private sealed class ReluConv(int inChannels, int outChannels, int kernel) : Layer
    {
        private readonly Conv2D _conv = new(inChannels, outChannels, kernel, padding: kernel / 2);

        public override Tensor Forward(Tensor input) => F.Relu(_conv.Call(input));
    }

    /// <summary>Few channels, then many: one half by 1 x 1, one by 3 x 3.</summary>
    private sealed class Fire(int inChannels, int squeezed, int expanded) : Layer
    {
        private readonly ReluConv _conv = new(inChannels, squeezed, 1);
        private readonly ReluConv _convPath1 = new(squeezed, expanded, 1);
        private readonly ReluConv _convPath2 = new(squeezed, expanded, 3);

        public override Tensor Forward(Tensor input)
        {
            Tensor x = _conv.Call(input);
            return Paddle.Concat([_convPath1.Call(x), _convPath2.Call(x)], 1);
        }
    }
}
