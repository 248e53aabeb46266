using Trireme.Formats.Files;
using Trireme.Formats.ProgramDesc;
using Trireme.Static.Files;

namespace Trireme.Static;

/// <content>Files of programs and parameters.</content>
public static partial class Static
{
    /// <summary>Writes what a program computes from some inputs as a model for inference: <c>prefix.pdmodel</c> and <c>prefix.pdiparams</c>.</summary>
    /// <param name="pathPrefix">The files' path without the suffixes; its folder is made where it is missing.</param>
    /// <param name="feedVars">The inputs.</param>
    /// <param name="fetchVars">The results.</param>
    /// <param name="executor">Ran the program; its scope holds the parameters.</param>
    /// <param name="program">The program; that of the results where null.</param>
    /// <param name="clipExtra">Kept for Paddle's signature; only attributes that matter are written.</param>
    /// <exception cref="InvalidArgumentException">The results need other inputs, or an operator has no form in files.</exception>
    /// <remarks>Mirrors paddle.static.save_inference_model.</remarks>
    public static void SaveInferenceModel(string pathPrefix, IReadOnlyList<FetchTarget> feedVars, IReadOnlyList<FetchTarget> fetchVars, Executor executor, Program? program = null, bool clipExtra = true)
    {
        Program pruned = NormalizeProgram(program ?? Recorder.Main, feedVars, fetchVars);
        Scope values = Executor.Bind(pruned, Scope.Global);
        MakeFolder(pathPrefix);
        ParameterFiles.WriteCombined(pathPrefix + ".pdiparams", ParameterFiles.Names(pruned), values);
        ProgramFile.Write(pathPrefix + ".pdmodel", ProgramExport.Describe(pruned));
        GC.KeepAlive(executor);
    }

    /// <summary>Reads a model for inference: <c>prefix.pdmodel</c>, or <c>prefix.json</c> of Paddle 3, with <c>prefix.pdiparams</c>.</summary>
    /// <param name="pathPrefix">The files' path without the suffixes; or a folder with <c>__model__</c> and one file a parameter, as fluid wrote it.</param>
    /// <param name="executor">Will run the program.</param>
    /// <returns>The program, the names of its inputs, its results.</returns>
    /// <exception cref="InvalidFileException">A file is damaged, or uses operators that do not exist here.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <remarks>Mirrors paddle.static.load_inference_model. The parameters go into the current scope.</remarks>
    public static (Program Program, string[] FeedTargetNames, Variable[] FetchTargets) LoadInferenceModel(string pathPrefix, Executor? executor = null)
    {
        if (Directory.Exists(pathPrefix))
            return InferenceModel.Load(Path.Combine(pathPrefix, "__model__"), pathPrefix, Scope.Global);
        string model = File.Exists(pathPrefix + ".pdmodel") || !File.Exists(pathPrefix + ".json") ? pathPrefix + ".pdmodel" : pathPrefix + ".json";
        GC.KeepAlive(executor);
        return InferenceModel.Load(model, pathPrefix + ".pdiparams", Scope.Global);
    }

    /// <summary>A program cut down to what leads from some inputs to some results, with the marks of both that files have.</summary>
    /// <param name="program">The program.</param>
    /// <param name="feedVars">The inputs.</param>
    /// <param name="fetchVars">The results.</param>
    /// <exception cref="InvalidArgumentException">The results need other inputs.</exception>
    /// <remarks>Mirrors paddle.static.normalize_program.</remarks>
    public static Program NormalizeProgram(Program program, IReadOnlyList<FetchTarget> feedVars, IReadOnlyList<FetchTarget> fetchVars)
        => InferenceModel.Normalize(program, feedVars.Select(f => f.Name).ToArray(), fetchVars.Select(f => f.Name).ToArray());

    /// <summary>A program as the bytes of its file, cut down to what leads from the inputs to the results.</summary>
    /// <param name="feedVars">The inputs.</param>
    /// <param name="fetchVars">The results.</param>
    /// <param name="program">The program; the default main program where null.</param>
    /// <remarks>Mirrors paddle.static.serialize_program.</remarks>
    public static byte[] SerializeProgram(IReadOnlyList<FetchTarget> feedVars, IReadOnlyList<FetchTarget> fetchVars, Program? program = null)
        => ProgramFile.ToBytes(ProgramExport.Describe(NormalizeProgram(program ?? Recorder.Main, feedVars, fetchVars)));

    /// <summary>The parameters that lead from the inputs to the results, as the bytes of their file.</summary>
    /// <param name="feedVars">The inputs.</param>
    /// <param name="fetchVars">The results.</param>
    /// <param name="executor">Ran the program; the current scope holds the parameters.</param>
    /// <param name="program">The program; the default main program where null.</param>
    /// <remarks>Mirrors paddle.static.serialize_persistables.</remarks>
    public static byte[] SerializePersistables(IReadOnlyList<FetchTarget> feedVars, IReadOnlyList<FetchTarget> fetchVars, Executor executor, Program? program = null)
    {
        Program pruned = NormalizeProgram(program ?? Recorder.Main, feedVars, fetchVars);
        GC.KeepAlive(executor);
        return ParameterFiles.Bytes(ParameterFiles.Names(pruned), Executor.Bind(pruned, Scope.Global));
    }

