using System.Numerics;
using System.Runtime.CompilerServices;

namespace Trireme.Cpu;

/// <summary>Where the sums of a tile go and what is done to them on the way: C = act(scale · (alpha · sums + beta · C) + bias + residual).</summary>
internal unsafe struct TileTarget<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T* C;
    public nint Stride;

    /// <summary>Columns of C that the tile covers; the vectors may be wider.</summary>
    public int Columns;

    /// <summary>Columns until the next block of C begins, where the tile reaches into it.</summary>
    public int FirstColumns;

    /// <summary>Columns of a block of C and the distance between the first elements of two.</summary>
    public int BlockColumns;
    public nint BlockStep;
    public T Alpha, Beta;

    /// <summary>Room for the sums of one tile.</summary>
    public T* Scratch;

    /// <summary>Beginning at the tile's first row and first column.</summary>
    public GemmEpilogue<T> Epilogue;

    /// <summary>Nothing but storing, or adding to what is there.</summary>
    public bool IsPlain;

    /// <summary>Writes sums that lie in memory, row after row, columns contiguous.</summary>
    public readonly void Finish<L>(T* sums, nint sumStride, int rows) where L : struct, ILanes<L, T>
    {
        if (FirstColumns == Columns || BlockColumns == 0)
        {
            FinishBlock<L>(C, 0, Columns, sums, sumStride, rows);
            return;
        }
        T* c = C;
        for (int done = 0, width = FirstColumns; done < Columns; width = Math.Min(BlockColumns, Columns - done))
        {
            FinishBlock<L>(c, done, width, sums, sumStride, rows);
            done += width;
            c += width - BlockColumns + BlockStep;
        }
    }

    [MethodImpl(Compiled.Alone)]
    private readonly void FinishBlock<L>(T* c, int first, int columns, T* sums, nint sumStride, int rows) where L : struct, ILanes<L, T>
    {
        GemmEpilogue<T> e = Epilogue.FromColumn(first);
        sums += first;
        L alpha = L.All(Alpha), beta = L.All(Beta);
        bool readsC = Beta != T.Zero;       // with beta = 0, what C held does not count, not even NaN
        if (Alpha == T.One && !readsC && e.IsNone)
        {
            CopyBlock<L>(c, columns, sums, sumStride, rows);
            return;
        }
        if (Alpha == T.One && !readsC && e.ColumnBias == null)
        {
            FinishRows<L>(e, c, columns, sums, sumStride, rows);
            return;
        }
        for (int i = 0; i < rows; i++)
        {
            T* from = sums + (i * sumStride), to = c + (i * Stride);
            L scale = L.All(e.RowScale != null ? e.RowScale[i] : T.One), rowBias = L.All(e.RowBias != null ? e.RowBias[i] : T.Zero);
            for (int j = 0; j < columns; j += L.Count)
            {
                int count = Math.Min(L.Count, columns - j);
                bool whole = count == L.Count;
                L v = alpha * L.Load(from + j);
                if (readsC)
                    v = L.MulAdd(beta, whole ? L.Load(to + j) : L.LoadFirst(to + j, count), v);
                v = L.MulAdd(scale, v, rowBias);
                if (e.ColumnBias != null)
                    v += whole ? L.Load(e.ColumnBias + j) : L.LoadFirst(e.ColumnBias + j, count);
                if (e.Residual != 0)
                    v += whole ? L.Load(to + j + e.Residual) : L.LoadFirst(to + j + e.Residual, count);
                if (e.Relu)
                    v = L.Max(v, L.Zero);
                if (e.AtMostSix)
                    v = L.Min(v, L.All(T.CreateTruncating(6)));
                if (whole)
                    v.Store(to + j);
                else
                    v.StoreFirst(to + j, count);
            }
        }
    }

    // Convolutions end here, often after few steps: nothing is decided more than once a row.
    [MethodImpl(Compiled.Alone)]
    private readonly void FinishRows<L>(in GemmEpilogue<T> e, T* c, int columns, T* sums, nint sumStride, int rows) where L : struct, ILanes<L, T>
    {
        int whole = columns - (columns % L.Count), rest = columns - whole;
        // The value stands second in the maximum, so that a NaN stays one.
        L floor = L.All(e.Relu ? T.Zero : T.NegativeInfinity), six = L.All(T.CreateTruncating(6));
        bool atMostSix = e.AtMostSix;
        nint residual = e.Residual;
        for (int i = 0; i < rows; i++, sums += sumStride, c += Stride)
        {
            L scale = L.All(e.RowScale != null ? e.RowScale[i] : T.One), bias = L.All(e.RowBias != null ? e.RowBias[i] : T.Zero);
            if (residual == 0 && !atMostSix)
            {
                for (int j = 0; j < whole; j += L.Count)
                    L.MaxNative(floor, L.MulAdd(scale, L.Load(sums + j), bias)).Store(c + j);
            }
            else if (atMostSix && residual == 0)
            {
                for (int j = 0; j < whole; j += L.Count)
                    L.Min(L.MaxNative(floor, L.MulAdd(scale, L.Load(sums + j), bias)), six).Store(c + j);
            }
            else
            {
                for (int j = 0; j < whole; j += L.Count)
                {
                    L v = L.MaxNative(floor, L.MulAdd(scale, L.Load(sums + j), bias) + L.Load(c + j + residual));
                    (atMostSix ? L.Min(v, six) : v).Store(c + j);
                }
            }
            if (rest > 0)
            {
                L v = L.MulAdd(scale, L.Load(sums + whole), bias);
                if (residual != 0)
                    v += L.LoadFirst(c + whole + residual, rest);
                v = L.MaxNative(floor, v);
                (atMostSix ? L.Min(v, six) : v).StoreFirst(c + whole, rest);
            }
        }
    }

    // The sums of a tile that is not as wide as its vectors are copied and nothing else, most of the time.
    [MethodImpl(Compiled.Alone)]
    private readonly void CopyBlock<L>(T* c, int columns, T* sums, nint sumStride, int rows) where L : struct, ILanes<L, T>
    {
        int whole = columns - (columns % L.Count), rest = columns - whole;
        for (int i = 0; i < rows; i++, sums += sumStride, c += Stride)
        {
            for (int j = 0; j < whole; j += L.Count)
                L.Load(sums + j).Store(c + j);
            if (rest > 0)
                L.Load(sums + whole).StoreFirst(c + whole, rest);
        }
    }

    /// <summary>The same, number by number, into a C whose columns are not contiguous.</summary>
    [MethodImpl(Compiled.Alone)]
    public readonly void FinishStrided(T* sums, nint sumStride, int rows, nint columnStride)
    {
        bool plain = Beta == T.Zero && Epilogue.IsNone;
        for (int i = 0; i < rows; i++)
        {
            T* from = sums + (i * sumStride), line = C + (i * Stride);
            for (int j = 0; plain && j < Columns; j++)
                line[j * columnStride] = Alpha * from[j];
            for (int j = 0; !plain && j < Columns; j++)
            {
                T* to = line + (j * columnStride);
                T v = Alpha * from[j];
                if (Beta != T.Zero)
                    v = T.MultiplyAddEstimate(Beta, *to, v);
                if (Epilogue.RowBias != null)
                    v += Epilogue.RowBias[i];
                if (Epilogue.ColumnBias != null)
                    v += Epilogue.ColumnBias[j];
                *to = Epilogue.Relu ? T.Max(v, T.Zero) : v;
            }
        }
    }
}
