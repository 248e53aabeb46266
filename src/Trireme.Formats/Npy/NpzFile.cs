using System.IO.Compression;
using Trireme.Formats.Files;

namespace Trireme.Formats.Npy;

/// <summary>An .npz archive, opened for reading: named arrays, each read when it is asked for. The format of numpy.savez and numpy.load.</summary>
/// <remarks>Reading through one instance from several threads is safe; the reads take turns.</remarks>
public sealed class NpzFile : IDisposable
{
    private const string Suffix = ".npy";

    // Deflate cannot make less than one byte out of 1032, so a larger claim is a lie.
    private const int LargestRatio = 1032;

    private readonly Lock _turn = new();
    private readonly string _path;
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _keys = [];

    private NpzFile(string path, ZipArchive archive)
    {
        _path = path;
        _archive = archive;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (!entry.FullName.EndsWith(Suffix, StringComparison.Ordinal))
                continue;
            string key = entry.FullName[..^Suffix.Length];
            if (!_entries.TryAdd(key, entry))
                throw new InvalidFileException(path, 0, $"the archive holds two arrays named '{key}'");
            _keys.Add(key);
        }
    }

    /// <summary>Names of the arrays, in the order of the archive (entry names without their ".npy"; other entries are left out).</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <summary>Reads one array; every call reads it anew.</summary>
    /// <param name="key">One of <see cref="Keys"/>.</param>
    /// <exception cref="KeyNotFoundException">There is no such array.</exception>
    /// <exception cref="InvalidFileException">The entry is damaged or not an array; its checksum is verified.</exception>
    public NumpyArray this[string key]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(key);
            if (!_entries.TryGetValue(key, out ZipArchiveEntry? entry))
                throw new KeyNotFoundException($"{_path}: there is no array '{key}'.\n  It holds: {Listing()}.\n  Pass one of these names.");
            lock (_turn)
                return Guard($"{_path}[{key}]", () => Read(entry, $"{_path}[{key}]"));
        }
    }

    /// <summary>Opens an archive and reads its table of contents.</summary>
    /// <param name="path">The .npz file; it stays open until <see cref="Dispose"/>.</param>
    /// <exception cref="InvalidFileException">The file is not a zip archive, or holds two arrays of one name.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static NpzFile Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return Guard(path, () => new NpzFile(path, new ZipArchive(stream, ZipArchiveMode.Read)));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Writes named arrays as an .npz archive, whole or not at all (see <see cref="AtomicFile"/>).</summary>
    /// <param name="path">The file to write or replace; no suffix is added.</param>
    /// <param name="arrays">Names and arrays, written in this order.</param>
    /// <param name="compress">Deflate (numpy.savez_compressed) instead of storing (numpy.savez).</param>
    /// <exception cref="InvalidArgumentException">A name occurs twice or is empty.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NumpyArray>> arrays, bool compress = false)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        var names = new HashSet<string>(StringComparer.Ordinal);
        List<KeyValuePair<string, NumpyArray>> list = [.. arrays];
        foreach ((string name, NumpyArray array) in list)
        {
            if (string.IsNullOrEmpty(name) || array is null || !names.Add(name))
            {
                throw new InvalidArgumentException(
                    $"npz: an array cannot be written under the name '{name}'.", "Names are not empty and occur once, arrays are not null.", "Rename it.");
            }
        }
        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach ((string name, NumpyArray array) in list)
            {
                ZipArchiveEntry entry = archive.CreateEntry(name + Suffix, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
                // A fixed date makes equal content equal bytes; the earliest one that zip can hold is what NumPy writes.
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using Stream content = entry.Open();
                NpyFile.Write(content, array);
            }
        });
    }

    /// <summary>Whether the archive holds an array of this name.</summary>
    /// <param name="key">The name, without ".npy".</param>
    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    /// <summary>Closes the file.</summary>
    public void Dispose() => _archive.Dispose();

    private static NumpyArray Read(ZipArchiveEntry entry, string name)
    {
        if (entry.Length / LargestRatio > entry.CompressedLength)
            throw new InvalidFileException(name, 0, $"the entry claims {entry.Length} bytes out of {entry.CompressedLength} compressed ones; deflate cannot");
        using Stream content = entry.Open();
        var reader = new NpyReader(content, name, entry.Length, 4 * entry.CompressedLength);
        NumpyArray array = reader.Read();
        if (reader.Offset != entry.Length)
            throw new InvalidFileException(name, reader.Offset, $"{entry.Length - reader.Offset} bytes follow the array of {array}");
        if (reader.Crc != entry.Crc32)
            throw new InvalidFileException(name, 0, $"the checksum of the content is {reader.Crc:x8}; the archive says {entry.Crc32:x8}");
        return array;
    }

    /// <summary>The platform's zip reader reports damage with exceptions of several kinds; they all mean one thing here.</summary>
    private static T Guard<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new InvalidFileException(name, 0, $"the zip archive is damaged ({e.Message.TrimEnd('.')})", innerException: e);
        }
    }

    private string Listing() => _keys.Count <= 12 ? string.Join(", ", _keys) : string.Join(", ", _keys.Take(12)) + $" and {_keys.Count - 12} more";
}
