using System.Formats.Tar;
using System.IO.Compression;
using Trireme.Formats.Files;

namespace Trireme.Text;

/// <summary>A tar archive of text files, plain or gzip-compressed, read from front to back.</summary>
internal static class Archive
{
    /// <summary>Calls <paramref name="read"/> with the name, without a leading <c>./</c>, and the content of each file, in the archive's order.</summary>
    /// <exception cref="InvalidFileException">It is no whole archive.</exception>
    public static void Read(string path, Action<string, Stream> read)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            bool compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            using Stream content = compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var tar = new TarReader(content);
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                    read(entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name, entry.DataStream ?? Stream.Null);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new InvalidFileException(path, 0, $"it is no whole tar archive ({e.Message.TrimEnd('.')})", innerException: e);
        }
    }

    /// <summary>The lines of a UTF-8 text.</summary>
    public static IEnumerable<string> Lines(Stream content)
    {
        using var reader = new StreamReader(content, leaveOpen: true);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    /// <summary>The words of a line: what white space separates.</summary>
    public static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
