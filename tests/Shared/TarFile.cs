using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Trireme.Tests.Shared;

/// <summary>A small archive in a folder of its own; deleted with it.</summary>
internal sealed class TarFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trireme-tar-").FullName;

    public TarFile(params (string Name, string Content)[] files)
        : this(compressed: true, files.Select(f => (f.Name, Encoding.UTF8.GetBytes(f.Content))).ToArray())
    {
    }

    public TarFile(bool compressed, params (string Name, byte[] Content)[] files)
    {
        Path = System.IO.Path.Combine(_folder, "archive");
        using FileStream file = File.Create(Path);
        using Stream content = compressed ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using var tar = new TarWriter(content);
        foreach ((string name, byte[] bytes) in files)
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
