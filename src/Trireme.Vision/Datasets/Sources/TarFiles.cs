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

    /// <summary>Calls <paramref name="read"/> with the name, without a leading <c>./</c>, and the content of each file, in the archive's order.</summary>
    /// <exception cref="InvalidFileException">It is no whole archive, or damaged where <paramref name="read"/> reads it.</exception>
    public static void Read(string path, Action<string, Stream> read)
    {
        using FileStream file = File.OpenRead(path);
        using Stream plain = Plain(file);
        using var tar = new TarReader(plain);
        while (Next(tar, path) is { } entry)
        {
            Guarded(path, () =>
            {
                read(NameOf(entry), entry.DataStream ?? Stream.Null);
                return true;
            });
        }
    }

    /// <summary>The files whose names are wanted, in the archive's order.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Read(string path, Func<string, bool> wanted)
    {
        using FileStream file = File.OpenRead(path);
        using Stream plain = Plain(file);
        using var tar = new TarReader(plain);
        while (Next(tar, path) is { } entry)
        {
            if (wanted(NameOf(entry)))
                yield return (NameOf(entry), Guarded(path, () => Content(entry, path)));
        }
    }

    /// <summary>An archive whose files can be read in any order. A compressed one is unpacked into a temporary file, which goes when this does.</summary>
    public static TarFiles Open(string path)
    {
        FileStream file = File.OpenRead(path);
        try
        {
            if (IsCompressed(file))
            {
                using var plain = new GZipStream(file, CompressionMode.Decompress);
                file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
                Guarded(path, () =>
                {
                    plain.CopyTo(file);
                    return true;
                });
                file.Position = 0;
            }
            var files = new TarFiles(file, path);
            using var tar = new TarReader(file, leaveOpen: true);
            while (Next(tar, path) is { } entry)
            {
                int length = Length(entry, path);
                if (entry.DataOffset + length > file.Length)
                    throw new InvalidFileException(path, entry.DataOffset, $"it ends inside {entry.Name}");
                files._places[NameOf(entry)] = (entry.DataOffset, length);
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

    private static bool IsCompressed(FileStream file)
    {
        bool isCompressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isCompressed;
    }

    private static Stream Plain(FileStream file) => IsCompressed(file) ? new GZipStream(file, CompressionMode.Decompress) : file;

    // The next file: folders and links are none.
    private static TarEntry? Next(TarReader tar, string path) => Guarded(path, () =>
    {
        TarEntry? entry = tar.GetNextEntry();
        while (entry is not (null or { EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile }))
            entry = tar.GetNextEntry();
        return entry;
    });

    // Copied in pieces: a header may claim more than there is.
    private static byte[] Content(TarEntry entry, string path)
    {
        int length = Length(entry, path);
        var content = new MemoryStream();
        // One without content has no stream.
        entry.DataStream?.CopyTo(content);
        return content.Length == length ? content.ToArray() : throw new EndOfStreamException($"It ends inside {entry.Name}.");
    }

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new InvalidFileException(path, 0, $"it is no whole tar archive ({e.Message.TrimEnd('.')})", innerException: e);
        }
    }

    private static string NameOf(TarEntry entry) => entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;

    private static int Length(TarEntry entry, string path) => entry.Length <= Array.MaxLength ? (int)entry.Length
        : throw new InvalidFileException(path, 0, $"{entry.Name} has {entry.Length} bytes, more than an array can hold");
}
