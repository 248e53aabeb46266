namespace Trireme.Vision.Transforms.Rasters;

/// <summary>The names 'CHW' and 'HWC'.</summary>
internal static class DataFormat
{
    public static bool IsChannelsFirst(string dataFormat, string name) => dataFormat.ToUpperInvariant() switch
    {
        "CHW" => true,
        "HWC" => false,
        _ => throw new InvalidArgumentException($"{name}: dataFormat is '{dataFormat}'.", "It must be 'CHW' or 'HWC'."),
    };
}
