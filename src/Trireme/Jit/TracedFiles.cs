using Trireme.Formats.Pickle;
using Trireme.Formats.ProgramDesc;
using Trireme.NN;
using Trireme.Static;
using Trireme.Static.Files;

namespace Trireme.Tracing;

/// <summary>The files of traced programs: the pruned program, its parameters, and what these are called in the layer.</summary>
internal static class TracedFiles
{
    private const string Structured = "structured_name", StopGradient = "stop_gradient", Trainable = "trainable";

    /// <summary>Writes the files; the program last, so that it is never there without its parameters.</summary>
    public static void Write(ConcreteProgram traced, string path, Layer? layer)
    {
        Program program = InferenceModel.Normalize(traced.MainProgram, traced.Inputs.Select(v => v.Name).ToArray(), traced.Outputs.Select(v => v.Name).ToArray());
        string[] names = ParameterFiles.Names(program);
        ProgramDescription description = ProgramExport.Describe(program);
        var scope = new Scope();
        var tensors = new Dictionary<string, Tensor>();
        foreach (Variable variable in traced.Captured)
            scope.Local(variable.Name).Value = tensors[variable.Name] = variable.Value!;
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        ParameterFiles.WriteCombined(path + ".pdiparams", names, scope);
        Paddle.Save(Describe(names, tensors, layer), path + ".pdiparams.info", protocol: 2);
        ProgramFile.Write(path + ".pdmodel", description);
    }

    /// <summary>Reads the files as a layer.</summary>
    public static TranslatedLayer Read(string path)
    {
        var scope = new Scope();
        Program program;
        string[] feeds;
        Variable[] fetches;
        using (new ScopeGuard(scope))
            (program, feeds, fetches) = Static.Static.LoadInferenceModel(path);
        Dictionary<string, Facts> facts = ReadFacts(path);
        HashSet<string> written = program.Blocks.SelectMany(b => b.Ops).SelectMany(o => o.OutputArgNames).ToHashSet();
        OrderedDictionary<string, Tensor> state = [];
        foreach (string name in ParameterFiles.Names(program))
        {
            Tensor tensor = scope.FindVar(name)!.GetTensor();
            // Without the facts, what no operator writes is a parameter: running statistics are written.
            Facts own = facts.GetValueOrDefault(name) ?? new Facts(name, !tensor.DType.IsFloating || written.Contains(name), null);
            if (tensor.DType.IsFloating && !written.Contains(name) && (own.Trainable ?? !own.StopGradient))
                tensor = new Parameter(tensor, name, new ParamAttr());
            tensor.StopGradient = own.StopGradient || tensor is not Parameter;
            state[state.ContainsKey(own.StructuredName) ? name : own.StructuredName] = tensor;
        }
        return new TranslatedLayer(program, feeds, fetches, state);
    }

    /// <summary>The parameters alone, by their names in the layer.</summary>
    public static OrderedDictionary<string, object?> ReadState(string path)
    {
        OrderedDictionary<string, object?> state = [];
        foreach ((string name, Tensor tensor) in Read(path).StateDict())
            state[name] = tensor;
        return state;
    }

    // Constants of the program have no name in a layer; they are known by the file's.
    private static OrderedDictionary<string, object?> Describe(string[] names, Dictionary<string, Tensor> tensors, Layer? layer)
    {
        var keys = new Dictionary<Tensor, string>(ReferenceEqualityComparer.Instance);
        foreach ((string key, Tensor tensor) in layer?.StateDict() ?? [])
            keys.TryAdd(tensor, key);
        HashSet<Tensor> statistics = new(layer?.Sublayers(includeSelf: true).OfType<BatchNormLayer>().SelectMany(l => l.Buffers(includeSublayers: false)) ?? [], ReferenceEqualityComparer.Instance);
        OrderedDictionary<string, object?> info = [];
        foreach (string name in names)
        {
            Tensor tensor = tensors[name];
            OrderedDictionary<string, object?> facts = new() { [Structured] = keys.GetValueOrDefault(tensor, name), [StopGradient] = tensor.StopGradient };
            if (tensor is Parameter || statistics.Contains(tensor))
                facts[Trainable] = !tensor.StopGradient;
            info[name] = facts;
        }
        return info;
    }

    private static Dictionary<string, Facts> ReadFacts(string path)
    {
        var facts = new Dictionary<string, Facts>();
        string file = path + ".pdiparams.info";
        if (!File.Exists(file) || PaddlePickle.Read(file) is not PickleDict table)
            return facts;
        foreach ((object? key, object? value) in table)
        {
            if (key is string name && value is PickleDict own)
                facts[name] = new Facts(own.TryGetValue(Structured, out object? s) && s is string text ? text : name, own.TryGetValue(StopGradient, out object? stop) && stop is true,
                    own.TryGetValue(Trainable, out object? trainable) ? trainable is true : null);
        }
        return facts;
    }

    private sealed record Facts(string StructuredName, bool StopGradient, bool? Trainable);
}
