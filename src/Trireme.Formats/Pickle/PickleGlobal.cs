namespace Trireme.Formats.Pickle;

/// <summary>
/// A callable that a pickle may name. These and no others: a name is looked up here, never imported, and what it does is written out in
/// <see cref="PickleCalls"/>.
/// </summary>
internal sealed class PickleGlobal : Unsettled
{
    private static readonly Dictionary<(string, string), PickleGlobal> Allowed = new[]
    {
        new PickleGlobal(GlobalKind.Reconstruct, "numpy.core.multiarray", "_reconstruct"),
        new PickleGlobal(GlobalKind.Reconstruct, "numpy._core.multiarray", "_reconstruct"),
        new PickleGlobal(GlobalKind.Scalar, "numpy.core.multiarray", "scalar"),
        new PickleGlobal(GlobalKind.Scalar, "numpy._core.multiarray", "scalar"),
        // How NumPy writes an array under protocol 5 when its bytes stay in the file.
        new PickleGlobal(GlobalKind.FromBuffer, "numpy.core.numeric", "_frombuffer"),
        new PickleGlobal(GlobalKind.FromBuffer, "numpy._core.numeric", "_frombuffer"),
        new PickleGlobal(GlobalKind.Ndarray, "numpy", "ndarray"),
        new PickleGlobal(GlobalKind.Dtype, "numpy", "dtype"),
        new PickleGlobal(GlobalKind.Encode, "_codecs", "encode"),
        new PickleGlobal(GlobalKind.OrderedDict, "collections", "OrderedDict"),
    }
    .Concat(from module in new[] { "builtins", "__builtin__" }
            from entry in new (GlobalKind Kind, string Name)[]
            {
                (GlobalKind.Bytes, "bytes"), (GlobalKind.Tuple, "tuple"), (GlobalKind.Set, "set"), (GlobalKind.FrozenSet, "frozenset"),
                (GlobalKind.Complex, "complex"), (GlobalKind.ByteArray, "bytearray"), (GlobalKind.Slice, "slice"), (GlobalKind.Eval, "eval"),
            }
            select new PickleGlobal(entry.Kind, module, entry.Name))
    .ToDictionary(g => (g.Module, g.Name));

    private PickleGlobal(GlobalKind kind, string module, string name)
    {
        Kind = kind;
        Module = module;
        Name = name;
    }

    public GlobalKind Kind { get; }

    public string Module { get; }

    public string Name { get; }

    public static PickleGlobal? Find(string module, string name) => Allowed.GetValueOrDefault((module, name));

    public override string ToString() => $"{Module}.{Name}";
}
