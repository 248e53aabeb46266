namespace Trireme.Formats.Pickle;

/// <summary>How the bytes of a <see cref="Blob"/> lie in the file, and what they stand for.</summary>
internal enum BlobKind
{
    /// <summary>Bytes that stand for bytes.</summary>
    Bytes,

    /// <summary>One byte a character: a text of Python 2, which may be bytes in truth.</summary>
    ByteText,

    /// <summary>UTF-8 that stands for text.</summary>
    Utf8Text,

    /// <summary>UTF-8 whose code points 0 to 255 stand for bytes (how protocol 2 carries bytes).</summary>
    Utf8Bytes,
}
