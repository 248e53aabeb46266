using System.Collections;
using Trireme.Formats.Files;
using Trireme.Formats.Npy;

namespace Trireme.Formats.Pickle;

/// <summary>Reads and writes what paddle.save writes: state dicts (.pdparams, .pdopt) and other trees of values with tensors in them.</summary>
/// <remarks>Reading never runs code, see <see cref="PickleFile"/>. Files cross to and from PaddlePaddle 2.0 and later.</remarks>
public static class PaddlePickle
{
    /// <summary>The key under which a state dict carries its table from structured names to parameter names.</summary>
    public const string NameTable = "StructuredToParameterName@@";

    /// <summary>The most bytes that PaddlePaddle puts into one array under protocols 2 and 3.</summary>
    internal const int LargestSlice = (1 << 30) - 1;

    /// <summary>Reads a file as paddle.load does.</summary>
    /// <param name="path">A file of paddle.save, without the use_binary_format option.</param>
    /// <param name="keepNameTable">Whether a state dict keeps its entry <see cref="NameTable"/>.</param>
    /// <returns>
    /// The tree of <see cref="PickleFile.Read(string)"/> with every tensor as a <see cref="PaddleTensor"/>. In a state dict those are the arrays in the name
    /// table; elsewhere the pairs (name, array) if there are any, and all arrays if there are none. Other arrays stay <see cref="NumpyArray"/>.
    /// </returns>
    /// <exception cref="InvalidFileException">The content is no such file; the message says where and why.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static object? Read(string path, bool keepNameTable = false) => Interpret(PickleFile.Read(path), path, keepNameTable);

    /// <summary>Reads from where a stream stands; its position afterwards is not defined.</summary>
    /// <param name="stream">A readable stream; one that cannot seek is read to its end first.</param>
    /// <param name="keepNameTable">Whether a state dict keeps its entry <see cref="NameTable"/>.</param>
    /// <param name="name">Names the stream in messages.</param>
    /// <returns>As <see cref="Read(string, bool)"/>.</returns>
    /// <exception cref="InvalidFileException">As for <see cref="Read(string, bool)"/>.</exception>
    public static object? Read(Stream stream, bool keepNameTable = false, string name = "stream")
        => Interpret(PickleFile.Read(stream, name), name, keepNameTable);

    /// <summary>Reads a state dict: what layer.state_dict() or optimizer.state_dict() held when it was saved.</summary>
    /// <param name="path">A .pdparams or .pdopt file.</param>
    /// <exception cref="InvalidFileException">The content is no such file, or holds something else than a dict with names as keys.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static PaddleState ReadState(string path)
    {
        if (Read(path) is not PickleDict dict)
            throw new InvalidFileException(path, 0, "the file holds no state dict but another value", "Read it with PaddlePickle.Read.");
        var state = new PaddleState();
        foreach ((object? key, object? value) in dict)
        {
            if (key is not string name)
                throw new InvalidFileException(path, 0, $"the key {key ?? "None"} is no text, so this is no state dict", "Read it with PaddlePickle.Read.");
            state.Entries[name] = value is PaddleTensor tensor ? tensor.Array : value;
            if (value is PaddleTensor { Name: { } parameter })
                state.ParameterNames[name] = parameter;
        }
        return state;
    }

    /// <summary>Writes a state dict with its name table last; whole or not at all.</summary>
    /// <param name="path">The file to write or replace; no suffix is added.</param>
    /// <param name="state">
    /// The entries. Where nested values hold tensors (master weights), the general form without a name table is written, as PaddlePaddle does.
    /// </param>
    /// <param name="protocol">4, or 2 and 3 for old readers; these cut arrays above 1 GiB into slices.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="protocol"/> is none of these.</exception>
    /// <exception cref="InvalidArgumentException">An entry cannot be written, or is named like the table.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is untouched.</exception>
    public static void WriteState(string path, PaddleState state, int protocol = 4) => WriteState(path, state, protocol, LargestSlice);

