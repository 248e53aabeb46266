using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Trireme.Formats.Npy;

/// <summary>Turns elements as a file may hold them (big-endian, column-major, odd bools) into the one form of <see cref="NumpyArray"/>, and back.</summary>
internal static class ArrayLayout
{
    private const int Slice = 1 << 20;

    public static void SwapByteOrder(NumpyArray array)
    {
        for (long at = 0; at < array.ByteLength; at += Slice)
            SwapByteOrder(array.ByteRange(at, (int)Math.Min(Slice, array.ByteLength - at)), array.Type.WordSize);
    }

    /// <summary>A bool is one byte, and any byte but 0 counts as true in NumPy; in .NET a bool other than 0 or 1 misbehaves.</summary>
    public static void NormalizeBools(NumpyArray array)
    {
        foreach (ref byte b in array.AsSpan<byte>())
            b = b == 0 ? (byte)0 : (byte)1;
    }

    /// <summary>The same bytes read column-major (first index fastest), as a row-major array of the same shape.</summary>
    public static NumpyArray FromColumnMajor(NumpyArray columns) => Reorder(columns, toColumns: false);

    /// <summary>An array whose row-major bytes are the column-major bytes of <paramref name="rows"/>.</summary>
    public static NumpyArray ToColumnMajor(NumpyArray rows) => Reorder(rows, toColumns: true);

    private static void SwapByteOrder(Span<byte> bytes, int wordSize)
    {
        switch (wordSize)
        {
            case 2:
                Span<ushort> twos = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(twos, twos);
                break;
            case 4:
                Span<uint> fours = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(fours, fours);
                break;
            case 8:
                Span<ulong> eights = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(eights, eights);
                break;
        }
    }

    private static NumpyArray Reorder(NumpyArray from, bool toColumns)
    {
        // With at most one dimension above 1 both orders are the same.
        if (from.Length == 0 || from.Shape.Count(d => d != 1) < 2)
            return from;
        var to = new NumpyArray(from.Type, from.Shape, clear: false);
        switch (from.ItemSize)
        {
            case 1: Reorder<byte>(from, to, toColumns); break;
            case 2: Reorder<ushort>(from, to, toColumns); break;
            case 4: Reorder<uint>(from, to, toColumns); break;
            case 8: Reorder<ulong>(from, to, toColumns); break;
            default: Reorder<UInt128>(from, to, toColumns); break;
        }
        return to;
    }

    private static void Reorder<T>(NumpyArray from, NumpyArray to, bool toColumns) where T : unmanaged
    {
        Span<T> source = from.AsSpan<T>(), target = to.AsSpan<T>();
        int[] shape = from.Shape;
        var index = new int[shape.Length];
        var strides = new int[shape.Length];
        for (int axis = 0, stride = 1; axis < shape.Length; stride *= shape[axis++])
            strides[axis] = stride;
        int column = 0;
        for (int row = 0; row < source.Length; row++)
        {
            if (toColumns)
                target[column] = source[row];
            else
                target[row] = source[column];
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                column += strides[axis];
                if (++index[axis] < shape[axis])
                    break;
                column -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
    }
}
