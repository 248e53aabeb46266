namespace Trireme.Vision.Datasets;

/// <summary>Where downloaded and generated data sets are kept: the same folders as Paddle's, so both share what either has fetched.</summary>
/// <remarks>Mirrors paddle.dataset.common.DATA_HOME.</remarks>
public static class DatasetCache
{
    /// <summary>The environment variable that names another home.</summary>
    public const string HomeVariable = "TRIREME_DATA_HOME";

    /// <summary>The folder that holds one sub-folder per data set: <c>TRIREME_DATA_HOME</c> where that is set, otherwise <c>~/.cache/paddle/dataset</c>.</summary>
    /// <remarks>Asked anew on every call, so a program may set the variable.</remarks>
    public static string Home
    {
        get
        {
            string? chosen = Environment.GetEnvironmentVariable(HomeVariable);
            return string.IsNullOrWhiteSpace(chosen)
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "paddle", "dataset")
                : Path.GetFullPath(chosen);
        }
    }

    /// <summary>The folder of one data set; it need not exist.</summary>
    /// <param name="module">Paddle's name of it: <c>mnist</c>, <c>fashion-mnist</c>, <c>cifar</c>.</param>
    /// <returns>An absolute path.</returns>
    public static string FolderOf(string module)
    {
        ArgumentException.ThrowIfNullOrEmpty(module);
        return Path.Combine(Home, module);
    }
}
