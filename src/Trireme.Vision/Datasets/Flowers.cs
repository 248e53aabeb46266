using Trireme.Formats.Files;
using Trireme.Formats.Images;
using Trireme.Formats.Matlab;
using Trireme.IO;

namespace Trireme.Vision.Datasets;

/// <summary>Photographs of flowers of 102 kinds: 6,149 to train with, 1,020 to test and 1,020 to validate.</summary>
/// <remarks>
/// Mirrors paddle.vision.datasets.Flowers. A sample is the image, through the transform, and the kind 1 to 102 in an int64 array of one. Without a transform
/// the image is an <see cref="Image"/> with backend <c>"pil"</c>, a float32 tensor of 0 to 255 with <c>"cv2"</c> ([H, W, 3], red first) and <c>"tensor"</c>
/// ([3, H, W]). As in Paddle, the part that was published for tests, the largest, is the one to train with. Nilsback and Zisserman 2008.
/// </remarks>
public sealed class Flowers : Dataset, IDisposable
{
    private readonly TarFiles _archive;
    private readonly (int Image, long Label)[] _samples;
    private readonly Func<object?, object?>? _transform;
    private readonly string _backend;

    /// <summary>Opens the data set.</summary>
    /// <param name="dataFile">The archive 102flowers.tgz; null for the cache.</param>
    /// <param name="labelFile">The kinds, imagelabels.mat; null for the cache.</param>
    /// <param name="setidFile">The parts, setid.mat; null for the cache.</param>
    /// <param name="mode"><c>"train"</c>, <c>"valid"</c> or <c>"test"</c>.</param>
    /// <param name="transform">Changes the image of each sample: a transform, a Compose or a lambda.</param>
    /// <param name="download">Whether files that are neither given nor in the cache are fetched.</param>
    /// <param name="backend"><c>"pil"</c>, <c>"cv2"</c> or <c>"tensor"</c>; <see cref="Vision.GetImageBackend"/> where null.</param>
    /// <exception cref="InvalidArgumentException">The mode or the backend is unknown, or a file is missing.</exception>
    /// <exception cref="InvalidFileException">A file is damaged, or they do not belong together.</exception>
    /// <exception cref="DownloadException">No address gave a file.</exception>
    public Flowers(string? dataFile = null, string? labelFile = null, string? setidFile = null, string mode = "train", Func<object?, object?>? transform = null,
        bool download = true, string? backend = null)
    {
        _backend = ImageBackend.Require(backend ?? Vision.GetImageBackend(), "Flowers");
        _transform = transform;
        (_archive, _samples) = Read(dataFile, labelFile, setidFile, mode, download);
        Mode = mode.ToLowerInvariant();
    }

    /// <summary>Which part this is.</summary>
    public string Mode { get; }

    /// <inheritdoc/>
    public override int Length => _samples.Length;

    /// <inheritdoc/>
    public override Sample this[int idx]
    {
        get
        {
            if ((uint)idx >= (uint)Length)
                throw new OutOfRangeException($"Sample {idx} does not exist.", $"There are {Length}.");
            (int image, long label) = _samples[idx];
            Image picture = ImageFile.Decode(_archive[NameOf(image)], NameOf(image)).ToRgb();
            object? result = ImageBackend.Picture(_backend, picture.Height, picture.Width, 3, picture.Pixels);
            return new Sample(ImageBackend.Finish(_backend, _transform is null ? result : _transform(result)), new[] { label });
        }
    }

    /// <summary>Closes the archive; samples cannot be read any more.</summary>
    public void Dispose() => _archive.Dispose();

    /// <summary>The encoded picture and the kind of each sample of a part.</summary>
    internal static (TarFiles Archive, (int Image, long Label)[] Samples) Read(string? dataFile, string? labelFile, string? setidFile, string mode,
        bool download)
    {
        ArgumentNullException.ThrowIfNull(mode);
        string part = mode.ToLowerInvariant() switch
        {
            "train" => "tstid",
            "test" => "trnid",
            "valid" => "valid",
            _ => throw new InvalidArgumentException($"Flowers: mode is '{mode}'.", "It must be 'train', 'valid' or 'test'."),
        };
        string labelPath = DatasetSource.PathOf(labelFile, DatasetFile.FlowersLabels, download, "Flowers");
        string partPath = DatasetSource.PathOf(setidFile, DatasetFile.FlowersParts, download, "Flowers");
        double[] labels = Matrix(labelPath, "labels"), images = Matrix(partPath, part);
        TarFiles archive = TarFiles.Open(DatasetSource.PathOf(dataFile, DatasetFile.Flowers, download, "Flowers"));
        try
        {
            return (archive, Array.ConvertAll(images, image => image >= 1 && image <= labels.Length && archive.Has(NameOf((int)image)) ? ((int)image,
                (long)labels[(int)image - 1])
                : throw new InvalidFileException(partPath, 0, $"it names image {image}; there are {labels.Length} kinds and no file {NameOf((int)image)}",
                    "Give the three files as published.")));
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    internal static string NameOf(int image) => $"jpg/image_{image:D5}.jpg";

    private static double[] Matrix(string path, string name) => MatFile.Read(path).TryGetValue(name, out MatMatrix? matrix) ? matrix.Values
        : throw new InvalidFileException(path, 0, $"there is no matrix '{name}' in it", "Give the file as published.");
}