    /// <summary>Bytes into a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The bytes.</param>
    /// <remarks>Mirrors paddle.static.save_to_file.</remarks>
    public static void SaveToFile(string path, byte[] content)
    {
        MakeFolder(path);
        AtomicFile.Write(path, stream => stream.Write(content));
    }

    /// <summary>The program that bytes describe.</summary>
    /// <param name="data">What <see cref="SerializeProgram"/> gave, or a file's content.</param>
    /// <exception cref="InvalidFileException">The bytes are damaged, or use operators that do not exist here.</exception>
    /// <remarks>Mirrors paddle.static.deserialize_program.</remarks>
    public static Program DeserializeProgram(byte[] data) => ProgramImport.Build(ProgramFile.Read(data, "program"), "program");

    /// <summary>Puts a program's parameters into the current scope.</summary>
    /// <param name="program">The program.</param>
    /// <param name="data">What <see cref="SerializePersistables"/> gave.</param>
    /// <param name="executor">Will run the program.</param>
    /// <exception cref="InvalidFileException">The bytes are damaged, or belong to another program.</exception>
    /// <remarks>Mirrors paddle.static.deserialize_persistables.</remarks>
    public static void DeserializePersistables(Program program, byte[] data, Executor executor)
    {
        ParameterFiles.ReadCombined(new MemoryStream(data), ParameterFiles.Names(program), program, Scope.Global, "parameters");
        GC.KeepAlive(executor);
    }

    /// <summary>A file's bytes.</summary>
    /// <param name="path">The file.</param>
    /// <remarks>Mirrors paddle.static.load_from_file.</remarks>
    public static byte[] LoadFromFile(string path) => File.ReadAllBytes(path);

    /// <summary>Writes a program with everything needed to go on training: <c>.pdmodel</c>, <c>.pdparams</c>, <c>.pdopt</c>.</summary>
    /// <param name="program">The program.</param>
    /// <param name="modelPath">The files' path without the suffixes.</param>
    /// <param name="protocol">The pickle protocol, 2 to 4.</param>
    /// <remarks>Mirrors paddle.static.save.</remarks>
    public static void Save(Program program, string modelPath, int protocol = 4)
    {
        MakeFolder(modelPath);
        Scope values = Executor.Bind(program, Scope.Global);
        OrderedDictionary<string, object?> parameters = [], others = [];
        foreach (Variable variable in program.ListVars().Where(v => v.Persistable && v.Type == VarType.LodTensor).DistinctBy(v => v.Name))
        {
            if (values.FindVar(variable.Name)?.Value is Tensor value)
                (variable.IsParameter ? parameters : others)[variable.Name] = value;
        }
        Paddle.Save(parameters, modelPath + ".pdparams", protocol);
        Paddle.Save(others, modelPath + ".pdopt", protocol);
        ProgramFile.Write(modelPath + ".pdmodel", ProgramExport.Describe(program));
    }

    /// <summary>Reads what <see cref="Save"/> wrote into the current scope.</summary>
    /// <param name="program">The program.</param>
    /// <param name="modelPath">The files' path without the suffixes.</param>
    /// <param name="executor">Will run the program.</param>
    /// <param name="varList">Which variables; all that outlive runs where null.</param>
    /// <exception cref="InvalidArgumentException">A variable is missing in the files, or does not fit.</exception>
    /// <remarks>Mirrors paddle.static.load.</remarks>
    public static void Load(Program program, string modelPath, Executor? executor = null, IReadOnlyList<FetchTarget>? varList = null)
    {
        GC.KeepAlive(executor);
        SetProgramState(program, LoadProgramState(modelPath, varList));
    }

    /// <summary>The values that <see cref="Save"/> wrote, by variable name.</summary>
    /// <param name="modelPath">The files' path without the suffixes.</param>
    /// <param name="varList">Which variables; all where null.</param>
    /// <remarks>Mirrors paddle.static.load_program_state.</remarks>
    public static OrderedDictionary<string, Tensor> LoadProgramState(string modelPath, IReadOnlyList<FetchTarget>? varList = null)
    {
        OrderedDictionary<string, Tensor> state = [];
        foreach (string suffix in new[] { ".pdparams", ".pdopt" })
        {
            if (suffix == ".pdopt" && !File.Exists(modelPath + suffix))
                continue;
            foreach ((string name, object? value) in (IEnumerable<KeyValuePair<string, object?>>)Paddle.Load(modelPath + suffix)!)
            {
                if (value is Tensor tensor && (varList is null || varList.Any(v => v.Name == name)))
                    state[name] = tensor;
            }
        }
        return state;
    }

    /// <summary>Gives a program's variables values in the current scope.</summary>
    /// <param name="program">The program.</param>
    /// <param name="stateDict">The values by name.</param>
    /// <exception cref="InvalidArgumentException">A value does not fit its variable.</exception>
    /// <remarks>Mirrors paddle.static.set_program_state. Values that the program does not know are left out.</remarks>
    public static void SetProgramState(Program program, IReadOnlyDictionary<string, Tensor> stateDict)
        => program.SetStateDict(stateDict);

    private static void MakeFolder(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
    }
}
