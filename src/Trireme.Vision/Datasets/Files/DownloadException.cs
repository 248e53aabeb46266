namespace Trireme.Vision.Datasets;

/// <summary>A data set's file could not be had from any of its addresses. The message lists each with its reason, and where to put the file by hand.</summary>
public sealed class DownloadException : IOException
{
    internal DownloadException(DatasetFile file, string path, string? foundMd5, IReadOnlyList<(string Url, string Reason)> failures)
        : base((foundMd5 is null ? $"{path}: the file is not there and could not be downloaded.\n"
            : $"{path}: the file is damaged or another one (its MD5 is {foundMd5}), and the right one could not be downloaded.\n")
            + string.Concat(failures.Select(f => $"  {f.Url}: {f.Reason}\n"))
            + $"  Get {file.Name} (MD5 {file.Md5}) by other means and put it at that path, or set {DatasetCache.HomeVariable} to a folder that holds {file.Module}/{file.Name}.")
    {
        Path = path;
        FoundMd5 = foundMd5;
        Urls = [.. failures.Select(f => f.Url)];
    }

    /// <summary>Where the file belongs.</summary>
    public string Path { get; }

    /// <summary>The MD5 checksum of the file that is there, 32 lower-case hexadecimal digits, not the one expected; null where there is none.</summary>
    public string? FoundMd5 { get; }

    /// <summary>The addresses that were tried, in order.</summary>
    public IReadOnlyList<string> Urls { get; }
}
