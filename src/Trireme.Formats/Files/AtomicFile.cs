namespace Trireme.Formats.Files;

/// <summary>Writes a file whole or not at all: whatever fails, the file that was there before is still there, unharmed.</summary>
public static class AtomicFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>
    /// Writes to a temporary file beside <paramref name="path"/>, flushes it to the disk and renames it over <paramref name="path"/>.
    /// </summary>
    /// <param name="path">The file to write or replace. Its folder must exist; a symbolic link is followed and stays a link.</param>
    /// <param name="write">Writes the content into the stream it is given; the stream can seek and must not be closed.</param>
    /// <exception cref="IOException">The content could not be written (for instance: the disk is full). The temporary file is gone,
    /// the old file untouched. Exceptions that <paramref name="write"/> throws pass through with the same promise.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written, or <paramref name="path"/> is a folder.</exception>
    /// <remarks>The new file takes over the permission bits of the one it replaces. Needs room for both files at once.</remarks>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = Target(path);
        if (Directory.Exists(target))
            throw new UnauthorizedAccessException($"{path}: the file cannot be written.\n  It is a folder.\n  Give the path of a file inside it.");
        // Not made of the file's own name, which may be as long as a name can be.
        string temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, Options(target)))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            Discard(temporary);
            throw;
        }
    }

    private static string Target(string path)
    {
        string full = Path.GetFullPath(path);
        var file = new FileInfo(full);
        return file.LinkTarget is null ? full : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
    }

    private static FileStreamOptions Options(string target)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = BufferSize,
        };
        if (!OperatingSystem.IsWindows() && File.Exists(target))
            options.UnixCreateMode = File.GetUnixFileMode(target);
        return options;
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The failure that led here says more than a leftover that cannot be removed, and is on its way to the caller.
        }
    }
}
