namespace Trireme.Formats.Files;

/// <summary>A file that cannot be used: what file, where in it, why, and what to do. The only exception a reader throws for bad content.</summary>
/// <remarks>Failures of the file system itself (a missing file, no permission, a failing disk) stay the exceptions that .NET throws.</remarks>
public sealed class InvalidFileException : IOException
{
    /// <summary>Builds the three-part message: the file, the offset with the reason, the advice.</summary>
    /// <param name="path">The file's path, or a name for the stream it came from.</param>
    /// <param name="offset">Bytes from the start of the file (of the entry, inside an archive) at which reading failed.</param>
    /// <param name="reason">What was found against what was expected, without a final full stop.</param>
    /// <param name="advice">What the reader of the message can do; a sentence of its own. Null stands for a damaged file.</param>
    /// <param name="innerException">The failure underneath, when a decoder of the platform reported it.</param>
    public InvalidFileException(string path, long offset, string reason, string? advice = null, Exception? innerException = null)
        : base($"{path}: the file cannot be used.\n  Offset {offset}: {reason}.\n  {advice ?? DamagedFile}", innerException)
    {
        Path = path;
        Offset = offset;
        Reason = reason;
    }

    /// <summary>Builds the three-part message for a file whose bytes can be read but whose content contradicts itself.</summary>
    /// <param name="path">The file's path, or a name for the stream it came from.</param>
    /// <param name="place">The part of the content, as a reader of the message would look for it: "block 0, operator 3 (conv2d)".</param>
    /// <param name="reason">What was found against what was expected, without a final full stop.</param>
    /// <param name="advice">What the reader of the message can do; a sentence of its own. Null stands for a damaged file.</param>
    public InvalidFileException(string path, string place, string reason, string? advice = null)
        : base($"{path}: the file cannot be used.\n  {place}: {reason}.\n  {advice ?? DamagedFile}")
    {
        Path = path;
        Offset = -1;
        Reason = reason;
    }

    /// <summary>The file's path, or the name given for the stream it came from.</summary>
    public string Path { get; }

    /// <summary>Bytes from the start of the file (of the entry, inside an archive) at which reading failed; -1 when a named part is at fault.</summary>
    public long Offset { get; }

    /// <summary>What was found against what was expected.</summary>
    public string Reason { get; }

    private const string DamagedFile = "The file is damaged or cut short; copy or download it again.";
}
