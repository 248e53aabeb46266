namespace Trireme.Inference;

/// <summary>How exactly a model's numbers are kept.</summary>
/// <remarks>Mirrors paddle.inference.PrecisionType.</remarks>
public enum PrecisionType
{
    /// <summary>In 32 bits.</summary>
    Float32,

    /// <summary>In 8-bit integers.</summary>
    Int8,

    /// <summary>In 16 bits, 11 of them for the digits.</summary>
    Half,

    /// <summary>In 16 bits, 8 of them for the digits, with the range of float32.</summary>
    Bfloat16,
}
