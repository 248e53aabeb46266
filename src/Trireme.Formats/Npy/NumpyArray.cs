using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Trireme.Formats.Npy;

/// <summary>
/// A NumPy array as files hold it: an element type, a shape and the elements, little-endian, row-major, without gaps.
/// It carries data between a file and a tensor and computes nothing.
/// </summary>
/// <remarks>
/// Element types: bool (b1), integers (i1 i2 i4 i8 u1 u2 u4 u8), floats (f2 f4 f8), complex numbers (c8 c16). Paddle stores bfloat16 as u2.
/// At most 2^31 - 1 elements. The shape never changes; the elements may be written through the spans.
/// </remarks>
public sealed class NumpyArray
{
    // Blocks of 16 bytes, not bytes: a byte[] ends at 2 GiB, and every element type is aligned in these.
    private readonly UInt128[] _blocks;
    private readonly NumpyType _type;

    /// <summary>An array of zeros.</summary>
    /// <param name="descr">Element type as NumPy writes it: "&lt;f4", "|u1", or without byte order, "f4".</param>
    /// <param name="shape">Dimensions, each 0 or more; none for a 0-d array.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="descr"/> is not one of the types named above, or the shape holds a negative dimension
    /// or more than 2^31 - 1 elements.</exception>
    public NumpyArray(string descr, params ReadOnlySpan<int> shape)
        : this(TypeOf(descr), shape.ToArray(), clear: true)
    {
    }

    internal NumpyArray(NumpyType type, int[] shape, bool clear)
        : this(type, shape, Allocate(type, CountOf(shape), clear))
    {
    }

    internal NumpyArray(NumpyType type, int[] shape, UInt128[] blocks)
    {
        _type = type;
        _blocks = blocks;
        Shape = shape;
        Length = CountOf(shape);
    }

    /// <summary>Element type with byte order, always little-endian: "&lt;f4", "|b1".</summary>
    public string Descr => _type.Descr;

    /// <summary>NumPy's kind letter: b bool, i signed, u unsigned, f float, c complex.</summary>
    public char Kind => _type.Kind;

    /// <summary>Bytes of one element: 1, 2, 4, 8 or 16.</summary>
    public int ItemSize => _type.Size;

    /// <summary>Dimensions, outermost first; empty for a 0-d array. To be read only.</summary>
    public int[] Shape { get; }

    /// <summary>Number of elements: the product of <see cref="Shape"/>, 1 for a 0-d array.</summary>
    public int Length { get; }

    /// <summary>Number of bytes of all elements.</summary>
    public long ByteLength => (long)Length * _type.Size;

    /// <summary>All bytes, little-endian, row-major.</summary>
    /// <exception cref="PreconditionNotMetException">There are more bytes than a span can hold (2^31 - 1): use <see cref="AsSpan{T}"/>.</exception>
    public Span<byte> Bytes => ByteLength <= int.MaxValue
        ? ByteRange(0, (int)ByteLength)
        : throw new PreconditionNotMetException($"NumpyArray: {ByteLength} bytes are more than one span can hold.", $"{this}.", "Use AsSpan<T>().");

    internal NumpyType Type => _type;

    /// <summary>Copies values into a new array; the element type follows <typeparamref name="T"/>.</summary>
    /// <param name="values">The elements, row-major.</param>
    /// <param name="shape">Dimensions whose product is the number of values; none for a 0-d array of one value.</param>
    /// <typeparam name="T">bool, an integer of 1 to 8 bytes, Half, float, double or <see cref="Complex"/>.</typeparam>
    /// <exception cref="InvalidArgumentException">The shape does not fit the values, or <typeparamref name="T"/> is another type.</exception>
    public static NumpyArray Create<T>(ReadOnlySpan<T> values, params ReadOnlySpan<int> shape) where T : unmanaged
    {
        NumpyType type = NumpyType.Of<T>() ?? throw new InvalidArgumentException(
            $"NumpyArray: no element type stands for {typeof(T).Name}.", $"Known: {NumpyType.Known}.", "Use FromBytes with the type's name.");
        return FromBytes(type, MemoryMarshal.AsBytes(values), shape);
    }

    /// <summary>Copies raw little-endian, row-major bytes into a new array.</summary>
    /// <param name="descr">Element type: "&lt;f4", "|u1", or without byte order, "f4".</param>
    /// <param name="bytes">Exactly the product of the shape times the element size.</param>
    /// <param name="shape">Dimensions; none for a 0-d array.</param>
    /// <exception cref="InvalidArgumentException">The type is unknown, or the number of bytes does not fit.</exception>
    public static NumpyArray FromBytes(string descr, ReadOnlySpan<byte> bytes, params ReadOnlySpan<int> shape)
        => FromBytes(TypeOf(descr), bytes, shape);

    /// <summary>All elements in place, row-major.</summary>
    /// <typeparam name="T">The element's own type (float for f4, Half for f2, Complex for c16, …), an unsigned integer of its size (its bits),
    /// or another struct of its size that .NET has no name for (a bfloat16, a complex64). float reads c8, and double c16, as (real, imaginary).</typeparam>
    /// <exception cref="PreconditionNotMetException"><typeparamref name="T"/> is none of these; to convert, see <see cref="ConvertTo{T}"/>.</exception>
    public Span<T> AsSpan<T>() where T : unmanaged
    {
        int perElement = NumpyType.Of<T>() is { } asked ? Fit(asked) : Unsafe.SizeOf<T>() == ItemSize ? 1 : 0;
        if (perElement == 0)
        {
            throw new PreconditionNotMetException(
                $"NumpyArray: the elements are {Descr}, not {typeof(T).Name}.", $"{this}.", $"Convert with ConvertTo<{typeof(T).Name}>().");
        }
        return MemoryMarshal.CreateSpan(ref Unsafe.As<UInt128, T>(ref MemoryMarshal.GetArrayDataReference(_blocks)), checked(Length * perElement));
    }

