using Trireme.Formats.Npy;

namespace Trireme.Saving;

/// <summary>Between tensors and the arrays that files hold. bfloat16 is stored as its bits in uint16, as Paddle does.</summary>
internal static class TensorArrays
{
    public static NumpyArray ToArray(Tensor tensor)
    {
        string descr = tensor.DType.Kind switch
        {
            DTypeKind.Bool => "|b1",
            DTypeKind.UInt8 => "|u1",
            DTypeKind.Int8 => "|i1",
            DTypeKind.Int16 => "<i2",
            DTypeKind.Int32 => "<i4",
            DTypeKind.Int64 => "<i8",
            DTypeKind.UInt64 => "<u8",
            DTypeKind.Float16 => "<f2",
            DTypeKind.BFloat16 => "<u2",
            DTypeKind.Float32 => "<f4",
            _ => "<f8",
        };
        NumpyArray array = NumpyArray.FromBytes(descr, tensor.RawBytes(), tensor.Shape.AsSpan());
        GC.KeepAlive(tensor);
        return array;
    }

    public static Tensor ToTensor(NumpyArray array, string what)
    {
        DType dtype = array.Descr switch
        {
            "|b1" => DType.Bool,
            "|u1" => DType.UInt8,
            "|i1" => DType.Int8,
            "<i2" => DType.Int16,
            "<i4" => DType.Int32,
            "<i8" => DType.Int64,
            "<u8" => DType.UInt64,
            "<f2" => DType.Float16,
            "<u2" => DType.BFloat16,
            "<f4" => DType.Float32,
            "<f8" => DType.Float64,
            _ => throw new InvalidArgumentException($"{what}: a tensor cannot hold elements of NumPy's type {array.Descr}."),
        };
        Tensor tensor = Tensor.Allocate(array.Shape, dtype);
        array.Bytes.CopyTo(tensor.RawBytes());
        return tensor;
    }
}
