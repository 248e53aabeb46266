namespace Trireme.Tests.Cli;

/// <summary>A folder of a test's own.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("trireme").FullName;

    public string this[string name] => Path.Combine(_path, name);

    public IEnumerable<string> Files => Directory.EnumerateFileSystemEntries(_path, "*", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(_path, p));

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
