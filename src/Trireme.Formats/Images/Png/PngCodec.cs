namespace Trireme.Formats.Images.Png;

/// <summary>PNG: every colour type, depth, palette, transparency and interlacing is read; eight-bit images of 1 to 4 channels are written.</summary>
/// <remarks>
/// Sixteen-bit samples keep their high byte, as Pillow does for colour. Transparency (tRNS) becomes an alpha channel. Chunk checksums are verified.
/// </remarks>
public sealed class PngCodec : IImageCodec
{
    /// <inheritdoc/>
    public string Name => "PNG";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".png"];

    /// <inheritdoc/>
    public bool CanEncode => true;

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> start) => start.StartsWith(PngDecoder.Signature);

    /// <inheritdoc/>
    public Image Decode(ReadOnlySpan<byte> data, string path, long maxPixels) => new PngDecoder(data, path, maxPixels).Decode();

    /// <inheritdoc/>
    public void Encode(Image image, Stream output)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(output);
        PngEncoder.Encode(image, output);
    }
}
