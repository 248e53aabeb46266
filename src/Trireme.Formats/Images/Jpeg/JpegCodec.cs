namespace Trireme.Formats.Images.Jpeg;

/// <summary>JPEG, read only: baseline, extended sequential and progressive with Huffman codes and 8 bits a sample; grey, YCbCr, RGB, CMYK and YCCK.</summary>
/// <remarks>
/// Grey files give one channel, all others three. Any whole ratio of chroma subsampling is read; halved components are interpolated as libjpeg does.
/// CMYK is taken to be stored inverted, as Adobe writes it, and becomes RGB without a colour profile, as Pillow does both.
/// A file without its end marker is refused as cut short.
/// </remarks>
public sealed class JpegCodec : IImageCodec
{
    /// <inheritdoc/>
    public string Name => "JPEG";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".jpg", ".jpeg"];

    /// <inheritdoc/>
    public bool CanEncode => false;

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> start) => start.StartsWith([(byte)0xFF, (byte)0xD8, (byte)0xFF]);

    /// <inheritdoc/>
    public Image Decode(ReadOnlySpan<byte> data, string path, long maxPixels) => new JpegDecoder(data, path, maxPixels).Decode();

    /// <inheritdoc/>
    public void Encode(Image image, Stream output) => throw new NotSupportedException("JPEG is read, not written.\n  Write PNG instead.");
}
