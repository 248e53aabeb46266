using Trireme.NN;

namespace Trireme.Vision.Models;

/// <summary>Two convolutions around which the input is led.</summary>
internal sealed class BasicBlock(int inplanes, int planes, int stride, Sequential? downsample) : Layer
{
    public Conv2D Conv1 { get; } = new(inplanes, planes, 3, stride: stride, padding: 1, biasAttr: false);

    public BatchNorm2D Bn1 { get; } = new(planes);

    public Conv2D Conv2 { get; } = new(planes, planes, 3, padding: 1, biasAttr: false);

    public BatchNorm2D Bn2 { get; } = new(planes);

    public Sequential? Downsample { get; } = downsample;

    public override Tensor Forward(Tensor input)
        => FusedChain.Call(input, Downsample is null ? input : Downsample.Call(input), (Conv1, Bn1, "relu"), (Conv2, Bn2, "relu"));
}

/// <summary>Fewer channels, a convolution, more channels, around which the input is led.</summary>
internal sealed class BottleneckBlock(int inplanes, int planes, int stride, Sequential? downsample, int groups, int baseWidth) : Layer
{
    public const int Expansion = 4;

    public Conv2D Conv1 { get; } = new(inplanes, Width(planes, groups, baseWidth), 1, biasAttr: false);

    public BatchNorm2D Bn1 { get; } = new(Width(planes, groups, baseWidth));

    public Conv2D Conv2 { get; } = new(Width(planes, groups, baseWidth), Width(planes, groups, baseWidth), 3, stride: stride, padding: 1, groups: groups,
        biasAttr: false);

    public BatchNorm2D Bn2 { get; } = new(Width(planes, groups, baseWidth));

    public Conv2D Conv3 { get; } = new(Width(planes, groups, baseWidth), planes * Expansion, 1, biasAttr: false);

    public BatchNorm2D Bn3 { get; } = new(planes * Expansion);

    public Sequential? Downsample { get; } = downsample;

    public override Tensor Forward(Tensor input)
        => FusedChain.Call(input, Downsample is null ? input : Downsample.Call(input), (Conv1, Bn1, "relu"), (Conv2, Bn2, "relu"), (Conv3, Bn3, "relu"));

    private static int Width(int planes, int groups, int baseWidth) => (int)(planes * (baseWidth / 64.0)) * groups;
}
