namespace Trireme.Fluid.Datasets;

/// <summary>Files by a pattern: <c>*</c> and <c>?</c> in the name, not in the folder.</summary>
internal static class FilePattern
{
    public static string[] Files(string pattern)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        string name = Path.GetFileName(pattern), folder = Path.GetDirectoryName(pattern) is { Length: > 0 } given ? given : ".";
        if (!name.Contains('*', StringComparison.Ordinal) && !name.Contains('?', StringComparison.Ordinal))
            return [pattern];
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, name) : [];
        return files.Length > 0 ? files.Order(StringComparer.Ordinal).ToArray()
            : throw new InvalidArgumentException($"No file is called '{pattern}'.", null, "Give the pattern of files that are there.");
    }
}
