using Trireme.IO;

namespace Trireme.Vision.Datasets;

/// <summary>Handwritten digits: 60,000 grey images of 28 x 28 to train with, 10,000 to test.</summary>
/// <remarks>
/// Mirrors paddle.vision.datasets.MNIST. A sample is the image, through the transform, and the label 0 to 9 in an array of one, so that a batch's labels are
/// [B, 1] int64. Without a transform the image is an <see cref="Formats.Images.Image"/> with backend <c>"pil"</c>, a float32 tensor of 0 to 255 with
/// <c>"cv2"</c> ([28, 28]) and <c>"tensor"</c> ([1, 28, 28]); a transform sees bytes. Files are taken from the paths given, else from <see cref="DatasetCache"/>, else downloaded.
/// LeCun et al. 1998.
/// </remarks>
public class MNIST : Dataset
{
    private const int Classes = 10;

    private readonly LabelledImages _samples;

    /// <summary>Opens the data set.</summary>
    /// <param name="imagePath">The file of images (IDX, plain or gzip); null for the cache.</param>
    /// <param name="labelPath">The file of labels; null for the cache.</param>
    /// <param name="mode"><c>"train"</c> or <c>"test"</c>.</param>
    /// <param name="transform">Changes the image of each sample: a transform, a Compose or a lambda.</param>
    /// <param name="download">Whether files that are neither given nor in the cache are fetched.</param>
    /// <param name="backend"><c>"pil"</c>, <c>"cv2"</c> or <c>"tensor"</c>; <see cref="Vision.GetImageBackend"/> where null.</param>
    /// <exception cref="InvalidArgumentException">The mode or the backend is unknown, or a file is missing.</exception>
    /// <exception cref="Formats.Files.InvalidFileException">A file is damaged, the files do not belong together, or a label is not 0 to 9.</exception>
    /// <exception cref="DownloadException">No address gave the files.</exception>
    public MNIST(string? imagePath = null, string? labelPath = null, string mode = "train", Func<object?, object?>? transform = null, bool download = true, string? backend = null)
        : this("MNIST", [DatasetFile.MnistTrainImages, DatasetFile.MnistTrainLabels, DatasetFile.MnistTestImages, DatasetFile.MnistTestLabels],
            imagePath, labelPath, mode, transform, download, backend)
    {
    }

    private protected MNIST(string name, DatasetFile[] files, string? imagePath, string? labelPath, string mode, Func<object?, object?>? transform, bool download, string? backend)
    {
        bool train = DatasetSource.IsTrain(mode, name);
        ImageBackend.Require(backend ?? Vision.GetImageBackend(), name);
        string images = DatasetSource.PathOf(imagePath, files[train ? 0 : 2], download, name), labels = DatasetSource.PathOf(labelPath, files[train ? 1 : 3], download, name);
        (IdxFile pixels, IdxFile classes) = LabelledImages.Read(images, labels, Classes);
        _samples = new LabelledImages(pixels, classes, transform, backend, name);
        Mode = train ? "train" : "test";
    }

    /// <summary>Which part this is: <c>"train"</c> or <c>"test"</c>.</summary>
    public string Mode { get; }

    /// <inheritdoc/>
    public override int Length => _samples.Count;

    /// <inheritdoc/>
    public override Sample this[int idx] => _samples[idx];
}
