using Trireme.Formats.Images;

namespace Trireme.Vision.Datasets;

/// <summary>Finds image files below a folder and reads them: what DatasetFolder and ImageFolder have in common.</summary>
internal static class ImageFiles
{
    /// <summary>The extensions that count as images where the caller names none; Paddle's list.</summary>
    private static readonly string[] ImageExtensions = [".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp"];

    /// <summary>Which files count.</summary>
    public static Func<string, bool> Filter(IReadOnlyList<string>? extensions, Func<string, bool>? isValidFile, string name)
    {
        if (isValidFile is not null)
        {
            return extensions is null ? isValidFile
                : throw new InvalidArgumentException($"{name}: extensions and isValidFile are both given.", null, "Give one of them.");
        }
        IReadOnlyList<string> wanted = extensions ?? ImageExtensions;
        return path => wanted.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>All files below a folder that count, in order of their names, folder by folder.</summary>
    public static IEnumerable<string> Below(string folder, Func<string, bool> counts)
        => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Where(counts);

    public static void RequireFolder(string root, string name)
    {
        if (!Directory.Exists(root))
            throw new InvalidArgumentException($"{name}: the folder {root} does not exist.");
    }

    /// <summary>Reads a file in colour, red first, as the backend in use has it.</summary>
    public static object Load(string path)
    {
        Image image = ImageFile.Load(path).ToRgb();
        return ImageBackend.Picture(Vision.GetImageBackend(), image.Height, image.Width, 3, image.Pixels);
    }
}
