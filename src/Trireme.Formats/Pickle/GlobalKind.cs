namespace Trireme.Formats.Pickle;

/// <summary>What an allowed global of a pickle stands for.</summary>
internal enum GlobalKind
{
    Reconstruct,
    Scalar,
    FromBuffer,
    Ndarray,
    Dtype,
    Encode,
    OrderedDict,
    Bytes,
    Tuple,
    Set,
    FrozenSet,
    Complex,
    ByteArray,
    Slice,
    Eval,
}
