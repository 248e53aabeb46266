namespace Trireme.Inference;

/// <summary>The element types of a model's inputs and results.</summary>
/// <remarks>Mirrors paddle.inference.DataType.</remarks>
public enum DataType
{
    /// <summary>32-bit floating point.</summary>
    Float32,

    /// <summary>64-bit integer.</summary>
    Int64,

    /// <summary>32-bit integer.</summary>
    Int32,

    /// <summary>8-bit integer without sign.</summary>
    Uint8,

    /// <summary>8-bit integer.</summary>
    Int8,

    /// <summary>16-bit floating point.</summary>
    Float16,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>64-bit floating point.</summary>
    Float64,
}
