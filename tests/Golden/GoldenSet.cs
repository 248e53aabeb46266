using System.Collections.Concurrent;
using System.Text.Json;
using Trireme.Formats.Npy;

namespace Trireme.Tests.Golden;

/// <summary>The golden vectors of tests/Fixtures/golden-a.</summary>
public static class GoldenSet
{
    private static readonly ConcurrentDictionary<string, Lazy<Dictionary<string, NumpyArray>>> Files = new();

    public static string Folder { get; } = Path.Combine(Root(), "tests", "Fixtures", "golden-a");

    public static IReadOnlyList<GoldenCase> Cases { get; } = System.IO.File.ReadLines(Path.Combine(Folder, "manifest.jsonl"))
        .Where(line => line.Length > 0).Select(line => new GoldenCase(JsonDocument.Parse(line).RootElement)).ToArray();

    public static NumpyArray Array(string file, string key) => Files.GetOrAdd(file, f => new(() => Load(f))).Value[key];

    private static Dictionary<string, NumpyArray> Load(string file)
    {
        using NpzFile npz = NpzFile.Open(Path.Combine(Folder, file));
        return npz.Keys.ToDictionary(k => k, k => npz[k]);
    }

    private static string Root()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Trireme.slnx")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException("The tests must run inside the repository: no Trireme.slnx above " + AppContext.BaseDirectory);
    }
}
