using Trireme.NN;

namespace Trireme.Vision.Models;

/// <summary>The chain of convolution without bias, batch normalization and activation that mobile networks are made of.</summary>
internal static class ConvNormActivation
{
    public static Sequential Of(int inChannels, int outChannels, int kernelSize = 3, int stride = 1, int groups = 1, bool six = false)
        => new(new Conv2D(inChannels, outChannels, kernelSize, stride: stride, padding: (kernelSize - 1) / 2, groups: groups, biasAttr: false),
            new BatchNorm2D(outChannels), six ? new ReLU6() : new ReLU());

    /// <summary>The same with a choice of window, padding, activation (none where null) and normalization.</summary>
    public static Sequential With(int inChannels, int outChannels, Ints kernelSize, Layer? activation, int stride = 1, Padding padding = default,
        int groups = 1,
        double momentum = 0.9, double epsilon = 1e-5)
    {
        var conv = new Conv2D(inChannels, outChannels, kernelSize, stride: stride, padding: padding, groups: groups, biasAttr: false);
        var norm = new BatchNorm2D(outChannels, momentum, epsilon);
        return activation is null ? new Sequential(conv, norm) : new Sequential(conv, norm, activation);
    }
}
