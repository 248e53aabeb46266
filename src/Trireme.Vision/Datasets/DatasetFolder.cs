using Trireme.IO;

namespace Trireme.Vision.Datasets;

/// <summary>Image files in one folder a class: root/dog/1.png, root/dog/more/2.png, root/cat/3.png.</summary>
/// <remarks>Mirrors paddle.vision.datasets.DatasetFolder. A sample is the image, through the transform, and the number of its class.</remarks>
public class DatasetFolder : Dataset
{
    private readonly Func<string, object?> _loader;
    private readonly Func<object?, object?>? _transform;

    /// <summary>Lists the files; they are read one by one when their samples are asked for.</summary>
    /// <param name="root">The folder that holds one folder a class.</param>
    /// <param name="loader">Reads a file; in colour, as <see cref="Vision.GetImageBackend"/> says, where null.</param>
    /// <param name="extensions">Which files count, by the end of their name; the usual ones of images where null.</param>
    /// <param name="transform">Changes each image: a transform, a Compose or a lambda.</param>
    /// <param name="isValidFile">Which files count, instead of <paramref name="extensions"/>.</param>
    /// <exception cref="InvalidArgumentException">The folder does not exist or holds no class or no file that counts, or both ways to choose files are given.</exception>
    public DatasetFolder(string root, Func<string, object?>? loader = null, IReadOnlyList<string>? extensions = null, Func<object?, object?>? transform = null,
        Func<string, bool>? isValidFile = null)
    {
        Func<string, bool> counts = ImageFiles.Filter(extensions, isValidFile, "DatasetFolder");
        ImageFiles.RequireFolder(root, "DatasetFolder");
        Classes = [.. Directory.EnumerateDirectories(root).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];
        ClassToIdx = Classes.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => p.i);
        Samples = [.. Classes.SelectMany((c, i) => ImageFiles.Below(Path.Combine(root, c), counts).Select(f => (f, i)))];
        if (Samples.Count == 0)
        {
            throw new InvalidArgumentException($"DatasetFolder: no file was found in the {Classes.Count} folders of {root}.", null,
                "Put the files into one folder a class, and name their extensions if they are unusual.");
        }
        (_loader, _transform) = (loader ?? ImageFiles.Load, transform);
    }

    /// <summary>The names of the classes: those of the folders, in order.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The number of each class.</summary>
    public IReadOnlyDictionary<string, int> ClassToIdx { get; }

    /// <summary>Every file and the number of its class.</summary>
    public IReadOnlyList<(string Path, int Target)> Samples { get; }

    /// <summary>The number of the class of every file.</summary>
    public IReadOnlyList<int> Targets => [.. Samples.Select(s => s.Target)];

    /// <inheritdoc/>
    public override int Length => Samples.Count;

    /// <inheritdoc/>
    public override Sample this[int idx]
    {
        get
        {
            (string path, int target) = Samples[idx];
            object? image = _loader(path);
            return new Sample(_transform is null ? image : _transform(image), target);
        }
    }
}
