namespace Trireme.Vision.Datasets;

/// <summary>Articles of clothing in MNIST's format: 60,000 grey images of 28 x 28 to train with, 10,000 to test.</summary>
/// <param name="imagePath">The file of images (IDX, plain or gzip); null for the cache.</param>
/// <param name="labelPath">The file of labels; null for the cache.</param>
/// <param name="mode"><c>"train"</c> or <c>"test"</c>.</param>
/// <param name="transform">Changes the image of each sample: a transform, a Compose or a lambda.</param>
/// <param name="download">Whether files that are neither given nor in the cache are fetched.</param>
/// <param name="backend"><c>"pil"</c>, <c>"cv2"</c> or <c>"tensor"</c>; <see cref="Vision.GetImageBackend"/> where null.</param>
/// <remarks>
/// Mirrors paddle.vision.datasets.FashionMNIST. Samples are as in <see cref="MNIST"/>; the labels stand for T-shirt, trouser, pullover, dress, coat, sandal, shirt,
/// sneaker, bag, ankle boot. Xiao et al. 2017.
/// </remarks>
public sealed class FashionMNIST(string? imagePath = null, string? labelPath = null, string mode = "train", Func<object?, object?>? transform = null,
    bool download = true, string? backend = null)
    : MNIST("FashionMNIST", [DatasetFile.FashionMnistTrainImages, DatasetFile.FashionMnistTrainLabels, DatasetFile.FashionMnistTestImages, DatasetFile.FashionMnistTestLabels],
        imagePath, labelPath, mode, transform, download, backend);
