using Trireme.NN;
using F = Trireme.NN.Functional;

namespace Trireme.Vision.Models;

/// <summary>Network whose blocks work on half of the channels and then shuffle them, for images [N, 3, H, W].</summary>
/// <remarks>
/// Mirrors paddle.vision.models.ShuffleNetV2, keys included (<c>_conv1.0.weight</c>, <c>2_1._conv_dw_1.0.weight</c>, <c>_last_conv.1._mean</c>,
/// <c>_fc.bias</c>). Ma et al. 2018.
/// </remarks>
public sealed class ShuffleNetV2 : Layer
{
    private static readonly int[] Repeats = [4, 8, 4];
    private readonly Sequential _conv1, _lastConv;
    private readonly List<Layer> _blocks = [];
    private readonly Linear? _fc;

    /// <summary>A network with fresh parameters.</summary>
    /// <param name="scale">0.25, 0.33, 0.5, 1, 1.5 or 2: how wide it is.</param>
    /// <param name="act">The activation: "relu" or "swish".</param>
    /// <param name="numClasses">The size of the output; 0 or less for the features.</param>
    /// <param name="withPool">Whether the features are averaged over the image.</param>
    /// <exception cref="InvalidArgumentException">There is no such scale or activation.</exception>
    public ShuffleNetV2(double scale = 1.0, string act = "relu", int numClasses = 1000, bool withPool = true)
    {
        int[] stages = scale switch
        {
            0.25 => [24, 48, 96, 512],
            0.33 => [32, 64, 128, 512],
            0.5 => [48, 96, 192, 1024],
            1.0 => [116, 232, 464, 1024],
            1.5 => [176, 352, 704, 1024],
            2.0 => [224, 488, 976, 2048],
            _ => throw new InvalidArgumentException($"ShuffleNetV2: there is no scale {scale}.", "It is 0.25, 0.33, 0.5, 1, 1.5 or 2."),
        };
        if (act is not ("relu" or "swish"))
            throw new InvalidArgumentException($"ShuffleNetV2: there is no activation '{act}'.", "It is relu or swish.");
        (Scale, NumClasses, WithPool) = (scale, numClasses, withPool);
        Func<Layer> activation = act == "relu" ? () => new ReLU() : () => new Swish();
        int channels = 24;
        _conv1 = ConvNormActivation.With(3, channels, 3, activation(), stride: 2, padding: 1);
        for (int stage = 0; stage < Repeats.Length; stage++)
        {
            for (int i = 0; i < Repeats[stage]; i++)
            {
                Layer block = i == 0 ? new Narrowing(channels, stages[stage], activation) : new Block(stages[stage] / 2, activation);
                _blocks.Add(AddSublayer($"{stage + 2}_{i + 1}", block));
            }
            channels = stages[stage];
        }
        _lastConv = ConvNormActivation.With(channels, stages[^1], 1, activation());
        if (numClasses > 0)
            _fc = new Linear(stages[^1], numClasses);
    }

    /// <summary>How wide the network is.</summary>
    public double Scale { get; }

    /// <summary>The size of the output.</summary>
    public int NumClasses { get; }

    /// <summary>Whether the features are averaged over the image.</summary>
    public bool WithPool { get; }

    /// <summary>Computes [N, classes] from [N, 3, H, W]; without classes the features.</summary>
    /// <param name="inputs">The images.</param>
    public override Tensor Forward(Tensor inputs)
    {
        Tensor x = F.MaxPool2d(_conv1.Call(inputs), 3, stride: 2, padding: 1);
        foreach (Layer block in _blocks)
            x = block.Call(x);
        x = _lastConv.Call(x);
        if (WithPool)
            x = F.AdaptiveAvgPool2d(x, 1);
        return _fc is null ? x : _fc.Call(x.Flatten(1));
    }

    private static Sequential Depthwise(int channels, int stride)
        => ConvNormActivation.With(channels, channels, 3, null, stride, 1, channels);

    /// <summary>One half of the channels goes around the convolutions.</summary>
    private sealed class Block(int half, Func<Layer> activation) : Layer
    {
        private readonly Sequential _convPw = ConvNormActivation.With(half, half, 1, activation());
        private readonly Sequential _convDw = Depthwise(half, 1);
        private readonly Sequential _convLinear = ConvNormActivation.With(half, half, 1, activation());

        public override Tensor Forward(Tensor input)
        {
            Tensor[] halves = input.Split(2, 1);
            return F.ChannelShuffle(Paddle.Concat([halves[0], _convLinear.Call(_convDw.Call(_convPw.Call(halves[1])))], 1), 2);
        }
    }

    /// <summary>Half the size, and both halves of the new channels from all of the old.</summary>
    private sealed class Narrowing(int inChannels, int outChannels, Func<Layer> activation) : Layer
    {
        private readonly Sequential _convDw_1 = Depthwise(inChannels, 2);
        private readonly Sequential _convLinear_1 = ConvNormActivation.With(inChannels, outChannels / 2, 1, activation());
        private readonly Sequential _convPw_2 = ConvNormActivation.With(inChannels, outChannels / 2, 1, activation());
        private readonly Sequential _convDw_2 = Depthwise(outChannels / 2, 2);
        private readonly Sequential _convLinear_2 = ConvNormActivation.With(outChannels / 2, outChannels / 2, 1, activation());

        public override Tensor Forward(Tensor input) => F.ChannelShuffle(Paddle.Concat(
            [_convLinear_1.Call(_convDw_1.Call(input)), _convLinear_2.Call(_convDw_2.Call(_convPw_2.Call(input)))], 1), 2);
    }
}
