using Trireme.IO;

namespace Trireme.Vision.Datasets;

/// <summary>Small photographs of ten kinds of things: 50,000 of 32 x 32 in colour to train with, 10,000 to test.</summary>
/// <remarks>
/// Mirrors paddle.vision.datasets.Cifar10. A sample is the image, through the transform, and the label 0 to 9 as a number, so that a batch's labels are [B] int64.
/// Without a transform the image is an <see cref="Formats.Images.Image"/> with backend <c>"pil"</c>, a float32 tensor of 0 to 255 with <c>"cv2"</c>
/// ([32, 32, 3], red first) and <c>"tensor"</c> ([3, 32, 32]). Krizhevsky 2009.
/// </remarks>
public class Cifar10 : Dataset
{
    private readonly CifarArchive _archive;
    private readonly Func<object?, object?>? _transform;
    private readonly string _backend;

    /// <summary>Opens the data set.</summary>
    /// <param name="dataFile">The archive cifar-10-python.tar.gz; null for the cache.</param>
    /// <param name="mode"><c>"train"</c> or <c>"test"</c>.</param>
    /// <param name="transform">Changes the image of each sample: a transform, a Compose or a lambda.</param>
    /// <param name="download">Whether an archive that is neither given nor in the cache is fetched.</param>
    /// <param name="backend"><c>"pil"</c>, <c>"cv2"</c> or <c>"tensor"</c>; <see cref="Vision.GetImageBackend"/> where null.</param>
    /// <exception cref="InvalidArgumentException">The mode or the backend is unknown, or the file is missing.</exception>
    /// <exception cref="Formats.Files.InvalidFileException">The archive is damaged or not CIFAR's.</exception>
    /// <exception cref="DownloadException">No address gave the archive.</exception>
    public Cifar10(string? dataFile = null, string mode = "train", Func<object?, object?>? transform = null, bool download = true, string? backend = null)
        : this("Cifar10", DatasetFile.Cifar10, ("data_batch", "test_batch"), "labels", 10, dataFile, mode, transform, download, backend)
    {
    }

    private protected Cifar10(string name, DatasetFile file, (string Train, string Test) parts, string labelKey, int classes,
        string? dataFile, string mode, Func<object?, object?>? transform, bool download, string? backend)
    {
        bool train = DatasetSource.IsTrain(mode, name);
        _backend = ImageBackend.Require(backend ?? Vision.GetImageBackend(), name);
        _archive = CifarArchive.Read(DatasetSource.PathOf(dataFile, file, download, name), train ? parts.Train : parts.Test, labelKey, classes);
        _transform = transform;
        Mode = train ? "train" : "test";
    }

    /// <summary>Which part this is: <c>"train"</c> or <c>"test"</c>.</summary>
    public string Mode { get; }

    /// <inheritdoc/>
    public override int Length => _archive.Count;

    /// <inheritdoc/>
    public override Sample this[int idx]
    {
        get
        {
            if ((uint)idx >= (uint)Length)
                throw new OutOfRangeException($"Sample {idx} does not exist.", $"There are {Length}.");
            object? image = ImageBackend.Picture(_backend, CifarArchive.Side, CifarArchive.Side, CifarArchive.Channels, _archive.Pixels(idx));
            if (_transform is not null)
                image = _transform(image);
            return new Sample(ImageBackend.Finish(_backend, image), _archive.Label(idx));
        }
    }
}
