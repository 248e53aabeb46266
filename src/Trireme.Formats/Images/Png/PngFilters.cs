using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

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
                if (distance == 3)
                {
                    UndoPaethOfRgb(row, above);
                }
                else
                {
                    for (int i = head; i < row.Length; i++)
                    {
                        row[i] += Predict(row[i - distance], above[i], above[i - distance]);
                    }
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

    // Whole pixels at a time, so that the left and corner neighbours stay in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UndoPaethOfRgb(Span<byte> row, ReadOnlySpan<byte> above)
    {
        byte left0 = row[0], left1 = row[1], left2 = row[2], corner0 = above[0], corner1 = above[1], corner2 = above[2];
        for (int i = 5; i < row.Length; i += 3)
        {
            byte above0 = above[i - 2], above1 = above[i - 1], above2 = above[i];
            row[i - 2] = left0 = (byte)(row[i - 2] + Predict(left0, above0, corner0));
            row[i - 1] = left1 = (byte)(row[i - 1] + Predict(left1, above1, corner1));
            row[i] = left2 = (byte)(row[i] + Predict(left2, above2, corner2));
            (corner0, corner1, corner2) = (above0, above1, above2);
        }
    }
}
