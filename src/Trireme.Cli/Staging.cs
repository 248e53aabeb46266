namespace Trireme.Cli;

/// <summary>Files that appear together or not at all: they are written into a folder beside the target and moved when all are whole.</summary>
internal sealed class Staging : IDisposable
{
    private readonly string _folder, _target;

    /// <param name="target">The folder that receives the files; made when they are.</param>
    public Staging(string target)
    {
        _target = Path.GetFullPath(target);
        string parent = _target;
        while (!Directory.Exists(parent))
            parent = Path.GetDirectoryName(parent) ?? throw new DirectoryNotFoundException($"{target}: no such place.");
        _folder = Directory.CreateDirectory(Path.Combine(parent, $".trireme-{Guid.NewGuid():N}")).FullName;
    }

    /// <summary>Where to write a file for now.</summary>
    public string this[string name] => Path.Combine(_folder, name);

    /// <summary>Moves everything to where it belongs; returns the paths.</summary>
    public string[] Commit()
    {
        Directory.CreateDirectory(_target);
        return Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file =>
        {
            string path = Path.Combine(_target, Path.GetRelativePath(_folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(file, path, overwrite: true);
            return path;
        }).ToArray();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
