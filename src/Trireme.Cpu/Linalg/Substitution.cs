using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>A triangle of a matrix whose rows are so many elements apart, or its transpose.</summary>
internal readonly unsafe struct Triangle(double* data, int pitch, bool lower, bool transposed, bool unit)
{
    public double* Data => data;
    public int Pitch => pitch;
    public bool IsTransposed => transposed;

    /// <summary>Whether the diagonal is taken to be ones.</summary>
    public bool IsUnit => unit;

    /// <summary>Whether what it stands for is a lower triangle, so that the first unknown is found first.</summary>
    public bool IsLower => lower != transposed;

    public nint RowStep => transposed ? 1 : pitch;
    public nint ColumnStep => transposed ? pitch : 1;

    public double* At(int row, int column) => data + (row * RowStep) + (column * ColumnStep);

    /// <summary>The part from an element of the diagonal on.</summary>
    public Triangle From(int first) => new(At(first, first), pitch, lower, transposed, unit);
}

/// <summary>
/// Solves triangular systems for many right-hand sides: blocks of rows at a time, what solved rows contribute by one matrix product, and inside a block
/// strips of columns whose sums stay in registers. Higham, Accuracy and Stability of Numerical Algorithms (2002), chapter 8.
/// </summary>
internal static unsafe class Substitution
{
    /// <summary>Rows of a block: its triangle and a strip of the right-hand side fit into the nearest cache.</summary>
    public const int Block = 64;

    private const int StripVectors = 4;

    /// <summary>Overwrites X [n, columns] with T⁻¹ · X.</summary>
    public static void Solve<L>(Triangle t, int n, double* x, int pitch, int columns)
        where L : struct, ILanes<L, double>
    {
        if (columns == 1 && pitch == 1)
        {
            SolveOne<L>(t, n, x);
            return;
        }
        for (int done = 0; done < n; done += Block)
        {
            int rows = Math.Min(Block, n - done), first = t.IsLower ? done : n - done - rows, solved = t.IsLower ? 0 : first + rows;
            double* target = x + ((nint)first * pitch);
            if (done > 0)
                Gemm.Run(t.IsTransposed, false, rows, columns, done, -1.0, t.At(first, solved), t.Pitch, x + ((nint)solved * pitch), pitch, 1.0, target, pitch);
            SolveBlock<L>(t.From(first), rows, target, pitch, columns);
        }
    }

    /// <summary>Overwrites X [n, n] with T⁻¹ for a lower triangle T.</summary>
    public static void InvertLower<L>(Triangle t, int n, double* x, int pitch)
        where L : struct, ILanes<L, double>
    {
        new Span<double>(x, checked(n * pitch)).Clear();
        for (int i = 0; i < n; i++)
            x[((nint)i * pitch) + i] = 1;
        for (int first = 0; first < n; first += Block)
        {
            int rows = Math.Min(Block, n - first);
            double* target = x + ((nint)first * pitch);
            if (first > 0)
                Gemm.Run(t.IsTransposed, false, rows, first, first, -1.0, t.At(first, 0), t.Pitch, x, pitch, 0.0, target, pitch);
            SolveBlock<L>(t.From(first), rows, target, pitch, first + rows);
        }
    }

    /// <summary><see cref="Solve"/> for few rows, at most <see cref="Block"/>.</summary>
    public static void SolveBlock<L>(Triangle t, int n, double* x, int pitch, int columns)
        where L : struct, ILanes<L, double>
    {
        int strips = (columns + (StripVectors * L.Count) - 1) / (StripVectors * L.Count);
        Workers.For(strips, (long)n * n * StripVectors / 4, new Strips<L> { T = t, N = n, X = x, Pitch = pitch, Columns = columns });
    }

    // Rows of the stored matrix are read from end to end: they are what is close together.
    private static void SolveOne<L>(Triangle t, int n, double* x)
        where L : struct, ILanes<L, double>
    {
        for (int step = 0; step < n; step++)
        {
            int i = t.IsLower ? step : n - 1 - step, others = t.IsLower == t.IsTransposed ? i + 1 : 0, count = others == 0 ? i : n - others;
            double* row = t.Data + ((nint)i * t.Pitch) + others;
            if (!t.IsTransposed)
                x[i] -= Vectors.Dot<L>(row, x + others, count);
            if (!t.IsUnit)
                x[i] /= *t.At(i, i);
            if (t.IsTransposed)
                Vectors.AddScaled<L>(-x[i], row, x + others, count);
        }
    }

