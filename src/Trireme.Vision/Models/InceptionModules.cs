using Trireme.NN;
using F = Trireme.NN.Functional;

namespace Trireme.Vision.Models;

/// <summary>What the modules of <see cref="InceptionV3"/> are made of. Their members are named as Paddle's keys are.</summary>
internal abstract class InceptionModule : Layer
{
    protected static Sequential Conv(int inChannels, int outChannels, Ints kernel, int stride = 1, Padding padding = default)
        => ConvNormActivation.With(inChannels, outChannels, kernel, new ReLU(), stride, padding);

    // Windows of 1 x 7 and 7 x 1 that keep the size.
    protected static Sequential Wide(int inChannels, int outChannels) => Conv(inChannels, outChannels, (1, 7), 1, (0, 3));

    protected static Sequential High(int inChannels, int outChannels) => Conv(inChannels, outChannels, (7, 1), 1, (3, 0));

    protected static Tensor Average(Tensor x) => F.AvgPool2d(x, 3, stride: 1, padding: 1, exclusive: false);

    protected static Tensor Chain(Tensor x, params ReadOnlySpan<Layer> layers)
    {
        foreach (Layer layer in layers)
            x = layer.Call(x);
        return x;
    }
}

internal sealed class InceptionStem : InceptionModule
{
    public Sequential Conv_1a_3x3 { get; } = Conv(3, 32, 3, 2);

    public Sequential Conv_2a_3x3 { get; } = Conv(32, 32, 3);

    public Sequential Conv_2b_3x3 { get; } = Conv(32, 64, 3, 1, 1);

    public Sequential Conv_3b_1x1 { get; } = Conv(64, 80, 1);

    public Sequential Conv_4a_3x3 { get; } = Conv(80, 192, 3);

    public override Tensor Forward(Tensor input)
    {
        Tensor x = F.MaxPool2d(Chain(input, Conv_1a_3x3, Conv_2a_3x3, Conv_2b_3x3), 3, stride: 2);
        return F.MaxPool2d(Chain(x, Conv_3b_1x1, Conv_4a_3x3), 3, stride: 2);
    }
}

internal sealed class InceptionA(int channels, int pooled) : InceptionModule
{
    public Sequential Branch1x1 { get; } = Conv(channels, 64, 1);

    public Sequential Branch5x5_1 { get; } = Conv(channels, 48, 1);

    public Sequential Branch5x5_2 { get; } = Conv(48, 64, 5, 1, 2);

    public Sequential Branch3x3dbl_1 { get; } = Conv(channels, 64, 1);

    public Sequential Branch3x3dbl_2 { get; } = Conv(64, 96, 3, 1, 1);

    public Sequential Branch3x3dbl_3 { get; } = Conv(96, 96, 3, 1, 1);

    public Sequential Branch_pool_conv { get; } = Conv(channels, pooled, 1);

    public override Tensor Forward(Tensor input) => Paddle.Concat(
        [Branch1x1.Call(input), Chain(input, Branch5x5_1, Branch5x5_2), Chain(input, Branch3x3dbl_1, Branch3x3dbl_2, Branch3x3dbl_3),
            Branch_pool_conv.Call(Average(input))], 1);
}

internal sealed class InceptionB(int channels) : InceptionModule
{
    public Sequential Branch3x3 { get; } = Conv(channels, 384, 3, 2);

    public Sequential Branch3x3dbl_1 { get; } = Conv(channels, 64, 1);

    public Sequential Branch3x3dbl_2 { get; } = Conv(64, 96, 3, 1, 1);

    public Sequential Branch3x3dbl_3 { get; } = Conv(96, 96, 3, 2);

    public override Tensor Forward(Tensor input) => Paddle.Concat(
        [Branch3x3.Call(input), Chain(input, Branch3x3dbl_1, Branch3x3dbl_2, Branch3x3dbl_3), F.MaxPool2d(input, 3, stride: 2)], 1);
}

internal sealed class InceptionC(int channels, int inner) : InceptionModule
{
    public Sequential Branch1x1 { get; } = Conv(channels, 192, 1);

    public Sequential Branch7x7_1 { get; } = Conv(channels, inner, 1);

    public Sequential Branch7x7_2 { get; } = Wide(inner, inner);

    public Sequential Branch7x7_3 { get; } = High(inner, 192);

    public Sequential Branch7x7dbl_1 { get; } = Conv(channels, inner, 1);

    public Sequential Branch7x7dbl_2 { get; } = High(inner, inner);

    public Sequential Branch7x7dbl_3 { get; } = Wide(inner, inner);

    public Sequential Branch7x7dbl_4 { get; } = High(inner, inner);

    public Sequential Branch7x7dbl_5 { get; } = Wide(inner, 192);

    public Sequential Branch_pool_conv { get; } = Conv(channels, 192, 1);

    public override Tensor Forward(Tensor input) => Paddle.Concat(
        [Branch1x1.Call(input), Chain(input, Branch7x7_1, Branch7x7_2, Branch7x7_3),
            Chain(input, Branch7x7dbl_1, Branch7x7dbl_2, Branch7x7dbl_3, Branch7x7dbl_4, Branch7x7dbl_5), Branch_pool_conv.Call(Average(input))], 1);
}

internal sealed class InceptionD(int channels) : InceptionModule
{
    public Sequential Branch3x3_1 { get; } = Conv(channels, 192, 1);

    public Sequential Branch3x3_2 { get; } = Conv(192, 320, 3, 2);

    public Sequential Branch7x7x3_1 { get; } = Conv(channels, 192, 1);

    public Sequential Branch7x7x3_2 { get; } = Wide(192, 192);

    public Sequential Branch7x7x3_3 { get; } = High(192, 192);

    public Sequential Branch7x7x3_4 { get; } = Conv(192, 192, 3, 2);

    public override Tensor Forward(Tensor input) => Paddle.Concat(
        [Chain(input, Branch3x3_1, Branch3x3_2), Chain(input, Branch7x7x3_1, Branch7x7x3_2, Branch7x7x3_3, Branch7x7x3_4),
            F.MaxPool2d(input, 3, stride: 2)], 1);
}

internal sealed class InceptionE(int channels) : InceptionModule
{
    public Sequential Branch1x1 { get; } = Conv(channels, 320, 1);

    public Sequential Branch3x3_1 { get; } = Conv(channels, 384, 1);

    public Sequential Branch3x3_2a { get; } = Conv(384, 384, (1, 3), 1, (0, 1));

    public Sequential Branch3x3_2b { get; } = Conv(384, 384, (3, 1), 1, (1, 0));

    public Sequential Branch3x3dbl_1 { get; } = Conv(channels, 448, 1);

    public Sequential Branch3x3dbl_2 { get; } = Conv(448, 384, 3, 1, 1);

    public Sequential Branch3x3dbl_3a { get; } = Conv(384, 384, (1, 3), 1, (0, 1));

    public Sequential Branch3x3dbl_3b { get; } = Conv(384, 384, (3, 1), 1, (1, 0));

    public Sequential Branch_pool_conv { get; } = Conv(channels, 192, 1);

    public override Tensor Forward(Tensor input)
    {
        Tensor three = Branch3x3_1.Call(input), twice = Chain(input, Branch3x3dbl_1, Branch3x3dbl_2);
        return Paddle.Concat([Branch1x1.Call(input), Branch3x3_2a.Call(three), Branch3x3_2b.Call(three), Branch3x3dbl_3a.Call(twice),
            Branch3x3dbl_3b.Call(twice),
            Branch_pool_conv.Call(Average(input))], 1);
    }
}
