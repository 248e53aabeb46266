using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>The taps of a row of targets: rows of them, each of some columns, and how many floats source and weights lie apart.</summary>
internal struct DepthwiseTaps
{
    public int Rows, Columns;
    public nint RowSource, RowWeight, ColumnSource, ColumnWeight;
}

/// <summary>
/// The innermost loop of <see cref="DepthwiseLanes"/>: consecutive targets of a row, a vector of planes each, with all their sums in registers. A weight is
/// loaded once for all of them, a source when it is multiplied; one sum is one chain in the order of the taps, whatever the tile.
/// </summary>
internal static unsafe class DepthwiseTile
{
    /// <summary>Writes targets of a row whose sources are one or two vectors apart.</summary>
    /// <param name="taps">What every target meets.</param>
    /// <param name="source">What the first target's first tap reads.</param>
    /// <param name="sourceStep">Vectors from the source of one target to the next: 1 or 2.</param>
    /// <param name="weights">The weights of the first tap.</param>
    /// <param name="target">The first target.</param>
    /// <param name="targetStep">Floats from one target to the next.</param>
    /// <param name="count">Targets.</param>
    /// <param name="ending">Three vectors: what is added to a sum, and its bounds below and above.</param>
    public static void Row<L>(in DepthwiseTaps taps, float* source, int sourceStep, float* weights, float* target, nint targetStep, int count, float* ending)
        where L : struct, ILanes<L>
    {
        if (sourceStep == 1)
            Row<L, Rows1>(taps, source, weights, target, targetStep, count, ending);
        else
            Row<L, Rows2>(taps, source, weights, target, targetStep, count, ending);
    }

    private static void Row<L, S>(in DepthwiseTaps taps, float* source, float* weights, float* target, nint targetStep, int count, float* ending)
        where L : struct, ILanes<L>
        where S : struct, IRows
    {
        int most = L.Count == 16 ? 14 : 12, tiles = (count + most - 1) / most, width = (count + tiles - 1) / tiles;
        for (int tile = 0; tile < tiles; tile++)
        {
            // The last one computes again what it shares with the one before.
            int at = Math.Min(tile * width, count - width);
            float* from = source + ((nint)at * S.Count * L.Count), to = target + (at * targetStep);
            switch (width)
            {
                case 1: Sums<L, S, Rows1>(taps, from, weights, to, targetStep, ending); break;
                case 2: Sums<L, S, Rows2>(taps, from, weights, to, targetStep, ending); break;
                case 3: Sums<L, S, Rows3>(taps, from, weights, to, targetStep, ending); break;
                case 4: Sums<L, S, Rows4>(taps, from, weights, to, targetStep, ending); break;
                case 5: Sums<L, S, Rows5>(taps, from, weights, to, targetStep, ending); break;
                case 6: Sums<L, S, Rows6>(taps, from, weights, to, targetStep, ending); break;
                case 7: Sums<L, S, Rows7>(taps, from, weights, to, targetStep, ending); break;
                case 8: Sums<L, S, Rows8>(taps, from, weights, to, targetStep, ending); break;
                case 9: Sums<L, S, Rows9>(taps, from, weights, to, targetStep, ending); break;
                case 10: Sums<L, S, Rows10>(taps, from, weights, to, targetStep, ending); break;
                case 11: Sums<L, S, Rows11>(taps, from, weights, to, targetStep, ending); break;
                case 12: Sums<L, S, Rows12>(taps, from, weights, to, targetStep, ending); break;
                case 13: Sums<L, S, Rows13>(taps, from, weights, to, targetStep, ending); break;
                default: Sums<L, S, Rows14>(taps, from, weights, to, targetStep, ending); break;
            }
        }
    }

