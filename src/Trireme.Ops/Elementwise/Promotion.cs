using Trireme.Operators;

namespace Trireme;

/// <summary>Which element type two operands meet in. The one place where it is decided.</summary>
/// <remarks>
/// Two tensors: the wider of one category; a floating point type wins over integers, integers over bool; float16 and bfloat16 meet in float32.
/// uint64 with a signed integer type: float64, NumPy's rule, for no integer type holds both (Paddle has none).
/// A tensor and a number: the tensor's type, unless the number is of a higher category; then float numbers give the default
/// floating point type and integers int64.
/// </remarks>
internal static class Promotion
{
    public static DType Of(DType a, DType b)
    {
        if (a == b)
            return a;
        int ca = Category(a), cb = Category(b);
        if (ca != cb)
            return ca > cb ? a : b;
        if ((a == DType.UInt64 && b != DType.UInt8) || (b == DType.UInt64 && a != DType.UInt8))
            return DType.Float64;
        if (a.Size == b.Size)
            return a.IsFloating ? DType.Float32 : DType.Int16; // float16 with bfloat16, uint8 with int8
        return a.Size > b.Size ? a : b;
    }

    public static DType Of(DType tensor, Scalar number)
        => number.IsFloating && !tensor.IsFloating ? DefaultDType.Current
            : tensor.Kind == DTypeKind.Bool && number.Kind != DTypeKind.Bool && !number.IsFloating ? new DType(number.Kind)
            : tensor;

    public static (Tensor X, Tensor Y) Pair(Tensor x, Tensor y)
    {
        if (x.DType == y.DType)
            return (x, y);
        DType dtype = Of(x.DType, y.DType);
        return (x.Cast(dtype), y.Cast(dtype));
    }

    /// <summary>The tensor in the type it has beside this number.</summary>
    public static Tensor Beside(Tensor x, Scalar number) => x.Cast(Of(x.DType, number));

    /// <summary>The number as a tensor without dimensions, of the type of the tensor it stands beside.</summary>
    public static Tensor Constant(Scalar number, Tensor beside)
        => beside.IsSymbolic ? FillConstantOp.Of([], number, beside.DType) : Literal.Of(number, beside.DType);

    /// <summary>Integers and bools as default floating point numbers: what functions such as sin and true division compute in.</summary>
    public static Tensor ToFloating(Tensor x) => x.DType.IsFloating ? x : x.Cast(DefaultDType.Current);

    /// <summary>The type that sums and products of a type's elements have: integers and bools add up in 64 bits.</summary>
    public static DType Accumulator(DType dtype) => dtype.IsFloating || dtype == DType.UInt64 ? dtype : DType.Int64;

    private static int Category(DType dtype) => dtype.IsFloating ? 2 : dtype.IsInteger ? 1 : 0;
}
