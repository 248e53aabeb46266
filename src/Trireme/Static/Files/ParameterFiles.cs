using Trireme.Formats.Files;
using Trireme.Formats.ProgramDesc;
using Trireme.Formats.Tensors;

namespace Trireme.Static.Files;

/// <summary>Reads and writes the tensors of a program's variables: one file for all, or one file each.</summary>
internal static class ParameterFiles
{
    /// <summary>The names of the variables that outlive runs and are tensors, in the order of a combined file.</summary>
    public static string[] Names(Program program) => Names(program.ListVars());

    /// <summary>The same for some variables.</summary>
    public static string[] Names(IEnumerable<Variable> variables)
    {
        string[] names = variables.Where(v => v.Persistable && v.Type == VarType.LodTensor).Select(v => v.Name).Distinct().ToArray();
        Array.Sort(names, CodePointOrder.Instance);
        return names;
    }

    /// <summary>Reads a combined file into the scope.</summary>
    public static void ReadCombined(string path, IReadOnlyList<string> names, Program program, Scope scope)
        => Give(CombinedTensorFile.Read(path, names), program, scope, path);

    /// <summary>Reads a combined file's bytes into the scope.</summary>
    public static void ReadCombined(Stream stream, IReadOnlyList<string> names, Program program, Scope scope, string file)
        => Give(CombinedTensorFile.Read(stream, names, file), program, scope, file);

    /// <summary>Reads one file a variable, named like it, into the scope.</summary>
    public static void ReadSeparate(string folder, IReadOnlyList<string> names, Program program, Scope scope)
    {
        string[] missing = names.Where(n => !File.Exists(Path.Combine(folder, n))).ToArray();
        if (missing.Length > 0)
            throw new FileNotFoundException($"{folder}: {missing.Length} of {names.Count} variables have no file there: {string.Join(", ", missing.Take(5))}.");
        foreach (string name in names)
        {
            string path = Path.Combine(folder, name);
            Store(name, TensorFile.Read(path), program, scope, path);
        }
    }

    /// <summary>Writes a combined file.</summary>
    public static void WriteCombined(string path, IReadOnlyList<string> names, Scope scope)
        => CombinedTensorFile.Write(path, names, (name, stream) => Write(Value(scope, name), stream));

    /// <summary>Writes one file a variable.</summary>
    public static void WriteSeparate(string folder, IReadOnlyList<string> names, Scope scope)
    {
        // All values are looked up first: a missing one must not leave half a folder behind.
        Tensor[] values = names.Select(n => Value(scope, n)).ToArray();
        foreach ((string name, Tensor value) in names.Zip(values))
        {
            string path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, stream => Write(value, stream));
        }
    }

    /// <summary>The bytes of a combined file.</summary>
    public static byte[] Bytes(IReadOnlyList<string> names, Scope scope)
    {
        var stream = new MemoryStream();
        foreach (string name in names)
            Write(Value(scope, name), stream);
        return stream.ToArray();
    }

    /// <summary>The tensor of a file's record.</summary>
    public static Tensor ToTensor(TensorRecord record, string what)
    {
        if (!DType.TryFromProtoNumber(record.ElementType, out DType dtype))
            throw new InvalidFileException(what, 0, $"the element type {ElementTypes.NameOf(record.ElementType)} is not supported");
        Tensor tensor = Tensor.Allocate(Array.ConvertAll(record.Dims, d => checked((int)d)), dtype);
        record.Data.CopyTo(tensor.RawBytes());
        if (record.Lod.Length > 0)
            tensor.Lod = Lod.FromOffsets(Array.ConvertAll(record.Lod, l => (IReadOnlyList<int>)Array.ConvertAll(l, o => checked((int)o))));
        return tensor;
    }

    /// <summary>Writes a tensor with its sequences to where a stream stands.</summary>
    public static void Write(Tensor tensor, Stream stream)
    {
        long[][] lod = tensor.Lod is { } levels ? Array.ConvertAll(levels.ToOffsets(), l => Array.ConvertAll(l, o => (long)o)) : [];
        TensorFile.Write(stream, new TensorHeader(tensor.DType.ProtoNumber, Array.ConvertAll(tensor.Shape.ToArray(), d => (long)d), lod), tensor.RawBytes());
        GC.KeepAlive(tensor);
    }

    private static Tensor Value(Scope scope, string name)
        => scope.FindVar(name)?.Value as Tensor ?? throw new PreconditionNotMetException($"'{name}' has no value to save.", null, "Run the startup program first.");

    private static void Give(OrderedDictionary<string, TensorRecord> records, Program program, Scope scope, string file)
    {
        foreach ((string name, TensorRecord record) in records)
            Store(name, record, program, scope, file);
    }

    private static void Store(string name, TensorRecord record, Program program, Scope scope, string file)
    {
        Tensor tensor = ToTensor(record, file);
        if (program.ListVars().FirstOrDefault(v => v.Name == name) is { } variable)
        {
            bool fits = variable.Shape.Rank == tensor.Shape.Rank && Enumerable.Range(0, variable.Shape.Rank).All(i => variable.Shape[i] < 0 || variable.Shape[i] == tensor.Shape[i]);
            if (!fits && variable.Shape.Numel != tensor.Size)
                throw new InvalidFileException(file, $"variable '{name}'", $"it is {tensor.Shape} {tensor.DType} in the file; the program declares {variable.Shape} {variable.DType}");
            // Half-precision files of a float program are widened; the program computes in its own type.
            if (variable.DType != tensor.DType && variable.DType.IsFloating && tensor.DType.IsFloating)
                tensor = tensor.Cast(variable.DType);
            if (variable.IsConstant)
                return;
            if (variable.Value is { } shared && scope.IsProcess)
                scope.Var(name).Set(shared);
        }
        tensor.Persistable = true;
        tensor.Name = name;
        scope.Var(name).Set(tensor);
    }
}
