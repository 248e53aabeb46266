using System.Text;
using Trireme.Formats.Files;
using Trireme.Formats.Images;
using Trireme.IO;

namespace Trireme.Vision.Datasets;

/// <summary>Photographs and what each of their pixels shows, of 20 kinds: 2,913 to train with, 1,464 of them to test and 1,449 to validate.</summary>
/// <remarks>
/// Mirrors paddle.vision.datasets.VOC2012. A sample is the image, through the transform, and the kinds: 0 for the background, 255 where pixels do not count.
/// With backend <c>"pil"</c> both are images, the second in grey; with <c>"cv2"</c> float32 tensors [H, W, 3] and [H, W]; with <c>"tensor"</c> [3, H, W] and
/// [1, H, W]. Everingham et al. 2010.
/// </remarks>
public sealed class VOC2012 : Dataset, IDisposable
{
    private readonly TarFiles _archive;
    private readonly string[] _names;
    private readonly Func<object?, object?>? _transform;
    private readonly string _backend;

    /// <summary>Opens the data set.</summary>
    /// <param name="dataFile">The archive VOCtrainval_11-May-2012.tar; null for the cache.</param>
    /// <param name="mode"><c>"train"</c>, <c>"valid"</c> or <c>"test"</c>.</param>
    /// <param name="transform">Changes the image of each sample: a transform, a Compose or a lambda.</param>
    /// <param name="download">Whether an archive that is neither given nor in the cache is fetched.</param>
    /// <param name="backend"><c>"pil"</c>, <c>"cv2"</c> or <c>"tensor"</c>; <see cref="Vision.GetImageBackend"/> where null.</param>
    /// <exception cref="InvalidArgumentException">The mode or the backend is unknown, or the file is missing.</exception>
    /// <exception cref="InvalidFileException">The archive is damaged or lacks a part.</exception>
    /// <exception cref="DownloadException">No address gave the archive.</exception>
    public VOC2012(string? dataFile = null, string mode = "train", Func<object?, object?>? transform = null, bool download = true, string? backend = null)
    {
        ArgumentNullException.ThrowIfNull(mode);
        Mode = mode.ToLowerInvariant();
        string part = Mode switch
        {
            "train" => "trainval",
            "test" => "train",
            "valid" => "val",
            _ => throw new InvalidArgumentException($"VOC2012: mode is '{mode}'.", "It must be 'train', 'valid' or 'test'."),
        };
        _backend = ImageBackend.Require(backend ?? Vision.GetImageBackend(), "VOC2012");
        _transform = transform;
        _archive = TarFiles.Open(DatasetSource.PathOf(dataFile, DatasetFile.Voc2012, download, "VOC2012"));
        try
        {
            _names = Encoding.ASCII.GetString(_archive[$"VOCdevkit/VOC2012/ImageSets/Segmentation/{part}.txt"])
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        }
        catch
        {
            _archive.Dispose();
            throw;
        }
    }

    /// <summary>Which part this is.</summary>
    public string Mode { get; }

    /// <inheritdoc/>
    public override int Length => _names.Length;

    /// <inheritdoc/>
    public override Sample this[int idx]
    {
        get
        {
            if ((uint)idx >= (uint)Length)
                throw new OutOfRangeException($"Sample {idx} does not exist.", $"There are {Length}.");
            (Image picture, Image kinds) = Pictures(idx);
            object? image = ImageBackend.Picture(_backend, picture.Height, picture.Width, 3, picture.Pixels);
            object? label = ImageBackend.Picture(_backend, kinds.Height, kinds.Width, 1, kinds.Pixels);
            return new Sample(ImageBackend.Finish(_backend, _transform is null ? image : _transform(image)), ImageBackend.Finish(_backend, label));
        }
    }

    /// <summary>Closes the archive; samples cannot be read any more.</summary>
    public void Dispose() => _archive.Dispose();

    /// <summary>The photograph in colour, and the kinds in grey.</summary>
    internal (Image Picture, Image Kinds) Pictures(int idx)
    {
        string photograph = $"VOCdevkit/VOC2012/JPEGImages/{_names[idx]}.jpg", kinds = $"VOCdevkit/VOC2012/SegmentationClass/{_names[idx]}.png";
        Image coloured = ImageFile.Decode(_archive[kinds], kinds).ToRgb();
        return (ImageFile.Decode(_archive[photograph], photograph).ToRgb(), Image.FromPixels(coloured.Height, coloured.Width, 1, Kinds(coloured, kinds)));
    }

    // The files show kinds in colours that spell them: of each three bits of a kind, red, green and blue take one, the highest first.
    private static byte[] Kinds(Image coloured, string name)
    {
        var kinds = new byte[coloured.Height * coloured.Width];
        for (int i = 0; i < kinds.Length; i++)
        {
            ReadOnlySpan<byte> colour = coloured.Pixels.AsSpan(3 * i, 3);
            int kind = 0, left = 0;
            for (int bit = 0; bit < 3; bit++)
            {
                for (int channel = 0; channel < 3 && (3 * bit) + channel < 8; channel++)
                    kind |= ((colour[channel] >> (7 - bit)) & 1) << ((3 * bit) + channel);
            }
            for (int channel = 0; channel < 3; channel++)
                left |= colour[channel] & (channel < 2 ? 0x1F : 0x3F);
            kinds[i] = left == 0 ? (byte)kind
                : throw new InvalidFileException(name, 0, $"the colour {colour[0]}, {colour[1]}, {colour[2]} stands for no kind",
                    "Give the archive as published.");
        }
        return kinds;
    }
}
