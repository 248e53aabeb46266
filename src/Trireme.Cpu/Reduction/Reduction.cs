using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Reduction;

/// <summary>Folds over some dimensions, in parallel. How the work is cut depends on sizes alone, so the result does not depend on the threads.</summary>
internal static unsafe class Reduction<T, TFold>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
    where TFold : struct, IFold
{
    private const int Piece = 16_384;

    // Columns that one worker walks down, and how many such strips keep all workers busy.
    private const int WideStrip = 4096, NarrowStrip = 64, WantedStrips = 8;
    private const int RowsPerBlock = 128;

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
            Workers.For(dims.Kept, (long)dims.Reduced * dims.Inner, new PieceBody { X = x, To = y, Dims = dims, Pieces = pieces, Group = pieces, Groups = 1 });
            return;
        }
        int group = (pieces + 255) / 256, groups = (pieces + group - 1) / group;
        // Fewer than 16 results of at most 256 groups.
        T* partial = stackalloc T[dims.Kept * groups];
        Workers.For(dims.Kept * groups, (long)dims.Reduced * dims.Inner / groups, new PieceBody { X = x, To = partial, Dims = dims, Pieces = pieces, Group = group, Groups = groups });
        for (int i = 0; i < dims.Kept; i++)
            y[i] = TFold.Run(new ReadOnlySpan<T>(partial + (i * groups), groups));
    }

    /// <summary>Item i folds a group of the pieces of result i / Groups.</summary>
    private struct PieceBody : IRangeBody
    {
        public T* X, To;
        public ReducedDims Dims;
        public int Pieces, Group, Groups;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int kept = i / Groups, first = i % Groups * Group;
                To[i] = FoldPieces(X + Dims.KeptOffset(kept), Dims, first, Math.Min(Pieces, first + Group));
            }
        }
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
        int rows = Math.Max(Math.Max(Piece / inner, 64), (dims.Reduced + 31) / 32), groups = (dims.Reduced + rows - 1) / rows;
        // Enough columns: they are shared out, and every worker walks down all the rows of a strip.
        int block = Math.Min(inner, (int)Math.Clamp((long)dims.Kept * inner / WantedStrips, NarrowStrip, WideStrip)), blocks = (inner + block - 1) / block;
        if (groups == 1 || inner >= WantedStrips * WideStrip)
        {
            Workers.For(dims.Kept * blocks, (long)dims.Reduced * block / 4, new StripBody { X = x, Y = y, Dims = dims, Block = block, Blocks = blocks });
            return;
        }
        T* partial = Scratch.Get<T>(Scratch.Slot.Partials, (long)dims.Kept * groups * inner);
        Workers.For(dims.Kept * groups, (long)rows * inner / 4, new RowsBody { X = x, Partial = partial, Dims = dims, Rows = rows, Groups = groups });
        Workers.For(dims.Kept, (long)groups * inner, new GroupsBody { Partial = partial, Y = y, Inner = inner, Groups = groups });
    }

    /// <summary>Item i is strip i mod Blocks of row i / Blocks of the results.</summary>
    private struct StripBody : IRangeBody
    {
        public T* X, Y;
        public ReducedDims Dims;
        public int Block, Blocks;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int kept = i / Blocks, column = i % Blocks * Block, n = Math.Min(Block, Dims.Inner - column);
                FoldRows(X + Dims.KeptOffset(kept) + column, Dims, 0, Dims.Reduced, Y + ((long)kept * Dims.Inner) + column, n);
            }
        }
    }

    /// <summary>Item i folds a group of the rows that go into row i / Groups of the results.</summary>
    private struct RowsBody : IRangeBody
    {
        public T* X, Partial;
        public ReducedDims Dims;
        public int Rows, Groups;

        public readonly void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int first = i % Groups * Rows;
                FoldRows(X + Dims.KeptOffset(i / Groups), Dims, first, Math.Min(Dims.Reduced, first + Rows), Partial + ((long)i * Dims.Inner), Dims.Inner);
            }
        }
    }

    /// <summary>Joins the groups of a row of results, in their order.</summary>
    private struct GroupsBody : IRangeBody
    {
        public T* Partial, Y;
        public int Inner, Groups;

        public readonly void Run(int start, int end)
        {
            for (int kept = start; kept < end; kept++)
            {
                T* from = Partial + ((long)kept * Groups * Inner);
                var to = new Span<T>(Y + ((long)kept * Inner), Inner);
                new ReadOnlySpan<T>(from, Inner).CopyTo(to);
                for (int g = 1; g < Groups; g++)
                    TFold.Rows(to, new ReadOnlySpan<T>(from + ((long)g * Inner), Inner));
            }
        }
    }

    // Rows are folded in blocks, so that a sum of many loses no more digits than one of few; a wide row column range by range, for a block's
    // results then stay in the first-level cache.
    private static void FoldRows(T* x, ReducedDims dims, int first, int end, T* to, int count)
    {
        T* block = stackalloc T[WideStrip];
        for (int column = 0; column < count; column += WideStrip)
        {
            int n = Math.Min(WideStrip, count - column);
            for (int row = first; row < end; row += RowsPerBlock)
            {
                T* target = row == first ? to + column : block;
                FoldBlock(x + column, dims, row, Math.Min(end, row + RowsPerBlock), target, n);
                if (row != first)
                    TFold.Rows(new Span<T>(to + column, n), new ReadOnlySpan<T>(block, n));
            }
        }
    }

    private static void FoldBlock(T* x, ReducedDims dims, int first, int end, T* to, int n)
    {
        new ReadOnlySpan<T>(x + dims.ReducedOffset(first), n).CopyTo(new Span<T>(to, n));
        int row = first + 1;
        for (; row + 4 <= end; row += 4)
            JoinFour(to, x + dims.ReducedOffset(row), x + dims.ReducedOffset(row + 1), x + dims.ReducedOffset(row + 2), x + dims.ReducedOffset(row + 3), n);
        for (; row < end; row++)
            TFold.Rows(new Span<T>(to, n), new ReadOnlySpan<T>(x + dims.ReducedOffset(row), n));
    }

    /// <summary>Four rows at once: what they are joined to is read and written a quarter as often.</summary>
    [MethodImpl(Compiled.Alone)]
    private static void JoinFour(T* to, T* a, T* b, T* c, T* d, int n)
    {
        int i = 0;
        for (; i <= n - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> left = TFold.Join(Vector.Load(a + i), Vector.Load(b + i)), right = TFold.Join(Vector.Load(c + i), Vector.Load(d + i));
            Vector.Store(TFold.Join(Vector.Load(to + i), TFold.Join(left, right)), to + i);
        }
        for (; i < n; i++)
            to[i] = TFold.Join(to[i], TFold.Join(TFold.Join(a[i], b[i]), TFold.Join(c[i], d[i])));
    }
}