    /// <summary>Writes any value as paddle.save does: a dict of named tensors as a state dict, everything else in the general form.</summary>
    /// <param name="path">The file to write or replace; no suffix is added.</param>
    /// <param name="value">A tree of the kinds that <see cref="PickleFile"/> lists, tensors being <see cref="PaddleTensor"/>.</param>
    /// <param name="protocol">4, or 2 and 3 for old readers.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="protocol"/> is none of these.</exception>
    /// <exception cref="InvalidArgumentException">A value cannot be written.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is untouched.</exception>
    public static void Write(string path, object? value, int protocol = 4) => PickleFile.Write(path, Tree(value, protocol), protocol);

    /// <summary>Writes to where the stream stands; the stream stays open.</summary>
    /// <param name="stream">A writable stream.</param>
    /// <param name="value">As for <see cref="Write(string, object?, int)"/>.</param>
    /// <param name="protocol">4, or 2 and 3 for old readers.</param>
    /// <exception cref="InvalidArgumentException">As for <see cref="Write(string, object?, int)"/>; part of the pickle may have been written.</exception>
    public static void Write(Stream stream, object? value, int protocol = 4) => PickleFile.Write(stream, Tree(value, protocol), protocol);

    internal static void WriteState(string path, PaddleState state, int protocol, int largestSlice)
        => PickleFile.Write(path, Tree(state, protocol, largestSlice), protocol);

    private static object? Interpret(object? raw, string path, bool keepNameTable)
    {
        if (raw is not PickleDict dict)
            return TensorTree.FromPickle(raw);
        BigArrays.Join(dict, path);
        if (!dict.TryGetValue(NameTable, out object? table))
            return TensorTree.FromPickle(dict);
        if (table is not PickleDict names)
            throw new InvalidFileException(path, 0, $"the entry {NameTable} is not a dict", "Remove that entry, or save the state dict again.");
        foreach ((object? key, object? name) in names)
        {
            if (name is string text && dict.TryGetValue(key, out object? value) && value is NumpyArray array)
                dict[key] = new PaddleTensor(text, array);
        }
        if (!keepNameTable)
            dict.Remove(NameTable);
        return dict;
    }

    private static object? Tree(object? value, int protocol)
        => StateOf(value) is { } state ? Tree(state, protocol, LargestSlice) : TensorTree.ToPickle(value);

    private static object? Tree(PaddleState state, int protocol, int largestSlice)
    {
        ArgumentNullException.ThrowIfNull(state);
        PickleWriter.Require(protocol);
        var dict = new PickleDict();
        var names = new PickleDict();
        bool general = state.Entries.Values.Any(v => v is not (NumpyArray or PaddleTensor) && TensorTree.HasTensor(v));
        foreach ((string key, object? value) in state.Entries)
        {
            if (key is NameTable or BigArrays.Key)
            {
                throw new InvalidArgumentException(
                    $"paddle.save: the entry '{key}' cannot be written.", "The file format uses that name itself.", "Remove the entry.");
            }
            PaddleTensor? tensor = value as PaddleTensor ?? (value is NumpyArray array ? new PaddleTensor(null, array) : null);
            string name = state.ParameterNames.GetValueOrDefault(key) ?? tensor?.Name ?? key;
            dict[key] = tensor is null ? value : general ? new PaddleTensor(name, tensor.Array) : tensor.Array;
            if (tensor is not null)
                names[key] = name;
        }
        if (!general)
            dict[NameTable] = names;
        if (protocol < 4 && !general)
            BigArrays.Cut(dict, largestSlice);
        return TensorTree.ToPickle(dict);
    }

    /// <summary>The value as a state dict if all its entries are named tensors or dicts without tensors, and one is a tensor.</summary>
    private static PaddleState? StateOf(object? value)
    {
        if ((value as PickleDict ?? (value is IDictionary dictionary ? PickleDict.Entries(dictionary) : null)) is not { } items)
            return null;
        var state = new PaddleState();
        bool any = false;
        foreach ((object? key, object? item) in items)
        {
            bool plainDict = item is PickleDict or IDictionary && !TensorTree.HasTensor(item);
            if (key is not string name || !(item is PaddleTensor || plainDict))
                return null;
            any |= item is PaddleTensor;
            if (name != NameTable)
                state.Entries[name] = item;
        }
        return any ? state : null;
    }
}