    /// <summary>A copy of all elements, row-major; <typeparamref name="T"/> as in <see cref="AsSpan{T}"/>.</summary>
    /// <exception cref="PreconditionNotMetException"><typeparamref name="T"/> does not fit the element type.</exception>
    public T[] ToArray<T>() where T : unmanaged => AsSpan<T>().ToArray();

    /// <summary>A copy of all elements converted to another number type, row-major; out-of-range values saturate, true is 1.</summary>
    /// <exception cref="PreconditionNotMetException">The elements are complex numbers.</exception>
    public T[] ConvertTo<T>() where T : unmanaged, INumberBase<T> => (Kind, ItemSize) switch
    {
        ('b', _) or ('u', 1) => Convert<byte, T>(),
        ('u', 2) => Convert<ushort, T>(),
        ('u', 4) => Convert<uint, T>(),
        ('u', 8) => Convert<ulong, T>(),
        ('i', 1) => Convert<sbyte, T>(),
        ('i', 2) => Convert<short, T>(),
        ('i', 4) => Convert<int, T>(),
        ('i', 8) => Convert<long, T>(),
        ('f', 2) => Convert<Half, T>(),
        ('f', 4) => Convert<float, T>(),
        ('f', 8) => Convert<double, T>(),
        _ => throw new PreconditionNotMetException(
            $"NumpyArray: complex numbers do not convert to {typeof(T).Name}.", $"{this}.", "Read the pairs with AsSpan."),
    };

    /// <summary>Element type and shape: "&lt;f4 [2, 3]".</summary>
    public override string ToString() => $"{Descr} [{string.Join(", ", Shape)}]";

    internal Span<byte> ByteRange(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, ByteLength);
        ref byte first = ref Unsafe.As<UInt128, byte>(ref MemoryMarshal.GetArrayDataReference(_blocks));
        return MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref first, (nint)offset), length);
    }

    internal NumpyArray Reshaped(int[] shape) => new(_type, shape, _blocks);

    private static NumpyArray FromBytes(NumpyType type, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> shape)
    {
        int[] dims = shape.ToArray();
        if ((long)CountOf(dims) * type.Size != bytes.Length)
        {
            throw new InvalidArgumentException(
                "NumpyArray: the values do not fill the shape.",
                $"{type.Descr} [{string.Join(", ", dims)}] needs {(long)CountOf(dims) * type.Size} bytes, {bytes.Length} came.",
                "Pass as many values as the product of the dimensions.");
        }
        var array = new NumpyArray(type, dims, clear: false);
        bytes.CopyTo(array.Bytes);
        return array;
    }

    internal static UInt128[] Allocate(NumpyType type, int count, bool clear)
    {
        int blocks = checked((int)(((long)count * type.Size + 15) / 16));
        return clear ? new UInt128[blocks] : GC.AllocateUninitializedArray<UInt128>(blocks);
    }

    private static NumpyType TypeOf(string descr)
    {
        ArgumentNullException.ThrowIfNull(descr);
        if (NumpyType.FromCode(descr) is { } type)
            return type;
        return NumpyType.FromDescr(descr) is { BigEndian: false } known
            ? known.Type
            : throw new InvalidArgumentException(
                $"NumpyArray: '{descr}' is no element type.", $"Known, little-endian: {NumpyType.Known}.", "Pass one of these.");
    }

    private static int CountOf(int[] shape)
    {
        long count = 1;
        foreach (int dimension in shape)
        {
            if (dimension < 0)
            {
                throw new InvalidArgumentException(
                    $"NumpyArray: dimension {dimension} is negative.", $"Shape [{string.Join(", ", shape)}].", "Pass 0 or more.");
            }
        }
        foreach (int dimension in shape.Contains(0) ? [0] : shape)
        {
            count *= dimension;
            if (count > int.MaxValue)
            {
                throw new InvalidArgumentException(
                    "NumpyArray: the array is too large.", $"Shape [{string.Join(", ", shape)}]; the limit is {int.MaxValue} elements.", "Split it.");
            }
        }
        return (int)count;
    }

    private int Fit(NumpyType asked)
    {
        if (asked == _type || (asked.Kind == 'u' && asked.Size == ItemSize))
            return 1;
        return Kind == 'c' && asked.Kind == 'f' && asked.Size == ItemSize / 2 ? 2 : 0;
    }

    private TTo[] Convert<TFrom, TTo>() where TFrom : unmanaged, INumberBase<TFrom> where TTo : unmanaged, INumberBase<TTo>
    {
        Span<TFrom> from = Kind == 'b' ? MemoryMarshal.Cast<byte, TFrom>(AsSpan<byte>()) : AsSpan<TFrom>();
        var to = new TTo[from.Length];
        for (int i = 0; i < to.Length; i++)
            to[i] = TTo.CreateSaturating(from[i]);
        return to;
    }
}
