using Trireme.Formats.Npy;
using Trireme.Formats.Pickle;
using Trireme.Formats.Tensors;
using Trireme.Saving;
using Trireme.Static.Files;

namespace Trireme.Cli;

/// <summary>Arrays by name, from and to every kind of file that holds such.</summary>
/// <param name="State">The arrays with the names of the parameters.</param>
internal sealed record ParameterSet(PaddleState State)
{
    /// <summary>Whether the suffix is one of those that can be read and written.</summary>
    public static bool IsKnown(string path) => Path.GetExtension(path) is ".pdparams" or ".pdopt" or ".npz" or ".pdiparams";

    /// <summary>NumPy's type as Paddle calls it.</summary>
    public static string TypeName(NumpyArray array) => array.Descr[1..] switch
    {
        "b1" => "bool",
        "u1" => "uint8",
        "i1" => "int8",
        "i2" => "int16",
        "i4" => "int32",
        "i8" => "int64",
        "f2" => "float16",
        "f4" => "float32",
        "f8" => "float64",
        _ => array.Descr,
    };

    /// <summary>Reads a file by its suffix.</summary>
    /// <exception cref="FileNotFoundException">There is no such file, or none that says the names of a combined file.</exception>
    /// <exception cref="ToolException">The suffix is not known.</exception>
    public static ParameterSet Read(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file.");
        return Path.GetExtension(path) switch
        {
            ".pdparams" or ".pdopt" => new ParameterSet(PaddlePickle.ReadState(path)),
            ".npz" => ReadNpz(path),
            ".pdiparams" => ReadCombined(path),
            string other => throw new ToolException($"{path}: '{other}' is no known suffix; models are .pdmodel, .json and __model__, parameters .pdparams, .pdopt, .npz and .pdiparams."),
        };
    }

    /// <summary>Writes a file by its suffix.</summary>
    public void Write(string path)
    {
        switch (Path.GetExtension(path))
        {
            case ".npz":
                Refuse(path);
                NpzFile.Write(path, State.Arrays);
                break;
            case ".pdiparams":
                Refuse(path);
                WriteCombined(path);
                break;
            default:
                PaddlePickle.WriteState(path, State);
                break;
        }
    }

    // What is no array would be lost without a word.
    private void Refuse(string path)
    {
        string[] others = State.Entries.Where(e => e.Value is not NumpyArray).Select(e => e.Key).ToArray();
        if (others.Length > 0)
            throw new ToolException($"{path}: such a file holds arrays only; {string.Join(", ", others)} cannot go into it.");
    }

    private static ParameterSet ReadNpz(string path)
    {
        var state = new PaddleState();
        using NpzFile file = NpzFile.Open(path);
        foreach (string key in file.Keys)
            state.Entries[key] = file[key];
        return new ParameterSet(state);
    }

    // A combined file has no names: they are those of the program beside it, in their order.
    private static ParameterSet ReadCombined(string path)
    {
        string prefix = path[..^".pdiparams".Length];
        string? program = new[] { prefix + ".pdmodel", prefix + ".json" }.FirstOrDefault(File.Exists);
        string infoPath = path + ".info";
        Dictionary<string, string> structured = File.Exists(infoPath)
            ? ParameterInfoFile.Read(infoPath).GroupBy(i => i.Name).ToDictionary(g => g.Key, g => g.First().StructuredName) : [];
        if (program is null && structured.Count == 0)
            throw new FileNotFoundException($"{path}: the file has no names in it, and neither {prefix}.pdmodel, {prefix}.json nor {infoPath} is there to tell them.");
        string[] names = program is not null ? ParameterFiles.Names(InferenceModel.ReadProgram(program)) : structured.Keys.Order(Formats.ProgramDesc.CodePointOrder.Instance).ToArray();
        var state = new PaddleState();
        foreach ((string name, TensorRecord record) in CombinedTensorFile.Read(path, names))
        {
            // Two layers may share a parameter: then only one of them can give it its name.
            string key = structured.TryGetValue(name, out string? known) && known.Length > 0 && !state.Entries.ContainsKey(known) ? known : name;
            state.Entries[key] = TensorArrays.ToArray(ParameterFiles.ToTensor(record, path));
            state.ParameterNames[key] = name;
        }
        return new ParameterSet(state);
    }

    private void WriteCombined(string path)
    {
        Dictionary<string, NumpyArray> arrays = [];
        foreach ((string key, NumpyArray array) in State.Arrays)
        {
            string name = State.ParameterNames.TryGetValue(key, out string? parameter) ? parameter : key;
            // A recurrent layer's state names each parameter twice.
            if (!arrays.TryAdd(name, array) && !arrays[name].Bytes.SequenceEqual(array.Bytes))
                throw new ToolException($"{path}: two different arrays are named '{name}'.");
        }
        OrderedDictionary<string, TensorRecord> records = [];
        foreach (string name in arrays.Keys.Order(Formats.ProgramDesc.CodePointOrder.Instance))
        {
            Tensor tensor = TensorArrays.ToTensor(arrays[name], name);
            records[name] = new TensorRecord(tensor.DType.ProtoNumber, Array.ConvertAll(arrays[name].Shape, d => (long)d), arrays[name].Bytes.ToArray());
        }
        CombinedTensorFile.Write(path, records);
    }
}
