using Trireme.Formats.Files;
using Trireme.Formats.Images.Bmp;
using Trireme.Formats.Images.Jpeg;
using Trireme.Formats.Images.Netpbm;
using Trireme.Formats.Images.Png;

namespace Trireme.Formats.Images;

/// <summary>Reads and writes image files. The format is told by the content when reading and by the extension when writing.</summary>
/// <remarks>Reads PNG, JPEG (baseline and progressive), BMP, PGM and PPM; writes PNG, PGM and PPM.</remarks>
public static class ImageFile
{
    /// <summary>The largest height x width accepted unless the caller says otherwise: 178,956,970 pixels, where Pillow stops too.</summary>
    public const long DefaultMaxPixels = 178_956_970;

    /// <summary>The formats, in the order they are tried.</summary>
    public static IReadOnlyList<IImageCodec> Codecs { get; } = [new PngCodec(), new JpegCodec(), new BmpCodec(), new NetpbmCodec()];

    /// <summary>Reads an image file.</summary>
    /// <param name="path">The file; its extension does not matter.</param>
    /// <param name="maxPixels">The largest height x width to accept.</param>
    /// <returns>Pixels as stored: palettes are resolved, <see cref="Image.Orientation"/> is reported and not applied.</returns>
    /// <exception cref="InvalidFileException">The file is in none of the formats, truncated, corrupt or too large.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Image Load(string path, long maxPixels = DefaultMaxPixels)
        => Decode(File.ReadAllBytes(path), path, maxPixels);

    /// <summary>Decodes the bytes of an image file.</summary>
    /// <param name="data">The whole file.</param>
    /// <param name="path">What error messages call the file.</param>
    /// <param name="maxPixels">The largest height x width to accept.</param>
    /// <returns>Pixels as stored: palettes are resolved, <see cref="Image.Orientation"/> is reported and not applied.</returns>
    /// <exception cref="InvalidFileException">The bytes are in none of the formats, truncated, corrupt or too large.</exception>
    public static Image Decode(ReadOnlySpan<byte> data, string path = "(memory)", long maxPixels = DefaultMaxPixels)
    {
        foreach (IImageCodec codec in Codecs)
        {
            if (codec.Recognizes(data))
            {
                return codec.Decode(data, path, maxPixels);
            }
        }
        string start = data.IsEmpty ? "it is empty" : $"it starts with {Convert.ToHexString(data[..Math.Min(8, data.Length)])}";
        throw new InvalidFileException(path, 0, $"not a {string.Join(", ", Codecs.Select(c => c.Name))} image: {start}", "Give the path of an image file.");
    }

    /// <summary>Encodes an image into the bytes of a file.</summary>
    /// <param name="image">The pixels.</param>
    /// <param name="extension">Which format: ".png", ".pgm" or ".ppm", in any case.</param>
    /// <exception cref="NotSupportedException">The format is not written, or cannot hold this number of channels.</exception>
    public static byte[] Encode(Image image, string extension = ".png")
    {
        ArgumentNullException.ThrowIfNull(image);
        using var bytes = new MemoryStream();
        WriterOf(extension).Encode(image, bytes);
        return bytes.ToArray();
    }

    /// <summary>Writes an image file: beside the target first, then renamed, so that a reader never sees half a file.</summary>
    /// <param name="image">The pixels.</param>
    /// <param name="path">The target; its extension chooses the format: .png, .pgm or .ppm.</param>
    /// <exception cref="NotSupportedException">The format is not written, or cannot hold this number of channels.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(Image image, string path)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentException.ThrowIfNullOrEmpty(path);
        IImageCodec codec = WriterOf(Path.GetExtension(path));
        AtomicFile.Write(path, stream => codec.Encode(image, stream));
    }

    private static IImageCodec WriterOf(string extension)
        => Codecs.FirstOrDefault(c => c.CanEncode && c.Extensions.Contains(extension.ToLowerInvariant()))
            ?? throw new NotSupportedException($"ImageFile: images cannot be written as '{extension}'."
                + $"\n  Written are {string.Join(", ", Codecs.Where(c => c.CanEncode).SelectMany(c => c.Extensions))}.\n  Choose one of these extensions.");
}
