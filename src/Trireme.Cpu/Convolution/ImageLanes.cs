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
    public static int Temporary<L>() where L : struct, ILanes<L> => 2 * L.Count * L.Count;

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
        float* spare = temporary + (n * n);
        for (int at = 0; at < positions; at += n, source += n)
        {
            int count = Math.Min(n, positions - at);
            float* from = source;
            long step = image;
            Ahead.Expect(source + FloatsAhead, (nint)image, images, 1);
            if (count < n || images < n)
            {
                for (int i = 0; i < n; i++, from += image)
                    (i < images ? L.LoadFirst(from, count) : L.Zero).Store(spare + (i * n));
                from = spare;
                step = n;
            }
            if (count == n && column + n <= kept)
            {
                Turn<L, No>(from, step, target + (column * targetColumn), targetColumn, temporary, L.Zero, L.Zero);
                column += n;
            }
            else
            {
                Turn<L, No>(from, step, spare, n, temporary, L.Zero, L.Zero);
                for (int p = 0; p < count;)
                {
                    int here = Math.Min(count - p, columns - column), keeps = Math.Min(here, kept - column);
                    for (int i = 0; i < keeps; i++)
                        L.Load(spare + ((p + i) * n)).Store(target + ((column + i) * targetColumn));
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
    /// One row of some planes: the vector of column i goes to target + i · L.Count. Up to a vector less one column behind the last may be overwritten, by zeros; lanes
    /// without a plane hold zeros.
    /// </summary>
    public static void InRow<L>(float* source, long plane, int planes, int columns, float* target, float* temporary) where L : struct, ILanes<L>
    {
        if (L.Count == 1)
            new Span<float>(source, columns).CopyTo(new Span<float>(target, columns));
        else if (planes <= L.Count / 4)
            InRowOfFew<L>(source, plane, planes, columns, target);
        else if (columns >= L.Count && planes == L.Count)
            InRowOfAll<L>(source, plane, columns, target, temporary);
        else
            InRowOfSome<L>(source, plane, planes, columns, target, temporary);
    }

    [MethodImpl(Compiled.Alone)]
    private static void InRowOfAll<L>(float* source, long plane, int columns, float* target, float* temporary) where L : struct, ILanes<L>
    {
        int n = L.Count;
        for (int at = 0; at < columns; at += n)
        {
            // A last square overlaps the one before it: cheaper than a part of one.
            at = Math.Min(at, columns - n);
            Ahead.Expect(source + at + FloatsAhead, (nint)plane, n, 1);
            Turn<L, No>(source + at, plane, target + (at * n), n, temporary, L.Zero, L.Zero);
        }
    }

    [MethodImpl(Compiled.Alone)]
    private static void InRowOfSome<L>(float* source, long plane, int planes, int columns, float* target, float* temporary) where L : struct, ILanes<L>
    {
        int n = L.Count;
        float* spare = temporary + (n * n);
        for (int at = 0; at < columns; at += n)
        {
            int count = Math.Min(n, columns - at);
            float* from = source + at;
            Ahead.Expect(from + FloatsAhead, (nint)plane, planes, 1);
            for (int i = 0; i < n; i++, from += plane)
                (i < planes ? L.LoadFirst(from, count) : L.Zero).Store(spare + (i * n));
            Turn<L, No>(spare, n, target + (at * n), n, temporary, L.Zero, L.Zero);
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
        => Out<L, Yes>(source, L.Count, positions, images, target, image, L.All(bias), L.All(floor), temporary);

    /// <summary>The same of vectors <paramref name="step"/> floats apart.</summary>
    public static void Out<L>(float* source, long step, int positions, int images, float* target, long image, L biases, L floors, float* temporary)
        where L : struct, ILanes<L>
        => Out<L, Yes>(source, step, positions, images, target, image, biases, floors, temporary);

    /// <summary>Back: target + (i · image) + p is lane i of the vector at position p. Whole squares are read.</summary>
    public static void Out<L>(float* source, int positions, int images, float* target, long image, float* temporary)
        where L : struct, ILanes<L>
        => Out<L, No>(source, L.Count, positions, images, target, image, L.Zero, L.Zero, temporary);

    [MethodImpl(Compiled.Alone)]
    private static void Out<L, F>(float* source, long step, int positions, int images, float* target, long image, L biases, L floors, float* temporary)
        where L : struct, ILanes<L>
        where F : struct, IFlag
    {
        int n = L.Count;
        float* spare = temporary + (n * n);
        for (int at = 0; at < positions; at += n, source += n * step, target += n)
        {
            int count = Math.Min(n, positions - at);
            if (count == n && images == n)
            {
                Turn<L, F>(source, step, target, image, temporary, biases, floors);
                continue;
            }
            Turn<L, F>(source, step, spare, n, temporary, biases, floors);
            float* to = target;
            for (int i = 0; i < images; i++, to += image)
                L.Load(spare + (i * n)).StoreFirst(to, count);
        }
    }

    /// <summary>
    /// Transposes a square of vectors. Interleaving the first half of the rows with the second moves the highest bit of an element's index to
    /// the lowest place; after log2 of the lanes such steps, taken two at a time as far as possible, row and column have changed places.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn<L, F>(float* from, long step, float* to, long toStep, float* temporary, L biases, L floors)
        where L : struct, ILanes<L>
        where F : struct, IFlag
    {
        if (L.Count == 4)
        {
            TwoSteps<L, F>(from, step, to, toStep, biases, floors);
            return;
        }
        if (L.Count == 8)
            OneStep<L, F>(from, step, temporary, biases, floors);
        else
            TwoSteps<L, F>(from, step, temporary, L.Count, biases, floors);
        TwoSteps<L, No>(temporary, L.Count, to, toStep, biases, floors);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TwoSteps<L, F>(float* from, long step, float* to, long toStep, L biases, L floors)
        where L : struct, ILanes<L>
        where F : struct, IFlag
    {
        int quarter = L.Count / 4;
        for (int i = 0; i < quarter; i++, from += step)
        {
            L a = Load<L, F>(from, biases, floors), b = Load<L, F>(from + (quarter * step), biases, floors);
            L c = Load<L, F>(from + (2 * quarter * step), biases, floors), d = Load<L, F>(from + (3 * quarter * step), biases, floors);
            (a, b, c, d) = Interleave.Zip(a, b, c, d);
            a.Store(to);
            b.Store(to + toStep);
            c.Store(to + (2 * toStep));
            d.Store(to + (3 * toStep));
            to += 4 * toStep;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OneStep<L, F>(float* from, long step, float* to, L biases, L floors)
        where L : struct, ILanes<L>
        where F : struct, IFlag
    {
        int half = L.Count / 2;
        for (int i = 0; i < half; i++, from += step, to += 2 * L.Count)
        {
            (L first, L second) = L.Zip(Load<L, F>(from, biases, floors), Load<L, F>(from + (half * step), biases, floors));
            first.Store(to);
            second.Store(to + L.Count);
        }
    }

    // The sum stands second in the maximum, so that a NaN stays one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Load<L, F>(float* from, L biases, L floors)
        where L : struct, ILanes<L>
        where F : struct, IFlag
        => F.Is ? L.MaxNative(floors, L.Load(from) + biases) : L.Load(from);
}
