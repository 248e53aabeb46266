using System.Text.Json;
using Trireme.Tests.Shared;
using Xunit.Abstractions;

namespace Trireme.Tests.Formats.Images;

/// <summary>The real photographs and their manifest among the shared data.</summary>
internal sealed class SharedImages
{
    private readonly string _folder;

    private SharedImages(string folder) => _folder = folder;

    /// <summary>Null, after saying why, where the shared data are absent.</summary>
    public static SharedImages? Find(ITestOutputHelper output)
        => SharedData.Find("data/images", output) is { } folder ? new SharedImages(folder) : null;

    public string PathOf(string file) => Path.Combine(_folder, file);

    public byte[] Bytes(string file) => File.ReadAllBytes(PathOf(file));

    public IEnumerable<JsonElement> Manifest()
        => File.ReadLines(PathOf("manifest.jsonl")).Where(l => l.Length > 0).Select(l => JsonDocument.Parse(l).RootElement);
}
