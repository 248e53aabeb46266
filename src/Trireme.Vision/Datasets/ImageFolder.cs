using Trireme.IO;

namespace Trireme.Vision.Datasets;

/// <summary>All image files below a folder, without labels.</summary>
/// <remarks>Mirrors paddle.vision.datasets.ImageFolder. A sample has one field, the image through the transform.</remarks>
public class ImageFolder : Dataset
{
    private readonly Func<string, object?> _loader;
    private readonly Func<object?, object?>? _transform;

    /// <summary>Lists the files; they are read one by one when their samples are asked for.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="loader">Reads a file; in colour, as <see cref="Vision.GetImageBackend"/> says, where null.</param>
    /// <param name="extensions">Which files count, by the end of their name; the usual ones of images where null.</param>
    /// <param name="transform">Changes each image: a transform, a Compose or a lambda.</param>
    /// <param name="isValidFile">Which files count, instead of <paramref name="extensions"/>.</param>
    /// <exception cref="InvalidArgumentException">The folder does not exist or holds no file that counts, or both ways to choose files are given.</exception>
    public ImageFolder(string root, Func<string, object?>? loader = null, IReadOnlyList<string>? extensions = null, Func<object?, object?>? transform = null,
        Func<string, bool>? isValidFile = null)
    {
        Func<string, bool> counts = ImageFiles.Filter(extensions, isValidFile, "ImageFolder");
        ImageFiles.RequireFolder(root, "ImageFolder");
        Samples = [.. ImageFiles.Below(root, counts)];
        if (Samples.Count == 0)
            throw new InvalidArgumentException($"ImageFolder: no file was found below {root}.", null, "Name the files' extensions if they are unusual.");
        (_loader, _transform) = (loader ?? ImageFiles.Load, transform);
    }

    /// <summary>Every file.</summary>
    public IReadOnlyList<string> Samples { get; }

    /// <inheritdoc/>
    public override int Length => Samples.Count;

    /// <inheritdoc/>
    public override Sample this[int idx]
    {
        get
        {
            object? image = _loader(Samples[idx]);
            return new Sample(new object?[] { _transform is null ? image : _transform(image) });
        }
    }
}
