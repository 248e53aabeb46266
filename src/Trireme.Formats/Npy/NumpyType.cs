using System.Numerics;

namespace Trireme.Formats.Npy;

/// <summary>What one element is: numpy's kind letter and the size in bytes ("f4", "u1", "c16").</summary>
internal readonly record struct NumpyType(char Kind, int Size)
{
    private static readonly NumpyType[] All =
    [
        new('b', 1), new('i', 1), new('i', 2), new('i', 4), new('i', 8), new('u', 1), new('u', 2), new('u', 4), new('u', 8),
        new('f', 2), new('f', 4), new('f', 8), new('c', 8), new('c', 16),
    ];

    public static string Known => string.Join(", ", All.Select(t => t.Code));

    /// <summary>Without the byte order: "f4".</summary>
    public string Code => $"{Kind}{Size}";

    /// <summary>With it: "&lt;f4", "|u1".</summary>
    public string Descr => (Size == 1 ? '|' : '<') + Code;

    /// <summary>Bytes whose order the byte-order character speaks of: half an element for complex numbers.</summary>
    public int WordSize => Kind == 'c' ? Size / 2 : Size;

    public static NumpyType? FromCode(ReadOnlySpan<char> code)
    {
        foreach (NumpyType type in All)
        {
            if (code.SequenceEqual(type.Code))
                return type;
        }
        return null;
    }

    /// <summary>Reads "&lt;f4", "&gt;f4" or "|u1"; null for anything else, also for an order character that does not fit the size.</summary>
    public static (NumpyType Type, bool BigEndian)? FromDescr(ReadOnlySpan<char> descr)
    {
        if (descr.Length < 3 || FromCode(descr[1..]) is not { } type)
            return null;
        return descr[0] switch
        {
            '<' => (type, false),
            '>' => (type, type.Size > 1),
            '|' when type.Size == 1 => (type, false),
            _ => null,
        };
    }

    public static NumpyType? Of<T>() where T : unmanaged
    {
        if (typeof(T) == typeof(bool)) return new('b', 1);
        if (typeof(T) == typeof(sbyte)) return new('i', 1);
        if (typeof(T) == typeof(short)) return new('i', 2);
        if (typeof(T) == typeof(int)) return new('i', 4);
        if (typeof(T) == typeof(long)) return new('i', 8);
        if (typeof(T) == typeof(byte)) return new('u', 1);
        if (typeof(T) == typeof(ushort)) return new('u', 2);
        if (typeof(T) == typeof(uint)) return new('u', 4);
        if (typeof(T) == typeof(ulong)) return new('u', 8);
        if (typeof(T) == typeof(Half)) return new('f', 2);
        if (typeof(T) == typeof(float)) return new('f', 4);
        if (typeof(T) == typeof(double)) return new('f', 8);
        if (typeof(T) == typeof(Complex)) return new('c', 16);
        return null;
    }
}
