using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// Turns planes of some images so that the images lie side by side, one in each lane: then a vector is one position of all of them, and no
/// position is at the ragged end of a row.
/// </summary>
internal static unsafe class ImageLanes
{
    // How far ahead the planes are read: in as many places as there are lanes, which are more than the processor follows by itself.
    private const int FloatsAhead = 96;

    /// <summary>Floats of working memory that a turn needs.</summary>
    public static int Temporary<L>() where L : struct, ILanes<L> => L.Count * L.Count;

    /// <summary>
    /// Position p of a plane, <paramref name="columns"/> to a row, goes to target + (row · targetRow) + (column · targetColumn); columns from
    /// <paramref name="kept"/> on are dropped. Lanes without an image hold zeros. Vectors are written in order: of those that overlap, each
    /// overwrites what is too much of the one before.
    /// </summary>
    [MethodImpl(Compiled.Alone)]
    public static void In<L>(float* source, long image, int images, int positions, int columns, int kept, float* target, nint targetRow, nint targetColumn,
        float* temporary)
        where L : struct, ILanes<L>
    {
        int n = L.Count, column = 0;
        for (int at = 0; at < positions; at += n, source += n)
        {
            int count = Math.Min(n, positions - at);
            Ahead.Expect(source + FloatsAhead, (nint)image, images, 1);
            if (count == n && column + n <= kept)
            {
                Turn<L>(source, image, images, count, target + (column * targetColumn), targetColumn, temporary);
                column += n;
            }
            else
            {
                Turn<L>(source, image, images, count, temporary, n, temporary);
                for (int p = 0; p < count;)
                {
                    int here = Math.Min(count - p, columns - column), keeps = Math.Min(here, kept - column);
                    for (int i = 0; i < keeps; i++)
                        L.Load(temporary + ((p + i) * n)).Store(target + ((column + i) * targetColumn));
                    p += here;
                    column += here;
                    if (p < count)
                    {
                        column = 0;
                        target += targetRow;
                    }
                }
            }
            if (column == columns)
            {
                column = 0;
                target += targetRow;
            }
        }
    }

    /// <summary>
    /// Rows of some planes, of each the first <paramref name="kept"/> columns: the vector of column i goes to target + i · L.Count, the next row's targetRow floats further
    /// on. Up to a vector less one column behind a row may be overwritten, by zeros, before the next row is written; lanes without a plane hold zeros.
    /// </summary>
    public static void InRows<L>(float* source, long plane, int planes, int rows, int columns, int kept, float* target, nint targetRow, float* temporary)
        where L : struct, ILanes<L>
    {
        // Rows that are not much shorter than a vector are turned one by one: the places of each are then where they belong.
        if (2 * kept < L.Count)
        {
            In<L>(source, plane, planes, rows * columns, columns, kept, target, targetRow, L.Count, temporary);
            return;
        }
        for (int row = 0; row < rows; row++, source += columns, target += targetRow)
            InRow<L>(source, plane, planes, kept, target, temporary);
    }

    /// <summary>
    /// One row of some planes: the vector of column i goes to target + i · L.Count. Up to a vector less one column behind the last may be overwritten, by zeros; lanes
    /// without a plane hold zeros.
    /// </summary>
    public static void InRow<L>(float* source, long plane, int planes, int columns, float* target, float* temporary) where L : struct, ILanes<L>
    {
        if (L.Count == 1)
            new Span<float>(source, columns).CopyTo(new Span<float>(target, columns));
        else if (planes <= L.Count / 4)
            InRowOfFew<L>(source, plane, planes, columns, target);
        else
            InRowOfMany<L>(source, plane, planes, columns, target, temporary);
    }

    [MethodImpl(Compiled.Alone)]
    private static void InRowOfMany<L>(float* source, long plane, int planes, int columns, float* target, float* temporary) where L : struct, ILanes<L>
    {
        int n = L.Count;
        for (int at = 0; at < columns; at += n)
        {
            // A last square overlaps the one before it: cheaper than a part of one.
            if (columns >= n)
                at = Math.Min(at, columns - n);
            Ahead.Expect(source + at + FloatsAhead, (nint)plane, planes, 1);
            Turn<L>(source + at, plane, planes, Math.Min(n, columns - at), target + (at * n), n, temporary);
        }
    }

    [MethodImpl(Compiled.Alone)]
    private static void InRowOfFew<L>(float* source, long plane, int planes, int columns, float* target) where L : struct, ILanes<L>
    {
        for (int i = 0; i < columns; i++, source++, target += L.Count)
        {
            L.Zero.Store(target);
            for (int p = 0; p < planes; p++)
                target[p] = source[p * plane];
        }
    }

    /// <summary>
    /// Back: target + (i · image) + p is the larger of floor and bias + lane i of the vector at position p. Whole squares are read.
    /// </summary>
    public static void Out<L>(float* source, int positions, int images, float* target, long image, float bias, float floor, float* temporary)
        where L : struct, ILanes<L>
        => Out<L, BiasedVector<L>>(source, L.Count, positions, images, target, image, new BiasedVector<L>(L.All(bias), L.All(floor)), temporary);

    /// <summary>The same of vectors <paramref name="step"/> floats apart.</summary>
    public static void Out<L>(float* source, long step, int positions, int images, float* target, long image, L biases, L floors, float* temporary)
        where L : struct, ILanes<L>
        => Out<L, BiasedVector<L>>(source, step, positions, images, target, image, new BiasedVector<L>(biases, floors), temporary);

    /// <summary>Back: target + (i · image) + p is lane i of the vector at position p. Whole squares are read.</summary>
    public static void Out<L>(float* source, int positions, int images, float* target, long image, float* temporary)
        where L : struct, ILanes<L>
        => Out<L, WholeVector<L>>(source, L.Count, positions, images, target, image, default, temporary);

    [MethodImpl(Compiled.Alone)]
    private static void Out<L, R>(float* source, long step, int positions, int images, float* target, long image, R reader, float* temporary)
        where L : struct, ILanes<L>
        where R : struct, ILaneReader<L>
    {
        int n = L.Count;
        for (int at = 0; at < positions; at += n, source += n * step, target += n)
        {
            int count = Math.Min(n, positions - at);
            if (count == n && images == n)
            {
                Turn<L, R>(source, step, reader, target, image);
                continue;
            }
            Turn<L, R>(source, step, reader, temporary, n);
            float* to = target;
            for (int i = 0; i < images; i++, to += image)
                L.Load(temporary + (i * n)).StoreFirst(to, count);
        }
    }

    /// <summary>The first <paramref name="count"/> positions of some images, side by side, and zeros for the rest.</summary>
    private static void Turn<L>(float* from, long image, int images, int count, float* to, nint toStep, float* temporary) where L : struct, ILanes<L>
    {
        int n = L.Count;
        if (images < n)
        {
            for (int i = 0; i < n; i++, from += image)
                (i < images ? L.LoadFirst(from, count) : L.Zero).Store(temporary + (i * n));
            from = temporary;
            image = count = n;
        }
        if (count == n)
            Turn<L, WholeVector<L>>(from, image, default, to, toStep);
        else
            Turn<L, FirstOfVector<L>>(from, image, new FirstOfVector<L>(count), to, toStep);
    }

    // Compiled once, not into every loop that turns squares.
    [MethodImpl(Compiled.Alone)]
    private static void Turn<L, R>(float* from, long step, R reader, float* to, long toStep)
        where L : struct, ILanes<L>
        where R : struct, ILaneReader<L>
        => L.Turn(from, (nint)step, reader, to, (nint)toStep);
}