    private struct Strips<L> : IRangeBody
        where L : struct, ILanes<L, double>
    {
        public Triangle T;
        public double* X;
        public int N, Pitch, Columns;

        [MethodImpl(Compiled.Alone)]
        public readonly void Run(int start, int end)
        {
            for (int strip = start; strip < end; strip++)
            {
                int column = strip * StripVectors * L.Count, last = Math.Min(Columns, column + (StripVectors * L.Count));
                if (last - column == StripVectors * L.Count)
                {
                    Wide(X + column);
                    continue;
                }
                for (; column < last; column += L.Count)
                    Narrow(X + column, Math.Min(L.Count, last - column));
            }
        }

        [MethodImpl(Compiled.Alone)]
        private readonly void Wide(double* x)
        {
            int count = L.Count;
            nint pitch = Pitch, rowStep = T.RowStep, columnStep = T.ColumnStep;
            bool lower = T.IsLower, unit = T.IsUnit;
            for (int step = 0; step < N; step++)
            {
                int i = lower ? step : N - 1 - step, j = lower ? 0 : i + 1, to = lower ? i : N;
                double* row = T.Data + (i * rowStep);
                L a = L.Zero, b = L.Zero, c = L.Zero, d = L.Zero, e = L.Zero, f = L.Zero, g = L.Zero, h = L.Zero;
                for (; j + 1 < to; j += 2)
                {
                    double* y = x + (j * pitch), z = y + pitch;
                    L p = L.All(row + (j * columnStep)), q = L.All(row + ((j + 1) * columnStep));
                    a = L.MulAdd(p, L.Load(y), a);
                    b = L.MulAdd(p, L.Load(y + count), b);
                    c = L.MulAdd(p, L.Load(y + (2 * count)), c);
                    d = L.MulAdd(p, L.Load(y + (3 * count)), d);
                    e = L.MulAdd(q, L.Load(z), e);
                    f = L.MulAdd(q, L.Load(z + count), f);
                    g = L.MulAdd(q, L.Load(z + (2 * count)), g);
                    h = L.MulAdd(q, L.Load(z + (3 * count)), h);
                }
                if (j < to)
                {
                    double* y = x + (j * pitch);
                    L p = L.All(row + (j * columnStep));
                    a = L.MulAdd(p, L.Load(y), a);
                    b = L.MulAdd(p, L.Load(y + count), b);
                    c = L.MulAdd(p, L.Load(y + (2 * count)), c);
                    d = L.MulAdd(p, L.Load(y + (3 * count)), d);
                }
                double* own = x + (i * pitch);
                a = L.Load(own) - (a + e);
                b = L.Load(own + count) - (b + f);
                c = L.Load(own + (2 * count)) - (c + g);
                d = L.Load(own + (3 * count)) - (d + h);
                if (!unit)
                {
                    L divisor = L.All(row + (i * columnStep));
                    (a, b, c, d) = (a / divisor, b / divisor, c / divisor, d / divisor);
                }
                a.Store(own);
                b.Store(own + count);
                c.Store(own + (2 * count));
                d.Store(own + (3 * count));
            }
        }

        [MethodImpl(Compiled.Alone)]
        private readonly void Narrow(double* x, int columns)
        {
            nint pitch = Pitch, rowStep = T.RowStep, columnStep = T.ColumnStep;
            bool lower = T.IsLower, unit = T.IsUnit;
            for (int step = 0; step < N; step++)
            {
                int i = lower ? step : N - 1 - step, j = lower ? 0 : i + 1, to = lower ? i : N;
                double* row = T.Data + (i * rowStep), own = x + (i * pitch);
                L a = L.Zero, b = L.Zero;
                for (; j + 1 < to; j += 2)
                {
                    a = L.MulAdd(L.All(row + (j * columnStep)), L.LoadFirst(x + (j * pitch), columns), a);
                    b = L.MulAdd(L.All(row + ((j + 1) * columnStep)), L.LoadFirst(x + ((j + 1) * pitch), columns), b);
                }
                if (j < to)
                    a = L.MulAdd(L.All(row + (j * columnStep)), L.LoadFirst(x + (j * pitch), columns), a);
                a = L.LoadFirst(own, columns) - (a + b);
                if (!unit)
                    a /= L.All(row + (i * columnStep));
                a.StoreFirst(own, columns);
            }
        }
    }
}
