using System.Numerics;

namespace Trireme.Cpu.Reduction;

/// <summary>Folds over some dimensions, in parallel. How the work is cut depends on sizes alone, so the result does not depend on the threads.</summary>
internal static unsafe class Reduction<T, TFold>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
    where TFold : struct, IFold
{
    private const int Piece = 16_384;

    public static void Run(T* x, T* y, ReducedDims dims)
    {
        if (dims.Inner == 0 || dims.Reduced == 0)
            new Span<T>(y, dims.Kept * (dims.InnerIsReduced ? 1 : dims.Inner)).Fill(TFold.Start<T>());
        else if (dims.InnerIsReduced)
            Runs(x, y, dims);
        else
            Rows(x, y, dims);
    }

    // Each result folds Reduced runs of Inner elements. A few long results are cut into pieces.
    private static void Runs(T* x, T* y, ReducedDims dims)
    {
        int pieces = dims.Reduced > 1 ? dims.Reduced : (dims.Inner + Piece - 1) / Piece;
        if (dims.Kept >= 16 || (long)dims.Reduced * dims.Inner < 2 * Piece)
        {
            Workers.For(dims.Kept, (long)dims.Reduced * dims.Inner, (start, end) =>
            {
                for (int i = start; i < end; i++)
                    y[i] = FoldPieces(x + dims.KeptOffset(i), dims, 0, pieces);
            });
            return;
        }
        int group = (pieces + 255) / 256, groups = (pieces + group - 1) / group;
        var partial = new T[dims.Kept * groups];
        Workers.For(partial.Length, (long)dims.Reduced * dims.Inner / groups, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                int kept = i / groups, first = (i % groups) * group;
                partial[i] = FoldPieces(x + dims.KeptOffset(kept), dims, first, Math.Min(pieces, first + group));
            }
        });
        for (int i = 0; i < dims.Kept; i++)
            y[i] = TFold.Run<T>(partial.AsSpan(i * groups, groups));
    }

    private static T FoldPieces(T* x, ReducedDims dims, int first, int end)
    {
        T total = TFold.Start<T>();
        for (int p = first; p < end; p++)
        {
            T part;
            if (dims.Reduced > 1)
                part = TFold.Run(new ReadOnlySpan<T>(x + dims.ReducedOffset(p), dims.Inner));
            else
                part = TFold.Run(new ReadOnlySpan<T>(x + ((long)p * Piece), Math.Min(Piece, dims.Inner - (p * Piece))));
            total = end - first == 1 ? part : TFold.Join(total, part);
        }
        return total;
    }

    // Each row of results folds Reduced rows of Inner elements.
    private static void Rows(T* x, T* y, ReducedDims dims)
    {
        int inner = dims.Inner;
        int rows = Math.Max(Math.Max(Piece / inner, 16), (dims.Reduced + 255) / 256), groups = (dims.Reduced + rows - 1) / rows;
        if (groups == 1)
        {
            // With few rows of results the columns are shared out instead.
            int block = dims.Kept >= 8 ? inner : Math.Clamp(inner / 8, Math.Min(inner, 256), inner), blocks = (inner + block - 1) / block;
            Workers.For(dims.Kept * blocks, (long)dims.Reduced * block, (start, end) =>
            {
                for (int i = start; i < end; i++)
                {
                    int kept = i / blocks, column = (i % blocks) * block, n = Math.Min(block, inner - column);
                    FoldRows(x + dims.KeptOffset(kept) + column, dims, 0, dims.Reduced, new Span<T>(y + ((long)kept * inner) + column, n));
                }
            });
            return;
        }
        T[] partial = GC.AllocateUninitializedArray<T>(checked(dims.Kept * groups * inner));
        Workers.For(dims.Kept * groups, (long)rows * inner, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                int kept = i / groups, first = (i % groups) * rows;
                FoldRows(x + dims.KeptOffset(kept), dims, first, Math.Min(dims.Reduced, first + rows), partial.AsSpan(i * inner, inner));
            }
        });
        Workers.For(dims.Kept, (long)groups * inner, (start, end) =>
        {
            for (int kept = start; kept < end; kept++)
            {
                var to = new Span<T>(y + ((long)kept * inner), inner);
                partial.AsSpan(kept * groups * inner, inner).CopyTo(to);
                for (int g = 1; g < groups; g++)
                    TFold.Rows<T>(to, partial.AsSpan(((kept * groups) + g) * inner, inner));
            }
        });
    }

    private static void FoldRows(T* x, ReducedDims dims, int first, int end, Span<T> to)
    {
        new ReadOnlySpan<T>(x + dims.ReducedOffset(first), to.Length).CopyTo(to);
        for (int r = first + 1; r < end; r++)
            TFold.Rows(to, new ReadOnlySpan<T>(x + dims.ReducedOffset(r), to.Length));
    }
}
