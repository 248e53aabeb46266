namespace Trireme.Vision.Datasets;

/// <summary>Small photographs of a hundred kinds of things: 50,000 of 32 x 32 in colour to train with, 10,000 to test.</summary>
/// <param name="dataFile">The archive cifar-100-python.tar.gz; null for the cache.</param>
/// <param name="mode"><c>"train"</c> or <c>"test"</c>.</param>
/// <param name="transform">Changes the image of each sample: a transform, a Compose or a lambda.</param>
/// <param name="download">Whether an archive that is neither given nor in the cache is fetched.</param>
/// <param name="backend"><c>"pil"</c>, <c>"cv2"</c> or <c>"tensor"</c>; <see cref="Vision.GetImageBackend"/> where null.</param>
/// <remarks>Mirrors paddle.vision.datasets.Cifar100. Samples are as in <see cref="Cifar10"/>; the labels, 0 to 99, are the fine ones. Krizhevsky 2009.</remarks>
public sealed class Cifar100(string? dataFile = null, string mode = "train", Func<object?, object?>? transform = null, bool download = true, string? backend = null)
    : Cifar10("Cifar100", DatasetFile.Cifar100, ("train", "test"), "fine_labels", 100, dataFile, mode, transform, download, backend);