    [MethodImpl(Compiled.Alone)]
    private static void Sums<L, S, V>(in DepthwiseTaps taps, float* source, float* weights, float* target, nint targetStep, float* ending)
        where L : struct, ILanes<L>
        where S : struct, IRows
        where V : struct, IRows
    {
        L a = L.Zero, b = L.Zero, c = L.Zero, d = L.Zero, e = L.Zero, f = L.Zero, g = L.Zero;
        L h = L.Zero, i = L.Zero, j = L.Zero, k = L.Zero, l = L.Zero, m = L.Zero, n = L.Zero;
        int columns = taps.Columns, s = S.Count * L.Count;
        nint rowSource = taps.RowSource, rowWeight = taps.RowWeight, columnSource = taps.ColumnSource, columnWeight = taps.ColumnWeight;
        for (int row = taps.Rows; row > 0; row--, source += rowSource, weights += rowWeight)
        {
            float* x = source, w = weights;
            for (int column = columns; column > 0; column--, x += columnSource, w += columnWeight)
            {
                L v = L.Load(w);
                a = L.MulAdd(v, x, a);
                if (V.Count > 1) b = L.MulAdd(v, x + s, b);
                if (V.Count > 2) c = L.MulAdd(v, x + (2 * s), c);
                if (V.Count > 3) d = L.MulAdd(v, x + (3 * s), d);
                if (V.Count > 4) e = L.MulAdd(v, x + (4 * s), e);
                if (V.Count > 5) f = L.MulAdd(v, x + (5 * s), f);
                if (V.Count > 6) g = L.MulAdd(v, x + (6 * s), g);
                if (V.Count > 7) h = L.MulAdd(v, x + (7 * s), h);
                if (V.Count > 8) i = L.MulAdd(v, x + (8 * s), i);
                if (V.Count > 9) j = L.MulAdd(v, x + (9 * s), j);
                if (V.Count > 10) k = L.MulAdd(v, x + (10 * s), k);
                if (V.Count > 11) l = L.MulAdd(v, x + (11 * s), l);
                if (V.Count > 12) m = L.MulAdd(v, x + (12 * s), m);
                if (V.Count > 13) n = L.MulAdd(v, x + (13 * s), n);
            }
        }
        L bias = L.Load(ending), floor = L.Load(ending + L.Count), most = L.Load(ending + (2 * L.Count));
        Finish(a, bias, floor, most, target);
        if (V.Count > 1) Finish(b, bias, floor, most, target + targetStep);
        if (V.Count > 2) Finish(c, bias, floor, most, target + (2 * targetStep));
        if (V.Count > 3) Finish(d, bias, floor, most, target + (3 * targetStep));
        if (V.Count > 4) Finish(e, bias, floor, most, target + (4 * targetStep));
        if (V.Count > 5) Finish(f, bias, floor, most, target + (5 * targetStep));
        if (V.Count > 6) Finish(g, bias, floor, most, target + (6 * targetStep));
        if (V.Count > 7) Finish(h, bias, floor, most, target + (7 * targetStep));
        if (V.Count > 8) Finish(i, bias, floor, most, target + (8 * targetStep));
        if (V.Count > 9) Finish(j, bias, floor, most, target + (9 * targetStep));
        if (V.Count > 10) Finish(k, bias, floor, most, target + (10 * targetStep));
        if (V.Count > 11) Finish(l, bias, floor, most, target + (11 * targetStep));
        if (V.Count > 12) Finish(m, bias, floor, most, target + (12 * targetStep));
        if (V.Count > 13) Finish(n, bias, floor, most, target + (13 * targetStep));
    }

    // The sum stands second in the maximum, so that a NaN stays one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<L>(L sum, L bias, L floor, L most, float* target) where L : struct, ILanes<L>
        => L.Min(L.MaxNative(floor, sum + bias), most).Store(target);

    /// <summary>sums[tap] += Σ dy · x over rows of <paramref name="count"/> places, for each tap of one row of the filter.</summary>
    /// <param name="rows">Rows of output gradients.</param>
    /// <param name="count">Places of a row.</param>
    /// <param name="dy">The output gradients, a vector for each place.</param>
    /// <param name="dyRow">Floats from one row of them to the next.</param>
    /// <param name="x">What the first tap reads at the first place.</param>
    /// <param name="xRow">Floats from there to what it reads at the first place of the next row.</param>
    /// <param name="xStep">Vectors from what it reads at one place to the next: 1 or 2.</param>
    /// <param name="taps">Taps of a row.</param>
    /// <param name="apart">Floats between what neighbouring taps read.</param>
    /// <param name="sums">A vector for each tap.</param>
    public static void Gradient<L>(int rows, int count, float* dy, nint dyRow, float* x, nint xRow, int xStep, int taps, nint apart, float* sums)
        where L : struct, ILanes<L>
    {
        int blocks = (taps + 6) / 7, width = (taps + blocks - 1) / blocks;
        for (int tap = 0; tap < taps; tap += width)
        {
            int here = Math.Min(width, taps - tap);
            if (xStep == 1)
                Gradient<L, Rows1>(rows, count, dy, dyRow, x + (tap * apart), xRow, here, apart, sums + (tap * L.Count));
            else
                Gradient<L, Rows2>(rows, count, dy, dyRow, x + (tap * apart), xRow, here, apart, sums + (tap * L.Count));
        }
    }

