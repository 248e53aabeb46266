namespace Trireme.Fluid;

/// <summary>How a RecordIO file's chunks are compressed. The numbers are those in the file.</summary>
/// <remarks>Mirrors fluid.core.RecordIOWriter.Compressor.</remarks>
public enum Compressor
{
    /// <summary>Not at all.</summary>
    NoCompress = 0,

    /// <summary>Snappy, in the stream format of the library that Paddle uses: fast, and about half as strong as gzip.</summary>
    Snappy = 1,

    /// <summary>Gzip. Paddle 1.x names it but neither reads nor writes it.</summary>
    Gzip = 2,
}
