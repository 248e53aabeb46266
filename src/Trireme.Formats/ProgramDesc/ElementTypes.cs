namespace Trireme.Formats.ProgramDesc;

/// <summary>The numbers that Paddle's files use for element types, in programs, tensor streams and <c>dtype</c> attributes alike.</summary>
public static class ElementTypes
{
    /// <summary>Truth values, one byte each.</summary>
    public const int Bool = 0;

    /// <summary>16-bit signed integers.</summary>
    public const int Int16 = 1;

    /// <summary>32-bit signed integers.</summary>
    public const int Int32 = 2;

    /// <summary>64-bit signed integers.</summary>
    public const int Int64 = 3;

    /// <summary>Half precision.</summary>
    public const int Float16 = 4;

    /// <summary>Single precision.</summary>
    public const int Float32 = 5;

    /// <summary>Double precision.</summary>
    public const int Float64 = 6;

    /// <summary>Sizes of the machine that wrote the file, 64 bits.</summary>
    public const int SizeT = 19;

    /// <summary>8-bit unsigned integers.</summary>
    public const int UInt8 = 20;

    /// <summary>8-bit signed integers.</summary>
    public const int Int8 = 21;

    /// <summary>The upper half of single precision.</summary>
    public const int BFloat16 = 22;

    /// <summary>Two single-precision numbers, real and imaginary.</summary>
    public const int Complex64 = 23;

    /// <summary>Two double-precision numbers, real and imaginary.</summary>
    public const int Complex128 = 24;

    /// <summary>8-bit floating point, 4 bits of exponent.</summary>
    public const int Float8E4M3 = 32;

    /// <summary>8-bit floating point, 5 bits of exponent.</summary>
    public const int Float8E5M2 = 33;

    /// <summary>32-bit unsigned integers.</summary>
    public const int UInt32 = 37;

    /// <summary>64-bit unsigned integers.</summary>
    public const int UInt64 = 38;

    private static readonly (int Number, string Name, int Size)[] All =
    [
        (Bool, "bool", 1), (Int16, "int16", 2), (Int32, "int32", 4), (Int64, "int64", 8), (Float16, "float16", 2), (Float32, "float32", 4),
        (Float64, "float64", 8), (SizeT, "size_t", 8), (UInt8, "uint8", 1), (Int8, "int8", 1), (BFloat16, "bfloat16", 2), (Complex64, "complex64", 8),
        (Complex128, "complex128", 16), (Float8E4M3, "float8_e4m3fn", 1), (Float8E5M2, "float8_e5m2", 1), (UInt32, "uint32", 4), (UInt64, "uint64", 8),
    ];

    /// <summary>Bytes of one element; null when the number stands for no element type.</summary>
    /// <param name="elementType">A number from a file.</param>
    public static int? SizeOf(int elementType)
    {
        foreach ((int number, _, int size) in All)
        {
            if (number == elementType)
                return size;
        }
        return null;
    }

    /// <summary>Paddle's name of an element type ("float32"); for any other number, the number.</summary>
    /// <param name="elementType">A number from a file.</param>
    public static string NameOf(int elementType)
    {
        foreach ((int number, string name, _) in All)
        {
            if (number == elementType)
                return name;
        }
        return $"element type {elementType}";
    }

    /// <summary>The number of an element type by Paddle's name; null when there is none.</summary>
    /// <param name="name">"float32", "int64", …</param>
    public static int? NumberOf(string name)
    {
        foreach ((int number, string known, _) in All)
        {
            if (known == name)
                return number;
        }
        return null;
    }
}
