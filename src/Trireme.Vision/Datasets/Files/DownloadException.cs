namespace Trireme.Vision.Datasets;

/// <summary>A data set's file could not be had from any of its addresses. The message lists each with its reason, and where to put the file by hand.</summary>
public sealed class DownloadException : IOException
{
    internal DownloadException(DatasetFile file, string path, IReadOnlyList<(string Url, string Reason)> failures)
        : base($"{path}: the file is not there and could not be downloaded.\n"
            + string.Concat(failures.Select(f => $"  {f.Url}: {f.Reason}\n"))
            + $"  Get {file.Name} (MD5 {file.Md5}) by other means and put it at that path, or set {DatasetCache.HomeVariable} to a folder that holds {file.Module}/{file.Name}.")
    {
        Path = path;
        Urls = [.. failures.Select(f => f.Url)];
    }

    /// <summary>Where the file belongs.</summary>
    public string Path { get; }

    /// <summary>The addresses that were tried, in order.</summary>
    public IReadOnlyList<string> Urls { get; }
}
