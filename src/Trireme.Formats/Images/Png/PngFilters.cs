using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Trireme.Formats.Images.Png;

/// <summary>PNG's five row filters, forwards and backwards. Bytes before the row and the row above the first count as zero.</summary>
internal static class PngFilters
{
    public const int None = 0, Sub = 1, Up = 2, Average = 3, Paeth = 4, Count = 5;

    /// <summary>Turns a filtered row into bytes in place. <paramref name="above"/> has the row's length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        above = above[..row.Length];
        int head = Math.Min(distance, row.Length);
        switch (filter)
        {
            case Sub:
                for (int i = head; i < row.Length; i++)
                {
                    row[i] += row[i - distance];
                }
                break;
            case Up:
                TensorPrimitives.Add(row, above, row);
                break;
            case Average when distance is 3 or 4:
                UndoPixels(row, above, distance, paeth: false);
                break;
            case Paeth when distance is 3 or 4:
                UndoPixels(row, above, distance, paeth: true);
                break;
            case Average:
                for (int i = 0; i < head; i++)
                {
                    row[i] += (byte)(above[i] >> 1);
                }
                for (int i = head; i < row.Length; i++)
                {
                    row[i] += (byte)((row[i - distance] + above[i]) >> 1);
                }
                break;
            case Paeth:
                TensorPrimitives.Add(row[..head], above[..head], row[..head]);
                for (int i = head; i < row.Length; i++)
                {
                    row[i] += Predict(row[i - distance], above[i], above[i - distance]);
                }
                break;
        }
    }

    /// <summary>Writes the filtered form of <paramref name="row"/>.</summary>
    public static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> filtered)
    {
        int head = Math.Min(distance, row.Length);
        switch (filter)
        {
            case None:
                row.CopyTo(filtered);
                break;
            case Sub:
                row[..head].CopyTo(filtered);
                TensorPrimitives.Subtract(row[head..], row[..^head], filtered[head..]);
                break;
            case Up:
                TensorPrimitives.Subtract(row, above, filtered);
                break;
            default:
                for (int i = 0; i < row.Length; i++)
                {
                    byte left = i < distance ? (byte)0 : row[i - distance], corner = i < distance ? (byte)0 : above[i - distance];
                    int guess = filter == Average ? (left + above[i]) >> 1 : Predict(left, above[i], corner);
                    filtered[i] = (byte)(row[i] - guess);
                }
                break;
        }
    }

    /// <summary>The sum of the bytes read as signed magnitudes: small where deflate will do well.</summary>
    public static long Cost(ReadOnlySpan<byte> filtered)
    {
        long cost = 0;
        foreach (byte b in filtered)
        {
            cost += Math.Abs((int)(sbyte)b);
        }
        return cost;
    }

    // The neighbour (left, above, corner) nearest to left + above - corner; earlier ones win ties.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Predict(int left, int above, int corner)
    {
        int toLeft = above - corner, toAbove = left - corner, toCorner = Math.Abs(toLeft + toAbove);
        toLeft = Math.Abs(toLeft);
        toAbove = Math.Abs(toAbove);
        int nearer = toAbove < toLeft ? above : left;
        return (byte)(toCorner < Math.Min(toLeft, toAbove) ? corner : nearer);
    }

    // Whole pixels of three or four bytes at a time: each depends on the one before it, so the lanes are its channels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UndoPixels(Span<byte> row, ReadOnlySpan<byte> above, int distance, bool paeth)
    {
        var byteMask = Vector128.Create((short)255);
        Vector128<short> left = Vector128<short>.Zero, corner = Vector128<short>.Zero;
        for (int i = 0; i <= row.Length - distance; i += distance)
        {
            Vector128<short> up = Pixel(above[i..], distance), guess;
            if (paeth)
            {
                Vector128<short> fromLeft = up - corner, fromUp = left - corner, fromCorner = Vector128.Abs(fromLeft + fromUp);
                fromLeft = Vector128.Abs(fromLeft);
                fromUp = Vector128.Abs(fromUp);
                Vector128<short> nearest = Vector128.Min(fromCorner, Vector128.Min(fromLeft, fromUp));
                guess = Vector128.ConditionalSelect(Vector128.Equals(nearest, fromLeft), left,
                    Vector128.ConditionalSelect(Vector128.Equals(nearest, fromUp), up, corner));
            }
            else
            {
                guess = (left + up) >>> 1;
            }
            left = (Pixel(row[i..], distance) + guess) & byteMask;
            corner = up;
            uint bytes = Vector128.Narrow(left.AsUInt16(), left.AsUInt16()).AsUInt32().ToScalar();
            if (distance == 4)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(row[i..], bytes);
            }
            else
            {
                row[i + 2] = (byte)(bytes >> 16);
                BinaryPrimitives.WriteUInt16LittleEndian(row[i..], (ushort)bytes);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Pixel(ReadOnlySpan<byte> at, int bytes)
    {
        uint pixel = bytes == 4 || at.Length > 3 ? BinaryPrimitives.ReadUInt32LittleEndian(at) : (uint)(at[0] | (at[1] << 8) | (at[2] << 16));
        return Vector128.WidenLower(Vector128.CreateScalar(pixel).AsByte()).AsInt16();
    }
}
