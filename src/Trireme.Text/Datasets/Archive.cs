using Trireme.Formats.Files;
using Trireme.Vision.Datasets;

namespace Trireme.Text;

/// <summary>A tar archive of text files, plain or gzip-compressed, read from front to back.</summary>
internal static class Archive
{
    /// <summary>Calls <paramref name="read"/> with the name, without a leading <c>./</c>, and the content of each file, in the archive's order.</summary>
    /// <exception cref="InvalidFileException">It is no whole archive.</exception>
    public static void Read(string path, Action<string, Stream> read) => TarFiles.Read(path, read);

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
