namespace Trireme.Formats.Images;

/// <summary>One image file format: how its files are told from others, read and, where the format can be written, written.</summary>
/// <remarks><see cref="ImageFile"/> holds the codecs this library has. A codec keeps no state between calls and may be used from several threads.</remarks>
public interface IImageCodec
{
    /// <summary>The format's usual name, such as "PNG".</summary>
    string Name { get; }

    /// <summary>File name extensions in lower case with the leading dot; the first is the usual one.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>True when <see cref="Encode"/> can write this format.</summary>
    bool CanEncode { get; }

    /// <summary>Whether a file that starts with these bytes is in this format. Looks at the content alone.</summary>
    /// <param name="start">The first bytes of the file, as many as there are up to 16 or more.</param>
    bool Recognizes(ReadOnlySpan<byte> start);

    /// <summary>Decodes a whole file.</summary>
    /// <param name="data">The file's bytes.</param>
    /// <param name="path">What error messages call the file.</param>
    /// <param name="maxPixels">The largest height x width to accept; judged before pixels are allocated.</param>
    /// <exception cref="Files.InvalidFileException">The file is truncated, corrupt, too large or uses a feature that is not read.</exception>
    Image Decode(ReadOnlySpan<byte> data, string path, long maxPixels);

    /// <summary>Writes an image.</summary>
    /// <param name="image">The pixels.</param>
    /// <param name="output">Where the file's bytes go.</param>
    /// <exception cref="NotSupportedException">The format is only read, or it cannot hold this number of channels.</exception>
    void Encode(Image image, Stream output);
}
