using Trireme.Formats.Files;
using Trireme.IO;

namespace Trireme.Vision.Datasets;

/// <summary>Grey images and labels in IDX files as samples: what MNIST and its relatives have in common.</summary>
internal sealed class LabelledImages
{
    private readonly IdxFile _images, _labels;
    private readonly Func<object?, object?>? _transform;
    private readonly string _backend;

    public LabelledImages(IdxFile images, IdxFile labels, Func<object?, object?>? transform, string? backend, string name)
    {
        (_images, _labels, _transform) = (images, labels, transform);
        _backend = ImageBackend.Require(backend ?? Vision.GetImageBackend(), name);
    }

    public int Count => _images.Count;

    /// <summary>The image, through the transform, and the label in an array of one.</summary>
    public Sample this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Count)
                throw new OutOfRangeException($"Sample {index} does not exist.", $"There are {Count}.");
            object? image = ImageBackend.Picture(_backend, _images.Shape[1], _images.Shape[2], 1, _images[index].ToArray());
            if (_transform is not null)
                image = _transform(image);
            return new Sample(ImageBackend.Finish(_backend, image), new long[] { _labels[index][0] });
        }
    }

    /// <summary>Reads two files that belong together, and looks at everything before the first sample is used.</summary>
    public static (IdxFile Images, IdxFile Labels) Read(string imagePath, string labelPath, int classes)
    {
        IdxFile images = IdxFile.Read(imagePath, 3), labels = IdxFile.Read(labelPath, 1);
        if (images.Count != labels.Count)
        {
            throw new InvalidFileException(labelPath, 4, $"there are {labels.Count} labels for the {images.Count} images in {imagePath}",
                "Give the two files of one part of the data set.");
        }
        if (images.Count == 0 || images.Shape[1] == 0 || images.Shape[2] == 0)
            throw new InvalidFileException(imagePath, 4, $"its shape [{string.Join(", ", images.Shape)}] holds no pixels");
        int wrong = labels.Data.IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        if (wrong >= 0)
            throw new InvalidFileException(labelPath, 8 + wrong, $"label {wrong} is {labels.Data[wrong]}; labels are 0 to {classes - 1}");
        return (images, labels);
    }
}
