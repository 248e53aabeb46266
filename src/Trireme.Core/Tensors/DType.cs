using System.Runtime.CompilerServices;

namespace Trireme;

/// <summary>The type of a tensor's elements. Converts from Paddle's names: <c>dtype: "float32"</c>.</summary>
/// <param name="Kind">The element type as an enumeration value.</param>
/// <remarks>Mirrors paddle.dtype.</remarks>
public readonly record struct DType(DTypeKind Kind)
{
    // Indexed by DTypeKind. Number is VarType.Type of Paddle's program description.
    private static readonly (string Name, int Size, int Number)[] Facts =
    [
        ("undefined", 0, -1), ("bool", 1, 0), ("uint8", 1, 20), ("int8", 1, 21), ("int16", 2, 1), ("int32", 4, 2), ("int64", 8, 3), ("uint64", 8, 38),
        ("float16", 2, 4), ("bfloat16", 2, 22), ("float32", 4, 5), ("float64", 8, 6),
    ];

    /// <summary>true or false, one byte.</summary>
    public static DType Bool => new(DTypeKind.Bool);

    /// <summary>Unsigned 8-bit integer.</summary>
    public static DType UInt8 => new(DTypeKind.UInt8);

    /// <summary>Signed 8-bit integer.</summary>
    public static DType Int8 => new(DTypeKind.Int8);

    /// <summary>Signed 16-bit integer.</summary>
    public static DType Int16 => new(DTypeKind.Int16);

    /// <summary>Signed 32-bit integer.</summary>
    public static DType Int32 => new(DTypeKind.Int32);

    /// <summary>Signed 64-bit integer.</summary>
    public static DType Int64 => new(DTypeKind.Int64);

    /// <summary>Unsigned 64-bit integer.</summary>
    /// <remarks>
    /// Files number it 38, as Paddle 3 does; earlier releases of Paddle have no number for it that their tensor files can hold. The sizes of a machine
    /// (SIZE_T, 19), which Paddle 1.x declares for NumPy's 64-bit arrays of C's long long, are read as this type.
    /// </remarks>
    public static DType UInt64 => new(DTypeKind.UInt64);

    /// <summary>IEEE 754 binary16.</summary>
    public static DType Float16 => new(DTypeKind.Float16);

    /// <summary>The upper half of a binary32.</summary>
    public static DType BFloat16 => new(DTypeKind.BFloat16);

    /// <summary>IEEE 754 binary32.</summary>
    public static DType Float32 => new(DTypeKind.Float32);

    /// <summary>IEEE 754 binary64.</summary>
    public static DType Float64 => new(DTypeKind.Float64);

    /// <summary>Paddle's name of the type, such as <c>float32</c>.</summary>
    public string Name => Facts[(int)Kind].Name;

    /// <summary>Bytes one element takes.</summary>
    public int Size => Facts[(int)Kind].Size;

    /// <summary>The number of the type in Paddle's program description (VarType.Type).</summary>
    public int ProtoNumber => Facts[(int)Kind].Number;

    /// <summary>Whether the type is float16, bfloat16, float32 or float64.</summary>
    public bool IsFloating => Kind >= DTypeKind.Float16;

    /// <summary>Whether the type is an integer type; bool is not.</summary>
    public bool IsInteger => Kind is >= DTypeKind.UInt8 and <= DTypeKind.UInt64;

    internal bool IsUnsigned => Kind is DTypeKind.UInt8 or DTypeKind.UInt64;

    /// <summary>Finds a type by Paddle's name.</summary>
    /// <param name="name">A name such as <c>float32</c>, <c>int64</c> or <c>bool</c>; a leading <c>paddle.</c> is accepted.</param>
    /// <exception cref="InvalidArgumentException">No element type has that name.</exception>
    public static DType Parse(string name)
    {
        ReadOnlySpan<char> bare = name.StartsWith("paddle.", StringComparison.Ordinal) ? name.AsSpan(7) : name;
        for (int i = 1; i < Facts.Length; i++)
        {
            if (bare.SequenceEqual(Facts[i].Name))
                return new DType((DTypeKind)i);
        }
        throw new InvalidArgumentException($"dtype '{name}' is not known.",
            "The element types are " + string.Join(", ", Facts.Skip(1).Select(f => f.Name)) + ".", "Use one of these names.");
    }

    /// <summary>Finds a type by its number in Paddle's program description.</summary>
    /// <param name="number">A VarType.Type number, such as 5 for float32.</param>
    /// <exception cref="InvalidArgumentException">No element type has that number.</exception>
    public static DType FromProtoNumber(int number)
        => TryFromProtoNumber(number, out DType found) ? found : throw new InvalidArgumentException($"VarType.Type {number} is not an element type that tensors can have.");

    /// <summary>Finds a type by its number in Paddle's program description, where tensors here can have it.</summary>
    /// <param name="number">A VarType.Type number, such as 5 for float32.</param>
    /// <param name="found">The type.</param>
    public static bool TryFromProtoNumber(int number, out DType found)
    {
        const int sizeT = 19;
        int i = number == sizeT ? (int)DTypeKind.UInt64 : Array.FindIndex(Facts, 1, f => f.Number == number);
        found = i < 0 ? default : new DType((DTypeKind)i);
        return i >= 0;
    }

    /// <summary>The element type that holds values of the .NET type <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidArgumentException"><typeparamref name="T"/> is not an element type.</exception>
    public static DType Of<T>()
        where T : unmanaged
        => Of(typeof(T));

    // Inlined, the comparisons are decided when the caller is compiled: Of<T> is asked with every access to elements.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static DType Of(Type element)
        => element == typeof(float) ? Float32
            : element == typeof(double) ? Float64
            : element == typeof(long) ? Int64
            : element == typeof(int) ? Int32
            : element == typeof(bool) ? Bool
            : element == typeof(byte) ? UInt8
            : element == typeof(sbyte) ? Int8
            : element == typeof(short) ? Int16
            : element == typeof(ulong) ? UInt64
            : element == typeof(Half) ? Float16
            : element == typeof(BFloat16) ? BFloat16
            : throw NoElement(element);

    private static InvalidArgumentException NoElement(Type type) => new($"A tensor cannot hold elements of the .NET type {type}.",
        "Types that can: float, double, Half, BFloat16, sbyte, short, int, long, byte, ulong, bool.");

    /// <summary>Finds a type by Paddle's name.</summary>
    /// <param name="name">A name such as <c>float32</c>.</param>
    public static implicit operator DType(string name) => Parse(name);

    /// <summary>The name of the type.</summary>
    public override string ToString() => Name;
}
