namespace Trireme;

public static partial class Paddle
{
    /// <summary>The limits of a floating point type.</summary>
    /// <param name="dtype">float16, bfloat16, float32 or float64.</param>
    /// <exception cref="InvalidArgumentException">The type is none of them.</exception>
    /// <remarks>Mirrors paddle.finfo.</remarks>
    public static FloatInfo Finfo(DType dtype) => dtype.Kind switch
    {
        DTypeKind.Float16 => FloatInfo.Of(dtype, 10, 15, 1e-3),
        DTypeKind.BFloat16 => FloatInfo.Of(dtype, 7, 127, 1e-2),
        DTypeKind.Float32 => FloatInfo.Of(dtype, 23, 127, 1e-6),
        DTypeKind.Float64 => FloatInfo.Of(dtype, 52, 1023, 1e-15),
        _ => throw new InvalidArgumentException($"Finfo: {dtype} is no floating point type.",
            "The types are float16, bfloat16, float32 and float64.", "For integers use Iinfo."),
    };

    /// <summary>The limits of an integer type.</summary>
    /// <param name="dtype">uint8, int8, int16, int32, int64 or uint64.</param>
    /// <exception cref="InvalidArgumentException">The type is none of them.</exception>
    /// <remarks>Mirrors paddle.iinfo.</remarks>
    public static IntInfo Iinfo(DType dtype)
    {
        if (!dtype.IsInteger)
            throw new InvalidArgumentException($"Iinfo: {dtype} is no integer type.",
                "The types are uint8, int8, int16, int32, int64 and uint64.", "For floating point numbers use Finfo.");
        int bits = dtype.Size * 8;
        Int128 max = (Int128.One << (dtype.IsUnsigned ? bits : bits - 1)) - 1;
        return new IntInfo(dtype, bits, dtype.IsUnsigned ? 0 : -max - 1, max);
    }

    /// <summary>The values as nested lists: a number without dimensions is the number itself.</summary>
    /// <param name="x">The tensor.</param>
    /// <returns>
    /// <c>List&lt;object&gt;</c> of lists of numbers, as deep as the tensor has dimensions: <c>double</c> for floating point types, <c>ulong</c> for uint64,
    /// <c>long</c> for the other integers, <c>bool</c>.
    /// </returns>
    /// <remarks>Mirrors paddle.tolist. Every number is an object of its own: for many, use <see cref="Tensor.ToArray"/>.</remarks>
    public static object Tolist(this Tensor x)
    {
        long at = 0;
        return Nested(x, 0, ref at);
    }

    private static object Nested(Tensor x, int axis, ref long at)
    {
        if (axis == x.Ndim)
        {
            long i = at++;
            return x.DType.IsFloating ? x.ItemAt<double>(i) : x.DType == DType.Bool ? x.ItemAt<bool>(i)
                : x.DType == DType.UInt64 ? (object)x.ItemAt<ulong>(i) : x.ItemAt<long>(i);
        }
        var list = new List<object>(x.Shape[axis]);
        for (int i = 0; i < x.Shape[axis]; i++)
            list.Add(Nested(x, axis + 1, ref at));
        return list;
    }
}