    private static void Gradient<L, S>(int rows, int count, float* dy, nint dyRow, float* x, nint xRow, int taps, nint apart, float* sums)
        where L : struct, ILanes<L>
        where S : struct, IRows
    {
        switch (taps)
        {
            case 1: Products<L, S, Rows1>(rows, count, dy, dyRow, x, xRow, apart, sums); break;
            case 2: Products<L, S, Rows2>(rows, count, dy, dyRow, x, xRow, apart, sums); break;
            case 3: Products<L, S, Rows3>(rows, count, dy, dyRow, x, xRow, apart, sums); break;
            case 4: Products<L, S, Rows4>(rows, count, dy, dyRow, x, xRow, apart, sums); break;
            case 5: Products<L, S, Rows5>(rows, count, dy, dyRow, x, xRow, apart, sums); break;
            case 6: Products<L, S, Rows6>(rows, count, dy, dyRow, x, xRow, apart, sums); break;
            default: Products<L, S, Rows7>(rows, count, dy, dyRow, x, xRow, apart, sums); break;
        }
    }

    // With sums for every second place of their own, enough of them are under way.
    [MethodImpl(Compiled.Alone)]
    private static void Products<L, S, V>(int rows, int count, float* dy, nint dyRow, float* x, nint xRow, nint apart, float* sums)
        where L : struct, ILanes<L>
        where S : struct, IRows
        where V : struct, IRows
    {
        int s = S.Count * L.Count;
        nint two = 2 * apart, three = 3 * apart, four = 4 * apart, five = 5 * apart, six = 6 * apart;
        L a = L.Zero, b = L.Zero, c = L.Zero, d = L.Zero, e = L.Zero, f = L.Zero, g = L.Zero;
        L h = L.Zero, i = L.Zero, j = L.Zero, k = L.Zero, l = L.Zero, m = L.Zero, n = L.Zero;
        for (; rows > 0; rows--, dy += dyRow, x += xRow)
        {
            float* from = x, at = dy, end = dy + ((nint)(count & ~1) * L.Count);
            for (; at != end; at += 2 * L.Count, from += 2 * s)
            {
                L v = L.Load(at), w = L.Load(at + L.Count);
                a = L.MulAdd(v, from, a);
                h = L.MulAdd(w, from + s, h);
                if (V.Count > 1) b = L.MulAdd(v, from + apart, b);
                if (V.Count > 1) i = L.MulAdd(w, from + apart + s, i);
                if (V.Count > 2) c = L.MulAdd(v, from + two, c);
                if (V.Count > 2) j = L.MulAdd(w, from + two + s, j);
                if (V.Count > 3) d = L.MulAdd(v, from + three, d);
                if (V.Count > 3) k = L.MulAdd(w, from + three + s, k);
                if (V.Count > 4) e = L.MulAdd(v, from + four, e);
                if (V.Count > 4) l = L.MulAdd(w, from + four + s, l);
                if (V.Count > 5) f = L.MulAdd(v, from + five, f);
                if (V.Count > 5) m = L.MulAdd(w, from + five + s, m);
                if (V.Count > 6) g = L.MulAdd(v, from + six, g);
                if (V.Count > 6) n = L.MulAdd(w, from + six + s, n);
            }
            if ((count & 1) == 0)
                continue;
            L last = L.Load(at);
            a = L.MulAdd(last, L.Load(from), a);
            if (V.Count > 1) b = L.MulAdd(last, L.Load(from + apart), b);
            if (V.Count > 2) c = L.MulAdd(last, L.Load(from + two), c);
            if (V.Count > 3) d = L.MulAdd(last, L.Load(from + three), d);
            if (V.Count > 4) e = L.MulAdd(last, L.Load(from + four), e);
            if (V.Count > 5) f = L.MulAdd(last, L.Load(from + five), f);
            if (V.Count > 6) g = L.MulAdd(last, L.Load(from + six), g);
        }
        Add(a, h, sums);
        if (V.Count > 1) Add(b, i, sums + L.Count);
        if (V.Count > 2) Add(c, j, sums + (2 * L.Count));
        if (V.Count > 3) Add(d, k, sums + (3 * L.Count));
        if (V.Count > 4) Add(e, l, sums + (4 * L.Count));
        if (V.Count > 5) Add(f, m, sums + (5 * L.Count));
        if (V.Count > 6) Add(g, n, sums + (6 * L.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<L>(L a, L b, float* sum) where L : struct, ILanes<L> => (L.Load(sum) + (a + b)).Store(sum);
}
