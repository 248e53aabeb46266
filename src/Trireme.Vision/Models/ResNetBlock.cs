namespace Trireme.Vision.Models;

/// <summary>What a <see cref="ResNet"/> is built of.</summary>
/// <remarks>Stands for the block classes that paddle.vision.models.ResNet takes.</remarks>
public enum ResNetBlock
{
    /// <summary>Two convolutions of 3 x 3: ResNet-18 and 34.</summary>
    BasicBlock,

    /// <summary>Convolutions of 1 x 1, 3 x 3 and 1 x 1: ResNet-50, 101, 152.</summary>
    BottleneckBlock,
}
