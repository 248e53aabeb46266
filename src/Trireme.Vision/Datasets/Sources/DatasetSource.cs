namespace Trireme.Vision.Datasets;

/// <summary>Where the file of a data set is: where the caller says, else in the cache, else on the network.</summary>
internal static class DatasetSource
{
    public static string PathOf(string? given, DatasetFile file, bool download, string name)
    {
        if (given is not null)
        {
            return File.Exists(given) ? given
                : throw new InvalidArgumentException($"{name}: the file {given} does not exist.", null, "Give the path of a file, or null to use the cache or download it.");
        }
        if (download)
        {
            using var downloader = new Downloader();
            return downloader.Fetch(file);
        }
        return File.Exists(file.CachePath) ? file.CachePath
            : throw new InvalidArgumentException($"{name}: {file.Name} is not in the cache, and download is false.", $"Looked for {file.CachePath}.",
                "Give its path, put it there, or pass download: true.");
    }

    /// <summary>Whether the training part is meant.</summary>
    public static bool IsTrain(string mode, string name) => mode.ToLowerInvariant() switch
    {
        "train" => true,
        "test" => false,
        _ => throw new InvalidArgumentException($"{name}: mode is '{mode}'.", "It must be 'train' or 'test'."),
    };
}
