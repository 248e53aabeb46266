namespace Trireme.Vision.Datasets;

/// <summary>The data sets of this namespace, for programs that list them.</summary>
/// <remarks>Stands for <c>paddle.vision.datasets.__all__</c>.</remarks>
public static class VisionDatasets
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        nameof(DatasetFolder), nameof(ImageFolder), nameof(MNIST), nameof(FashionMNIST), nameof(Cifar10), nameof(Cifar100), nameof(Flowers), nameof(VOC2012),
        nameof(Digits),
    ];
}
