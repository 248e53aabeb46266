using System.Formats.Tar;
using System.IO.Compression;
using Trireme.Formats.Files;

namespace Trireme.Vision.Datasets;

/// <summary>The files of a tar archive, plain or gzip-compressed: one after the other, or by name.</summary>
internal sealed class TarFiles : IDisposable
{
    private readonly Dictionary<string, (long Start, int Length)> _places = new(StringComparer.Ordinal);
    private readonly FileStream _tar;
    private readonly string _path;

    private TarFiles(FileStream tar, string path) => (_tar, _path) = (tar, path);

    /// <summary>The files whose names are wanted, in the archive's order.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Read(string path, Func<string, bool> wanted)
    {
        using FileStream file = File.OpenRead(path);
        using Stream plain = Plain(file);
        using var tar = new TarReader(plain);
        while (Next(tar, path) is { } entry)
        {
            if (!IsFile(entry) || !wanted(NameOf(entry)))
                continue;
            byte[] bytes = new byte[Length(entry, path)];
            entry.DataStream?.ReadExactly(bytes);
            yield return (NameOf(entry), bytes);
        }
    }

    /// <summary>An archive whose files can be read in any order. A compressed one is unpacked into a temporary file, which goes when this does.</summary>
    public static TarFiles Open(string path)
    {
        FileStream file = File.OpenRead(path);
        try
        {
            using Stream plain = Plain(file);
            if (plain is GZipStream)
            {
                FileStream copy = new(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
                Copy(plain, copy, path);
                file = copy;
            }
            else
            {
                file = File.OpenRead(path);
            }
            var files = new TarFiles(file, path);
            file.Position = 0;
            using var tar = new TarReader(file, leaveOpen: true);
            while (Next(tar, path) is { } entry)
            {
                if (IsFile(entry))
                    files._places[NameOf(entry)] = (entry.DataOffset, Length(entry, path));
            }
            return files;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public bool Has(string name) => _places.ContainsKey(name);

    /// <summary>The content of a file; several threads may ask at once.</summary>
    public byte[] this[string name]
    {
        get
        {
            if (!_places.TryGetValue(name, out (long Start, int Length) place))
                throw new InvalidFileException(_path, 0, $"there is no file {name} in it", "Give the archive as published.");
            byte[] content = new byte[place.Length];
            for (int at = 0; at < content.Length;)
            {
                int read = RandomAccess.Read(_tar.SafeFileHandle, content.AsSpan(at), place.Start + at);
                at += read > 0 ? read : throw new InvalidFileException(_path, place.Start + at, $"it ends inside {name}");
            }
            return content;
        }
    }

    public void Dispose() => _tar.Dispose();

    private static Stream Plain(FileStream file)
    {
        bool isCompressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static void Copy(Stream plain, FileStream copy, string path)
    {
        try
        {
            plain.CopyTo(copy);
        }
        catch (InvalidDataException e)
        {
            copy.Dispose();
            throw new InvalidFileException(path, 0, $"the gzip data is damaged ({e.Message.TrimEnd('.')})", innerException: e);
        }
    }

    private static TarEntry? Next(TarReader tar, string path)
    {
        try
        {
            return tar.GetNextEntry();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new InvalidFileException(path, 0, $"it is no whole tar archive ({e.Message.TrimEnd('.')})", innerException: e);
        }
    }

    // One without content has no stream.
    private static bool IsFile(TarEntry entry) => entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile;

    private static string NameOf(TarEntry entry) => entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;

    private static int Length(TarEntry entry, string path) => entry.Length <= Array.MaxLength ? (int)entry.Length
        : throw new InvalidFileException(path, 0, $"{entry.Name} has {entry.Length} bytes, more than an array can hold");
}
