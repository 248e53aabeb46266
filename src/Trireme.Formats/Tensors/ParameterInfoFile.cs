using Trireme.Formats.Files;
using Trireme.Formats.Pickle;

namespace Trireme.Formats.Tensors;

/// <summary>Reads and writes <c>.pdiparams.info</c>, which paddle.jit.save puts beside the parameters: how program names map to the model's own.</summary>
/// <remarks>It may name parameters that the program no longer uses, in any order: look names up, do not pair them.</remarks>
public static class ParameterInfoFile
{
    private const string StructuredName = "structured_name", StopGradient = "stop_gradient", Trainable = "trainable";

    /// <summary>Reads a file, in its order.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidFileException">The content is no pickle, or does not have the form of these files.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static ParameterInfo[] Read(string path) => Parse(PickleFile.Read(path), path);

    /// <summary>Reads from where a stream stands.</summary>
    /// <param name="stream">A readable stream; one that cannot seek is read to its end first.</param>
    /// <param name="name">Names the stream in messages.</param>
    /// <exception cref="InvalidFileException">As for <see cref="Read(string)"/>.</exception>
    public static ParameterInfo[] Read(Stream stream, string name = "stream") => Parse(PickleFile.Read(stream, name), name);

    /// <summary>Writes a file as Paddle does (pickle protocol 2), whole or not at all.</summary>
    /// <param name="path">The file to write or replace.</param>
    /// <param name="parameters">What to write, in order.</param>
    /// <exception cref="InvalidArgumentException">A name comes twice.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<ParameterInfo> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var all = new PickleDict();
        foreach (ParameterInfo parameter in parameters)
        {
            if (all.ContainsKey(parameter.Name))
                throw new InvalidArgumentException($"ParameterInfoFile: the name '{parameter.Name}' comes twice.", null, "Give each name once.");
            var entry = new PickleDict { { StructuredName, parameter.StructuredName }, { StopGradient, parameter.StopGradient } };
            if (parameter.Trainable is { } trainable)
                entry.Add(Trainable, trainable);
            all.Add(parameter.Name, entry);
        }
        PickleFile.Write(path, all, protocol: 2);
    }

    private static ParameterInfo[] Parse(object? root, string name)
    {
        if (root is not PickleDict all)
            throw Bad(name, "the content", "it is no dictionary of parameters");
        var parameters = new List<ParameterInfo>(all.Count);
        foreach ((object? key, object? value) in all)
        {
            if (key is not string parameter || value is not PickleDict entry)
                throw Bad(name, $"entry {parameters.Count}", "it does not map a name to a dictionary");
            if (!entry.TryGetValue(StructuredName, out object? structured) || structured is not string structuredName)
                throw Bad(name, $"parameter '{parameter}'", $"'{StructuredName}' is no text");
            bool stopGradient = Flag(name, parameter, entry, StopGradient) ?? false;
            parameters.Add(new ParameterInfo(parameter, structuredName, stopGradient, Flag(name, parameter, entry, Trainable)));
        }
        return [.. parameters];
    }

    private static bool? Flag(string name, string parameter, PickleDict entry, string key)
    {
        if (!entry.TryGetValue(key, out object? value) || value is null)
            return null;
        return value as bool? ?? throw Bad(name, $"parameter '{parameter}'", $"'{key}' is no truth value");
    }

    private static InvalidFileException Bad(string name, string place, string reason)
        => new(name, place, reason, "Is it a .pdiparams.info file? The parameters' values are in the file without .info.");
}
