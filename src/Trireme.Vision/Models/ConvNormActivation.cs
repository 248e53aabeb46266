using Trireme.NN;

namespace Trireme.Vision.Models;

/// <summary>The chain of convolution without bias, batch normalization and activation that mobile networks are made of.</summary>
internal static class ConvNormActivation
{
    public static Sequential Of(int inChannels, int outChannels, int kernelSize = 3, int stride = 1, int groups = 1, bool six = false)
        => new(new Conv2D(inChannels, outChannels, kernelSize, stride: stride, padding: (kernelSize - 1) / 2, groups: groups, biasAttr: false),
            new BatchNorm2D(outChannels), six ? new ReLU6() : new ReLU());
}
