namespace Trireme.Inference;

/// <summary>Element types and paddle.inference's names of them.</summary>
internal static class DataTypes
{
    public static DType Of(DataType type) => type switch
    {
        DataType.Float32 => DType.Float32,
        DataType.Int64 => DType.Int64,
        DataType.Int32 => DType.Int32,
        DataType.Uint8 => DType.UInt8,
        DataType.Int8 => DType.Int8,
        DataType.Float16 => DType.Float16,
        DataType.Bool => DType.Bool,
        DataType.Float64 => DType.Float64,
        _ => throw new InvalidArgumentException($"DataType {(int)type} is not known."),
    };

    public static DataType Of(DType type)
    {
        foreach (DataType named in Enum.GetValues<DataType>())
        {
            if (Of(named) == type)
                return named;
        }
        throw new PreconditionNotMetException($"paddle.inference.DataType has no name for {type}.", null, "Read DType.");
    }
}
