namespace Trireme;

/// <summary>Numbers as tensors without dimensions.</summary>
internal static class Literal
{
    public static Tensor Of(Scalar value, DType dtype)
    {
        Tensor tensor = Tensor.Allocate(default, dtype);
        switch (dtype.Kind)
        {
            case DTypeKind.Bool:
                tensor.Span<bool>()[0] = value.IsFloating ? value.ToDouble() != 0 : value.ToInt64() != 0;
                break;
            case DTypeKind.UInt8:
                tensor.Span<byte>()[0] = (byte)value.ToInt64();
                break;
            case DTypeKind.Int8:
                tensor.Span<sbyte>()[0] = (sbyte)value.ToInt64();
                break;
            case DTypeKind.Int16:
                tensor.Span<short>()[0] = (short)value.ToInt64();
                break;
            case DTypeKind.Int32:
                tensor.Span<int>()[0] = (int)value.ToInt64();
                break;
            case DTypeKind.Int64:
                tensor.Span<long>()[0] = value.ToInt64();
                break;
            case DTypeKind.UInt64:
                tensor.Span<ulong>()[0] = value.ToUInt64();
                break;
            case DTypeKind.Float16:
                tensor.Span<Half>()[0] = (Half)value.ToDouble();
                break;
            case DTypeKind.BFloat16:
                tensor.Span<BFloat16>()[0] = (BFloat16)(float)value.ToDouble();
                break;
            case DTypeKind.Float32:
                tensor.Span<float>()[0] = (float)value.ToDouble();
                break;
            default:
                tensor.Span<double>()[0] = value.ToDouble();
                break;
        }
        return tensor;
    }
}
