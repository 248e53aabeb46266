using System.Text.Json;

namespace Trireme.Tests.Golden;

/// <summary>One line of the manifest of golden vectors; its fields are explained in the conformance README.</summary>
public sealed class GoldenCase(JsonElement json)
{
    public string Id => json.GetProperty("id").GetString()!;

    public string Group => json.GetProperty("group").GetString()!;

    public string File => json.GetProperty("file").GetString()!;

    public string Op => json.GetProperty("op").GetString()!;

    public string Kind => json.GetProperty("kind").GetString()!;

    public JsonElement Json => json;

    public IEnumerable<(string Name, JsonElement Value)> Attrs => Members("attrs");

    public IEnumerable<(string Name, JsonElement Value)> Inputs => Members("inputs");

    public IEnumerable<(string Name, JsonElement Value)> Params => Members("params");

    public IEnumerable<(string Name, JsonElement Value)> Grads => Members("grads");

    public string[] Outputs => Strings("outputs")!;

    public string?[] Cotangents => Strings("cotangents") ?? [];

    public double Number(string name) => json.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : 0;

    private IEnumerable<(string Name, JsonElement Value)> Members(string name)
        => json.TryGetProperty(name, out JsonElement members) && members.ValueKind == JsonValueKind.Object
            ? members.EnumerateObject().Select(p => (p.Name, p.Value)) : [];

    private string[]? Strings(string name)
        => json.TryGetProperty(name, out JsonElement items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray().Select(i => i.GetString()!).ToArray() : null;
}
